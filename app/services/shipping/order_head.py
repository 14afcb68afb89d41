"""The order behind a shipment: locked first, so that nobody cancels, holds or amends it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import NotFoundError, RefusedError
from app.domain.issues import Issue, Remedy, Severity
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
    on_hold: bool

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


def require_can_ship(head: OrderHead) -> None:
    """Refuse an order that is not confirmed, or whose customer is on hold (C47)."""
    issues = []
    if head.state != "confirmed":
        params = {"number": head.number, "state": head.state}
        issues.append(Issue("shipping.order_state", Severity.BLOCK, "order", params))
    if head.on_hold:
        remedy = Remedy("shipping.open_customer", "customer.open", {"id": head.customer_id})
        params = {"number": head.number, "customer": head.customer_name}
        issues.append(Issue("shipping.on_hold", Severity.BLOCK, "order", params, (remedy,)))
    if issues:
        raise RefusedError("shipping.refused", issues=issues, number=head.number)
