"""An order's lines as the questions that prices are asked: who buys, on which day, what was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.exchange import read_exchange_text
from app.domain.kits import OF_KIT, SUM, Kit
from app.domain.money import MICRO
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import KIT, Draft, Line
from app.domain.orders.terms_typed import read_discount, read_names
from app.domain.pricing import (
    AskedLine,
    AskedOrder,
    Buyer,
    Counted,
    OrderTerms,
    RulesSnapshot,
    SharedFacts,
    shared_facts,
)
from app.domain.pricing.asked import NO_TAX, AskedPart
from app.domain.pricing.promotions import coupon_key
from app.domain.quantity import Unit
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode, TaxKey, TaxRounding

PRICE_DAYS = ("order", "requested", "today")
"""Whose prices hold: those of the order's day, of the day for which it is wanted, or of today (A12)."""


def buyer_of(draft: Draft, context: OrderContext) -> Buyer:
    """Who buys, as the rules see it."""
    customer = context.customer
    country = draft.header.ship_country
    if customer is None:
        return Buyer(channel=draft.header.channel, country=country)
    return Buyer(customer.id, customer.price_group, customer.discount_ppm, draft.header.channel, country)


def price_day(line: Line, draft: Draft, context: OrderContext) -> date:
    """The day whose prices hold for a line, by the firm's setting."""
    if context.price_day == "requested":
        return line.requested_date or draft.header.requested_date or draft.order_date
    return context.today if context.price_day == "today" else draft.order_date


def unit_of(line: Line) -> Unit:
    """The unit in which a line counts."""
    return Unit(line.unit, line.factor_num, line.factor_den)


def asked_line(line: Line, draft: Draft, context: OrderContext, *, per: int = 0) -> AskedLine | None:
    """The question for a line's price, None for a line without an article, or one that a rule added.

    A typed price keeps its own `per`.
    """
    if line.is_made:
        return None
    product = context.products.get(line.product_id) if line.product_id is not None else None
    if product is None:
        return None
    asked = AskedLine(
        line.key,
        product.id,
        product.family,
        line.quantity_micro,
        unit_of(line),
        price_day(line, draft, context),
        line.list_price_micro if line.has_typed_price else None,
        line.discount_ppm if line.discount_source == "manual" else None,
        per or (line.price_per if line.has_typed_price else 0),
        product.units[0].code,
    )
    kit = product.kit
    if kit is not None and kit.price == SUM:
        return _with_parts(asked, line, kit, draft, context)
    configured = context.configured(line)
    if configured is not None:
        asked = replace(asked, configured=configured.price, is_off_whole=line.is_off_whole)
    return with_taxes(asked, line.tax_class, draft, context)


def with_taxes(asked: AskedLine, tax_class: str, draft: Draft, context: OrderContext) -> AskedLine:
    """With the taxes by which prices with and without tax differ: as they are today, not as the line has them."""
    if not context.rules_of(draft).mixes and asked.configured is None:
        return asked
    way, day = context.way_of(draft.header), draft.order_date
    own = context.find_tax(product_class=tax_class, way=way, on=day)
    private = context.private_rates(product_class=tax_class, ship_to=way.to, on=day)
    return replace(asked, tax=own or NO_TAX, private_ppm=private)


def _with_parts(asked: AskedLine, line: Line, kit: Kit, draft: Draft, context: OrderContext) -> AskedLine:
    """A kit that costs what its parts do: each of them is asked for all that the line sells."""
    base = asked.unit.to_base(asked.quantity_micro)
    found: list[AskedPart] = []
    for part in kit.parts:
        product = context.products.get(part.product_id)
        if product is not None:
            whole = divide_half_up(base * part.quantity_micro, MICRO)
            unit = product.units[0]
            one = AskedLine(asked.key, product.id, product.family, whole, unit, asked.on, base_unit=unit.code)
            tax_class = line.tax_class if kit.tax == OF_KIT else product.tax_class
            in_one = divide_half_up(part.quantity_micro * asked.unit.factor_num, asked.unit.factor_den)
            found.append(AskedPart(with_taxes(one, tax_class, draft, context), in_one))
    return replace(asked, parts=tuple(found), less_ppm=kit.less_ppm)


