"""The list of orders tells what advances were asked for and what of them is open."""

from __future__ import annotations

from app.domain.money import MICRO
from app.domain.pages import PageRequest
from app.services.invoicing.advances import AdvanceWish, post_advance
from app.services.invoicing.credits import credit_whole_invoice
from app.services.orders.rows import read_orders_page
from tests.helpers.invoice_office import Line

HALF = AdvanceWish(percent_ppm=500_000)


def listed(firm):
    """Asked and open, the newest order first."""
    found = firm.ask(lambda view: read_orders_page(view, PageRequest(descending=True)))
    return [(row.advances_minor, row.advances_open_minor) for row in found.rows]


def test_an_order_tells_its_own_advances_asked_and_open(firm, customer):
    first, _other = (firm.order(customer, [Line(quantity=10 * MICRO, price=100 * MICRO)]) for _n in range(2))
    advance = firm.do(lambda uow: post_advance(uow, order_id=first, wish=HALF))
    assert listed(firm) == [(0, 0), (59_500, 59_500)]
    firm.pay(customer, 20_000)
    assert listed(firm) == [(0, 0), (59_500, 39_500)]
    firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=advance, reason="agreed"))
    assert listed(firm)[1] == (59_500, 0), "what is credited is owed no more"
