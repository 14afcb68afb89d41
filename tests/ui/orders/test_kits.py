"""A kit by keys: keyed as any article, its parts beneath it follow, and the order goes to its confirm."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_office
from app.domain.kits import SUM, KitInput, KitPartInput
from app.domain.money import MICRO
from app.domain.orders.draft import KIT
from app.domain.price_inputs import PriceRowInput
from app.domain.products import ProductInput
from app.domain.rights import SYSTEM
from app.services import products
from app.services.prices import rows
from app.services.products.kits import create_part, set_kit
from tests.helpers.order_keys import add_line
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT

CHAIR, DESK, LAMP = "CHR-ERG-BLK", "DSK-1608-OAK", "LMP-DSK-LED"


@pytest.fixture(autouse=True)
def kit(firm_url):
    """A workplace of a desk, two chairs and a service; another one that costs what its parts do less 10 %."""
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        ids = {sku: hit.product_id for sku, hit in products.resolve_codes(uow, [CHAIR, DESK, LAMP]).items()}
        for sku, name in (("WRK-1", "Workplace"), ("WRK-2", "Pair of chairs")):
            ids[sku] = products.create_product(uow, ProductInput(sku=sku, name=name))
        for part, count in ((DESK, 1), (CHAIR, 2)):
            create_part(uow, ids["WRK-1"], KitPartInput(ids[part], count * MICRO))
        create_part(uow, ids["WRK-2"], KitPartInput(ids[CHAIR], 2 * MICRO))
        set_kit(uow, ids["WRK-2"], KitInput(SUM, 100_000))
        rows.add_price_rows(uow, 1, [PriceRowInput(product_id=ids["WRK-1"], price_micro=999 * MICRO)])
    office.close()


def shown(window, *columns):
    model = window.page.model
    places = [model.column_of(name) for name in columns]
    count = len(window.draft.lines)
    return [tuple(str(model.index(row, place).data() or "") for place in places) for row in range(count)]


def keyed(window):
    return [(line.sku, line.kind, line.quantity_micro // MICRO) for line in window.draft.lines]


def test_a_kit_is_keyed_as_an_article_and_its_parts_stand_beneath_it(desk):
    open_order(desk, ("WRK-1", "2"))
    assert desk.message() == "", "its parts have the tax: nothing was taxed otherwise"
    add_line(desk, "LMP", "1")
    assert keyed(desk) == [("WRK-1", KIT, 2), (DESK, "goods", 2), (CHAIR, "goods", 4), (LAMP, "goods", 1)]
    assert shown(desk, "text")[1] == ("\u2003\N{EN DASH} Desk Linea 160x80 oak",)
    assert shown(desk, "sku", "amount") == [
        ("WRK-1", "1,898.10"), (DESK, "1,101.76"), (CHAIR, "796.34"), (LAMP, "61.28"),
    ]  # fmt: skip


def test_a_part_says_what_it_has_of_the_kit_and_by_what_that_was_split(desk):
    open_order(desk, ("WRK-1", "2"))
    panel = desk.page.panels.price
    desk.page.grid.select_row(2, 0)
    desk.idle()
    shown = [(bar.label.replace("\u00a0", " "), bar.text) for bar in panel.waterfall.steps()]
    assert shown == [("WRK-1", "1,898.10"), (f"{DESK} 58 %", "1,101.76"), (f"{CHAIR} 42 %", "796.34")]
    assert "to the cent: 996.00 of 2,374.00." in panel.told.lines()[1]
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Return, CTRL)
    desk.page.grid.select_row(2, 0)
    desk.idle()
    assert panel.told.lines()[1] == "Split as it was when the order was confirmed."


def test_no_part_is_keyed_by_itself_and_the_kit_takes_them_along(desk):
    open_order(desk, ("WRK-1", "2"))
    model = desk.page.model
    assert not any(model.may_key(row, column) for row in (1, 2) for column in range(model.columnCount()))
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("3\n")
    assert keyed(desk) == [("WRK-1", KIT, 3), (DESK, "goods", 3), (CHAIR, "goods", 6)]
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Z, CTRL)
    assert keyed(desk)[2] == (CHAIR, "goods", 4)
    desk.page.grid.select_row(2, 0)
    desk.press(KEY.Key_Delete, CTRL)
    assert desk.draft.lines == ()
    desk.press(KEY.Key_Z, CTRL)
    assert len(desk.draft.lines) == 3


def test_a_typed_price_of_the_kit_is_shared_out(desk):
    open_order(desk, ("WRK-1", "1"))
    desk.page.grid.edit_cell(0, "price")
    desk.type("800.01\n")
    kit, *parts = desk.draft.lines
    assert (kit.amount_minor, sum(line.amount_minor for line in parts)) == (80001, 80001)


def test_a_kit_of_its_parts_says_their_sum_and_what_it_is_less(desk):
    open_order(desk, ("WRK-2", "1"))
    desk.page.grid.select_row(0, 0)
    desk.idle()
    assert shown(desk, "discount")[0] == ("10",)


def test_a_copied_kit_brings_its_parts_once(desk):
    open_order(desk, ("WRK-1", "1"))
    desk.press(KEY.Key_Escape)
    desk.page.grid.setFocus()
    desk.page.grid.select_row(0, 0)
    desk.press(KEY.Key_D, CTRL)
    assert [line.sku for line in desk.draft.lines] == ["WRK-1", DESK, CHAIR] * 2
    desk.press(KEY.Key_Escape)
    desk.page.grid.selectAll()
    desk.press(KEY.Key_C, CTRL)
    assert QApplication.clipboard().text().count("WRK-1") == 2
    assert CHAIR not in QApplication.clipboard().text()


def test_lines_are_moved_past_a_kit_and_inserted_before_it(desk):
    open_order(desk, ("WRK-1", "1"), ("LMP", "1"))
    desk.press(KEY.Key_Escape)
    desk.page.grid.setFocus()
    desk.page.grid.select_row(3, 0)
    desk.press(KEY.Key_Up, CTRL | SHIFT)
    assert [line.sku for line in desk.draft.lines] == [LAMP, "WRK-1", DESK, CHAIR]


def test_the_order_is_confirmed_with_its_parts(desk, firm_url):
    open_order(desk, ("WRK-1", "2"))
    desk.press(KEY.Key_Return, CTRL)
    desk.idle()
    assert desk.draft.state == "confirmed"
    office = open_office(firm_url)
    with office.work.reading(actor=SYSTEM) as view:
        from app.services.verify import verify

        assert verify(view) == ()
    office.close()
