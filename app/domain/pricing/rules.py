"""The rules as one immutable value: price lists, their rows by product, discount rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

KIND_RANK = {"contract": 3, "group": 2, "general": 1}
DISCOUNT_KINDS = ("best", "added", "chained")
"""How a discount rule meets others, in the order in which they are taken off (discounts.py)."""


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A price list: for everyone ("general"), a price group ("group") or one customer ("contract")."""

    id: int
    code: str
    name: str
    kind: str
    price_group: str = ""
    customer_id: int | None = None
    priority: int = 0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price from `min_micro` base units on, for `per` base units."""

    id: int
    list_id: int
    min_micro: int
    price_micro: int
    per: int = 1
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DiscountRule:
    """A percent off; empty conditions mean any. `kind` is one of `DISCOUNT_KINDS`."""

    id: int
    name: str
    discount_ppm: int
    customer_id: int | None = None
    price_group: str = ""
    family: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    kind: str = "best"


@dataclass(frozen=True, slots=True)
class RulesSnapshot:
    """Everything that prices depend on, at one `version`; built by `services/pricing`, never changed."""

    version: int
    currency: str
    lists: Mapping[int, ListFacts]
    rows: Mapping[int, tuple[PriceRow, ...]]  # by product id
    discounts: tuple[DiscountRule, ...] = field(default=())
    # What follows of the above, remembered when first asked: most products of a price book are never asked for.
    _ranked: dict[tuple[int | None, str], tuple[ListFacts, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _by_list: dict[int, Mapping[int, tuple[PriceRow, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _fitting: dict[tuple[int | None, str, str], tuple[DiscountRule, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def lists_for(self, customer_id: int | None, price_group: str) -> tuple[ListFacts, ...]:
        """The lists that are meant for this customer, the one that comes first in front; valid or not."""
        key = (customer_id, price_group)
        found = self._ranked.get(key)
        if found is None:
            meant = (facts for facts in self.lists.values() if is_meant_for(facts, customer_id, price_group))
            found = self._ranked[key] = tuple(sorted(meant, key=list_rank, reverse=True))
        return found

    def discounts_for(
        self, customer_id: int | None, price_group: str, family: str
    ) -> tuple[DiscountRule, ...]:
        """The discount rules that are meant for this customer, price group and family; valid or not."""
        key = (customer_id, price_group, family)
        found = self._fitting.get(key)
        if found is None:
            found = self._fitting[key] = tuple(rule for rule in self.discounts if _fits(rule, *key))
        return found

    def rows_by_list(self, product_id: int) -> Mapping[int, tuple[PriceRow, ...]]:
        """A product's rows by list id; in each the highest break first, of equal ones the later start, then row."""
        found = self._by_list.get(product_id)
        if found is None:
            parts: dict[int, list[PriceRow]] = {}
            for row in self.rows.get(product_id, ()):
                parts.setdefault(row.list_id, []).append(row)
            found = {id_: tuple(sorted(rows, key=_break_order, reverse=True)) for id_, rows in parts.items()}
            self._by_list[product_id] = found
        return found


def _fits(rule: DiscountRule, customer_id: int | None, price_group: str, family: str) -> bool:
    return (
        rule.customer_id in {None, customer_id}
        and rule.price_group in {"", price_group}
        and rule.family in {"", family}
    )


def is_meant_for(facts: ListFacts, customer_id: int | None, price_group: str) -> bool:
    """Whether the list is meant for a customer at all."""
    if facts.kind == "contract":
        return facts.customer_id == customer_id and customer_id is not None
    return facts.kind == "general" or (facts.price_group != "" and facts.price_group == price_group)


def list_rank(facts: ListFacts) -> tuple[int, int, int]:
    """The greater, the sooner: contract, group, general; then priority; then the newer list."""
    return KIND_RANK[facts.kind], facts.priority, facts.id


def _break_order(row: PriceRow) -> tuple[int, date, int]:
    return row.min_micro, row.valid_from or date.min, row.id


EMPTY = RulesSnapshot(version=0, currency="EUR", lists={}, rows={})


def is_valid_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Whether the day lies in the inclusive range; None means no limit (A14)."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
