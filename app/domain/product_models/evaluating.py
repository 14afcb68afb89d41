"""What follows from a whole configuration of a product model: price, days, articles, work, text and parts.

An evaluator keeps what it found out by the values from which it follows: of a configuration that differs in one
choice only the rows that name it are evaluated anew. It is for one thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar

from app.domain.errors import RefusedError
from app.domain.product_models.bills import bill_of, bom_rows, operation_rows
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.line_texts import line_text
from app.domain.product_models.pricing import Days, lead_rows, price_rows
from app.domain.product_models.remembering import Row, Rows
from app.domain.product_models.results import BomLine, Configuration, OperationLine, PriceShare
from app.domain.product_models.scenes import Scenes
from app.domain.product_models.scopes import Model, Scope, Shape
from app.domain.scene.model import Scene

Result = TypeVar("Result")
Asked = ParamSpec("Asked")
_Rows: TypeAlias = Mapping[Shape, Rows[Result]]


def _within_depth(
    method: Callable[Concatenate[Evaluator, Asked], Result],
) -> Callable[Concatenate[Evaluator, Asked], Result]:
    """The method; a chain of values that is deeper than the machine can follow is refused, not a crash."""

    @wraps(method)
    def found(evaluator: Evaluator, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        try:
            return method(evaluator, *args, **kwargs)
        except RecursionError:
            raise RefusedError("evaluate.too_deep", model=evaluator.code) from None

    return found


class Evaluator:
    """What configurations of a product model come to, with names in one language.

    Everything is exact. RefusedError `configuration.*` where the model does not have what was chosen, `evaluate.*`
    with the `row` as it stands in the file where that cannot be reckoned.
    """

    def __init__(self, definition: ProductDefinition, language: str = "en") -> None:
        self.code = definition.code
        self._model = Model(definition)
        self._language = language
        self._model.tally = self._tally
        self._prices: dict[tuple[str, date], _Rows[PriceShare]] = {}
        self._last: tuple[Configuration, Scope] | None = None

    @_within_depth
    def prices(self, configuration: Configuration, price_list: str, on: date) -> tuple[PriceShare, ...]:
        """What is added to the price of a piece: by the product, then by each sub-product.

        Options come first in each, then the rows of all lists and of this one that are valid on the day.
        """
        rows = self._prices.get((price_list, on))
        if rows is None:
            rows = self._rows(lambda shape: price_rows(shape, self._language, price_list, on))
            self._prices[price_list, on] = rows
        return _found(rows, self._scope(configuration))

    @_within_depth
    def lead_days(self, configuration: Configuration) -> int:
        """Working days until it is made: the longest of all rows and options, and what others add."""
        found = _found(self._lead, self._scope(configuration))
        return max((each.longest for each in found), default=0) + sum(each.added for each in found)

    @_within_depth
    def bom(self, configuration: Configuration) -> tuple[BomLine, ...]:
        """The articles of a piece, a line for each: what options and rows name, then what parts are made of.

        Sheets are in square metres, bars and edges in metres, the others in pieces.
        """
        product = self._scope(configuration)
        return bill_of(_found(self._bom, product), self._scenes.of(product))

    @_within_depth
    def operations(self, configuration: Configuration) -> tuple[OperationLine, ...]:
        """The steps of work: of the product, then of each sub-product."""
        return _found(self._operations, self._scope(configuration))

    @_within_depth
    def scene(self, configuration: Configuration) -> Scene:
        """What it looks like. Parts that a change leaves as they are are the same objects again."""
        return self._scenes.of(self._scope(configuration))

    @_within_depth
    def line_text(self, configuration: Configuration) -> str:
        """What stands on the order's line."""
        return line_text(self._scope(configuration), self._language)

    def _tally(self, scope: Scope) -> Mapping[str, tuple[int, Fraction]]:
        """Parts are compiled when they are first asked for: price lists and texts may do without."""
        return self._scenes.tally(scope)

    @cached_property
    def _scenes(self) -> Scenes:
        return Scenes(self._model, self._language)

    @cached_property
    def _lead(self) -> _Rows[Days]:
        return self._rows(lead_rows)

    @cached_property
    def _bom(self) -> _Rows[BomLine]:
        return self._rows(bom_rows)

    @cached_property
    def _operations(self) -> _Rows[OperationLine]:
        return self._rows(lambda shape: operation_rows(shape, self._language))

    def _rows(self, rows: Callable[[Shape], list[Row[Result]]]) -> _Rows[Result]:
        shapes = [self._model.product, *self._model.components.values()]
        return {shape: Rows(rows(shape)) for shape in shapes}

    def _scope(self, configuration: Configuration) -> Scope:
        if self._last is None or self._last[0] is not configuration:
            self._last = (configuration, self._model.scope_of(configuration))
        return self._last[1]


def _found(rows: _Rows[Result], product: Scope) -> tuple[Result, ...]:
    return tuple([found for scope in product.whole() for found in rows[scope.shape].of(scope)])
