"""Checks of the customer's card."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.identifiers import vat_country
from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen, focus
from app.domain.vat_checks import is_right_vat_id

CUSTOMER = "header/customer"


def open_card(order: OrderSeen) -> tuple[Remedy, ...]:
    """The way out that leads to the customer's card."""
    return (Remedy("remedy.edit_customer", "customer.open", {"id": order.customer.id}),)


def has_no_customer(order: OrderSeen) -> Iterator[Hit]:
    """Nothing can be said of an order before it is known whose it is."""
    if order.context.customer is None:
        yield Hit(CUSTOMER, remedies=focus("remedy.choose_customer", CUSTOMER))


def is_inactive(order: OrderSeen) -> Iterator[Hit]:
    """The customer's card was closed."""
    if not order.customer.active:
        yield Hit(CUSTOMER, {"customer": order.customer.name}, open_card(order))


def has_no_email(order: OrderSeen) -> Iterator[Hit]:
    """Nobody gets papers by mail, neither firm nor person: they can only be printed."""
    customer, header = order.customer, order.draft.header
    if not (customer.email or customer.has_paper_contact or header.contact_email.strip()):
        yield Hit("header/contact", {"customer": order.customer.name}, open_card(order))


def has_no_contact(order: OrderSeen) -> Iterator[Hit]:
    """Nobody is named who could be asked about this order."""
    header = order.draft.header
    if not header.contact_name.strip() and not header.contact_email.strip():
        yield Hit("header/contact", {"customer": order.customer.name}, open_card(order))


def vat_id_is_wrong(order: OrderSeen) -> Iterator[Hit]:
    """Its format or its check digits are not those of its country."""
    customer = order.customer
    if customer.vat_id and not is_right_vat_id(customer.vat_id, customer.country):
        yield Hit(CUSTOMER, {"customer": customer.name, "vat_id": customer.vat_id}, open_card(order))


def vat_id_is_elsewhere(order: OrderSeen) -> Iterator[Hit]:
    """It was given by another country than the customer's; that may be so, and is looked at."""
    customer = order.customer
    named = vat_country(customer.vat_id) if customer.vat_id else ""
    if named and customer.country and named != customer.country:
        params = {"customer": customer.name, "vat_id": customer.vat_id, "country": customer.country}
        yield Hit(CUSTOMER, params, open_card(order))


def has_no_vat_id(order: OrderSeen) -> Iterator[Hit]:
    """A business of another country of the Union without VAT id is taxed like a consumer."""
    customer, ship_from = order.customer, order.ship_from
    ship_to, union = order.draft.header.ship_country, order.context.taxes.eu_countries
    if not customer.is_business or customer.vat_id or ship_to == ship_from:
        return
    if {ship_to, ship_from} <= union:
        yield Hit(CUSTOMER, {"customer": customer.name, "country": ship_to}, open_card(order))


NO_CUSTOMER = Check(
    code="order.no_customer", area="customer", severity=Severity.BLOCK, held_by="law", run=has_no_customer
)
CHECKS = (
    Check(code="order.customer_inactive", area="customer", severity=Severity.BLOCK, run=is_inactive),
    Check(code="order.no_email", area="customer", severity=Severity.INFO, run=has_no_email),
    Check(code="order.no_contact", area="customer", severity=Severity.INFO, is_on=False, run=has_no_contact),
    Check(
        code="order.vat_id_wrong",
        area="customer",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=vat_id_is_wrong,
    ),
    Check(
        code="order.vat_id_elsewhere",
        area="customer",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=vat_id_is_elsewhere,
    ),
    Check(
        code="order.no_vat_id",
        area="customer",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=has_no_vat_id,
    ),
)
