"""The bill of materials and the work of a configured product."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from app.domain.errors import RefusedError
from app.domain.product_models.closures import Compiled, Context, number
from app.domain.product_models.definition import BomDef, OperationDef
from app.domain.product_models.remembering import Row, condition, context_of, option_row, row_of, said
from app.domain.product_models.results import BomLine, OperationLine
from app.domain.product_models.scopes import PATH, Scope, Shape, shown
from app.domain.scene.model import Scene
from app.domain.scene.quantities import PIECE, uses_of


def bom_rows(shape: Shape) -> list[Row[BomLine]]:
    """What options and rows of the shape take; parts are not among them."""
    return [*_option_articles(shape), *(_bom_row(each, shape) for each in shape.component.bom)]


def _option_articles(shape: Shape) -> list[Row[BomLine]]:
    found = []
    for group in shape.component.groups:
        lines = {each.code: _once(each.article) for each in group.options if each.article}
        if lines:
            found.append(option_row(group, lines, is_placed=False))
    return found


def _once(article: str) -> Callable[[str], tuple[BomLine, ...]]:
    lines = (BomLine(article, Fraction(1)),)
    return lambda _path: lines


def _bom_row(row: BomDef, shape: Shape) -> Row[BomLine]:
    context = context_of(shape, f"bom.{row.code}")
    when, quantity = condition(row.when, context), number(row.quantity, context)

    def line(scope: Scope) -> tuple[BomLine, ...]:
        if not when.run(scope):
            return ()
        return (BomLine(row.article, _not_below_zero(quantity, scope, context)),)

    return Row(when.cells | quantity.cells, line)


def bill_of(rows: Iterable[BomLine], scene: Scene) -> tuple[BomLine, ...]:
    """Rows and parts as one line for each article, in the order in which they first come; nothing of 0."""
    rest: dict[str, Fraction] = {}
    parts: dict[str, list[str]] = {}
    for row in rows:
        rest[row.article] = rest.get(row.article, Fraction(0)) + row.quantity
    used: dict[tuple[str, int], int] = {}
    for part in scene.parts:
        for article, amount, per in uses_of(part, scene.materials[part.material]):
            used[article, per] = used.get((article, per), 0) + amount
            parts.setdefault(article, []).append(part.key)
    for (article, per), amount in used.items():
        rest[article] = rest.get(article, Fraction(0)) + (amount if per == PIECE else Fraction(amount, per))
    return tuple(
        BomLine(article, quantity, _each_once(parts.get(article, ())))
        for article, quantity in rest.items()
        if quantity
    )


def _each_once(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def operation_rows(shape: Shape, language: str) -> list[Row[OperationLine]]:
    """The steps of work of the shape."""
    return [_operation_row(each, shape, language) for each in shape.component.operations]


def _operation_row(row: OperationDef, shape: Shape, language: str) -> Row[OperationLine]:
    context = context_of(shape, f"operations.{row.code}")
    when, minutes = condition(row.when, context), number(row.minutes, context)
    name = said(row.name, language)
    places = shape.model.workplaces
    place = said(places[row.workplace], language) if row.workplace in places else row.workplace

    def line(scope: Scope) -> tuple[OperationLine, ...]:
        if not when.run(scope):
            return ()
        taken = _not_below_zero(minutes, scope, context)
        return (OperationLine(scope[PATH] + row.code, name, row.setup, taken, row.hourly, place),)

    return row_of([when, minutes], line)


def _not_below_zero(source: Compiled, scope: Scope, context: Context) -> Fraction:
    found = Fraction(source.run(scope))
    if found < 0:
        raise RefusedError("evaluate.below_zero", row=context.row, found=shown(found))
    return found
