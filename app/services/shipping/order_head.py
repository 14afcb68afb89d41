"""The order behind a shipment: locked first, so that nobody cancels, holds or amends it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import NotFoundError, RefusedError
from app.domain.holds import Stop
from app.domain.issues import Issue, Severity
from app.services.holds.asking import Asked, held_issues
from app.services.shipping.statements import LOCK_ORDER
from app.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderHead:
    """What shipping needs to know of an order."""

    id: int
    number: str
    state: str
    version: int
    delivery_wish: str
    customer_id: int | None
    customer_name: str
    ship_name: str
    ship_street: str
    ship_postcode: str
    ship_city: str
    ship_country: str

    @property
    def address(self) -> dict[str, str]:
        """The ship-to columns, as a shipment copies them."""
        return {
            "ship_name": self.ship_name,
            "ship_street": self.ship_street,
            "ship_postcode": self.ship_postcode,
            "ship_city": self.ship_city,
            "ship_country": self.ship_country,
        }


def lock_order(uow: UnitOfWork, order_id: int) -> OrderHead:
    """The order, held until the end of the unit of work."""
    row = uow.db.execute(LOCK_ORDER, {"order_id": order_id}).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    return OrderHead(*row)


def require_can(uow: UnitOfWork, head: OrderHead, stop: Stop) -> None:
    """Refuse an order that is not confirmed, or that is held: nothing is picked or leaves then (C47)."""
    issues = list(held_issues(uow, [Asked(head.id, head.customer_id, head.number)], stop))
    if head.state != "confirmed":
        params = {"number": head.number, "state": head.state}
        issues.append(Issue("shipping.order_state", Severity.BLOCK, "order", params))
    if issues:
        raise RefusedError("shipping.refused", issues=issues, number=head.number)
