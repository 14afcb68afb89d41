"""A cabinet to measure from the caller to the invoice, in the real window, by keys alone (issue 4, "Done means").

Results are read from the database past the program; prices are added up by hand from the rows of the model's file.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.verify import verify
from tests.helpers.cabinet_firm import CABINET, sell_cabinets
from tests.helpers.order_keys import add_line, rows, start_order
from tests.helpers.window import CTRL, KEY, SHIFT, Desk, open_url

MICRO = 1_000_000
# The article's own price, the cabinet of the catalogue (1,747.50: its first saved case), from which 25 hinges that
# close softly (2.50 each) become plain ones at nothing more, and 5 bars of 320 mm (9.00) become push latches (12.00).
UNIT = 1390.00 + 1747.50 - 25 * 2.50 - 5 * 9.00 + 5 * 12.00
NET, GROSS = 618_000, 735_420  # cents: two of them, and 19 %
TEXT = "Cabinet Raster, 3 modules, height 2250 mm, depth 600 mm, body oak, fronts white"


@pytest.fixture
def desk(qtbot, firm_url):
    """The window, over the small firm that sells cabinets."""
    office = open_office(firm_url)
    sell_cabinets(office)
    office.close()
    return open_url(qtbot, firm_url)


def on(desk: Desk, field: str) -> Any:
    """Tab to a field of the step in front; the form."""
    form = desk.page.view.form
    for _field in range(6):
        if form.current().view.code == field:
            return form
        desk.press(KEY.Key_Tab)
    raise AssertionError(f"no Tab leads to {field}")


def configure(desk: Desk) -> None:
    """Lacquered fronts; then handles that they do not stand, which gets the fronts' second best."""
    desk.press(KEY.Key_PageDown, times=6)  # room, size, modules and the three of them, then the look
    on(desk, "front_colour")
    desk.type("lacq")
    desk.enter()
    page = desk.page
    assert "front_colour.sage" in page.opened.session.preview.options
    form, lacquered = on(desk, "handle"), page.view.picture.view.scene
    desk.press(KEY.Key_End)
    assert form.current().option().name == "none, push to open"
    assert "not possible with Fronts: lacquered sage green" in page.view.explain.text()
    assert "This handle spoils the lacquer." in page.view.explain.text()
    desk.enter()
    assert "Fronts: lacquered sage green → white, 1 more field follows" in page.view.explain.text()
    desk.press(KEY.Key_1)
    assert {"front_colour.white", "handle.push", "hinge.plain"} <= page.opened.session.preview.options
    assert page.view.picture.view.scene != lacquered, "other fronts, and no handles on them"
    assert page.view.price.pieces.text() == "6,180.00\N{NO-BREAK SPACE}EUR"


def make(desk: Desk, url: str) -> None:
    """The workshop order of the confirm, released, started, and both pieces finished."""
    desk.press(KEY.Key_K, CTRL)
    desk.type("WO-000001")
    desk.enter()
    desk.press(KEY.Key_P, CTRL)
    desk.press(KEY.Key_Escape)
    assert desk.page.badge.text() == "open"
    for state in ("released", "started", "started", "finished"):  # the third asks how many
        desk.press(KEY.Key_Return, CTRL)
        assert desk.page.badge.text() == state
    taken = "select p.sku, -m.quantity_micro from stock_move m join product p on p.id = m.product_id"
    consumed = dict(rows(url, f"{taken} where m.kind = 'consumption'"))
    # rails are cut from bars that are counted in centimetres: two of 962 mm
    expected = {"RAIL-25": 1.93, "HINGE-110": 50, "PUSH-LATCH": 10, "RUNF-500": 6, "ANCHOR-BRCK": 2}
    assert {sku: consumed.get(sku, 0) / MICRO for sku in expected} == expected
    desk.press(KEY.Key_O, CTRL)


def papers(url: str) -> dict[str, Any]:
    """The content of each paper by its kind."""
    return {kind: json.loads(content) for kind, content in rows(url, "select kind, content from paper")}


def assert_papers(url: str) -> None:
    """Customers read the text and the sums, offers and confirmations have the drawing, the workshop what it cuts."""
    made = papers(url)
    for kind in ("quote", "order_confirmation", "delivery_note", "invoice"):
        (line,) = made[kind]["lines"]
        assert (line["text"], line["quantity_text"]) == (TEXT, "2"), kind
    for kind in ("quote", "order_confirmation", "invoice"):
        sums = made[kind]["totals"]
        assert (sums["net_minor"], sums["gross_minor"]) == (NET, GROSS), kind
    for kind in ("quote", "order_confirmation"):
        assert [figure["title"] for figure in made[kind]["figures"]] == [f"10  {TEXT}"]
    workshop = made["workshop"]
    bill, *lists = (table["rows"] for table in workshop["tables"])
    assert "PUSH-LATCH" in {row[0] for row in bill}
    assert "Hat shelf" in str(lists), "among what is cut"
    drawn = [figure["title"] for figure in workshop["figures"]]
    assert drawn[0] == "Assembly"
    assert any(title.startswith("Board oak 19 mm") for title in drawn), drawn


def test_a_cabinet_from_the_caller_to_the_invoice_by_keys_alone(desk, firm_url, record_property):
    start_order(desk, "bergmann")
    add_line(desk, CABINET, "2")
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_F6)
    configure(desk)
    desk.press(KEY.Key_Return, CTRL)  # taken
    (line,) = desk.draft.lines
    assert (line.text, line.price_micro, line.amount_minor) == (TEXT, round(UNIT * MICRO), NET)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_P, CTRL)  # the quote
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Return, CTRL)  # the order of it
    desk.press(KEY.Key_Return, CTRL)  # confirmed
    assert desk.message().startswith("Order SO-000001 is confirmed. It ships on ")
    make(desk, firm_url)
    desk.press(KEY.Key_P, CTRL | SHIFT)
    desk.press(KEY.Key_Return, CTRL)  # the pick list
    desk.press(KEY.Key_Return, CTRL)  # it leaves
    desk.press(KEY.Key_I, CTRL | SHIFT)
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select number, net_minor, gross_minor from invoice") == [
        ("INV-000001", NET, GROSS)
    ]
    assert_papers(firm_url)
    record_property("keys", desk.pressed)
    office = open_office(firm_url)
    with office.work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()
    office.close()
