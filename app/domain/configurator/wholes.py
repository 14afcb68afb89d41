"""Whether a whole configuration is one of a model, and what of the model it breaks; without the engine."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.configurator.formulas import Formula, holds
from app.domain.configurator.model import NONE, Cell, Configuration, ProductModel, Span, Table


def broken_by(model: ProductModel, whole: Configuration) -> tuple[str, ...]:
    """Codes of groups, numbers, rules and tables that it breaks, and of what the model does not have; none: valid."""
    return tuple(dict.fromkeys(_broken(model, whole)))


def _broken(model: ProductModel, whole: Configuration) -> Iterator[str]:
    known = {option for group in model.groups for option in group.options}
    yield from sorted(whole.options - known)
    yield from sorted(whole.numbers.keys() - {number.code for number in model.numbers})
    for group in model.groups:
        count = len(whole.options.intersection(group.options))
        if not (group.lo <= count <= group.hi if _asks(group.when, whole) else count == 0):
            yield group.code
    for number in model.numbers:
        value = whole.numbers.get(number.code)
        if not (value in number.values if _asks(number.when, whole) else value is None):
            yield number.code
    for rule in model.rules:
        if not holds(rule.formula, whole.options, whole.numbers):
            yield rule.code
    for table in model.tables:
        if not _is_kept(table, model, whole):
            yield table.code


def _asks(when: Formula | None, whole: Configuration) -> bool:
    return when is None or holds(when, whole.options, whole.numbers)


def _is_kept(table: Table, model: ProductModel, whole: Configuration) -> bool:
    """A table binds where all that it is about is asked."""
    conditions = {group.code: group.when for group in model.groups}
    conditions |= {number.code: number.when for number in model.numbers}
    if not all(_asks(conditions[code], whole) for code in table.columns):
        return True
    options = {group.code: group.options for group in model.groups}
    values = [
        next((option for option in options[code] if option in whole.options), NONE)
        if code in options
        else whole.numbers.get(code, 0)
        for code in table.columns
    ]
    is_there = any(
        all(_is_about(cell, value) for cell, value in zip(row, values, strict=True)) for row in table.rows
    )
    return table.allows == is_there


def _is_about(cell: Cell, value: str | int) -> bool:
    if cell is None:
        return True
    if isinstance(cell, Span):
        return isinstance(value, int) and value in cell
    return value in cell
