"""Expressions as functions of a scope, compiled once, with what each one reads.

What is of a wrong kind, or named and not there, is refused when a row is compiled; what only its values show, such as
a division by zero, when it is evaluated. Both name the row as it stands in the file ("prices.top").
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from functools import partial
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from app.domain.errors import RefusedError
from app.domain.product_models.definition import GroupDef
from app.domain.product_models.expressions import (
    Among,
    Binary,
    Call,
    Expression,
    Literal,
    Name,
    Unary,
)
from app.domain.product_models.scopes import NOTHING_CHOSEN, Run, Scope, Shape, plain

MOST_BITS = 512
"""Of a named value, numerator and denominator together: some 150 digits."""


class Kind(Enum):
    """What an expression's value is; it is known before anything is chosen."""

    NUMBER = "number"
    TRUTH = "truth"
    TEXT = "text"


class Compiled(NamedTuple):
    """An expression that can be evaluated.

    Args:
        run: finds out its value in a scope of the shape for which it was compiled.
        kind: of its value.
        cells: names of the cells from which the value follows; equal cells, equal value.
        is_of_parts: it counts or measures parts, so that no part may depend on it.
    """

    run: Run
    kind: Kind
    cells: frozenset[str] = frozenset()
    is_of_parts: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands: whose names it may use and which row is told where it is wrong.

    Args:
        row: as in the file: "prices.top", "components.module.parts.door".
        functions: what may be called, by name (`functions.FUNCTIONS`).
        repeats: whether it is of a repeated part, so that `i` is known.
    """

    shape: Shape
    row: str
    functions: Mapping[str, Builder]
    repeats: bool = False

    def of(self, shape: Shape) -> Context:
        """The same row, in the words of another shape, outside of what is repeated."""
        return replace(self, shape=shape, repeats=False)


Builder: TypeAlias = Callable[[Call, Context], Compiled]


def compiled(expression: Expression, context: Context) -> Compiled:
    """The expression, ready to be evaluated; RefusedError `evaluate.*` with its row where it makes no sense."""
    match expression:
        case Literal(value):
            return _constant(value)
        case Name((code,)):
            return _named(code, context)
        case Name(path):
            return _named_elsewhere(path, context)
        case Call(function):
            if function not in context.functions:
                raise RefusedError("evaluate.unknown_function", row=context.row, function=function)
            return context.functions[function](expression, context)
        case Unary(sign, of):
            return _not(truth(of, context)) if sign == "not" else _minus(number(of, context))
        case Binary(sign, left, right):
            return _combined(sign, left, right, context)
        case Among(left, of):
            return _any_of([_compared("=", left, each, context) for each in of])


def _combined(sign: str, left: Expression, right: Expression, context: Context) -> Compiled:
    if sign in _ARITHMETIC:
        return _reckoned(sign, number(left, context), number(right, context), context)
    if sign in _CONNECTED:
        return _connected(sign, truth(left, context), truth(right, context))
    return _compared(sign, left, right, context)


def number(expression: Expression, context: Context) -> Compiled:
    """An expression whose value is a number; a truth counts 1 or 0."""
    found = compiled(expression, context)
    if found.kind is Kind.TEXT:
        raise RefusedError("evaluate.needs_number", row=context.row, found=told(expression))
    return found


def truth(expression: Expression, context: Context) -> Compiled:
    """An expression that holds or does not."""
    found = compiled(expression, context)
    if found.kind is not Kind.TRUTH:
        raise RefusedError("evaluate.needs_condition", row=context.row, found=told(expression))
    return found


def text(expression: Expression, context: Context) -> Compiled:
    """An expression whose value is a word: a code or a SKU."""
    found = compiled(expression, context)
    if found.kind is not Kind.TEXT:
        raise RefusedError("evaluate.needs_word", row=context.row, found=told(expression))
    return found


def told(expression: Expression) -> str:
    """How an expression is called in a refusal: its name, its value or its function."""
    match expression:
        case Name(path):
            return ".".join(path)
        case Literal(value):
            return f"'{value}'" if isinstance(value, str) else str(value).lower()
        case Call(function):
            return f"{function}(...)"
        case Unary(sign, of):
            return f"{sign} {told(of)}"
        case Binary(sign, left, right):
            return f"{told(left)} {sign} {told(right)}"
        case Among(left):
            return f"{told(left)} in (...)"


def follow(run: Run, kind: Kind, *sources: Compiled) -> Compiled:
    """What follows from the sources alone."""
    cells, is_of_parts = _NO_CELLS, False
    for source in sources:
        cells = cells | source.cells if cells and source.cells else cells or source.cells
        is_of_parts = is_of_parts or source.is_of_parts
    return Compiled(run, kind, cells, is_of_parts)


_NO_CELLS: frozenset[str] = frozenset()


def _constant(value: Fraction | str | bool) -> Compiled:
    if isinstance(value, str):
        return Compiled(lambda _scope: value, Kind.TEXT)
    if isinstance(value, bool):
        return Compiled(lambda _scope: value, Kind.TRUTH)
    whole = plain(value)
    return Compiled(lambda _scope: whole, Kind.NUMBER)


# Names


def group_named(expression: Expression, context: Context) -> tuple[GroupDef, str] | None:
    """The group that a name means and the cell with what is chosen in it; None for anything else."""
    match expression:
        case Name((code,)) if code in context.shape.groups:
            return context.shape.groups[code], code
        case Name(("parent", code)) if context.shape.parent and code in context.shape.parent.groups:
            return context.shape.parent.groups[code], parent_cell((code,), itemgetter(code), context)
        case _:
            return None


def _named(code: str, context: Context) -> Compiled:
    shape = context.shape
    if code in shape.numbers:
        return _cell(code, Kind.NUMBER)
    if code in shape.groups:
        if shape.groups[code].hi > 1:
            raise RefusedError("evaluate.several", row=context.row, group=code)
        return _cell(code, Kind.TEXT)
    if code in shape.component.values:
        return _named_value(code, context)
    if code == "i" and context.repeats:
        return Compiled(itemgetter("i"), Kind.NUMBER)
    if shape.parent is not None and code in _PLACES:
        return _cell(code, _PLACES[code])
    raise RefusedError("evaluate.unknown_name", row=context.row, name=code)


_PLACES: Mapping[str, Kind] = {"index": Kind.NUMBER, "is_first": Kind.TRUTH, "is_last": Kind.TRUTH}


def _named_elsewhere(path: tuple[str, ...], context: Context) -> Compiled:
    shape = context.shape
    match path:
        case (slot, "count") if slot in shape.slots:
            return _cell(f"{slot}.count", Kind.NUMBER)
        case (group, option) if group in shape.groups:
            return _chosen(shape.groups[group], option, context)
        case ("parent", *rest) if shape.parent is not None:
            return _of_parent(shape.parent, tuple(rest), context)
        case _:
            raise RefusedError("evaluate.unknown_name", row=context.row, name=".".join(path))


def _cell(code: str, kind: Kind) -> Compiled:
    return Compiled(itemgetter(code), kind, frozenset((code,)))


def _chosen(group: GroupDef, option: str, context: Context) -> Compiled:
    _expect_option(group, option, context)
    code = group.code
    if group.hi == 1:
        return Compiled(lambda scope: scope[code] == option, Kind.TRUTH, frozenset((code,)))
    cell = f"{code}.{option}"
    context.shape.derived.setdefault(cell, lambda scope: option in scope[code])
    return _cell(cell, Kind.TRUTH)


def _expect_option(group: GroupDef, option: str, context: Context) -> None:
    if all(each.code != option for each in group.options):
        raise RefusedError("evaluate.unknown_option", row=context.row, group=group.code, option=option)


def _named_value(code: str, context: Context) -> Compiled:
    shape, cell = context.shape, f"values.{code}"
    found: Compiled | None = shape.known.get(cell)
    if found is None:
        row = f"{shape.place}{cell}"
        if cell in shape.under_way:
            raise RefusedError("evaluate.circle", row=row, name=code)
        shape.under_way.add(cell)
        try:
            source = compiled(shape.component.values[code], replace(context, row=row, repeats=False))
        finally:
            shape.under_way.discard(cell)
        shape.derived[cell] = partial(_bounded, source.run, row) if source.kind is Kind.NUMBER else source.run
        found = shape.known[cell] = _derived(cell, source)
    return found


def _bounded(run: Run, row: str, scope: Scope) -> Fraction | int:
    """The value, refused where it has more digits than anything measured: squares of squares would never end."""
    value: Fraction | int = run(scope)
    if value.numerator.bit_length() + value.denominator.bit_length() > MOST_BITS:
        raise RefusedError("evaluate.too_large", row=row)
    return value


def _derived(cell: str, source: Compiled) -> Compiled:
    return Compiled(itemgetter(cell), source.kind, frozenset((cell,)), source.is_of_parts)


def _of_parent(parent: Shape, path: tuple[str, ...], context: Context) -> Compiled:
    source = compiled(Name(path), context.of(parent))
    return _derived(parent_cell(path, source.run, context), source)


def parent_cell(path: tuple[str, ...], run: Run, context: Context) -> str:
    """The name of a cell with what the product has under this path, as `run` finds it out there."""
    cell = ".".join(("parent", *path))
    context.shape.derived.setdefault(cell, lambda scope: run(scope.parent))
    return cell


def derived_cell(call: Call, context: Context, run: Run, kind: Kind, *, is_of_parts: bool) -> Compiled:
    """What a call is worth as a cell of its own: found out once in a scope, whoever asks for it."""
    cell = context.shape.known.get(call)
    if cell is None:
        cell = f"{call.function}#{len(context.shape.derived)}"
        context.shape.known[call] = cell
        context.shape.derived[cell] = run
    return Compiled(itemgetter(cell), kind, frozenset((cell,)), is_of_parts)


# Comparisons


def _compared(sign: str, left: Expression, right: Expression, context: Context) -> Compiled:
    for one, other in ((left, right), (right, left)):
        found = group_named(one, context)
        if found is not None:
            option = _option_of(found[0], other, context)
            if option is not None:
                return _group_compared(sign, found, option, context)
    return _values_compared(sign, left, right, context)


def _option_of(group: GroupDef, expression: Expression, context: Context) -> str | None:
    """The local code that stands beside a group in a comparison; None where it is no option's."""
    match expression:
        case Name((code,)) if any(each.code == code for each in group.options):
            return code
        case Name(("none",)):
            return NOTHING_CHOSEN
        case Name((code,)) if group_named(expression, context) is None and not _is_value(code, context):
            _expect_option(group, code, context)
    return None