def asked_order(draft: Draft, context: OrderContext) -> AskedOrder:
    """The whole draft as a question; taxes are those that its keyed lines have, and of classes that rules may add."""
    lines = tuple(_asked_whole(line, draft, context) for line in draft.own_lines if line.has_amount)
    taxes = _taxes_of_rules(draft, context) | {line.tax_class: line.tax for line in lines}
    kits = (
        _counted(line, context.products.get(line.product_id or 0))
        for line in draft.keyed_lines
        if line.kind == KIT
    )
    return AskedOrder(
        buyer_of(draft, context),
        lines,
        terms_of(draft, context),
        context.purchases,
        PriceMode(draft.price_mode),
        taxes,
        read_exchange_text(draft.header.exchange),
        TaxRounding(draft.tax_rounding),
        tuple(each for each in kits if each is not None),
    )


def _taxes_of_rules(draft: Draft, context: OrderContext) -> dict[str, TaxKey]:
    """The taxes of the classes that surcharges, promotions and gifts name."""
    way, day = context.way_of(draft.header), draft.order_date
    found = (
        (name, context.find_tax(product_class=name, way=way, on=day))
        for name in _named_classes(context.rules)
    )
    return {name: tax for name, tax in found if tax is not None}


def _named_classes(rules: RulesSnapshot) -> tuple[str, ...]:
    known = rules.remembered.get("tax classes")
    if not isinstance(known, tuple):
        gifts = (each.gift.tax_class for each in rules.promotions if each.gift is not None)
        surcharges = (each.tax_class for each in rules.surcharges)
        named = {*gifts, *surcharges, *(each.tax_class for each in rules.promotions)}
        known = rules.remembered["tax classes"] = tuple(sorted(named - {""}))
    return known


def _asked_whole(line: Line, draft: Draft, context: OrderContext) -> AskedLine:
    tax = line.tax
    asked = asked_line(line, draft, context)
    if asked is not None:
        product = context.products[asked.product_id or 0]
        whole = replace(asked, kind=line.kind, tax_class=line.tax_class, tax=tax)
        return replace(whole, weight_g=product.weight_g, metals=product.metals)
    whole = AskedLine(
        line.key, None, "", line.quantity_micro, unit_of(line), draft.order_date, line.list_price_micro or 0,
        line.discount_ppm, line.price_per, line.unit, kind_of(line), line.tax_class, tax,
    )  # fmt: skip
    part = context.products.get(line.product_id or 0) if line.is_part else None
    return whole if part is None else replace(whole, weight_g=part.weight_g, metals=part.metals)


def kind_of(line: Line) -> str:
    """The kind of a line as rules for the whole order see it; a text that names no article yet is none."""
    is_open = line.kind in {"goods", "service"} and line.product_id is None
    return "unknown" if is_open else line.kind


def terms_of(draft: Draft, context: OrderContext) -> OrderTerms:
    """What was typed for the order as a whole."""
    header = draft.header
    typed = read_discount(header.order_discount)
    day = context.today if context.price_day == "today" else draft.order_date
    if context.price_day == "requested":
        day = header.requested_date or day
    return OrderTerms(
        day, typed.ppm, typed.minor, read_names(header.services), read_names(header.waived),
        frozenset(map(coupon_key, read_names(header.coupons))), _class_rates(draft, context),
    )  # fmt: skip


def _class_rates(draft: Draft, context: OrderContext) -> tuple[tuple[str, int], ...]:
    """The rates of the classes that surcharges name: asked for where prices include tax."""
    if draft.price_mode == PriceMode.NET:
        return ()
    return tuple((name, tax.rate_ppm) for name, tax in _taxes_of_rules(draft, context).items())


def shared_of(draft: Draft, context: OrderContext) -> SharedFacts:
    """What the lines of a draft share; its sums are taken only where a list counts over lines."""
    buyer = buyer_of(draft, context)
    if not context.rules_of(draft).shares_breaks:
        return SharedFacts(buyer, context.purchases)
    counted = (_counted(line, context.products.get(line.product_id or 0)) for line in draft.keyed_lines)
    return shared_facts(buyer, context.purchases, (each for each in counted if each is not None))


def _counted(line: Line, product: ProductFacts | None) -> Counted | None:
    if product is None:
        return None
    base = max(unit_of(line).to_base(line.quantity_micro), 0)
    return Counted(product.id, product.family, product.units[0].code, base)
