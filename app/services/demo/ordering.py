"""Orders and quotes as the demo's sales people key them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.issues import Severity
from app.domain.money import MICRO
from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import POSITION_STEP, Draft, Header, Line
from app.domain.orders.repricing import reprice_all
from app.domain.rights import Actor
from app.i18n import _
from app.services.demo.office import OWNER, DemoCustomer, DemoOffice, DemoProduct
from app.services.orders.confirming import Confirmed, confirm_order
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft, save_draft, start_draft
from app.services.orders.planning import OrderPlan, plan_order
from app.services.orders.quotes import send_quote
from app.services.parties.cards import read_addresses, read_contacts, read_customer
from app.services.unit_of_work import UnitOfWork

LINES_MOST = 12
FREIGHT_BELOW_G = 30_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a customer asks for on the telephone."""

    customer_id: int
    lines: tuple[Line, ...]
    po_number: str = ""
    requested_date: date | None = None


def draw_wish(office: DemoOffice, source: random.Random, today: date) -> Wish:
    """A customer with lines: mostly what it usually buys, one to twelve of them, freight on small parcels."""
    customer = source.choices(office.customers, weights=[each.weight for each in office.customers])[0]
    count = min(LINES_MOST, 1 + int(source.expovariate(1 / 4.2)))
    products = _draw_products(office, source, customer, count)
    lines = [_line(source, office.products[id_], number) for number, id_ in enumerate(products, start=1)]
    weight = sum(office.products[id_].facts.weight_g for id_ in products)
    if len(lines) == LINES_MOST:
        pass  # a long order goes free of charges
    elif weight < FREIGHT_BELOW_G and source.random() < 0.6:
        lines.append(_charge(len(lines) + 1, _("Freight"), 14_900_000))
    elif source.random() < 0.08:
        lines.append(_charge(len(lines) + 1, _("Delivery to the place of use"), 86_000_000))
    po_number = f"{source.randrange(4500, 4600)}-{source.randrange(10_000, 99_999)}"
    wish = today + timedelta(days=source.randrange(1, 12)) if source.random() < 0.3 else None
    return Wish(customer.id, tuple(lines), po_number if source.random() < 0.7 else "", wish)


def _draw_products(
    office: DemoOffice, source: random.Random, customer: DemoCustomer, count: int
) -> list[int]:
    found: dict[int, None] = {}
    everything = list(office.products)
    while len(found) < min(count, len(everything)):
        pool = customer.usual if source.random() < 0.7 else everything
        id_ = source.choice(pool)
        if not office.products[id_].facts.discontinued or source.random() < 0.2:
            found[id_] = None
        elif len(found) >= len(everything) - 1:
            break
    return list(found)


def _line(source: random.Random, product: DemoProduct, number: int) -> Line:
    facts = product.facts
    unit = facts.units[0]
    low, high = product.pick
    quantity = min(source.randint(low, high), source.randint(low, high)) * MICRO
    if unit.decimals and source.random() < 0.3:
        quantity += MICRO // 2
    quantity = _fitting(quantity, facts)
    if len(facts.units) > 1 and source.random() < 0.3:
        unit, quantity = facts.units[1], source.randint(1, 4) * MICRO
    manual = source.random() < 0.04
    line = product_line(facts, f"k{number}", number, quantity, unit.code)
    return (
        replace(line, discount_source="manual", discount_ppm=source.choice((30_000, 50_000, 75_000)))
        if manual
        else line
    )


def _fitting(quantity: int, facts: ProductFacts) -> int:
    if facts.step_micro:
        quantity = -(-quantity // facts.step_micro) * facts.step_micro
    return max(quantity, facts.min_micro)


def product_line(facts: ProductFacts, key: str, number: int, quantity_micro: int, unit_code: str) -> Line:
    """A line of a product; price and tax follow from the rules."""
    unit = facts.unit(unit_code)
    assert unit is not None, "the demo orders units that the product has"
    return Line(
        key=key,
        position=number * POSITION_STEP,
        kind="service" if facts.kind == "service" else "goods",
        product_id=facts.id,
        sku=facts.sku,
        text=facts.name,
        quantity_micro=quantity_micro,
        unit=unit.code,
        factor_num=unit.factor_num,
        factor_den=unit.factor_den,
        tax_class=facts.tax_class,
    )


def _charge(number: int, text: str, price_micro: int) -> Line:
    return Line(
        key=f"k{number}",
        position=number * POSITION_STEP,
        kind="charge",
        text=text,
        quantity_micro=MICRO,
        price_source="manual",
        list_price_micro=price_micro,
    )


def key_draft(uow: UnitOfWork, wish: Wish, *, kind: str = "order") -> int:
    """Key the wish into a new draft; its id."""
    order_id = start_draft(uow, kind=kind)
    before = read_draft(uow, order_id)
    header = _header(uow, wish)
    products = {line.product_id for line in wish.lines if line.product_id is not None}
    keyed: Draft = replace(before, header=header, lines=wish.lines)
    context = read_order_context(
        uow,
        customer_id=wish.customer_id,
        product_ids=products,
        configurations=keyed.configurations,
        only_products=True,
    )
    save_draft(uow, before=before, after=reprice_all(keyed, context))
    return order_id


def _header(uow: UnitOfWork, wish: Wish) -> Header:
    customer = read_customer(uow, wish.customer_id)
    ship_to = next((a for a in read_addresses(uow, customer.id) if a.is_default_ship_to), None)
    contact = next(iter(read_contacts(uow, customer.id)), None)
    place = ship_to or customer
    return Header(
        customer_id=customer.id,
        customer_name=customer.name,
        address_id=ship_to.id if ship_to else None,
        ship_name=place.name,
        ship_street=place.street,
        ship_postcode=place.postcode,
        ship_city=place.city,
        ship_country=place.country,
        contact_name=contact.name if contact else "",
        contact_phone=contact.phone if contact else "",
        contact_email=contact.email if contact else "",
        po_number=wish.po_number,
        requested_date=wish.requested_date,
        term_id=customer.term_id,
        delivery_wish=customer.delivery_wish,
    )


def place_order(office: DemoOffice, wish: Wish, *, actor: Actor) -> Confirmed:
    """Key and confirm; where an issue asks for approval, the owner confirms."""

    def key(uow: UnitOfWork) -> Confirmed | OrderPlan:
        plan = plan_order(uow, key_draft(uow, wish))
        if any(issue.severity is Severity.APPROVE for issue in plan.issues):
            return plan
        return confirm_order(uow, plan, with_paper=False)

    done = office.write(actor, key)
    if isinstance(done, Confirmed):
        return done
    return office.write(OWNER, confirm_order, done, approve=True, with_paper=False)


def quote(office: DemoOffice, wish: Wish, *, actor: Actor, valid_until: date) -> int:
    """Key and send a quote; its id."""

    def key(uow: UnitOfWork) -> int:
        order_id = key_draft(uow, wish, kind="quote")
        send_quote(uow, plan_order(uow, order_id), valid_until=valid_until, with_paper=False)
        return order_id

    return office.write(actor, key)
