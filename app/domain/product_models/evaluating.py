"""What follows from a whole configuration of a product model: price, days, articles, work, text and parts.

An evaluator keeps what it found out by the values from which it follows: of a configuration that differs in one
choice only the rows that name it are evaluated anew. It is for one thread at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.pricing import Days, lead_rows, price_rows
from app.domain.product_models.remembering import Row, together
from app.domain.product_models.results import Configuration, PriceShare
from app.domain.product_models.scopes import Model, Scope, Shape

Result = TypeVar("Result")


class Evaluator:
    """What configurations of a product model come to, with names in one language.

    Everything is exact. RefusedError `configuration.*` where the model does not have what was chosen, `evaluate.*`
    with the `row` as it stands in the file where that cannot be reckoned.
    """

    def __init__(self, definition: ProductDefinition, language: str = "en") -> None:
        self._model = Model(definition)
        self._language = language
        self._prices: dict[tuple[str, date], dict[Shape, Row[PriceShare]]] = {}
        self._lead: dict[Shape, Row[Days]] | None = None
        self._last: tuple[Configuration, Scope] | None = None

    def prices(self, configuration: Configuration, price_list: str, on: date) -> tuple[PriceShare, ...]:
        """What is added to the price of a piece: by the product, then by each sub-product.

        Options come first in each, then the rows of all lists and of this one that are valid on the day.
        """
        rows = self._prices.get((price_list, on))
        if rows is None:
            rows = {
                each: together(price_rows(each, self._language, price_list, on)) for each in self._shapes()
            }
            self._prices[price_list, on] = rows
        return _found(rows, self._scope(configuration))

    def lead_days(self, configuration: Configuration) -> int:
        """Working days until it is made: the longest of all rows and options, and what others add."""
        if self._lead is None:
            self._lead = {each: together(lead_rows(each)) for each in self._shapes()}
        found = _found(self._lead, self._scope(configuration))
        return max((each.longest for each in found), default=0) + sum(each.added for each in found)

    def _shapes(self) -> list[Shape]:
        return [self._model.product, *self._model.components.values()]

    def _scope(self, configuration: Configuration) -> Scope:
        if self._last is None or self._last[0] is not configuration:
            self._last = (configuration, self._model.scope_of(configuration))
        return self._last[1]


def _found(rows: Mapping[Shape, Row[Result]], product: Scope) -> tuple[Result, ...]:
    return tuple([found for scope in product.whole() for found in rows[scope.shape].of(scope)])
