"""What a keyed line adds to an order, and what a rule adds to it as a line: the values that steps 11 to 14 work on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.domain.pricing.metals import MetalPart
from app.domain.tax import TaxKey

_FINE = 10**30  # finer than two prices of a unit can differ
Group = tuple[str, int, str, str]
"""Category, rate and code of a tax, and the tax class: in the order in which groups come first."""


@dataclass(frozen=True, slots=True)
class LineAmount:
    """What a keyed line adds to an order: its kind, amount in minor units, tax, weight in grams, and its metals.

    Of a line with an article also the article with its family, and the quantity in base units; `is_typed`: the clerk
    typed a price or a discount, so that promotions leave it alone. `weight_ug` is exact: micrograms.
    """

    kind: str
    amount_minor: int
    tax_class: str
    tax: TaxKey
    weight_ug: int = 0
    metals: tuple[MetalPart, ...] = ()
    product_id: int | None = None
    family: str = ""
    base_micro: int = 0
    base_unit: str = "pc"
    is_typed: bool = False
    key: str = ""
    # Worked out once: promotions ask for it again and again.
    group: Group = field(init=False, repr=False, compare=False)
    likeness: tuple[Any, ...] = field(init=False, repr=False, compare=False)
    unit_value: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Its group of tax and class, what makes two lines alike, and what a base unit costs, for comparing."""
        tax, put = self.tax, object.__setattr__
        group = (tax.category, tax.rate_ppm, tax.code, self.tax_class)
        put(self, "group", group)
        put(self, "likeness", (*group, self.product_id or 0, self.amount_minor, self.base_micro))
        put(self, "unit_value", self.amount_minor * _FINE // self.base_micro if self.base_micro else 0)


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A line that a rule adds, in minor units; below zero it is a discount. `base_minor` and `rate_ppm` say of what.

    `name` is the rule's; empty for a typed discount. With a `product_id` it is a free article of which `base_micro`
    base units go along. Of a metal: `weight_ng` at `quote_micro` for `per_g` grams, of which the
    articles' prices contain `contained_micro`; None where an older order does not say.
    """

    origin: str
    name: str
    tax_class: str
    amount_minor: int
    rate_ppm: int = 0
    base_minor: int = 0
    weight_ng: int = 0
    quote_micro: int = 0
    per_g: int = 0
    contained_micro: int | None = None
    product_id: int | None = None
    base_micro: int = 0
