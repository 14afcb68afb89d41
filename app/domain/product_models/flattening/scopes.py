"""What names mean in the product and in each sub-product of its slots, by flat codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from app.domain.configurator.formulas import AtMost, Chosen, Formula
from app.domain.configurator.model import Group
from app.domain.errors import RefusedError
from app.domain.product_models.definition import (
    ComponentDef,
    GroupDef,
    NumberDef,
    ProductDefinition,
    SlotDef,
)
from app.domain.product_models.expressions import Expression, Name

MOST_STEPS = 200_000
"""So many parts of expressions are looked at for one model; more would keep the engine busy for too long."""


@dataclass(frozen=True, slots=True)
class NumberNamed:
    """A number, asked where its `when` holds and its sub-product is there."""

    scope: Scope
    number: NumberDef

    @property
    def code(self) -> str:
        """The flat one."""
        return self.scope.path + self.number.code


@dataclass(frozen=True, slots=True)
class CountNamed:
    """How many sub-products a slot has."""

    slot: SlotDef


@dataclass(frozen=True, slots=True)
class GroupNamed:
    """A group, whose chosen option is meant."""

    scope: Scope
    group: GroupDef

    def option(self, code: str) -> str | None:
        """The flat code of one of its options; None where it has none of this local code."""
        known = any(each.code == code for each in self.group.options)
        return f"{self.scope.path}{self.group.code}.{code}" if known else None


@dataclass(frozen=True, slots=True)
class OptionNamed:
    """Whether the option of this flat code is chosen."""

    code: str


@dataclass(frozen=True, slots=True)
class ValueNamed:
    """A name for an expression."""

    scope: Scope
    expression: Expression


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """`index`, `is_first` or `is_last` of a sub-product."""

    scope: Scope
    word: str


Named: TypeAlias = NumberNamed | CountNamed | GroupNamed | OptionNamed | ValueNamed | PlaceNamed


@dataclass(frozen=True, eq=False)
class Scope:
    """The product, or the sub-product at one place of a slot.

    Args:
        path: before its flat codes: "" or "modules.2/".
        place: in its slot, from 1; 0 for the product.
        parent: that of the product; None for the product itself.
    """

    plan: Plan
    component: ComponentDef
    path: str = ""
    slot: SlotDef | None = None
    place: int = 0
    parent: Scope | None = None
    groups: Mapping[str, GroupDef] = field(init=False)
    numbers: Mapping[str, NumberDef] = field(init=False)

    def __post_init__(self) -> None:
        """Groups and numbers by code."""
        object.__setattr__(self, "groups", {each.code: each for each in self.component.groups})
        object.__setattr__(self, "numbers", {each.code: each for each in self.component.numbers})

    @property
    def presence(self) -> Formula | None:
        """That the sub-product is there; None where it always is."""
        if self.slot is None or self.place <= self.slot.lo:
            return None
        return AtMost(((-1, f"{self.slot.code}.count"),), -self.place)

    def before(self) -> list[Scope]:
        """The sub-products before it."""
        return self.plan.instances[self.slot.code][: self.place - 1] if self.slot else []

    def named(self, name: Name) -> Named:
        """What a name means here; RefusedError `expression.unknown_name` where it means nothing."""
        found = self.found(name.path)
        if found is None:
            raise RefusedError("expression.unknown_name", place=name.place, name=".".join(name.path))
        return found

    def found(self, path: tuple[str, ...]) -> Named | None:
        """What a path means here, None where it means nothing."""
        match path:
            case ("index" | "is_first" | "is_last" as word,) if self.slot is not None:
                return PlaceNamed(self, word)
            case ("parent", *rest) if self.parent is not None and rest:
                return self.parent.found(tuple(rest))
            case (code,) if code in self.numbers:
                return NumberNamed(self, self.numbers[code])
            case (code,) if code in self.groups:
                return GroupNamed(self, self.groups[code])
            case (code,) if code in self.component.values:
                return ValueNamed(self, self.component.values[code])
            case (slot, "count") if self.slot is None and slot in self.plan.slots:
                return CountNamed(self.plan.slots[slot])
            case (group, option) if group in self.groups:
                flat = GroupNamed(self, self.groups[group]).option(option)
                return None if flat is None else OptionNamed(flat)
            case _:
                return None


class Plan:
    """All scopes of a definition, and the groups that stand for conditions that are counted.

    Attributes:
        product: the scope of the product.
        instances: by slot the scopes of its sub-products, all that there can be.
        scales: by flat code of a number how many of the engine's units make one of it.
        stand_ins: groups of one option, which is chosen exactly where their condition holds; nobody is asked for them.
    """

    def __init__(self, definition: ProductDefinition) -> None:
        self.definition = definition
        self.slots = {slot.code: slot for slot in definition.slots}
        self.product = Scope(self, definition.product)
        self.instances = {slot.code: list(self._instances(slot)) for slot in definition.slots}
        self.scales = {f"{slot.code}.count": 1 for slot in definition.slots}
        for scope in self.scopes():
            self.scales |= {scope.path + each.code: scale_of(each) for each in scope.component.numbers}
        self.stand_ins: list[Group] = []
        self._stands: dict[Formula, str] = {}
        self._steps = 0

    def scopes(self) -> Iterator[Scope]:
        """The product, then every sub-product that there can be."""
        yield self.product
        for instances in self.instances.values():
            yield from instances

    def _instances(self, slot: SlotDef) -> Iterator[Scope]:
        component = self.definition.component(slot.component)
        assert component is not None, "components of slots are checked when they are read"
        for place in range(1, slot.hi + 1):
            yield Scope(self, component, f"{slot.code}.{place}/", slot, place, self.product)

    def stand_in(self, formula: Formula, path: str) -> str:
        """The code of an option that is chosen exactly where the formula holds; a new one gets this path."""
        if isinstance(formula, Chosen):
            return formula.option
        code = self._stands.get(formula)
        if code is None:
            group = f"{path}~{len(self.stand_ins) + 1}"
            code = self._stands[formula] = f"{group}.yes"
            self.stand_ins.append(Group(group, (code,), 1, 1, formula))
        return code

    def step(self, place: int) -> None:
        """One more part of an expression; RefusedError `expression.too_large` where they are too many."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise RefusedError("expression.too_large", place=place, most=MOST_STEPS)


def scale_of(number: NumberDef) -> int:
    """How many of the engine's units make one of the number: so many that all its values are whole."""
    told: tuple[Fraction, ...] = (number.lo, number.hi, number.step)
    return lcm(*(each.denominator for each in told))
