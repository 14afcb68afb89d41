"""The price that an article has by itself, beside what its model adds: together they are the price of its line."""

from __future__ import annotations

from datetime import date

from app.domain.orders.own_prices import OwnPrice
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.results import Configuration, PriceShare


class BesideOwnPrice(Evaluator):
    """An evaluator that tells the article's own price first."""

    own: OwnPrice | None = None

    def prices(self, configuration: Configuration, price_list: str, on: date) -> tuple[PriceShare, ...]:
        """See `Evaluator.prices`."""
        shares = super().prices(configuration, price_list, on)
        if self.own is None or not self.own.amount:
            return shares
        return (PriceShare(self.own.price_list, self.own.name, self.own.amount), *shares)
