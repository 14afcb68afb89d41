"""The rest of an order was cancelled, and its discount is greater than what is left: the ways to a right invoice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.money import Money
from app.domain.orders.draft import edit_line
from app.domain.rights import SYSTEM
from app.messages import text_of_issue, text_of_remedy
from app.services.invoicing.shipped import post_invoice_for_order
from app.services.invoicing.turned import read_turned
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.verify import verify
from db.schema.invoicing import Invoice
from tests.helpers.order_office import HAMBURG, LAMP, OWNER, micro


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    return order_desk


def ordered(desk, discount="-200"):
    """Ten lamps at 49.90 and a discount; the order's id."""
    order_id = desk.start()
    desk.edit(order_id, desk.line(LAMP, 10), desk.free("Fair discount", discount, kind="discount"))
    return desk.confirm(order_id, actor=OWNER, approve=True).order_id


def ship(desk, order_id, count, *, cancel_rest=False):
    (goods, _discount) = desk.lines(order_id)
    with desk.begin(OWNER) as uow:
        id_ = create_pick_list(uow, order_id, HAMBURG, {goods["id"]: micro(count)})
        record_picked(uow, id_, {line.id: line.quantity_micro for line in read_picked_lines(uow, id_)})
        post_shipment(uow, id_, cancel_rest=cancel_rest, reason="no backorder")


def bill(desk, order_id, reason=""):
    with desk.begin(OWNER) as uow:
        id_ = post_invoice_for_order(uow, order_id=order_id, reason=reason)
    (row,) = desk.rows(sa.select(Invoice.__table__).where(Invoice.id == id_))
    return row["kind"], row["net_minor"]


def turned(desk, order_id):
    with desk.reading(OWNER) as view:
        return read_turned(view, order_id, on=desk.work.clock.today())


def test_the_refusal_says_how_to_come_to_an_invoice(desk):
    order_id = ordered(desk)
    ship(desk, order_id, 1, cancel_rest=True)
    with pytest.raises(RefusedError) as refused:
        bill(desk, order_id)
    (issue,) = refused.value.issues
    assert issue.code == "invoice.negative_no_reason"
    (remedy,) = issue.remedies
    assert (remedy.command, remedy.params) == ("order.open", {"id": order_id})
    assert text_of_remedy(remedy) == "Open the order"
    text = text_of_issue(issue).replace("\N{NO-BREAK SPACE}", " ")
    assert "credit note of 178.62 EUR" in text
    assert "Make the discount smaller" in text


def test_the_discount_is_made_smaller_and_the_order_invoiced(desk):
    order_id = ordered(desk)
    ship(desk, order_id, 1, cancel_rest=True)
    issue = turned(desk, order_id)
    assert issue.code == "invoice.discount_above_rest"
    assert issue.params["gross"] == Money(17_862, "EUR")
    assert issue.remedies[0].params == {"id": order_id}
    discount = desk.read(order_id).lines[1]
    desk.amend(order_id, edit_line(discount, list_price_micro=micro("-20")), actor=OWNER)
    assert turned(desk, order_id) is None
    assert bill(desk, order_id) == ("invoice", 2990)
    assert desk.head(order_id)["state"] == "closed"
    with desk.reading(SYSTEM) as view:
        assert verify(view) == ()


def test_a_line_against_a_discount_that_was_partly_invoiced(desk):
    order_id = ordered(desk)
    ship(desk, order_id, 3)
    assert bill(desk, order_id) == ("invoice", 0)  # 149.70 of the discount
    ship(desk, order_id, 1, cancel_rest=True)
    assert turned(desk, order_id).params["gross"] == Money(48, "EUR")
    desk.amend(order_id, desk.free("Discount for 4 lamps only", "50.30"), actor=OWNER)
    assert turned(desk, order_id) is None
    assert bill(desk, order_id) == ("invoice", 4990)
    assert desk.head(order_id)["state"] == "closed"
    with desk.reading(SYSTEM) as view:
        assert verify(view) == ()


def test_it_stays_a_credit_note_for_who_wants_that(desk):
    order_id = ordered(desk)
    ship(desk, order_id, 1, cancel_rest=True)
    assert bill(desk, order_id, "agreed with the customer") == ("credit_note", 15_010)


def test_no_word_of_it_where_the_invoice_stays_one(desk):
    order_id = ordered(desk, "-40")
    assert turned(desk, order_id) is None  # nothing left yet
    ship(desk, order_id, 1, cancel_rest=True)
    assert turned(desk, order_id) is None
    assert bill(desk, order_id) == ("invoice", 990)
