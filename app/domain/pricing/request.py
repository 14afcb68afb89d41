"""What is asked for when a line is priced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.quantity import Unit


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """What a line's price depends on. `manual_*` are typed by the clerk and stay typed (A17).

    `per`: for how many units the price is asked, and a typed one is; 0 leaves it to the list (`PriceResult.per`).
    """

    product_id: int
    family: str
    quantity_micro: int
    unit: Unit
    customer_id: int | None
    price_group: str
    customer_discount_ppm: int
    on: date
    manual_price_micro: int | None = None
    manual_discount_ppm: int | None = None
    per: int = 0

    @property
    def is_typed(self) -> bool:
        """Whether the clerk has typed a price or a discount, so that the rules' discounts stand aside."""
        return self.manual_price_micro is not None or self.manual_discount_ppm is not None
