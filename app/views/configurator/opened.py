"""What the page needs of a product that is configured, and where it was asked from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from app.domain.orders.own_prices import LinePricing
from app.domain.product_models.results import BomLine, Configuration, OperationLine, PriceShare

if TYPE_CHECKING:
    from app.domain.configuring.keeping import Kept
    from app.domain.configuring.session import Session
    from app.domain.scene.model import Scene
    from app.views.configurator.line_prices import LinePrices


OWN = "="
"""Code of the row of what the article costs by itself; "=0" and so on: lists, taxes and discounts over the shares."""


def changes_whole(share: PriceShare) -> bool:
    """Whether the row is no share, but what a list, a tax or a discount makes of all of them."""
    return share.code.startswith(OWN) and share.code != OWN


class Follows(Protocol):
    """As `product_models.evaluating.Evaluator`, as far as the page asks itself."""

    def prices(self, configuration: Configuration, price_list: str, on: date) -> tuple[PriceShare, ...]:
        """Rows whose sum is the price of a piece."""

    def scene(self, configuration: Configuration) -> Scene:
        """What is drawn."""

    def bom(self, configuration: Configuration) -> tuple[BomLine, ...]:
        """The articles that it takes."""

    def operations(self, configuration: Configuration) -> tuple[OperationLine, ...]:
        """The work on it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be configured, and for which line of which order.

    Args:
        product_id: the article.
        order_id: 0 where nothing asked for it: it is tried out.
        line: key of the order's line.
        origin: where one goes back to, in words: "Order SO-1042 · line 20".
        configuration: key of a kept configuration that it begins with, "" for none.
        quantity: how many pieces.
        pricing: the order's line with all that its price depends on; None: nobody's yet.
        may_take: whether the order's line may be changed.
        customer_id: whose order it is, 0 for nobody's.
        fits_with: ids of what the customer owns to which it is to fit; None: as it was kept.
    """

    product_id: int
    sku: str = ""
    name: str = ""
    order_id: int = 0
    line: str = ""
    origin: str = ""
    configuration: str = ""
    quantity: Fraction = Fraction(1)
    on: date = date.min
    pricing: LinePricing | None = None
    may_take: bool = False
    is_renewed: bool = False
    """Whether the kept configuration is taken over into the version that is in use now."""
    customer_id: int = 0
    fits_with: tuple[int, ...] | None = None
    records_for: int = 0
    """Id of the customer on whose card it is recorded as his; 0: it is configured to be sold."""
    earlier: Kept | None = None
    """What it begins with in place of what was chosen of the kept configuration."""

    @property
    def key(self) -> str:
        """Tells pages apart: one for each line, one for each article that is tried out."""
        if self.records_for:
            return f"record:{self.records_for}:{self.product_id}"
        return f"configure:{self.order_id}:{self.line}" if self.order_id else f"configure::{self.product_id}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A product ready to be configured: made in a job, then used by the window's thread alone."""

    wish: Wish
    session: Session
    follows: Follows
    currency: str = "EUR"
    """Of the prices that the session tells."""
    name: str = ""
    """What the product model calls it, in the language of whoever reads."""
    version_id: int = 0
    """Of the product model's version, under which the configuration is kept."""
    newer: int = 0
    """The number of the version that is in use now, where the configuration is of an older one; 0: it is of that."""
    fits_with: tuple[int, ...] = ()
    """Ids of what the customer owns to which it is to fit."""
    fits_words: str = ""
    """Which things these are."""
    prices: LinePrices | None = None
    """Whose prices these are, where they can be those of a line."""
    free: Mapping[str, int] = field(default_factory=dict)
    """By SKU how much of an article is free, in millionths of its base unit."""
