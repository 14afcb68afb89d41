"""The parts of kits on an order: derived lines beneath the kit's, whose amounts are its own to the cent (A36). Pure.

They are reserved, shipped, invoiced and credited as goods are. What a kit was made of when its order was confirmed
stays, whatever its card says later (B35).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.kits import BY_COST, FIXED, OF_KIT, Kit, split_price
from app.domain.money import MICRO
from app.domain.orders.asking import price_day, unit_of, with_taxes
from app.domain.orders.costs import base_cost
from app.domain.orders.document_prices import ground_of
from app.domain.orders.draft import KIT, KIT_ORIGIN, Draft, Line
from app.domain.pricing.asked import NO_TAX, AskedLine
from app.domain.pricing.goal_seek import LinePrice, OpenLine, price_for
from app.domain.rounding import divide_half_up

if TYPE_CHECKING:
    from app.domain.orders.context import ProductFacts
    from app.domain.orders.repricing import DraftPrices

PRICE_SOURCE = "kit"
"""Where the price of a part is from."""
_SEEN = (
    "kind", "product_id", "sku", "position", "quantity_micro", "base_micro", "amount_minor", "price_micro", "price_per",
    "tax_class", "requested_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a kit's line, not priced yet: its article, base quantity, weight of its share and tax class."""

    product: ProductFacts
    base_micro: int
    weight: int
    tax_class: str


def with_parts(before: Draft, after: Draft, prices: DraftPrices, *, anew: bool = False) -> Draft:
    """The draft with the parts of its kits; those of a kit that is as it was `before` stay as they are."""
    kits = [line for line in after.lines if line.kind == KIT]
    if not kits and not any(line.origin and line.is_part for line in after.lines):
        return after
    anew = (
        anew or before.header.tax_ground != after.header.tax_ground or ground_of(before) != ground_of(after)
    )
    old = {line.key: line for line in before.lines if line.kind == KIT}
    stood = _by_kit(after.lines)
    found: list[Line] = []
    for kit in kits:
        own, was = stood.get(kit.key, ()), old.get(kit.key)
        stands = not anew and bool(own) and was is not None and _is_alike(was, kit)
        parts = own if stands else tuple(_parts_of(kit, was, own, prices))
        found += [_at_cost(kit, parts), *parts]
    others = [line for line in after.lines if line.kind != KIT and not line.is_part]
    return replace(after, lines=in_order([*others, *found]))


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines by their places."""
    return tuple(sorted(lines, key=lambda line: (line.position, line.key)))


def _at_cost(kit: Line, parts: Iterable[Line]) -> Line:
    """The kit's line with what its parts cost."""
    cost = kit_cost(kit, parts)
    same = (kit.cost_micro, kit.cost_source, kit.cost_date) == (cost, "", None)
    return kit if same else replace(kit, cost_micro=cost, cost_source="", cost_date=None)


def _by_kit(lines: Iterable[Line]) -> Mapping[str, tuple[Line, ...]]:
    found: dict[str, tuple[Line, ...]] = {}
    for line in lines:
        if line.is_part:
            found[line.kit_key] = (*found.get(line.kit_key, ()), line)
    return found


def _is_alike(one: Line, other: Line) -> bool:
    return one is other or all(getattr(one, name) == getattr(other, name) for name in _SEEN)


def _parts_of(kit: Line, was: Line | None, stood: Sequence[Line], prices: DraftPrices) -> list[Line]:
    """The lines of its parts; a confirmed order keeps those that it has."""
    draft, products = prices.draft, prices.context.products
    product = products.get(kit.product_id) if kit.product_id is not None else None
    is_kept = draft.number is not None and draft.kind == "order" and bool(stood)
    if is_kept and was is not None and was.base_micro and was.product_id == kit.product_id:
        found = _as_confirmed(kit, was, stood, products)
    elif product is not None and product.kit is not None:
        found = _of_card(kit, product.kit, prices)
    else:
        return list(stood)
    quantities = [part.base_micro for part in found]
    shares = split_price(kit.amount_minor, [part.weight for part in found], quantities) if found else ()
    return [
        _line(kit, number, part, share, prices)
        for number, (part, share) in enumerate(zip(found, shares, strict=True), 1)
    ]


def _as_confirmed(
    kit: Line, was: Line, stood: Sequence[Line], products: Mapping[int, ProductFacts]
) -> list[_Part]:
    """What the order was confirmed with, as much of it as the kit's line sells now."""
    found: list[_Part] = []
    for line in stood:
        product = products.get(line.product_id or 0)
        if product is not None:
            base = divide_half_up(line.base_micro * kit.base_micro, was.base_micro)
            found.append(_Part(product, base, max(line.amount_minor, 0), line.tax_class))
    return found


