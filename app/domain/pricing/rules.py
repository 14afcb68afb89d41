"""The rules as one immutable value: price lists, their rows by product, discount rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

KIND_RANK = {"contract": 3, "group": 2, "general": 1}


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
    """A percent off; empty conditions mean any."""

    id: int
    name: str
    discount_ppm: int
    customer_id: int | None = None
    price_group: str = ""
    family: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class RulesSnapshot:
    """Everything that prices depend on, at one `version`; built by `services/pricing`, never changed."""

    version: int
    currency: str
    lists: Mapping[int, ListFacts]
    rows: Mapping[int, tuple[PriceRow, ...]]  # by product id
    discounts: tuple[DiscountRule, ...] = field(default=())


EMPTY = RulesSnapshot(version=0, currency="EUR", lists={}, rows={})


def is_valid_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Whether the day lies in the inclusive range; None means no limit (A14)."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
