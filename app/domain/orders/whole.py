"""What the rules make of a draft beside its lines: asked on every edit, so what does not change is remembered. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from app.domain.orders.asking import buyer_of, kind_of, terms_of
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import NO_AMOUNT, Draft, Line
from app.domain.pricing import LineAmount, PriceResult, WholeOrder, whole_order
from app.domain.pricing.missed_promotions import with_promotions


def whole_of(draft: Draft, context: OrderContext) -> WholeOrder:
    """What the rules make of the keyed lines beside them; remembered for the draft before and after an edit."""
    question = (
        amounts_of(draft, context), terms_of(draft, context), buyer_of(draft, context), context.purchases.used,
    )  # fmt: skip
    rules = context.rules_of(draft)
    remembered = rules.remembered
    known = remembered.get(("whole", draft.id), ())
    assert isinstance(known, tuple), "kept below"
    for asked, found in known:
        if asked == question:
            return cast("WholeOrder", found)
    amounts, terms, buyer, used = question
    whole = whole_order(amounts, terms, buyer, rules, used)
    remembered["whole", draft.id] = ((question, whole), *known[:1])
    return whole


def is_known(draft: Draft, context: OrderContext) -> bool:
    """Whether the context knows every article of the draft; of a line that went it may not any more."""
    return {line.product_id for line in draft.lines} - {None} <= context.products.keys()


def uses_of(draft: Draft, context: OrderContext) -> dict[int, int]:
    """The promotions that an order has, by number with what each takes off: of its lines, as they stand."""
    used: dict[int, int] = {}
    gifts: set[int] = set()
    for line in draft.lines:
        if line.origin.startswith("P"):
            number = int(line.origin[1:])
            used[number] = used.get(number, 0) - line.amount_minor
            gifts |= {number} if line.product_id is not None and line.base_micro else set()
    used |= whole_of(draft, context).freed_minor
    return {number: max(amount, 0) for number, amount in used.items() if amount > 0 or number in gifts}


def amounts_of(draft: Draft, context: OrderContext) -> tuple[LineAmount, ...]:
    """What was keyed and carries money, with parts of kits. A line that was there is the same value again."""
    keyed = tuple(
        [line for line in draft.lines if (not line.origin or line.is_part) and line.kind not in NO_AMOUNT]
    )
    remembered = context.rules.remembered
    known = remembered.get(("amounts", draft.id))
    if isinstance(known, _Amounts) and known.products is context.products:
        if known.lines == keyed:
            return known.amounts
        if len(known.lines) == len(keyed):
            pairs = zip(keyed, known.lines, known.amounts, strict=True)
            amounts = tuple([was if line is old else amount_of(line, context) for line, old, was in pairs])
            remembered["amounts", draft.id] = _Amounts(context.products, keyed, amounts)
            return amounts
    amounts = tuple([amount_of(line, context) for line in keyed])
    remembered["amounts", draft.id] = _Amounts(context.products, keyed, amounts)
    return amounts


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What was worked out last of a draft."""

    products: object
    lines: tuple[Line, ...]
    amounts: tuple[LineAmount, ...]


def amount_of(line: Line, context: OrderContext) -> LineAmount:
    """What a keyed line adds to the order, as rules for the whole see it."""
    product = context.products.get(line.product_id) if line.product_id is not None else None
    tax = line.tax
    if product is None:
        return LineAmount(kind_of(line), line.amount_minor, line.tax_class, tax, key=line.key)
    base = max(line.base_micro, 0)  # what comes back weighs nothing
    weight = base * product.weight_g  # millionths of a unit: micrograms
    metals = tuple(each.of(base) for each in product.metals)
    return LineAmount(
        kind_of(line), line.amount_minor, line.tax_class, tax, weight, metals,
        product.id, product.family, base, product.units[0].code,
        line.is_typed or line.is_part, line.key,
    )  # fmt: skip


def told_promotions(result: PriceResult, line: Line, draft: Draft, context: OrderContext) -> PriceResult:
    """A line's explained price with what promotions do for it, and those that do not apply."""
    whole = whole_of(draft, context)
    terms, buyer = terms_of(draft, context), buyer_of(draft, context)
    return with_promotions(
        result, line.key, whole, terms, buyer, context.rules_of(draft), context.purchases.used
    )
