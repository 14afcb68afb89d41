"""The grids of rules go into a file and come back: what was not changed changes nothing, the rest waits for Ctrl+S."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QFileDialog

from app import i18n
from app.domain.price_inputs import DiscountInput, SurchargeInput
from app.domain.pricing import PriceRight
from app.domain.rights import SYSTEM
from app.services.prices import create_discount, create_surcharge, read_discounts, read_surcharges
from app.services.prices.rights import create_price_right, read_price_rights
from app.views.kit.rule_file import RuleFile
from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.window import ALT, CTRL, KEY


@pytest.fixture
def firm(work):
    """A discount for a customer, a freight charge with all its numbers, and two rights."""
    make_firm(work)
    (nord, *_more) = make_customers(work, "Nord", "Nordstern")
    with work.begin(actor=SYSTEM) as uow:
        create_discount(uow, DiscountInput(name="Autumn", discount_ppm=75_000, customer_id=nord))
        create_discount(
            uow,
            DiscountInput(
                name="-5 % for a thousand",
                discount_ppm=50_000,
                scope="order",
                least_minor=100_050,
                valid_to=date(2026, 12, 4),
            ),
        )
        create_surcharge(
            uow,
            SurchargeInput(
                slot="freight",
                name="Freight",
                amount_minor=123_456,
                rate_ppm=12_500,
                each_g=1_500,
                free_from_minor=50_000,
                country="DE",
                valid_from=date(2026, 3, 4),
            ),
        )
        create_price_right(uow, PriceRight("sales", "", 100_000, -50_000, 1_050_000))
        create_price_right(uow, PriceRight("owner", "seating", 333_300, None))
    return nord


def page_of(window, part):
    window.show("prices")
    window.context.bus.ask("price.open", page=part)
    window.idle()
    return window.context.desk().page()


def file_of(page):
    return next(each for each in page.children() if isinstance(each, RuleFile))


def rules_now(work):
    with work.reading(actor=SYSTEM) as view:
        return read_discounts(view), read_surcharges(view), read_price_rights(view)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("part", ["discount", "surcharge", "right"])
def test_what_is_written_and_taken_in_again_changes_nothing(
    window, work, firm, tmp_path, part, kind, language
):
    i18n.set_language(language)
    page = page_of(window, part)
    before = rules_now(work)
    file_of(page).export_to(path := tmp_path / f"rules.{kind}")
    window.idle()
    file_of(page).import_from(path)
    window.idle()
    assert path.name in page.message_bar.text()
    assert not page.is_dirty(), page.grid.cells.changed_rows()
    assert rules_now(work) == before


def test_a_changed_row_is_keyed_over_its_own_and_a_new_one_added(window, work, firm, tmp_path):
    page = page_of(window, "discount")
    file_of(page).export_to(path := tmp_path / "rules.csv")
    window.idle()
    text = path.read_text("utf-8-sig").replace("7.5", "8.5")
    path.write_text(text + "Winter,3,added to it,Nordstern,,,each line,,2026-12-01,,\n", "utf-8")
    file_of(page).import_from(path)
    window.idle()
    assert "new 1, changed 1, as they were 1" in page.message_bar.text()
    assert page.is_dirty()
    window.press(KEY.Key_S, CTRL)
    found = {each.name: each for each in rules_now(work)[0]}
    assert found["Autumn"].discount_ppm == 85_000
    winter = found["Winter"]
    assert (winter.discount_ppm, winter.kind, winter.valid_from) == (30_000, "added", date(2026, 12, 1))
    assert winter.customer_id == firm + 1


def test_names_and_words_that_say_nothing_are_told_at_their_cells(window, work, firm, tmp_path):
    page = page_of(window, "discount")
    path = tmp_path / "rules.csv"
    path.write_text("Name;Kind;Customer;Discount %;From net\nSpring;sometimes;Nobody;5;much\n", "utf-8")
    file_of(page).import_from(path)
    window.idle()
    assert page.grid.cells.errors().keys() == {(2, "kind"), (2, "customer")}
    assert "“Nobody” names none" in window.message()
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert "Spring" not in {each.name for each in rules_now(work)[0]}, "it would hold for every customer"
    assert "“Nobody” names none" in window.message()
    assert "“much” is not a number" in window.message(), "all in one round"


def test_a_row_of_a_customer_that_nobody_knows_is_not_laid_over_the_rule_for_all(
    window, work, firm, tmp_path
):
    with work.begin(actor=SYSTEM) as uow:
        create_discount(uow, DiscountInput(name="Spring", discount_ppm=10_000))
    page = page_of(window, "discount")
    path = tmp_path / "rules.csv"
    path.write_text("Name;Customer;Discount %\nSpring;Nobody;5\n", "utf-8")
    file_of(page).import_from(path)
    window.idle()
    shown = [row.values["discount"] for row in page.grid.cells.rows() if row.values["name"] == "Spring"]
    assert shown == ["1", "5"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_discount_that_is_copied_and_pasted_is_for_the_same_customer(window, work, firm, language):
    i18n.set_language(language)
    page = page_of(window, "discount")
    rows = page.grid.cells.rows()
    place = next(at for at, row in enumerate(rows) if row.values["name"] == "Autumn")
    page.grid.setFocus()
    page.grid.select_row(place)
    window.press(KEY.Key_C, CTRL)
    page.grid.select_row(len(rows))
    window.press(KEY.Key_V, CTRL)
    window.idle()
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert [each.customer_id for each in rules_now(work)[0] if each.name == "Autumn"] == [firm, firm]


def test_a_pasted_customer_that_nobody_knows_is_told_and_nothing_is_saved(window, work, firm):
    page = page_of(window, "discount")
    page.grid.select_row(len(page.grid.cells.rows()), 0)
    page.grid.rows_pasted.emit([["Spring", "5", "", "Nobody"]])
    window.idle()
    assert "“Nobody” names none" in window.message()
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert "Spring" not in {each.name for each in rules_now(work)[0]}


def test_what_was_keyed_into_a_tab_that_stays_can_be_thrown_away(window, work, firm):
    page = page_of(window, "discount")
    before = [dict(row.values) for row in page.grid.cells.rows()]
    page.grid.select_row(0, 0)
    page.grid.rows_pasted.emit([["Nonsense", "many", "sometimes", "Nobody"]] * 9)
    window.idle()
    assert window.message().count("\n") == 6, "the rows stay in sight"
    assert "and 12 more" in window.message()
    assert not page.context.desk().may_close()
    page.setFocus()
    window.press(KEY.Key_2, ALT)
    window.idle()
    assert [dict(row.values) for row in page.grid.cells.rows()] == before
    assert window.message() == ""
    assert page.context.desk().may_close()


def test_a_file_cut_in_half_is_refused_whole(window, work, firm, tmp_path):
    page = page_of(window, "right")
    path = tmp_path / "rules.csv"
    path.write_text("Role;Product family;Largest discount %;Smallest margin %\nSales;a;1;\nOwn", "utf-8")
    file_of(page).import_from(path)
    window.idle()
    assert "Nothing of it was taken" in window.message()
    assert not page.is_dirty()


def test_a_file_of_something_else_is_told_with_the_names_of_the_columns(window, work, firm, tmp_path):
    page = page_of(window, "right")
    path = tmp_path / "rules.csv"
    path.write_text("City;Street\nKiel;Kai 1\n", "utf-8")
    file_of(page).import_from(path)
    window.idle()
    assert "Largest discount %" in window.message()
    assert not page.is_dirty()


def test_a_file_of_prices_does_not_become_discounts_by_its_names_and_days(window, work, firm, tmp_path):
    page = page_of(window, "discount")
    path = tmp_path / "prices.csv"
    path.write_text("SKU;Name;Price;Per;Valid from;Valid to\nA-1;Desk;5;1;;\n", "utf-8")
    file_of(page).import_from(path)
    window.idle()
    assert "Discount %" in window.message()
    assert not page.is_dirty()


def test_columns_of_a_file_that_the_grid_has_not_are_told(window, work, firm, tmp_path):
    page = page_of(window, "discount")
    path = tmp_path / "rules.csv"
    path.write_text("Name;Discount %;Remark\nSpring;5;look\n", "utf-8")
    file_of(page).import_from(path)
    window.idle()
    assert "new 1" in window.message()
    assert "No column for: Remark." in window.message()


def test_a_file_whose_letters_are_unsure_is_not_guessed(window, work, firm, tmp_path):
    page = page_of(window, "discount")
    path = tmp_path / "rules.csv"
    path.write_bytes("Name;Discount %\nGrößte Gläser;5\n".encode("cp850"))
    file_of(page).import_from(path)
    window.idle()
    assert "its encoding cannot be told" in window.message()
    assert not page.is_dirty()


def test_too_many_rows_are_refused(window, work, firm, tmp_path):
    page = page_of(window, "right")
    path = tmp_path / "rules.csv"
    path.write_text("Role;Product family\n" + "".join(f"Sales;f{n}\n" for n in range(2_001)), "utf-8")
    file_of(page).import_from(path)
    window.idle()
    assert "more than 2000 rows" in window.message().replace(",", "")


def test_the_keys_ask_for_a_file(window, work, firm):
    page = page_of(window, "surcharge")
    window.press(KEY.Key_I, CTRL)
    dialog = window.find(QFileDialog, "ruleFileDialog")
    assert dialog.isVisible()
    dialog.reject()
    asked = []
    file_of(page).exports.ask_file = lambda title, _chosen: asked.append(title)
    window.press(KEY.Key_E, CTRL)
    assert asked == ["Surcharges"]


def test_a_draft_and_the_row_that_it_was_made_of_stay_apart_in_a_file(window, work, firm, tmp_path):
    page = page_of(window, "discount")
    names = [row.values["name"] for row in page.grid.cells.rows()]
    page.grid.setFocus()
    page.grid.select_row(names.index("Autumn"), 0)
    window.press(KEY.Key_D, CTRL)
    file_of(page).export_to(path := tmp_path / "rules.csv")
    window.idle()
    lines = path.read_text("utf-8-sig").splitlines()
    changed = [line.replace("7.5", "6.5") if line.endswith("Draft") else line for line in lines]
    assert changed != lines
    path.write_text("\n".join(changed) + "\n", "utf-8")
    file_of(page).import_from(path)
    window.idle()
    window.press(KEY.Key_S, CTRL)
    found = {each.draft: each.discount_ppm for each in rules_now(work)[0] if each.name == "Autumn"}
    assert found == {False: 75_000, True: 65_000}
