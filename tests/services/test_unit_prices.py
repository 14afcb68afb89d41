"""Prices for a pack of an article: kept with what the pack holds, found in files, and used by orders keyed in packs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import RefusedError
from app.domain.pages import PageRequest
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.pricing.mass_change import PriceChange
from app.domain.products import ProductInput, UnitInput
from app.domain.rights import SYSTEM
from app.messages import text_of, text_of_error
from app.services.prices import add_price_rows, create_price_list, end_price_rows, read_price_rows_for_cards
from app.services.prices.calendar import read_calendar
from app.services.prices.contracts import read_contracts_page
from app.services.prices.mass_change import Selection, apply_change, preview_change
from app.services.pricing import read_rules
from app.services.products import create_product, read_product, update_product
from app.services.rule_versions import RuleRef, read_story
from tests.helpers.import_office import make_import_office
from tests.helpers.order_office import LAMP, NORD, OWNER, make_order_office, micro


@pytest.fixture
def desk(work):
    return make_order_office(work)


def add(desk, list_id, price, **values):
    row = PriceRowInput(**{"product_id": desk.ids[LAMP], "price_micro": micro(price), "unit": "pk", **values})
    with desk.begin(OWNER) as uow:
        add_price_rows(uow, list_id, [row])


def cards(desk, sku=LAMP):
    with desk.reading() as view:
        return [card for card in read_price_rows_for_cards(view, product_id=desk.ids[sku]) if card.price_unit]


def refused(call):
    with pytest.raises(RefusedError) as error:
        call()
    return {issue.code: issue.where for issue in error.value.issues}, text_of_error(error.value)


def change_units(desk, *units):
    with desk.begin(OWNER) as uow:
        before = read_product(uow, desk.ids[LAMP])
        data = ProductInput(**{name: getattr(before, name) for name in ProductInput.__dataclass_fields__})
        update_product(uow, before.id, replace(data, units=units), version=before.version)


def test_an_order_keyed_in_packs_takes_their_price_and_keeps_it(desk):
    add(desk, desk.price_list, "430")
    order_id = desk.ordered((LAMP, "2 pk"), (LAMP, 20))
    pack, piece = (line for line in desk.read(order_id).lines if line.product_id)
    assert (pack.unit, pack.price_micro, pack.price_per, pack.amount_minor) == ("pk", micro(430), 1, 860_00)
    assert (piece.price_micro, piece.amount_minor) == (micro(45), 900_00)
    with desk.begin(OWNER) as uow:
        end_price_rows(uow, [card.id for card in cards(desk)])
    assert desk.read(order_id).lines[0].price_micro == micro(430)


def test_what_is_keyed_of_a_price_is_kept_in_its_unit_and_priced_in_base_units(desk):
    add(desk, desk.price_list, "430", unit="Packung", min_quantity_micro=micro(3))
    (card,) = cards(desk)
    assert (card.price_unit, card.min_quantity_micro, card.price_micro) == ("pk", micro(3), micro(430))
    with desk.reading() as view:
        rules = read_rules(view, currency="EUR")
    (row,) = [row for row in rules.rows[desk.ids[LAMP]] if row.unit]
    assert (row.min_micro, row.unit_num, row.unit_den) == (micro(30), 10, 1)


def test_the_word_for_the_base_unit_is_no_unit_of_its_own(desk):
    add(desk, desk.price_list, "43", unit="Stk", min_quantity_micro=micro(500))
    assert cards(desk) == []


def test_two_units_have_the_same_break_on_the_same_day_and_one_unit_has_not(desk):
    add(desk, desk.price_list, "430")
    codes, _text = refused(lambda: add(desk, desk.price_list, "420", unit="Pack"))
    assert codes == {"price.overlap_always": "rows/0/valid_from"}


def test_a_unit_that_the_article_has_not_says_which_there_are(desk):
    codes, text = refused(lambda: add(desk, desk.price_list, "430", unit="box"))
    assert codes == {"price.unit_unknown": "rows/0/unit"}
    assert "LA-1 has no unit box, only pc, pk." in text


@pytest.mark.parametrize("units", [(), (UnitInput("pk", 12),)])
def test_a_unit_with_prices_stays_and_holds_what_it_does(desk, units):
    add(desk, desk.price_list, "430")
    codes, text = refused(lambda: change_units(desk, *units))
    assert codes == {"product.unit_priced": "units"}
    assert "LA-1 has prices for pack: 1, one of them on list LIST." in text
    change_units(desk, UnitInput("pk", 10, gtin="4006381333931"), UnitInput("pal", 100))
    with desk.begin(OWNER) as uow:
        end_price_rows(uow, [card.id for card in cards(desk)])
    change_units(desk, *units)


def test_a_contract_for_packs_is_drawn_by_pieces(desk):
    head = PriceListInput(
        code="NORD", name="Nord", kind="contract", currency="EUR", customer_id=desk.ids[NORD]
    )
    with desk.begin(OWNER) as uow:
        contract = create_price_list(uow, head)
    add(desk, contract, "400", agreed_micro=micro(4))
    desk.ordered((LAMP, "1 pk"), (LAMP, 5))
    with desk.reading(OWNER) as view:
        (row,) = read_contracts_page(view, PageRequest()).rows
    assert (row.price_unit, row.agreed_micro, row.drawn_micro, row.left_micro) == (
        "pk", micro(4), micro("1.5"), micro("2.5"),
    )  # fmt: skip


def test_all_prices_are_changed_at_once_each_in_its_unit(desk):
    add(desk, desk.price_list, "430")
    change = PriceChange(percent_ppm=100_000, add_micro=micro(1))
    with desk.reading(OWNER) as view:
        rows = preview_change(view, Selection(desk.price_list, text=LAMP), change)
    assert [(row.unit, row.change.new_micro) for row in rows] == [
        ("pc", micro("55.89")), ("pc", micro("50.5")), ("pk", micro(483)),
    ]  # fmt: skip
    with desk.begin(OWNER) as uow:
        apply_change(uow, desk.price_list, [row.change for row in rows])
    assert [card.price_micro for card in cards(desk)] == [micro(483)]


def test_the_versions_of_a_packs_price_are_its_own(desk):
    add(desk, desk.price_list, "430")
    (card,) = cards(desk)
    with desk.reading(OWNER) as view:
        story = read_story(view, RuleRef("row", card.id))
    assert [version.said["unit"] for version in story.versions] == ["pk"]


def test_the_calendar_has_a_row_for_the_packs(desk):
    add(desk, desk.price_list, "430")
    with desk.reading(OWNER) as view:
        rows = read_calendar(view, desk.ids[LAMP]).rows
    assert [(row.unit, row.min_micro) for row in rows if row.kind == "list"] == [
        ("", 0), ("", micro(20)), ("pk", 0),
    ]  # fmt: skip


def test_a_file_brings_prices_of_units(work, tmp_path):
    office = make_import_office(work, country="DE", currency="EUR")
    with work.begin(actor=SYSTEM) as uow:
        create_product(uow, ProductInput(sku="A-1", name="Lamp", units=(UnitInput("dz", 12),)))
    path = tmp_path / "prices.csv"
    path.write_text(
        "sku;price;unit;from quantity\nA-1;10;;\nA-1;100;dz;\nA-1;97;dz;3\nA-1;9;pc;50\nA-1;5;box;\nA-1;95;dz;9 pc\n"
    )
    report = office.import_file("prices", path)
    assert {reason.code: reason.count for reason in report.refused} == {
        "price.unit_unknown": 1, "break-unit-differs": 1,
    }  # fmt: skip
    assert "Write both in one unit" in text_of("import.break-unit-differs", {"value": "pc", "unit": "dz"})
    found = "select unit, unit_num, min_quantity_micro, price_micro from price_row order by price_micro"
    assert office.rows(found) == [
        ("", 1, micro(50), micro(9)), ("", 1, 0, micro(10)), ("dz", 12, micro(3), micro(97)),
        ("dz", 12, 0, micro(100)),
    ]  # fmt: skip
    again = office.import_file("prices", path)
    assert again.rows_in_documents == 4
    assert len(office.rows(found)) == 4
