"""A price list goes into a file and comes back without a change."""

from __future__ import annotations

from datetime import date

import pytest

from app import i18n
from app.domain.money import MICRO
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM
from app.services import prices
from app.services.importing import is_sheet, sheet_as_text
from tests.helpers.firm_facts import make_customers, make_firm, make_product
from tests.helpers.import_office import ImportOffice
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def list_id(work):
    """A contract with breaks, prices for 100, days and an agreed quantity."""
    make_firm(work)
    (customer,) = make_customers(work, "Nord")
    screw, cable = (make_product(work, sku, sku, unit=unit) for sku, unit in (("SCR-1", "pc"), ("CBL", "m")))
    head = PriceListInput(code="NORD-26", name="Nord", kind="contract", currency="EUR", customer_id=customer)
    with work.begin(actor=SYSTEM) as uow:
        made = prices.create_price_list(uow, head)
        row = {"product_id": screw, "per": 100}
        prices.add_price_rows(
            uow,
            made,
            [
                PriceRowInput(**row, price_micro=12_345_678, valid_to=date(2026, 4, 3)),
                PriceRowInput(**row, price_micro=12_400_000, valid_from=date(2026, 4, 4)),
                PriceRowInput(**row, price_micro=11_000_000, min_quantity_micro=1_000 * MICRO),
                PriceRowInput(
                    product_id=cable,
                    price_micro=6_500_000,
                    min_quantity_micro=500_000,
                    agreed_micro=1_234_500_000,
                ),
            ],
        )
    return made


def stored(work, list_id):
    with work.reading(actor=SYSTEM) as view:
        return prices.read_price_rows_for_cards(view, price_list_id=list_id)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_and_imported_again_changes_nothing(window, work, list_id, tmp_path, kind, language):
    i18n.set_language(language)
    window.ask("price.list", list_id)
    before = stored(work, list_id)
    path = tmp_path / f"list.{kind}"
    window.page.export_to(path)
    window.idle()
    assert window.page.message_bar.level() == "ok", window.page.message_bar.text()
    read = sheet_as_text(str(path)) if is_sheet(str(path)) else path
    report = ImportOffice(work).import_file("prices", read)
    assert [found.outcome.value for found in report.documents] == ["present"] * 4, report
    assert stored(work, list_id) == before


def test_a_price_changed_in_the_file_is_the_only_one_that_changes(window, work, list_id, tmp_path):
    window.ask("price.list", list_id)
    path = tmp_path / "list.csv"
    window.page.export_to(path)
    window.idle()
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("12.4,", "12.9,").replace("1234.5", "2000"), "utf-8")
    report = ImportOffice(work).import_file("prices", path)
    assert sorted(found.outcome.value for found in report.documents) == [
        "created",
        "created",
        "present",
        "present",
    ]
    found = [(row.price_micro, row.per, row.agreed_micro) for row in stored(work, list_id)]
    assert sorted(found, key=lambda each: each[0]) == [
        (6_500_000, 1, 2_000 * MICRO), (11_000_000, 100, None), (12_345_678, 100, None), (12_900_000, 100, None),
    ]  # fmt: skip


def test_an_agreed_quantity_for_a_list_that_is_no_contract_is_refused_by_its_row(
    window, work, list_id, tmp_path
):
    path = tmp_path / "list.csv"
    path.write_text("sku;price;agreed\nSCR-1;5.00;100\nCBL;4.00;\n", "utf-8")
    report = ImportOffice(work).import_file("prices", path)
    assert [found.outcome.value for found in report.documents] == ["created"]
    assert [reason.code for reason in report.refused] == ["price.agreed_alone"]


def test_ctrl_e_asks_for_a_file(window, list_id):
    window.ask("price.list", list_id)
    asked = []
    window.page.exports.ask_file = lambda title, chosen: asked.append((title, chosen))
    window.press(KEY.Key_E, CTRL)
    assert asked[0][0] == "NORD-26"
