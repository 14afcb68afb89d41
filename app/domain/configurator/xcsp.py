"""Constraint models in XCSP 2.1 with tables alone, as product models: the format of the public car ranges.

Each variable becomes a group with an option `v3=2` for each of its values; the value that XCSP calls "optional"
(no value) is one of them. Relations become tables that allow their tuples, or forbid them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from app.domain.configurator.model import Group, ProductModel, Table
from app.domain.errors import RefusedError

MOST_VALUES = 20_000
"""So many values a variable may have: each becomes an option."""
_Tuples = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Relation:
    arity: int
    tuples: _Tuples
    allows: bool


def read_xcsp(text: str, code: str) -> ProductModel:
    """The product model of a file's text; RefusedError tells what of it is wrong.

    Args:
        text: of the whole file.
        code: of the model.
    """
    try:
        root = ET.fromstring(text.strip())  # noqa: S314  (expat itself bounds the growth of entities)
    except ET.ParseError as error:
        line, column = error.position
        raise RefusedError("xcsp.not_xml", line=line, column=column + 1) from error
    domains = {_name(each): (each.text or "").split() for each in root.iterfind("domains/domain")}
    variables = {
        _name(each): domains.get(each.get("domain", "")) for each in root.iterfind("variables/variable")
    }
    if not variables:
        raise RefusedError("xcsp.no_variables")
    groups = []
    for name, values in variables.items():
        if not values:
            raise RefusedError("xcsp.no_domain", name=name)
        groups.append(Group(name, tuple(option_of(name, value) for value in _spread(values, name))))
    relations = {_name(each): _relation(each) for each in root.iterfind("relations/relation")}
    tables = (_table(each, variables, relations) for each in root.iterfind("constraints/constraint"))
    return ProductModel(code, tuple(groups), tables=tuple(tables))


def option_of(variable: str, value: str) -> str:
    """The option for a variable's value."""
    return f"{variable}={value}"


def _name(element: ET.Element) -> str:
    return element.get("name", "")


def _spread(values: list[str], name: str) -> Iterator[str]:
    """Values one by one: `0..3` stands for four of them."""
    for value in values:
        first, dots, last = value.partition("..")
        try:
            numbers = range(int(first), int(last) + 1) if dots else range(int(first), int(first) + 1)
        except ValueError as error:
            raise RefusedError("xcsp.no_number", name=name, found=value[:30]) from error
        if len(numbers) > MOST_VALUES:
            raise RefusedError("xcsp.too_many", name=name, found=value[:30], most=MOST_VALUES)
        yield from (str(number) for number in numbers)


def _relation(element: ET.Element) -> _Relation:
    name, arity, semantics = _name(element), element.get("arity", ""), element.get("semantics")
    if semantics not in {"supports", "conflicts"}:
        raise RefusedError("xcsp.semantics", name=name, found=semantics or "")
    if not arity.isdecimal():
        raise RefusedError("xcsp.no_number", name=name, found=arity[:30])
    tuples = tuple(tuple(each.split()) for each in (element.text or "").split("|") if each.strip())
    wrong = next((each for each in tuples if str(len(each)) != arity), None)
    if wrong is not None:
        raise RefusedError("xcsp.arity", name=name, arity=arity, found=" ".join(wrong)[:40])
    return _Relation(int(arity), tuples, semantics == "supports")


def _table(element: ET.Element, variables: Container[str], relations: dict[str, _Relation]) -> Table:
    name, scope = _name(element), (element.get("scope") or "").split()
    relation = relations.get(element.get("reference", ""))
    if relation is None:
        raise RefusedError("xcsp.no_relation", name=name, found=element.get("reference", ""))
    unknown = [each for each in scope if each not in variables]
    if unknown or len(scope) != relation.arity:
        raise RefusedError("xcsp.scope", name=name, found=", ".join(unknown) or str(len(scope)))
    rows = (
        tuple(frozenset((option_of(variable, value),)) for variable, value in zip(scope, values, strict=True))
        for values in relation.tuples
    )
    return Table(name, tuple(scope), tuple(rows), allows=relation.allows)
