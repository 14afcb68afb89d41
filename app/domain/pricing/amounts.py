"""What a keyed line adds to an order, and what a rule adds to it as a line: the values that steps 11 to 14 work on."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pricing.metals import MetalPart
from app.domain.tax import TaxKey


@dataclass(frozen=True, slots=True)
class LineAmount:
    """What a keyed line adds to an order: its kind, amount in minor units, tax, weight in grams, and its metals.

    Of a line with an article also the article with its family, and the quantity in base units; `is_typed`: the clerk
    typed a price or a discount, so that promotions leave it alone.
    """

    kind: str
    amount_minor: int
    tax_class: str
    tax: TaxKey
    weight_g: int = 0
    metals: tuple[MetalPart, ...] = ()
    product_id: int | None = None
    family: str = ""
    base_micro: int = 0
    base_unit: str = "pc"
    is_typed: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A line that a rule adds, in minor units; below zero it is a discount. `base_minor` and `rate_ppm` say of what.

    `name` is the rule's; empty for a typed discount. With a `product_id` it is a free article of which `base_micro`
    base units go along. Of a metal: `weight_ng` at `quote_micro` for `per_g` grams.
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
    product_id: int | None = None
    base_micro: int = 0
