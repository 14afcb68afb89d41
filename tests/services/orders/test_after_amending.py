"""What stands once an order was amended: its notes, its sum, the numbers of its lines, its papers. `verify` agrees."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.orders.draft import Line, delete_line, edit_line
from app.domain.rights import SYSTEM
from app.services.papers import read_content, read_papers
from app.services.shipping.papers import pick_list_content
from app.services.shipping.picking import cancel_shipment, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.verify import verify
from db.schema.parties import Customer
from tests.helpers.order_office import CABLE, CHAIR, LAMP, OWNER
from tests.services.orders.test_amending import invoice, pick, ship


def words(kind, text):
    """A line without money."""
    return Line(key=f"w-{text[:12]}", position=0, kind=kind, text=text)


def found(desk):
    with desk.reading(SYSTEM) as view:
        return verify(view)


def newest(desk, order_id, document="order"):
    """The newest paper of the document."""
    with desk.reading() as view:
        return read_content(view, read_papers(view, document, order_id)[0].id)


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("kind", ["note", "section"])
def test_a_removed_note_or_section_is_gone(desk, kind):
    order_id = desk.key((CHAIR, 2))
    desk.edit(order_id, words(kind, "Please call"), words(kind, "Ring twice"))
    desk.confirm(order_id)
    stored = desk.amend(order_id, delete_line(desk.read(order_id).lines[1]))
    assert [line.text for line in stored.lines if line.kind == kind] == ["Ring twice"]
    assert [line.text for line in newest(desk, order_id).lines] == ["Chair Ergo", "Ring twice"]
    assert found(desk) == ()
    desk.amend(order_id, words(kind, "And a last one"), desk.set_quantity(order_id, 0, 3))
    assert [line.text for line in desk.read(order_id).lines][1:] == ["Ring twice", "And a last one"]
    assert found(desk) == ()


def test_an_order_is_not_amended_below_zero(desk):
    """The discount that is to blame was left alone: it was right for ten lamps, and is not for two."""
    order_id = desk.key((LAMP, 10))
    desk.edit(order_id, desk.free("Opening", "-400", kind="discount"))
    desk.confirm(order_id, approve=True)
    with pytest.raises(RefusedError) as refused:
        desk.amend(order_id, desk.set_quantity(order_id, 0, 2))
    assert [issue.code for issue in refused.value.issues] == ["order.total_negative"]
    discount = desk.read(order_id).lines[1]
    less = edit_line(discount, list_price_micro=-50 * 10**6)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 2), less, approve=True)
    assert desk.head(order_id)["gross_minor"] > 0
    assert found(desk) == ()


def test_a_line_that_was_removed_comes_back_under_its_own_key(desk):
    order_id = desk.ordered((CHAIR, 2), (LAMP, 3))
    lamp = desk.read(order_id).lines[1]
    desk.amend(order_id, delete_line(lamp))
    stored = desk.amend(order_id, lamp)
    assert [(line.key, line.quantity_micro) for line in stored.lines][1:] == [(lamp.key, lamp.quantity_micro)]
    assert desk.needed(order_id)[lamp.key] == 3
    assert found(desk) == ()


def numbers(paper):
    return [(line.position, line.sku) for line in paper.lines]


def test_shipping_numbers_lines_as_the_newest_confirmation_does(desk):
    order_id = desk.key((CHAIR, 2), (LAMP, 3))
    desk.edit(order_id, words("note", "Handle with care"), desk.line(CABLE, 5), desk.line(CHAIR, 1))
    desk.confirm(order_id)
    desk.amend(order_id, delete_line(desk.read(order_id).lines[0]))
    seen = [(LAMP, "10"), (CABLE, "30"), (CHAIR, "40")]
    assert [(sku, number) for number, sku in numbers(newest(desk, order_id)) if sku] == seen
    shipment_id = pick(desk, order_id)
    with desk.begin(OWNER) as uow:
        picked = read_picked_lines(uow, shipment_id)
        record_picked(uow, shipment_id, {line.id: line.quantity_micro for line in picked})
    assert sorted((line.sku, str(line.number)) for line in picked) == sorted(seen)
    assert sorted(numbers(newest(desk, shipment_id, "shipment"))) == [(n, sku) for sku, n in seen]
    with desk.begin(OWNER) as uow:
        post_shipment(uow, shipment_id)
    note = newest(desk, shipment_id, "shipment")
    assert [pair for pair in numbers(note) if pair[1]] == [(n, sku) for sku, n in seen]


def test_a_line_that_was_removed_stands_on_the_cancelled_pick_list_without_a_number(desk):
    order_id = desk.ordered((CHAIR, 2), (LAMP, 3))
    shipment_id = pick(desk, order_id)
    with desk.begin(OWNER) as uow:
        cancel_shipment(uow, shipment_id)
    desk.amend(order_id, delete_line(desk.read(order_id).lines[0]))
    with desk.reading(OWNER) as view:
        assert [line.sku for line in read_picked_lines(view, shipment_id)] == [CHAIR, LAMP]
        assert numbers(pick_list_content(view, shipment_id)) == [("", CHAIR), ("10", LAMP)]
    assert found(desk) == ()


@pytest.mark.parametrize(
    ("table", "values", "code"),
    [
        ("order_line", "shipped_micro = shipped_micro + 1000000", "verify.order_line_shipped"),
        ("order_line", "invoiced_micro = invoiced_micro + 1000000", "verify.order_line_invoiced"),
        ("fulfilment", "picking_micro = reserved_micro", "verify.picking"),
        ("fulfilment", "quantity_micro = quantity_micro + 1000000", "verify.planned"),
    ],
)
def test_verify_numbers_lines_as_the_newest_confirmation_does(desk, table, values, code):
    order_id = desk.ordered((CHAIR, 2), (LAMP, 3), (CABLE, 5))
    desk.amend(order_id, delete_line(desk.read(order_id).lines[0]))
    last = desk.lines(order_id)[-1]["id"]
    own = "id" if table == "order_line" else "order_line_id"
    with desk.begin(OWNER) as uow:
        uow.db.execute(sa.text(f"update {table} set {values} where {own} = {last}"))
    assert [(each.code, each.params["position"]) for each in found(desk)] == [(code, 20)]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("language", "cancelled"), [("en", "Of these cancelled: {}"), ("de", "Davon storniert: {}")]
)
def test_a_revised_confirmation_does_not_promise_a_cancelled_rest_again(desk, language, cancelled):
    with desk.begin() as uow:
        uow.db.execute(sa.update(Customer).values(language=language))
    order_id = desk.ordered((CHAIR, 10), (LAMP, "2 pk"), (CABLE, 4))
    ship(desk, order_id, {CHAIR: 3, LAMP: 5}, cancel_rest=True, reason="out of the range")
    desk.amend(order_id, desk.line(CHAIR, 1))
    paper = newest(desk, order_id)
    assert [line.detail.split(" · ")[-1] for line in paper.lines][:3] == [
        cancelled.format(n) for n in ("7", "1.5" if language == "en" else "1,5", "4")
    ]
    assert paper.lines[2].detail == cancelled.format("4"), "nothing of it ships any more"
    assert "2" in paper.lines[0].detail.split(" · ")[0], "what left has its day"
    assert " · " not in paper.lines[3].detail
    with desk.reading() as view:
        first = read_content(view, read_papers(view, "order", order_id)[-1].id)
    assert not any(cancelled[:8] in line.detail for line in first.lines)
    assert found(desk) == ()


def test_a_raised_line_stands_once_on_the_papers_of_its_shipment(desk):
    """It has two sources in the same bin then: one of the confirmation and one of the amendment."""
    order_id = desk.ordered((LAMP, 2), (CHAIR, 2))
    desk.amend(order_id, desk.set_quantity(order_id, 1, 3))
    shipment_id = pick(desk, order_id)
    assert [(line.position, line.quantity_text) for line in newest(desk, shipment_id, "shipment").lines] == [
        ("10", "2"),
        ("20", "3"),
    ]
    with desk.begin(OWNER) as uow:
        lines = read_picked_lines(uow, shipment_id)
        assert len(lines) == 3, "each source is picked and booked on its own"
        record_picked(uow, shipment_id, {line.id: 10**6 for line in lines})
        post_shipment(uow, shipment_id)
    note = [
        (line.position, line.quantity_text, line.ordered_text, line.open_text)
        for line in newest(desk, shipment_id, "shipment").lines
    ]
    assert note == [("10", "1", "2", "1"), ("20", "2", "3", "1")]


def test_an_order_moves_on_once_what_was_open_is_taken_out(desk):
    """docs/order-states.md: not only shipments and invoices move an order."""
    order_id = desk.key((CHAIR, 2), (LAMP, 3))
    desk.edit(order_id, desk.free("Freight", "9.90", kind="charge"))
    desk.confirm(order_id)
    ship(desk, order_id, {CHAIR: 2})
    desk.amend(order_id, delete_line(desk.read(order_id).lines[1]))
    assert desk.head(order_id)["state"] == "shipped"
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"
    other = desk.ordered((CHAIR, 2), (LAMP, 3))
    ship(desk, other, {CHAIR: 2})
    invoice(desk, other)
    desk.amend(other, delete_line(desk.read(other).lines[1]))
    assert desk.head(other)["state"] == "closed"
    assert found(desk) == ()
