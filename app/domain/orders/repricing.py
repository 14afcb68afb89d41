"""Derived fields of a draft: prices, amounts and taxes from what was keyed. Pure.

Only lines whose inputs changed are computed again, so nothing changes behind the clerk's back: an order
opened later, a quote that was accepted and a confirmed order keep their prices, also on lines whose quantity
changes, until the clerk takes the new ones (issue `order.prices_changed`). Another address changes taxes only (A20).
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.money import discounted_price, line_amount
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import DerivedMoney, Draft, Line, with_derived
from app.domain.pricing import PriceRequest, PriceResult, price_line
from app.domain.quantity import Unit
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, Totals, document_totals

Taxes = dict[str, TaxKey | None]
NO_TAX = TaxKey("", 0, "")
_PRICE_INPUTS = (
    "kind", "product_id", "quantity_micro", "unit", "factor_num", "factor_den", "price_source", "discount_source",
)  # fmt: skip


def reprice_changed(before: Draft, after: Draft, context: OrderContext) -> Draft:
    """The draft `after` with derived fields computed for the lines whose inputs changed since `before`."""
    is_for_another = before.header.customer_id != after.header.customer_id
    is_elsewhere = before.header.ship_country != after.header.ship_country
    old = {line.key: line for line in before.lines}
    taxes: Taxes = {}

    def settled(line: Line) -> Line:
        was = None if is_for_another else old.get(line.key)
        if was is None:
            return derive_line(line, after, context, taxes)
        if _price_inputs_changed(was, line):
            return _repriced(was, line, after, context, taxes)
        if line.has_amount and (is_elsewhere or was.tax_class != line.tax_class):
            return _taxed(line, _tax_of(line, after, context, taxes) or NO_TAX)
        return line

    return replace(after, lines=tuple(map(settled, after.lines)))


def _repriced(old: Line, new: Line, draft: Draft, context: OrderContext, taxes: Taxes) -> Line:
    """A line by today's rules; where only a quantity changed that makes no other price by them, the old one stays."""
    line = derive_line(new, draft, context, taxes)
    if not line.has_amount or _price_inputs_changed(replace(old, quantity_micro=new.quantity_micro), new):
        return line
    if _price_of(derive_line(old, draft, context, taxes)) != _price_of(line):
        return line  # a break was passed
    amount = line_amount(
        quantity_micro=new.quantity_micro,
        price_micro=old.price_micro,
        per=old.price_per,
        currency=draft.currency,
    )
    return replace(
        line,
        list_price_micro=old.list_price_micro,
        discount_ppm=old.discount_ppm,
        price_micro=old.price_micro,
        price_per=old.price_per,
        amount_minor=amount,
    )


def _price_of(line: Line) -> tuple[int | None, int, int, int]:
    return line.list_price_micro, line.discount_ppm, line.price_micro, line.price_per


def _taxed(line: Line, tax: TaxKey) -> Line:
    return replace(line, tax_code=tax.code, tax_category=tax.category, tax_ppm=tax.rate_ppm)


def reprice_all(draft: Draft, context: OrderContext) -> Draft:
    """The draft with every line derived anew under today's rules."""
    today = replace(draft, order_date=context.today)
    taxes: Taxes = {}
    lines = tuple(derive_line(line, today, context, taxes) for line in draft.lines)
    return replace(today, lines=lines, rules_version=context.rules.version)


def changed_prices(draft: Draft, context: OrderContext) -> tuple[Line, ...]:
    """Lines whose stored price is not what the rules say today."""
    today = replace(draft, order_date=context.today)
    return tuple(line for line in draft.lines if line.has_amount and _is_moved(line, today, context))


def _is_moved(line: Line, today: Draft, context: OrderContext) -> bool:
    money = _priced(line, Unit(line.unit, line.factor_num, line.factor_den), today, context)
    stored = (line.price_micro, line.price_per, line.amount_minor)
    return stored != (money.price_micro, money.price_per, money.amount_minor)


def changed_taxes(draft: Draft, context: OrderContext) -> tuple[Line, ...]:
    """Lines whose stored tax is not the one that customer, address and rates give today (A20)."""
    today = replace(draft, order_date=context.today)
    taxes: Taxes = {}
    return tuple(
        line
        for line in draft.lines
        if line.has_amount and _stored_tax(line) != (_tax_of(line, today, context, taxes) or NO_TAX)
    )


def _stored_tax(line: Line) -> TaxKey:
    return TaxKey(line.tax_category, line.tax_ppm, line.tax_code)


def _price_inputs_changed(old: Line, new: Line) -> bool:
    if old is new:  # untouched lines are shared between two states of a draft
        return False
    if any(getattr(old, name) != getattr(new, name) for name in _PRICE_INPUTS):
        return True
    typed_price = (new.list_price_micro, new.price_per) != (old.list_price_micro, old.price_per)
    typed_discount = new.discount_source == "manual" and new.discount_ppm != old.discount_ppm
    return typed_price or typed_discount


