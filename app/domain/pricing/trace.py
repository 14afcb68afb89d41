"""Why a price is what it is: the steps taken, and the rules that did not apply with what would make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

DISCOUNT_CODES = {"best": "discount", "added": "added_discount", "chained": "chained_discount"}
"""The step of a discount by the kind of its rule."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall, in millionths of the price of as many sale units as the result says.

    `code`: base, share (of a configuration), formula, converted, tax_added, tax_taken, break, discount, added_discount,
    chained_discount, manual_price, manual_discount, kept, net; of a kit that costs what its parts do kit_sum and
    kit_less. `min_micro`: the base units from which a break holds; `over`: of what it counts them (`BREAKS_OVER`).
    `unit`: of a price that is for what is keyed in it alone.
    `rate_ppm`: of a discount what it takes off, of a formula by what it multiplies, of a tax its rate. `currency`: in
    what both prices are, where it is not the document's; "converted" then takes the price there, one unit of it being
    `rate_nano` billionths of the document's. `list_id`: of a formula the list that it belongs to. `on_micro`: of a
    discount the part of the price on which it counts, where that is not all of it.
    """

    code: str
    name: str
    before_micro: int
    after_micro: int
    rate_ppm: int | None = None
    rule_id: int | None = None
    min_micro: int | None = None
    over: str | None = None
    currency: str | None = None
    rate_nano: int | None = None
    list_id: int | None = None
    unit: str | None = None
    on_micro: int | None = None

    @property
    def delta_micro(self) -> int:
        """What the step changed."""
        return self.after_micro - self.before_micro


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that did not apply.

    `reason`: needs_quantity, other_unit, used_up, starts, ended, other_wins, other_channel, other_country,
    smaller_discount, manual, other_group, other_family; of promotions also needs_amount, needs_article (the
    order has not what it gives: `needs`), needs_others (it gives this article for others, or with others as a set),
    coupon, exclusive, taken_out, agreed, no_amount, no_gain.
    `more_micro`: how many more base units are needed, of what `over` says; `saves_minor`: what the line would then
    save; `needs`: the price group, family, channel, country or unit that the rule is for; `agreed_micro`: the base
    units that were agreed and are used up. `price_micro` is for `per` sale units. `more_minor`: by how much what a
    promotion counts has to grow.
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
    over: str | None = None
    agreed_micro: int | None = None
    more_minor: int | None = None
    is_promotion: bool = False


@dataclass(frozen=True, slots=True)
class PromotionPart:
    """What a promotion takes off the line, in minor units; 0 where it adds free goods or frees of freight."""

    name: str
    rule_id: int
    off_minor: int


@dataclass(frozen=True, slots=True)
class PriceResult:
    """A line's price for `per` sale units and its amount; `list_micro` is None when no list has the product.

    `per` is 1, or what the list says where the price of a single unit has more than six decimals (A11).

    `auto_micro` is what the rules alone would give: shown beside a typed price. `first_micro` is the price of
    the list before any quantity break; it decides nothing, so two results that differ in it alone are equal.
    `left_micro`: base units left of an agreed quantity before this order, None where none was agreed.
    `more_misses`: how many further rules did not apply beside the near misses told.
    `discount_on_micro`: of a configured line with a discount the part of `list_micro` on which it counts, None for all.
    """

    list_micro: int | None
    discount_ppm: int
    net_micro: int
    amount_minor: int
    auto_micro: int | None
    steps: tuple[Step, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    first_micro: int | None = field(default=None, compare=False)
    more_misses: int = field(default=0, compare=False)
    per: int = 1
    left_micro: int | None = field(default=None, compare=False)
    promoted: tuple[PromotionPart, ...] = field(default=(), compare=False)
    discount_on_micro: int | None = None
