"""One line of goods that is keyed to be booked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.orders.context import ProductFacts
from app.domain.quantity import Unit


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One keyed line; `product` is None while its code is looked up or unknown.

    `unit` is the one that it is keyed in; None is the product's base unit. `named`: the unit that was keyed or
    pasted before the product was known; `beside`: a pasted word that is a unit if the product has one of that code.
    `cost_micro`: what a base unit costs, None where nobody says.
    """

    sku: str = ""
    product: ProductFacts | None = None
    count_micro: int = 0
    unit: Unit | None = None
    named: str = ""
    beside: str = ""
    due: dt.date | None = None
    cost_micro: int | None = None

    @property
    def product_id(self) -> int | None:
        """The product's id, None while it is not known."""
        return self.product.id if self.product is not None else None

    @property
    def quantity_micro(self) -> int:
        """What is booked, in the product's base unit."""
        return self.unit.to_base(self.count_micro) if self.unit is not None else self.count_micro

    @property
    def is_empty(self) -> bool:
        """Nothing was keyed into it."""
        return not self.sku and not self.count_micro