def _of_card(kit: Line, card: Kit, prices: DraftPrices) -> list[_Part]:
    products = prices.context.products
    found: list[_Part] = []
    for part in card.parts:
        product = products.get(part.product_id)
        if product is None:
            continue
        base = divide_half_up(kit.base_micro * part.quantity_micro, MICRO)
        tax_class = kit.tax_class if card.tax == OF_KIT else product.tax_class
        unweighed = _Part(product, base, part.share, tax_class)
        found.append(replace(unweighed, weight=_weight(card, unweighed, kit, prices)))
    return found


def weights_of(kit: Line, prices: DraftPrices) -> tuple[str, Mapping[int, int]] | None:
    """By what the price of a kit's line is split now, and how heavy each part weighs by its article.

    None where an order keeps the parts that it was confirmed with, or the article is no kit any more.
    """
    draft = prices.draft
    product = prices.context.products.get(kit.product_id or 0)
    if product is None or product.kit is None or (draft.number is not None and draft.kind == "order"):
        return None
    parts = _of_card(kit, product.kit, prices)
    return product.kit.split, {part.product.id: part.weight for part in parts}


def _weight(card: Kit, part: _Part, kit: Line, prices: DraftPrices) -> int:
    """How heavy a part weighs in the split: its list price or cost for all of it, or its keyed share."""
    product, base = part.product, part.base_micro
    if card.split == FIXED:
        return part.weight
    if card.split == BY_COST:
        return max(product.cost_micro or 0, 0) * base
    draft, context, unit = prices.draft, prices.context, product.units[0]
    on = price_day(kit, draft, context)
    line = AskedLine(kit.key, product.id, product.family, base, unit, on, base_unit=unit.code)
    return prices.listed_amount(with_taxes(line, part.tax_class, draft, context))


def _line(kit: Line, number: int, part: _Part, share: int, prices: DraftPrices) -> Line:
    """A part as a line: its share is its amount, and the price that multiplies to it."""
    product, unit = part.product, part.product.units[0]
    base_cost_micro = base_cost(product, prices.draft.header.exchange)
    made = Line(
        key=f"~{kit.key}.{number}",
        position=kit.position + number,
        kind="service" if product.kind == "service" else "goods",
        product_id=product.id,
        sku=product.sku,
        text=f"\N{EN DASH} {product.name}",
        quantity_micro=part.base_micro,
        unit=unit.code,
        price_source=PRICE_SOURCE,
        tax_class=part.tax_class,
        requested_date=kit.requested_date,
        origin=KIT_ORIGIN + kit.key,
        base_micro=part.base_micro,
        amount_minor=share,
        cost_micro=base_cost_micro,
        cost_source=product.cost_source,
        cost_date=product.cost_date,
    )
    tax = prices.tax(made) or NO_TAX
    price = _price_of(made, share, prices.draft.currency)
    return replace(
        made, list_price_micro=price.price_micro, price_micro=price.price_micro, price_per=price.per,
        tax_code=tax.code, tax_category=tax.category, tax_ppm=tax.rate_ppm, tax_stack=tax.stack,
    )  # fmt: skip


def _price_of(line: Line, share: int, currency: str) -> LinePrice:
    """The price with the fewest decimals that multiplies to the share."""
    if not line.quantity_micro or not share:
        return LinePrice(0, 1)
    return price_for(OpenLine(line.key, None, line.quantity_micro, 0, share - 1), share, currency)


def kit_cost(kit: Line, parts: Iterable[Line]) -> int | None:
    """What one of the kit's unit costs: its parts; None where one of them is unknown."""
    base = unit_of(kit).to_base(kit.quantity_micro)
    total = 0
    for part in parts:
        if part.cost_micro is None:
            return None
        total += part.cost_micro * part.base_micro
    return divide_half_up(total * kit.factor_num, base * kit.factor_den) if base else None


def articles_of(lines: Iterable[Line], products: Mapping[int, ProductFacts]) -> set[int]:
    """The articles of the lines, with the parts of those that are known to be kits."""
    found = {line.product_id for line in lines if line.product_id is not None}
    kits = (products[id_].kit for id_ in found if id_ in products)
    return found.union(*({part.product_id for part in kit.parts} for kit in kits if kit is not None))


def parts_of_card(kit: Line, products: Mapping[int, ProductFacts]) -> list[tuple[int | None, int]] | None:
    """Article and base quantity of each part as the card has it now; None where it is not known to be a kit."""
    product = products.get(kit.product_id or 0)
    if product is None or product.kit is None:
        return None
    return [
        (part.product_id, divide_half_up(kit.base_micro * part.quantity_micro, MICRO))
        for part in product.kit.parts
    ]
