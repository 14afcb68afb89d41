"""A database with orders and quotes in every state, made by the services with all their papers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from app.domain.orders.draft import delete_line, edit_line
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.invoicing.shipped import post_invoice_for_order
from app.services.orders.amending import cancel_order
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, revise_quote, send_quote
from app.services.outbox.queueing import queue_mail
from app.services.papers import newest_paper, render_missing
from app.services.shipping.picking import cancel_shipment, create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from tests.helpers.order_office import (
    CABLE,
    CHAIR,
    HAMBURG,
    LAMP,
    NORD,
    OWNER,
    WIEN,
    OrderOffice,
    make_order_office,
    micro,
)


@dataclass
class BusyDesk:
    """Does what the desks do after an order is confirmed."""

    desk: OrderOffice
    clock: FixedClock

    def do(self, service: Any, *args: Any, **options: Any) -> Any:
        """One call of a service in a unit of work of its own."""
        with self.desk.begin(OWNER) as uow:
            return service(uow, *args, **options)

    def ship(self, order_id: int, *picked: int, reason: str = "") -> int:
        """Ship so many whole units by line (all without); with a reason the rest is cancelled."""
        shipment = self.do(create_pick_list, order_id, HAMBURG)
        with self.desk.begin(OWNER) as uow:
            lines = read_picked_lines(uow, shipment)
            whole = [line.quantity_micro for line in lines]
            wanted = [micro(each) for each in picked] or whole
            record_picked(uow, shipment, dict(zip((line.id for line in lines), wanted, strict=True)))
        self.do(post_shipment, shipment, cancel_rest=bool(reason), reason=reason)
        return int(shipment)

    def invoice(self, order_id: int) -> int:
        """Invoice what was shipped."""
        return int(self.do(post_invoice_for_order, order_id=order_id))

    def cancel(self, order_id: int) -> None:
        """Cancel an order or a quote."""
        version = self.desk.head(order_id)["version"]
        self.do(cancel_order, order_id, version=version, reason="changed his mind")

    def quote(self, *lines: tuple[str, Any], customer: str = NORD) -> int:
        """A quote that was sent."""
        quote_id = self.desk.key(*lines, customer=customer)
        with self.desk.begin() as uow:
            until = self.clock.today() + timedelta(days=14)
            send_quote(uow, plan_order(uow, quote_id), valid_until=until)
        return quote_id

    def revise(self, quote_id: int) -> None:
        """A new revision with one line more and one line less."""
        before = self.desk.read(quote_id)
        more = self.desk.line(CABLE, "2.5")
        after = self.desk.edited(before, delete_line(before.lines[0]), more)
        self.do(revise_quote, before=before, after=after)


def live_at_the_desk(work: Any, clock: FixedClock) -> None:
    """SO-000001 open, 2 revised, 3 cancelled, 4 closed with a cancelled rest, 5 shipped, 6 closed, 7 being picked.

    The pick list of 8 was torn up. Four quotes: sent, revised, ordered, cancelled.
    """
    busy = BusyDesk(make_order_office(work), clock)
    desk = busy.desk
    desk.ordered((CHAIR, 3), (LAMP, "2 pk"), po_number="PO 1")
    _revise_an_order(desk)
    busy.cancel(desk.ordered((LAMP, 7), customer=WIEN))
    rest_cancelled(busy)
    busy.ship(desk.ordered((LAMP, 4), customer=WIEN))
    whole = desk.ordered((CHAIR, 1), customer=WIEN)
    busy.ship(whole)
    busy.invoice(whole)
    _pick_lists(busy)
    _quotes(busy)
    mail_paper(busy, "order", whole)
    render_missing(work, actor=SYSTEM)


def _pick_lists(busy: BusyDesk) -> None:
    """One is open, another was torn up."""
    for _ in range(2):
        shipment = busy.do(create_pick_list, busy.desk.ordered((LAMP, 3), customer=WIEN), HAMBURG)
    busy.do(cancel_shipment, shipment, reason="not today")


def _revise_an_order(desk: OrderOffice) -> None:
    order_id = desk.ordered((CHAIR, 4), (LAMP, 1))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 2))
    desk.amend(order_id, delete_line(desk.read(order_id).lines[1]), desk.line(CABLE, "1.5"))


def rest_cancelled(busy: BusyDesk) -> int:
    """Two parts of a line are invoiced for 0.34 each (both are worth 0.67), then its rest is cancelled."""
    desk = busy.desk
    odd = replace(desk.line(LAMP, 9), list_price_micro=micro("0.335"), price_source="manual")
    order_id = desk.start(NORD)
    desk.edit(order_id, odd, desk.line(CHAIR, 3))
    desk.confirm(order_id, actor=OWNER, approve=True)
    for parts in ((1, 1), (1, 1)):
        busy.ship(order_id, *parts)
        busy.invoice(order_id)
    busy.ship(order_id, 0, 1, reason="no backorder")
    busy.invoice(order_id)
    return order_id


def mail_paper(busy: BusyDesk, kind: str, document_id: int) -> None:
    """A mail with the document's newest paper."""
    with busy.desk.reading(OWNER) as view:
        paper_id = newest_paper(view, kind, document_id)
    busy.do(queue_mail, paper_id=paper_id, recipient="office@nord.example", subject="Your order", body="")


def _quotes(busy: BusyDesk) -> None:
    busy.quote((CHAIR, 1))
    busy.revise(busy.quote((CHAIR, 2), (LAMP, 3)))
    ordered = busy.quote((LAMP, 5))
    version = busy.desk.head(ordered)["version"]
    draft = busy.do(order_from_quote, ordered, version=version)
    first = busy.desk.read(draft).lines[0]
    busy.desk.edit(draft, edit_line(first, quantity_micro=micro(6)))
    busy.cancel(busy.quote((LAMP, 1), customer=WIEN))
