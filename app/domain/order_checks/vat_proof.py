"""Checks of the proof that a VAT id is valid, where a sale without tax rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen, Threshold
from app.domain.order_checks.customer import CUSTOMER
from app.domain.tax import VAT_ID_CATEGORIES
from app.domain.vat_checks import INVALID, VALID, is_stale

MONTHS = 12
MONTHS_MOST = 1200


def is_unproved(order: OrderSeen) -> Iterator[Hit]:
    """No answer of the online check is stored for the id."""
    customer = order.customer
    if _rests_on_it(order) and not customer.vat_result:
        yield Hit(CUSTOMER, _params(order), _note_one(order))


def is_old(order: OrderSeen) -> Iterator[Hit]:
    """The newest answer is older than the firm wants it."""
    customer, day = order.customer, order.customer.vat_checked_on
    if not _rests_on_it(order) or customer.vat_result != VALID or day is None:
        return
    months = order.thresholds["order.vat_proof_old"]
    if is_stale(day, months, order.context.today):
        yield Hit(CUSTOMER, {**_params(order), "day": day, "months": months}, _note_one(order))


def is_invalid(order: OrderSeen) -> Iterator[Hit]:
    """The newest answer says that there is no such id: it counts as none, where it would count at all."""
    customer, ship_from = order.customer, order.ship_from
    ship_to, union = order.draft.header.ship_country, order.context.taxes.eu_countries
    crosses = ship_to != ship_from and {ship_to, ship_from} <= union
    if customer.vat_id and customer.vat_result == INVALID and (crosses or _rests_on_it(order)):
        yield Hit(CUSTOMER, {**_params(order), "day": customer.vat_checked_on}, _note_one(order))


def _rests_on_it(order: OrderSeen) -> bool:
    return bool(order.customer.vat_id) and any(
        line.tax_category in VAT_ID_CATEGORIES for line in order.draft.lines
    )


def _params(order: OrderSeen) -> dict[str, object]:
    return {"customer": order.customer.name, "vat_id": order.customer.vat_id}


def _note_one(order: OrderSeen) -> tuple[Remedy, ...]:
    return (Remedy("remedy.note_vat_check", "customer.vat_checks", {"id": order.customer.id}),)


CHECKS = (
    Check(
        code="order.vat_id_unproved",
        area="customer",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=is_unproved,
    ),
    Check(
        code="order.vat_proof_old",
        area="customer",
        severity=Severity.WARN,
        owner="bookkeeper",
        threshold=Threshold(MONTHS, "months", 1, MONTHS_MOST),
        run=is_old,
    ),
    Check(
        code="order.vat_id_invalid",
        area="customer",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=is_invalid,
    ),
)