def derive_line(line: Line, draft: Draft, context: OrderContext, taxes: Taxes | None = None) -> Line:
    """One line with base quantity, price, amount and tax."""
    if not line.has_amount:
        return replace(
            line, base_micro=0, price_micro=0, amount_minor=0, tax_code="", tax_category="", tax_ppm=0
        )
    unit = Unit(line.unit, line.factor_num, line.factor_den)
    tax = _tax_of(line, draft, context, {} if taxes is None else taxes)
    money = _priced(line, unit, draft, context)
    return with_derived(line, unit.to_base(line.quantity_micro), money, tax or NO_TAX)


def price_request(
    line: Line, draft: Draft, context: OrderContext, *, unit: Unit | None = None, per: int | None = None
) -> PriceRequest | None:
    """The question to the price engine, None for a line without a product. A typed price keeps its own `per`."""
    product = context.products.get(line.product_id) if line.product_id is not None else None
    if product is None:
        return None
    customer = context.customer
    return PriceRequest(
        product_id=product.id,
        family=product.family,
        quantity_micro=line.quantity_micro,
        unit=unit or Unit(line.unit, line.factor_num, line.factor_den),
        customer_id=customer.id if customer else None,
        price_group=customer.price_group if customer else "",
        customer_discount_ppm=customer.discount_ppm if customer else 0,
        on=draft.order_date,
        manual_price_micro=line.list_price_micro if line.price_source == "manual" else None,
        manual_discount_ppm=line.discount_ppm if line.discount_source == "manual" else None,
        per=per or (line.price_per if line.price_source == "manual" else 0),
    )


def explain_price(
    line: Line, draft: Draft, context: OrderContext, *, with_unfit: bool = True
) -> PriceResult | None:
    """The full waterfall of one line, for as many units as its price is; None for a line without a product.

    `with_unfit`: with the rules for other price groups and families among the near misses.
    """
    request = price_request(line, draft, context, per=line.price_per)
    if request is None:
        return None
    return price_line(request, context.rules, explain=True, with_unfit=with_unfit)


def list_price(line: Line, draft: Draft, context: OrderContext) -> int | None:
    """What the price list says of a line's article before quantity break and discount; None where none has it.

    For as many units as the line's own price is.
    A price kept from older rules stands on the list price that it was made from, so that the line adds up.
    """
    request = price_request(line, draft, context, per=line.price_per)
    if request is None:
        return None
    result = price_line(request, context.rules)
    is_kept = line.price_source == "auto" and line.list_price_micro != result.list_micro
    return line.list_price_micro if is_kept else result.first_micro


def prices_moved(draft: Draft, context: OrderContext, fresh: OrderContext) -> bool:
    """Whether other rules or terms give any line of the draft another price than the context's own do."""
    pairs = ((price_request(line, draft, context), price_request(line, draft, fresh)) for line in draft.lines)
    return any(
        price_line(before, context.rules) != price_line(after, fresh.rules)
        for before, after in pairs
        if before is not None and after is not None
    )


def _priced(line: Line, unit: Unit, draft: Draft, context: OrderContext) -> DerivedMoney:
    """What follows of a line's inputs: price, amount, cost."""
    request = price_request(line, draft, context, unit=unit)
    if request is None:
        net = discounted_price(line.list_price_micro or 0, line.discount_ppm)
        amount = line_amount(
            quantity_micro=line.quantity_micro, price_micro=net, per=line.price_per, currency=draft.currency
        )
        return DerivedMoney(line.list_price_micro, line.discount_ppm, net, amount, None, line.price_per)
    result = price_line(request, context.rules)
    cost = context.products[request.product_id].cost_micro
    return DerivedMoney(
        line.list_price_micro if line.price_source == "manual" else result.list_micro,
        result.discount_ppm,
        result.net_micro,
        result.amount_minor,
        None if cost is None else unit.price_from_base(cost, 1),
        result.per,
    )


def _tax_of(line: Line, draft: Draft, context: OrderContext, taxes: Taxes) -> TaxKey | None:
    """The tax of a line; `taxes` remembers the answer for each class while one draft is derived."""
    if line.tax_class not in taxes:
        taxes[line.tax_class] = context.find_tax(
            product_class=line.tax_class, ship_to=draft.header.ship_country, on=draft.order_date
        )
    return taxes[line.tax_class]


def sums_hold(draft: Draft) -> bool:
    """Whether on every line the discounted price multiplies to the amount, and the unit to the base quantity."""
    return all(_line_holds(line, draft.currency) for line in draft.lines if line.has_amount)


def _line_holds(line: Line, currency: str) -> bool:
    base = Unit(line.unit, line.factor_num, line.factor_den).to_base(line.quantity_micro)
    net = discounted_price(line.list_price_micro or 0, line.discount_ppm)
    amount = line_amount(
        quantity_micro=line.quantity_micro, price_micro=net, per=line.price_per, currency=currency
    )
    return (line.base_micro, line.price_micro, line.amount_minor) == (base, net, amount)


def draft_totals(draft: Draft) -> Totals:
    """Net, tax by group and gross of the draft: the same function as on the invoice."""
    sums: dict[tuple[str, int, str], int] = {}
    for line in draft.lines:
        if line.has_amount:
            key = (line.tax_category, line.tax_ppm, line.tax_code)
            sums[key] = sums.get(key, 0) + line.amount_minor
    amounts = (TaxedAmount(amount, TaxKey(*key)) for key, amount in sums.items())
    return document_totals(amounts, PriceMode(draft.price_mode))