def _is_value(code: str, context: Context) -> bool:
    return code in context.shape.component.values


def _group_compared(sign: str, found: tuple[GroupDef, str], option: str, context: Context) -> Compiled:
    group, cell = found
    if group.hi > 1:
        raise RefusedError("evaluate.several", row=context.row, group=group.code)
    if sign not in {"=", "!="}:
        raise RefusedError("evaluate.needs_number", row=context.row, found=group.code)
    if sign == "=":
        return Compiled(lambda scope: scope[cell] == option, Kind.TRUTH, frozenset((cell,)))
    return Compiled(lambda scope: scope[cell] != option, Kind.TRUTH, frozenset((cell,)))


def _values_compared(sign: str, left: Expression, right: Expression, context: Context) -> Compiled:
    one, other = compiled(left, context), compiled(right, context)
    are_texts = {one.kind is Kind.TEXT, other.kind is Kind.TEXT}
    if len(are_texts) > 1 or (are_texts == {True} and sign not in {"=", "!="}):
        raise RefusedError("evaluate.not_comparable", row=context.row, left=told(left), right=told(right))
    return follow(_COMPARED[sign](one.run, other.run), Kind.TRUTH, one, other)


_COMPARED: dict[str, Callable[[Run, Run], Run]] = {
    "=": lambda left, right: lambda scope: left(scope) == right(scope),
    "!=": lambda left, right: lambda scope: left(scope) != right(scope),
    "<": lambda left, right: lambda scope: left(scope) < right(scope),
    "<=": lambda left, right: lambda scope: left(scope) <= right(scope),
    ">": lambda left, right: lambda scope: left(scope) > right(scope),
    ">=": lambda left, right: lambda scope: left(scope) >= right(scope),
}


