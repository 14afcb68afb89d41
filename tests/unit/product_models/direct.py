"""Product models evaluated directly, as docs/product-models.md says it: slowly, without the engine and its formulas.

What is chosen of a product or a sub-product is a `Chosen`; a configuration is one with those of its slots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from app.domain.configurator.formulas import Formula, holds
from app.domain.configurator.model import Configuration as EngineConfiguration
from app.domain.configurator.model import ProductModel, Span, Table
from app.domain.product_models.definition import ComponentDef, ProductDefinition, Range, TableDef
from app.domain.product_models.expressions import (
    Among,
    Binary,
    Call,
    Expression,
    Literal,
    Name,
    Unary,
    children,
)
from app.domain.product_models.results import Configuration

OVER: Mapping[str, Callable[[list[Any]], Any]] = {"count": sum, "sum": sum, "any": any, "all": all}
OVER_SLOTS = {"sum", "count", "any", "all", "before"}


@dataclass
class Chosen:
    """What stands in a product or sub-product: options by group, values of the numbers that have one."""

    component: ComponentDef
    options: Mapping[str, frozenset[str]]
    numbers: Mapping[str, Fraction]
    slots: dict[str, list[Chosen]] = field(default_factory=dict)
    parent: Chosen | None = None
    place: int = 0
    siblings: list[Chosen] = field(default_factory=list)


def name(at: Chosen, path: tuple[str, ...]) -> Any:
    places = {"index": at.place, "is_first": at.place == 1, "is_last": at.place == len(at.siblings)}
    match path:
        case (word,) if word in places:
            return places[word]
        case ("parent", *rest):
            assert at.parent is not None
            return name(at.parent, tuple(rest))
        case (slot, "count"):
            return len(at.slots[slot])
        case (group, option):
            return option in at.options[group]
        case (code,) if code in at.component.values:
            return worth(at.component.values[code], at)
        case (code,) if code in at.options:
            return next(iter(at.options[code]), "none")
        case (code,):
            return at.numbers.get(code, Fraction(0))
    raise AssertionError(path)


def is_group(at: Chosen, expression: Expression) -> bool:
    match expression:
        case Name((code,)):
            return code in at.options
        case Name(("parent", code)):
            return at.parent is not None and code in at.parent.options
    return False


def worth(expression: Expression, at: Chosen) -> Any:
    match expression:
        case Literal(value):
            return value
        case Name(path):
            return name(at, path)
        case Unary("not", of):
            return not worth(of, at)
        case Unary(_, of):
            return -worth(of, at)
        case Among(left, of):
            return any(worth(Binary("=", left, each), at) for each in of)
        case Binary(sign, left, Name((option,))) if is_group(at, left):
            return (worth(left, at) == option) == (sign == "=")
        case Binary(sign, left, right):
            return SIGNS[sign](worth(left, at), worth(right, at))
        case Call(function, arguments):
            return called(function, arguments, at)
    raise AssertionError(expression)


SIGNS = {
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "->": lambda a, b: not a or b,
    "<->": lambda a, b: a == b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: Fraction(a) / b,
}


def called(function: str, arguments: tuple[Expression, ...], at: Chosen) -> Any:
    match function, arguments:
        case "if", (when, then, otherwise):
            return worth(then, at) if worth(when, at) else worth(otherwise, at)
        case "is_special", (Name((code,)),):
            number = next(each for each in at.component.numbers if each.code == code)
            return code in at.numbers and bool(number.standard) and at.numbers[code] not in number.standard
        case "before", (each,):
            return sum(worth(each, one) for one in at.siblings[: at.place - 1])
        case _, (Name((slot,)), each):
            found = [worth(each, one) for one in at.slots[slot]]
            return OVER[function](found)
    raise AssertionError(function)


def numbers_told(expression: Expression, at: Chosen) -> Iterator[tuple[Chosen, str]]:
    """The numbers that it names directly."""
    match expression:
        case Call(function) if function in OVER_SLOTS:
            return
        case Name(("parent", code)) if at.parent is not None and is_number(at.parent, code):
            yield at.parent, code
        case Name((code,)) if is_number(at, code):
            yield at, code
        case Name((code,)) if code in at.component.values:
            yield from numbers_told(at.component.values[code], at)
        case Binary(_, left, _) if is_group(at, left):
            return
    for child in children(expression):
        yield from numbers_told(child, at)


def is_number(at: Chosen, code: str) -> bool:
    return any(each.code == code for each in at.component.numbers)


def is_valid(at: Chosen) -> bool:
    """Whether it is a configuration: asked where its conditions hold, and all rules and tables fulfilled."""
    parts = (at, *(one for found in at.slots.values() for one in found))
    return all(is_whole(one) and fulfils(one) for one in parts)


def is_whole(at: Chosen) -> bool:
    for group in at.component.groups:
        is_asked = group.when is None or worth(group.when, at)
        count = len(at.options[group.code])
        if not (group.lo <= count <= group.hi if is_asked else count == 0):
            return False
    return all(
        (number.code in at.numbers) == bool(number.when is None or worth(number.when, at))
        for number in at.component.numbers
    )


def fulfils(at: Chosen) -> bool:
    for rule in at.component.rules:
        binds = all(code in where.numbers for where, code in numbers_told(rule.says, at))
        if binds and not worth(rule.says, at):
            return False
    return all(table_allows(at, table) for table in at.component.tables)


def table_allows(at: Chosen, table: TableDef) -> bool:
    cells = [told_of(at, column) for column in table.columns]
    if any(cell is None for cell in cells):
        return True
    met = any(all(meets(*pair) for pair in zip(cells, row, strict=True)) for row in table.rows)
    return met == table.allows


def told_of(at: Chosen, column: str) -> str | Fraction | None:
    """What stands in a column: an option ("" for none), a number; None where it is not asked."""
    match column.split("."):
        case "parent", *rest:
            assert at.parent is not None
            return told_of(at.parent, ".".join(rest))
        case slot, "count":
            return Fraction(len(at.slots[slot]))
    group = next((each for each in at.component.groups if each.code == column), None)
    if group is None:
        return at.numbers.get(column)
    is_asked = group.when is None or worth(group.when, at)
    return next(iter(at.options[column]), "") if is_asked else None


def meets(told: Any, cell: Any) -> bool:
    match cell:
        case Range(lo, hi):
            return (lo is None or lo <= told) and (hi is None or told <= hi)
        case None:
            return True
        case _:
            return told in cell


def states(component: ComponentDef, parent: Chosen | None = None, place: int = 0) -> Iterator[Chosen]:
    """Everything that could be chosen, sensible or not: any options of each group, any value of each number or none."""
    groups, numbers = component.groups, component.numbers
    options = [[frozenset[str](), *(frozenset({each.code}) for each in group.options)] for group in groups]
    values = [
        [
            None,
            *(number.lo + at * number.step for at in range(int((number.hi - number.lo) / number.step) + 1)),
        ]
        for number in numbers
    ]
    for picked in product(*options):
        for chosen in product(*values):
            told = {
                number.code: value for number, value in zip(numbers, chosen, strict=True) if value is not None
            }
            yield Chosen(
                component,
                dict(zip((group.code for group in groups), picked, strict=True)),
                told,
                parent=parent,
                place=place,
            )


def configurations(definition: ProductDefinition) -> Iterator[Chosen]:
    """All states of the product with all states of up to `hi` sub-products in its only slot."""
    (slot,) = definition.slots
    component = definition.component(slot.component)
    assert component is not None
    for count in range(slot.lo, slot.hi + 1):
        for whole in states(definition.product):
            for parts in product(list(states(component)), repeat=count):
                told = Chosen(whole.component, whole.options, whole.numbers)
                siblings = [
                    Chosen(component, part.options, part.numbers, parent=told, place=at)
                    for at, part in enumerate(parts, 1)
                ]
                for one in siblings:
                    one.siblings = siblings
                told.slots[slot.code] = siblings
                yield told


def flat_codes(at: Chosen) -> Configuration:
    options: set[str] = set()
    numbers: dict[str, Fraction] = {}
    for slot, found in at.slots.items():
        numbers[f"{slot}.count"] = Fraction(len(found))
    for path, one in (("", at), *((f"{slot}.{p.place}/", p) for slot, f in at.slots.items() for p in f)):
        options |= {f"{path}{group}.{option}" for group, told in one.options.items() for option in told}
        numbers |= {path + code: value for code, value in one.numbers.items()}
    return Configuration(frozenset(options), numbers)


# The engine's model, read as its own words say it


def is_engine_valid(model: ProductModel, configuration: EngineConfiguration) -> bool:
    chosen, numbers = configuration.options, configuration.numbers

    def told(formula: Formula | None) -> bool:
        return formula is None or holds(formula, chosen, numbers)

    groups = all(
        group.lo <= len(chosen.intersection(group.options)) <= group.hi
        if told(group.when)
        else not chosen.intersection(group.options)
        for group in model.groups
    )
    asked = all(
        number.code in numbers and numbers[number.code] in number.values
        if told(number.when)
        else number.code not in numbers
        for number in model.numbers
    )
    rules = all(told(rule.formula) for rule in model.rules)
    return (
        groups
        and asked
        and rules
        and all(is_table_kept(model, table, configuration) for table in model.tables)
    )


def is_table_kept(model: ProductModel, table: Table, configuration: EngineConfiguration) -> bool:
    groups = {group.code: group for group in model.groups}
    for column in table.columns:
        when = groups[column].when if column in groups else None
        if when is not None and not holds(when, configuration.options, configuration.numbers):
            return True
        if column not in groups and column not in configuration.numbers:
            return True

    def is_met(column: str, cell: Any) -> bool:
        if cell is None:
            return True
        if isinstance(cell, Span):
            return configuration.numbers[column] in cell
        chosen = configuration.options.intersection(groups[column].options)
        return next(iter(chosen), "") in cell

    met = any(all(map(is_met, table.columns, row)) for row in table.rows)
    return met == table.allows
