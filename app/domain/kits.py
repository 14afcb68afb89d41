"""Kits: articles that are sold as one and shipped as their parts; how their price is found and split to the cent.

The parts of a kit have days; an order keeps those that it was confirmed with. See docs/pricing.md, "Kits" (case A36).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.money import MICRO
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.domain.rounding import split_by_largest_remainder

OWN, SUM = "own", "sum"
PRICES = (OWN, SUM)
"""Where a kit's price is from: its own rows of the lists, or its parts less a percent."""
BY_LIST, BY_COST, FIXED = "list", "cost", "fixed"
SPLITS = (BY_LIST, BY_COST, FIXED)
"""By what its price is split: the parts' own prices, what they cost, or shares that were keyed."""
OF_PARTS, OF_KIT = "parts", "kit"
TAXES = (OF_PARTS, OF_KIT)
"""Whose tax class holds for a part's share."""
PARTS_MOST = 40
SHARE_MOST = 10**6


@dataclass(frozen=True, slots=True)
class KitPart:
    """A part: base units of it in a base unit of the kit; `share` weighs where shares are fixed."""

    product_id: int
    quantity_micro: int
    share: int = 0


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit as it is on a day. `less_ppm`: what the sum of its parts is less."""

    parts: tuple[KitPart, ...]
    price: str = OWN
    less_ppm: int = 0
    split: str = BY_LIST
    tax: str = OF_PARTS


@dataclass(frozen=True, slots=True)
class KitInput:
    """How a kit is priced and split, as keyed."""

    price: str = OWN
    less_ppm: int = 0
    split: str = BY_LIST
    tax: str = OF_PARTS


@dataclass(frozen=True, slots=True)
class KitPartInput:
    """A part as keyed; both days belong to its range, none means no limit."""

    part_id: int
    quantity_micro: int = MICRO
    share: int = 0
    valid_from: date | None = None
    valid_until: date | None = None


def split_price(amount_minor: int, weights: Sequence[int], quantities: Sequence[int]) -> tuple[int, ...]:
    """The amount of a kit shared out over its parts to the cent: by weight, or by quantity where nothing weighs."""
    used = weights if any(weights) else quantities
    if not any(used):
        used = [1] * len(weights)
    return split_by_largest_remainder(amount_minor, used)


def check_kit(data: KitInput) -> tuple[Issue, ...]:
    """Everything wrong with a kit as keyed."""
    found = Findings("kit")
    for name, known in (("price", PRICES), ("split", SPLITS), ("tax", TAXES)):
        found.block(getattr(data, name) not in known, "choice_unknown", name)
    found.block(not 0 <= data.less_ppm <= MICRO, "less_range", "less_ppm")
    return found.all


def check_part(data: KitPartInput, kit_id: int, kept: Sequence[KitPartInput] = ()) -> tuple[Issue, ...]:
    """Everything wrong with a part as keyed, beside those that stay."""
    found = Findings("kit")
    found.block(not data.part_id, "part_missing", "part")
    found.block(data.part_id == kit_id, "part_itself", "part")
    found.block(not 0 < data.quantity_micro <= MAX_QUANTITY_MICRO, "quantity_range", "quantity_micro")
    found.block(not 0 <= data.share <= SHARE_MOST, "share_range", "share")
    found.block(len(kept) >= PARTS_MOST, "too_many", "part", most=PARTS_MOST)
    backwards = data.valid_from and data.valid_until and data.valid_until < data.valid_from
    found.block(backwards, "days_backwards", "valid_until", first=data.valid_from, last=data.valid_until)
    twice = any(each.part_id == data.part_id and _overlap(each, data) for each in kept)
    found.block(twice and not backwards, "part_twice", "valid_from")
    return found.all


def _overlap(one: KitPartInput, other: KitPartInput) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_until or date.max, other.valid_until or date.max)
