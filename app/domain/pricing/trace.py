"""Why a price is what it is: the steps taken, and the rules that did not apply with what would make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DISCOUNT_CODES = {"best": "discount", "added": "added_discount", "chained": "chained_discount"}
"""The step of a discount by the kind of its rule."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall, in millionths of the price of as many sale units as the result says.

    `code`: base, break, discount, added_discount, chained_discount, manual_price, manual_discount, net, cost, margin.
    `min_micro`: the base units from which a break holds.
    """

    code: str
    name: str
    before_micro: int
    after_micro: int
    rate_ppm: int | None = None
    rule_id: int | None = None
    min_micro: int | None = None

    @property
    def delta_micro(self) -> int:
        """What the step changed."""
        return self.after_micro - self.before_micro


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that did not apply.

    `reason`: needs_quantity, starts, ended, other_wins, smaller_discount, manual, other_group, other_family.
    `more_micro`: how many more base units are needed; `saves_minor`: what the line would then save;
    `needs`: the price group or family that the rule is for. `price_micro` is for `per` sale units.
    """

    name: str
    reason: str
    rule_id: int
    price_micro: int | None = None
    more_micro: int | None = None
    starts: date | None = None
    ended: date | None = None
    saves_minor: int | None = None
    needs: str = ""
    per: int = 1
