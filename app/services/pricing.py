"""The snapshot of price rules: read once per `rules_version`, then immutable."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from app.domain.pricing import (
    DiscountRule,
    ListFacts,
    MetalQuote,
    PriceRight,
    PriceRow,
    RulesSnapshot,
    SurchargeRule,
)
from app.domain.pricing.abroad import by_currency
from app.domain.pricing.metals import Quotes, by_metal
from app.domain.pricing.promotions import Promotion, gift_ids
from app.domain.pricing.rules import ancestors, is_customers
from app.domain.quantity import Unit
from app.services.promotion_rules import read_promotion_rules
from app.services.setup_kept import read_version
from app.services.unit_of_work import Reading, is_writing
from db.rows import ids, one_of
from db.schema import prices as tables
from db.versions import RULES_VERSION, version_of

_LIST, _ROW, _RULE, _MORE = tables.PriceList, tables.PriceRow, tables.DiscountRule, tables.SurchargeRule
# Built once: making a statement costs more than running it.
RULES_VERSION_VALUE = version_of(RULES_VERSION)
_LISTS = sa.select(
    _LIST.id, _LIST.code, _LIST.name, _LIST.kind, _LIST.price_group, _LIST.customer_id, _LIST.priority,
    _LIST.valid_from, _LIST.valid_to, _LIST.channel, _LIST.country, _LIST.breaks_over, _LIST.counts, _LIST.parent_id,
    _LIST.factor_ppm, _LIST.add_micro, _LIST.step_micro, _LIST.ending_micro, _LIST.purpose,
    _LIST.currency, _LIST.includes_tax,
).where(_LIST.active, ~_LIST.draft)  # fmt: skip
_ROWS = sa.select(
    _ROW.product_id, _ROW.id, _ROW.price_list_id, _ROW.min_quantity_micro, _ROW.price_micro, _ROW.per,
    _ROW.valid_from, _ROW.valid_to, _ROW.agreed_micro, _ROW.unit, _ROW.unit_num, _ROW.unit_den,
).where(_ROW.replaced_at_version.is_(None))  # fmt: skip
_ROWS_IN = _ROWS.where(one_of(_ROW.price_list_id, ids("lists")))
_ROWS_OF = _ROWS.where(one_of(_ROW.product_id, ids("products")), one_of(_ROW.price_list_id, ids("lists")))
_DISCOUNTS = (
    sa.select(
        _RULE.id, _RULE.name, _RULE.discount_ppm, _RULE.customer_id, _RULE.price_group, _RULE.family,
        _RULE.valid_from, _RULE.valid_to, _RULE.kind, _RULE.scope, _RULE.least_minor,
    )
    .where(_RULE.replaced_at_version.is_(None), ~_RULE.draft)
    .order_by(_RULE.id)
)  # fmt: skip

_SURCHARGES = (
    sa.select(
        _MORE.id, _MORE.slot, _MORE.name, _MORE.amount_minor, _MORE.rate_ppm, _MORE.applies, _MORE.each_g,
        _MORE.free_from_minor, _MORE.tax_class, _MORE.customer_id, _MORE.price_group, _MORE.country, _MORE.channel,
        _MORE.valid_from, _MORE.valid_to,
    )
    .where(_MORE.replaced_at_version.is_(None), ~_MORE.draft)
    .order_by(_MORE.id)
)  # fmt: skip

_RIGHTS = sa.select(
    tables.PriceRight.role, tables.PriceRight.family, tables.PriceRight.max_discount_ppm,
    tables.PriceRight.min_margin_ppm, tables.PriceRight.floor_ppm,
).order_by(tables.PriceRight.role, tables.PriceRight.family)  # fmt: skip

_METALS = sa.select(
    tables.MetalQuote.id, tables.MetalQuote.metal, tables.MetalQuote.name, tables.MetalQuote.price_micro,
    tables.MetalQuote.valid_from, tables.MetalQuote.per_g,
).where(tables.MetalQuote.replaced_at_version.is_(None))  # fmt: skip


def read_rules_version(view: Reading) -> int:
    """The version of the price rules: it rises with every write of a price (one tiny query)."""
    return read_version(view.db.execute(RULES_VERSION_VALUE).scalar_one_or_none())


def read_rules(
    view: Reading,
    *,
    currency: str,
    product_ids: Collection[int] | None = None,
    buyer: tuple[int | None, str] | None = None,
    version: int | None = None,
) -> RulesSnapshot:
    """All price lists, rows and discount rules in force or to come, as one immutable value; drafts are not in it.

    With `product_ids` only their rows, and with `buyer` (customer id, price group) only those of the lists that
    are meant for that customer: enough for one order, whatever the size of the price lists. `version`: the rules'
    version, where the caller has read it already.
    """
    now = read_rules_version(view) if version is None else version
    heads = _read_heads(view, currency, now)
    rows = _read_rows(view, heads.lists, _with_gifts(product_ids, heads), buyer)
    home, beside = by_currency(heads.lists, rows)
    return RulesSnapshot(
        version=now,
        currency=currency,
        lists=home.lists,
        rows=home.rows,
        discounts=heads.discounts,
        surcharges=heads.surcharges,
        rights=heads.rights,
        metals=heads.metals,
        beside=beside,
        promotions=heads.promotions,
    )


def _with_gifts(product_ids: Collection[int] | None, heads: _Heads) -> Collection[int] | None:
    """The articles whose prices are asked for: also those that a promotion may give, which have to be weighed."""
    return None if product_ids is None else {*product_ids, *gift_ids(heads.promotions)}


@dataclass(frozen=True, slots=True)
class _Heads:
    """The rules without the price rows, as they are at a version: few, and asked for by every order."""

    version: int
    currency: str
    lists: Mapping[int, ListFacts]
    discounts: tuple[DiscountRule, ...]
    surcharges: tuple[SurchargeRule, ...]
    rights: tuple[PriceRight, ...]
    metals: Quotes
    promotions: tuple[Promotion, ...]


_KNOWN: WeakKeyDictionary[sa.Engine, _Heads] = WeakKeyDictionary()
"""The last heads of each database. Each write of a rule raises the version in its own transaction."""


def _read_heads(view: Reading, currency: str, version: int) -> _Heads:
    known = _KNOWN.get(view.db.engine)
    if known is not None and (known.version, known.currency) == (version, currency):
        return known
    found = (ListFacts(*row) for row in view.db.execute(_LISTS).all())
    lists = (replace(facts, currency="") if facts.currency == currency else facts for facts in found)
    heads = _Heads(
        version,
        currency,
        {facts.id: facts for facts in lists},
        tuple(DiscountRule(*row) for row in view.db.execute(_DISCOUNTS).all()),
        tuple(SurchargeRule(*row) for row in view.db.execute(_SURCHARGES).all()),
        tuple(PriceRight(*row) for row in view.db.execute(_RIGHTS).all()),
        by_metal(MetalQuote(*row) for row in view.db.execute(_METALS).all()),
        read_promotion_rules(view),
    )
    if not is_writing(view):  # a version that is rolled back is given again, for other rules
        _KNOWN[view.db.engine] = heads
    return heads


def _read_rows(
    view: Reading,
    lists: Mapping[int, ListFacts],
    product_ids: Collection[int] | None,
    buyer: tuple[int | None, str] | None,
) -> dict[int, tuple[PriceRow, ...]]:
    if product_ids is None:
        found = view.db.execute(_ROWS)
    else:
        meant = [facts for facts in lists.values() if buyer is None or is_customers(facts, *buyer)]
        wanted = {id_ for facts in meant for id_ in (facts.id, *ancestors(facts, lists))}
        found = view.db.execute(_ROWS_OF, {"products": sorted(product_ids), "lists": sorted(wanted)})
    return _by_product(found, lists)


def read_rows_of_lists(view: Reading, list_ids: Collection[int]) -> dict[int, tuple[PriceRow, ...]]:
    """Every row of these lists by product, whether they are in force or not."""
    return _by_product(view.db.execute(_ROWS_IN, {"lists": sorted(list_ids)}), list_ids)


def _of_unit(row: PriceRow, code: str, num: int, den: int) -> PriceRow:
    """A price for a further unit: what it counts in it as base units."""
    unit = Unit(code, num, den)
    agreed = None if row.agreed_micro is None else unit.to_base(row.agreed_micro)
    return replace(
        row, min_micro=unit.to_base(row.min_micro), agreed_micro=agreed, unit=code, unit_num=num, unit_den=den
    )


def _by_product(found: sa.Result[*tuple[Any, ...]], lists: Container[int]) -> dict[int, tuple[PriceRow, ...]]:
    rows: dict[int, list[PriceRow]] = {}
    for product_id, id_, list_id, least, price, per, first, last, agreed, unit, num, den in found.all():
        if list_id in lists:
            row = PriceRow(id_, list_id, least, price, per, first, last, agreed)
            rows.setdefault(product_id, []).append(_of_unit(row, unit, num, den) if unit else row)
    return {product_id: tuple(each) for product_id, each in rows.items()}