# What is reckoned and connected

_CONNECTED: dict[str, Callable[[Run, Run], Run]] = {
    "and": lambda left, right: lambda scope: left(scope) and right(scope),
    "or": lambda left, right: lambda scope: left(scope) or right(scope),
    "->": lambda left, right: lambda scope: not left(scope) or right(scope),
    "<->": lambda left, right: lambda scope: left(scope) == right(scope),
}
_ARITHMETIC: dict[str, Callable[[Run, Run, str], Run]] = {
    "+": lambda left, right, _row: lambda scope: left(scope) + right(scope),
    "-": lambda left, right, _row: lambda scope: left(scope) - right(scope),
    "*": lambda left, right, _row: lambda scope: left(scope) * right(scope),
    "/": lambda left, right, row: partial(_divided, left, right, row),
}


def _divided(left: Run, right: Run, row: str, scope: Scope) -> Fraction | int:
    below = right(scope)
    if not below:
        raise RefusedError("evaluate.division", row=row)
    above = left(scope)
    return plain(Fraction(above, below))


def _reckoned(sign: str, left: Compiled, right: Compiled, context: Context) -> Compiled:
    return follow(_ARITHMETIC[sign](left.run, right.run, context.row), Kind.NUMBER, left, right)


def _connected(sign: str, left: Compiled, right: Compiled) -> Compiled:
    return follow(_CONNECTED[sign](left.run, right.run), Kind.TRUTH, left, right)


def _not(of: Compiled) -> Compiled:
    run = of.run
    return follow(lambda scope: not run(scope), Kind.TRUTH, of)


def _minus(of: Compiled) -> Compiled:
    run = of.run
    return follow(lambda scope: operator.neg(run(scope)), Kind.NUMBER, of)


def _any_of(found: list[Compiled]) -> Compiled:
    runs = [each.run for each in found]
    return follow(lambda scope: any(run(scope) for run in runs), Kind.TRUTH, *found)
