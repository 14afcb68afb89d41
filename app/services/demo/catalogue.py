"""The range: products in families, with units, GTINs, weights, costs; some discontinued with successors.

Names and families are in the language of the firm, which is that of whoever makes it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.money import MICRO, micro_of
from app.domain.products import ProductInput, UnitInput
from app.i18n import current_language
from app.services.demo.identifiers import gtin_of
from app.services.demo.office import OWNER, DemoOffice, DemoProduct
from app.services.demo.words import FamilyWords, Variant, families
from app.services.orders.context import read_product_facts
from app.services.products import create_products, update_product
from app.services.products.cards import read_product
from app.services.unit_of_work import UnitOfWork

DISCONTINUED_EVERY = 37


@dataclass(frozen=True, slots=True)
class RangeProduct:
    """A product of the range before it has an id; the list price in the firm's currency."""

    data: ProductInput
    price_micro: int
    pick: tuple[int, int]


def make_catalogue(office: DemoOffice) -> tuple[RangeProduct, ...]:
    """Make the products; those made, in the order of their ids."""
    chosen = choose_range(office.size.products)
    ids = office.write(OWNER, create_products, [each.data for each in chosen])
    office.write(OWNER, _discontinue, ids)
    facts = office.read(read_product_facts, ids)
    source = office.random("popularity")
    office.products = {
        id_: DemoProduct(facts[id_], each.pick, _popularity(source, each))
        for id_, each in zip(ids, chosen, strict=True)
    }
    return tuple(chosen)


def choose_range(count: int) -> list[RangeProduct]:
    """The first `count` products of the range; of a small range some of every kind."""
    whole = list(_whole_range())
    if count >= len(whole):
        return whole
    wanted = [each for each in whole if each.data.units or each.data.unit != "pc"]
    step = max(1, len(wanted) // (count // 2))
    special = wanted[::step][: count // 2]
    plain = [each for each in whole if each not in wanted]
    step = len(plain) // (count - len(special))
    return [*plain[::step][: count - len(special)], *special]


def _whole_range() -> list[RangeProduct]:
    found: list[RangeProduct] = []
    for words in families(current_language()):
        for size in words.sizes:
            for finish in words.finishes:
                found.append(_product(words, size, finish, len(found) + 1))
    return found


def _product(words: FamilyWords, size: Variant, finish: Variant, number: int) -> RangeProduct:
    price = Decimal(str(words.price)) * Decimal(str(size.factor)) * Decimal(str(finish.factor))
    price = price.quantize(Decimal("0.05") if price < 20 else Decimal(1))
    price = max(price, Decimal("0.95"))
    cost = (price * Decimal(str(words.cost))).quantize(Decimal("0.01"))
    name = " ".join(words.name.format(size=size.label, finish=finish.label).split())
    is_goods = words.kind == "goods"
    units = tuple(
        UnitInput(code=code, factor_num=factor, gtin=gtin_of(50_000 + number * 2 + place))
        for place, (code, factor) in enumerate(words.units)
    )
    data = ProductInput(
        sku=f"{words.prefix}-{size.code}-{finish.code}",
        name=name,
        family=words.family,
        kind=words.kind,
        unit=words.unit,
        unit_decimals=words.decimals,
        gtin=gtin_of(number) if is_goods else "",
        tax_class=words.tax,
        weight_g=round(words.weight * (1 + (size.factor - 1) / 2)),
        min_quantity_micro=words.min * MICRO,
        step_micro=words.step * MICRO,
        standard_cost_micro=micro_of(cost),
        units=units,
    )
    return RangeProduct(data, micro_of(price), words.pick)


def _popularity(source: random.Random, product: RangeProduct) -> float:
    """A few products sell often, most seldom; dear ones less."""
    weight = source.paretovariate(1.2)
    dear = product.price_micro > 800 * MICRO
    return min(weight, 25.0) * (0.4 if dear else 1.0)


def _discontinue(uow: UnitOfWork, ids: Sequence[int]) -> None:
    """Every so often a product is given up; the next of its family follows it."""
    for place in range(5, len(ids) - 1, DISCONTINUED_EVERY):
        card = read_product(uow, ids[place])
        names = {name: getattr(card, name) for name in ProductInput.__dataclass_fields__}
        gone = replace(ProductInput(**names), discontinued=True, successor_id=ids[place + 1])
        update_product(uow, card.id, gone, version=card.version)
