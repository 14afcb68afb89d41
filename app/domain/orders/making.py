"""Lines that rules add to a draft: order discounts and surcharges, each with its tax. Pure.

They stand at the end, are derived as a whole, and follow what is keyed. On a confirmed order what was confirmed
stays: an amendment adds lines for the difference, since parts of the old ones may be invoiced (decision 0018).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from app.domain.money import MICRO, Rate, decimal_of_micro, minor_per_major
from app.domain.orders.asking import buyer_of, terms_of
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.costs import base_cost
from app.domain.orders.draft import POSITION_STEP, Draft, Edit, Line, delete_line, edit_header
from app.domain.orders.terms_typed import read_names, with_name, without_name
from app.domain.orders.whole import amounts_of, whole_of
from app.domain.pricing import MadeLine
from app.domain.pricing.made_lines import TYPED
from app.domain.pricing.metals import NANOGRAMS
from app.domain.pricing.offered import Offered, choosable, offered_for
from app.domain.rounding import divide_half_up
from app.domain.tax import TaxKey
from app.domain.told_texts import PriceTold, written

GRAMS = 1000  # of a kilogram
FIRST_POSITION = 2**60  # behind every keyed line
Wanted = Mapping[tuple[str, str], MadeLine]
"""What rules add, by origin and tax class."""
TaxOf = Callable[[Line], TaxKey]


def may_have_made(draft: Draft, context: OrderContext) -> bool:
    """Whether rules or typed terms may add lines to the draft, or did."""
    return (
        context.rules.makes_lines
        or draft.header.order_discount != ""
        or any(line.origin and not line.is_part for line in draft.lines)
    )


def offered_to(draft: Draft, context: OrderContext) -> tuple[Offered, ...]:
    """What the clerk may choose or waive for the order as a whole."""
    return offered_for(
        amounts_of(draft, context),
        terms_of(draft, context),
        buyer_of(draft, context),
        context.rules_of(draft),
        context.purchases.used,
    )


def toggled(draft: Draft, offered: Offered) -> Edit:
    """The edit that lets a surcharge or an order discount come, or takes it out."""
    head = draft.header
    if not offered.is_on:
        services = with_name(head.services, offered.slot) if offered.slot else head.services
        return edit_header(draft, services=services, waived=without_name(head.waived, offered.origin))
    if offered.slot:
        return edit_header(draft, services=without_name(head.services, offered.slot))
    return edit_header(draft, waived=with_name(head.waived, offered.origin))


def services_gone(draft: Draft, context: OrderContext) -> tuple[str, ...]:
    """What was chosen for the order and no surcharge has any more: ended, or for other buyers."""
    names = read_names(draft.header.services)
    if not names:
        return ()
    fitting = choosable(terms_of(draft, context), buyer_of(draft, context), context.rules_of(draft))
    return tuple(sorted(names - {rule.slot for rule in fitting}))


def wanted_lines(draft: Draft, context: OrderContext) -> Wanted:
    """What the rules add to the keyed lines at the amounts that they have."""
    return {(line.origin, line.tax_class): line for line in whole_of(draft, context).made}


def taken_out(line: Line, draft: Draft) -> Edit:
    """The edit that takes a line out: what rules added is named in the head, so that it does not come again.

    A part is taken out with its kit.
    """
    kit = draft.line(line.kit_key) if line.is_part else None
    if kit is not None:
        return delete_line(kit)
    if not line.is_made:
        return delete_line(line)
    if line.origin == TYPED:
        return edit_header(draft, order_discount="")
    return edit_header(draft, waived=with_name(draft.header.waived, line.origin))


def made_because(draft: Draft, context: OrderContext) -> Wanted:
    """Why the lines stand there that rules added: by origin and tax class the rule, of what and how much."""
    is_any = any(line.is_made and not line.is_part for line in draft.lines)
    return wanted_lines(draft, context) if is_any else {}


def stands_as(lines: Iterable[Line], wanted: Wanted) -> bool:
    """Whether the lines that rules added to an order come to what is wanted now."""
    every = tuple(lines)
    return (_sums(every), _gifts(every)) == _amounts(wanted)


def is_alike(one: Wanted, other: Wanted) -> bool:
    """Whether both come to the same amounts, and say the same: of a little more metal only the weight is another."""
    return _amounts(one) == _amounts(other) and _texts(one) == _texts(other)


def _texts(wanted: Wanted) -> list[str]:
    return [_text(line) for line in wanted.values()]


Counts = dict[tuple[str, str], int]
"""Minor units, or base units, by origin and tax class."""


def _amounts(wanted: Wanted) -> tuple[Counts, dict[tuple[str, str], tuple[int, int]]]:
    """What is wanted in money, and as gifts."""
    return (
        {key: line.amount_minor for key, line in wanted.items() if line.product_id is None},
        {key: (line.product_id, line.base_micro) for key, line in wanted.items() if line.product_id},
    )


def _gifts(lines: Iterable[Line]) -> dict[tuple[str, str], tuple[int, int]]:
    """Article and base units of the free goods by origin and tax class; there is one of each."""
    made = (line for line in lines if line.origin and line.product_id and not line.is_part)
    return {(line.origin, line.tax_class): (line.product_id or 0, line.base_micro) for line in made}


def _sums(lines: Iterable[Line]) -> Counts:
    sums: Counts = {}
    for line in lines:
        if line.origin and line.product_id is None:
            key = (line.origin, line.tax_class)
            sums[key] = sums.get(key, 0) + line.amount_minor
    return {key: amount for key, amount in sums.items() if amount}


def made_anew(
    draft: Draft, wanted: Wanted, tax_of: TaxOf, products: Mapping[int, ProductFacts]
) -> tuple[Line, ...]:
    """The draft's made lines so that they come to what is wanted; what was confirmed stands with its difference.

    Free goods have one line, whose quantity changes as if it were keyed.
    """
    revision = draft.revision + 1 if draft.number and draft.kind == "order" else 0
    kept = [
        line for line in draft.lines if line.origin and line.product_id is None and _revision(line) < revision
    ]
    before = _sums(kept)
    found: list[Line] = []
    for key in {**wanted, **before}:
        line = wanted.get(key) or MadeLine(key[0], _name(kept, key), key[1], 0)
        if line.product_id is not None:
            product = products[line.product_id]
            found.append(_gift_line(line, product, base_cost(product, draft.header.exchange)))
            continue
        missing = line.amount_minor - before.get(key, 0)
        if missing:
            found.append(_line(line, missing, revision, _count(found, line.origin), draft.currency))
    stood = {line.key: line.position for line in draft.lines if line.origin} if revision else {}
    placed = [
        _with_tax(line, stood.get(line.key, FIRST_POSITION + (len(kept) + place) * POSITION_STEP), tax_of)
        for place, line in enumerate(found)
    ]
    return tuple(sorted([*kept, *placed], key=lambda line: (line.position, line.key)))


def _gift_line(made: MadeLine, product: ProductFacts, cost: int | None) -> Line:
    unit = product.units[0]
    return Line(
        key=f"~{made.origin}.g",
        position=0,
        kind=product.kind,
        product_id=product.id,
        sku=product.sku,
        text=product.name,
        quantity_micro=made.base_micro,
        unit=unit.code,
        tax_class=made.tax_class,
        origin=made.origin,
        base_micro=made.base_micro,
        list_price_micro=0,
        cost_micro=None if cost is None else unit.price_from_base(cost, 1),
        cost_source=product.cost_source,
        cost_date=product.cost_date,
    )


def _line(made: MadeLine, amount: int, revision: int, number: int, currency: str) -> Line:
    price = amount * MICRO // minor_per_major(currency)
    end = f".{revision}" if revision else ""
    return Line(
        key=f"~{made.origin}.{number}{end}",
        position=0,
        kind="discount" if amount < 0 else "charge",
        text=_text(made),
        quantity_micro=MICRO,
        tax_class=made.tax_class,
        origin=made.origin,
        base_micro=MICRO,
        list_price_micro=price,
        price_micro=price,
        amount_minor=amount,
    )


def _text(made: MadeLine) -> str:
    """The rule's own name; what it says by itself is written so that a paper says it in its reader's language."""
    if made.weight_ng:
        return _metal_text(made)
    if made.origin != TYPED:
        return made.name
    if not made.rate_ppm:
        return written(("made.order_discount", {}))
    return written(("made.order_discount_of", {"percent": Rate(made.rate_ppm)}))


def _metal_text(made: MadeLine) -> str:
    """How much of a metal, and what it was quoted at: what the buyer checks."""
    weight = decimal_of_micro(divide_half_up(made.weight_ng, NANOGRAMS * GRAMS // MICRO))
    numbers = {"weight": weight, "price": PriceTold(made.quote_micro), "kilos": Decimal(made.per_g) / GRAMS}
    return written(("made.metal", {"name": made.name, **numbers}))


def _with_tax(line: Line, position: int, tax_of: TaxOf) -> Line:
    tax = tax_of(line)
    return Line(
        line.key, position, line.kind, line.product_id, line.sku, line.text, line.quantity_micro, line.unit,
        line.factor_num, line.factor_den, line.price_source, line.discount_source, line.tax_class,
        line.requested_date, line.origin, line.configuration, line.base_micro, line.list_price_micro, line.discount_ppm,
        line.price_micro, line.amount_minor, tax.code, tax.category, tax.rate_ppm, line.cost_micro, line.price_per,
        line.cost_source, line.cost_date, tax.stack, line.discount_on_micro,
    )  # fmt: skip


def _name(kept: Sequence[Line], key: tuple[str, str]) -> str:
    return next(line.text for line in kept if (line.origin, line.tax_class) == key)


def _count(lines: Sequence[Line], origin: str) -> int:
    return sum(1 for line in lines if line.origin == origin)


def _revision(line: Line) -> int:
    """The revision of the order that a made line came with: the third part of its key."""
    parts = line.key.split(".")
    return int(parts[2]) if len(parts) > 2 else 0
