"""Checks of the address that the goods go to."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen, focus

SHIP_TO = "header/ship_to"
_NEEDED = ("ship_name", "ship_street", "ship_city")
ENTER = focus("remedy.enter_address", "header/ship_address")


def ships_goods(order: OrderSeen) -> bool:
    """Whether anything has to be brought somewhere."""
    return any(line.kind == "goods" for line in order.draft.lines)


def has_no_country(order: OrderSeen) -> Iterator[Hit]:
    """Without a country there is no tax, and no carrier."""
    if not order.draft.header.ship_country.strip() and ships_goods(order):
        yield Hit(SHIP_TO, remedies=ENTER)


def is_incomplete(order: OrderSeen) -> Iterator[Hit]:
    """Name, street or city is missing; services need no address."""
    header = order.draft.header
    missing = any(not getattr(header, name).strip() for name in _NEEDED)
    if missing and header.ship_country.strip() and ships_goods(order):
        yield Hit(SHIP_TO, remedies=ENTER)


CHECKS = (
    Check(
        code="order.country_missing",
        area="address",
        severity=Severity.BLOCK,
        held_by="law",
        run=has_no_country,
    ),
    Check(code="order.address_incomplete", area="address", severity=Severity.WARN, run=is_incomplete),
)
