"""Sub-products that are interchangeable are chosen in any order, and kept in one: the same ones have the same key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeVar

from app.domain.configuring.choices import Value
from app.domain.configuring.keeping import Kept
from app.domain.product_models.definition import ComponentDef, ProductDefinition
from app.domain.product_models.flattening.order import MOST_OPTIONS
from app.domain.product_models.results import Configuration

_Kept = TypeVar("_Kept")
_Order = Mapping[str, str]
"""By path "cards.3" the path where it is kept."""


def in_order(definition: ProductDefinition, kept: Kept) -> Kept:
    """The same with the sub-products of unordered slots by their options and numbers, as `order_rules` want them.

    A slot in which something is given stays as it is.
    """
    moved = dict(_moves(definition, kept))
    if all(path == to for path, to in moved.items()):
        return kept
    configuration = Configuration(
        frozenset(_placed(code, moved) for code in kept.configuration.options),
        _renamed(kept.configuration.numbers, moved),
    )
    chosen: dict[str, Value] | None = None if kept.chosen is None else _renamed(kept.chosen, moved)
    return Kept(configuration, chosen, kept.given)


def _moves(definition: ProductDefinition, kept: Kept) -> Iterator[tuple[str, str]]:
    components = {each.code: each for each in definition.components}
    numbers = kept.configuration.numbers
    for slot in definition.slots:
        prefix = f"{slot.code}."
        if slot.is_ordered or any(each.code.startswith(prefix) and "/" in each.code for each in kept.given):
            continue
        count = int(numbers.get(f"{prefix}count", Fraction(slot.lo)))
        paths = [f"{prefix}{place}" for place in range(1, count + 1)]
        component = components[slot.component]
        ordered = sorted(paths, key=lambda path: _rank(component, path, kept.configuration))
        yield from zip(ordered, paths, strict=True)


def _rank(component: ComponentDef, path: str, whole: Configuration) -> list[Fraction]:
    """Groups of one option before numbers; nothing chosen comes first, then options as they stand in the model."""
    ones = [each for each in component.groups if each.hi == 1 and len(each.options) <= MOST_OPTIONS]
    many = [each for each in component.groups if each not in ones]
    found: list[Fraction] = []
    for group in ones:
        codes = [f"{path}/{group.code}.{each.code}" in whole.options for each in group.options]
        found.append(Fraction(codes.index(True) + 1 if True in codes else 0))
    found += [whole.numbers.get(f"{path}/{number.code}", Fraction(0)) for number in component.numbers]
    found += [
        Fraction(f"{path}/{group.code}.{each.code}" in whole.options)
        for group in many
        for each in group.options
    ]
    return found


def _placed(code: str, moved: _Order) -> str:
    path, slash, rest = code.partition("/")
    return f"{moved.get(path, path)}/{rest}" if slash else code


def _renamed(values: Mapping[str, _Kept], moved: _Order) -> dict[str, _Kept]:
    return {_placed(code, moved): value for code, value in values.items()}
