"""Where names of a product model have their values: one scope for the product, one for each sub-product in it.

A scope is a table of cells by name: what was chosen stands there from the start, what follows from it (a named value,
`before(width)`, `sum(modules, width)`) is found out when it is first asked for, and once.
Whole numbers are plain integers, the others fractions: exact, and several times as fast as fractions throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NoReturn, TypeAlias

from app.domain.errors import RefusedError
from app.domain.product_models.definition import (
    ComponentDef,
    GroupDef,
    LookupDef,
    MaterialDef,
    NumberDef,
    ProductDefinition,
)
from app.domain.product_models.results import Configuration

Run: TypeAlias = Callable[["Scope"], Any]
"""What finds out a value in a scope: a whole number, a fraction, a text or a truth; its kind is known before."""

Tally: TypeAlias = Callable[["Scope"], Mapping[str, tuple[int, Fraction]]]

PATH = "/"
"""The cell of a scope's path: "" for the product, "modules.2/" for the second sub-product there."""

NOTHING_CHOSEN = ""
UNASKED = 0
"""What a number is worth that is not asked, as in rules: it adds nothing."""


class Scope(dict[str, Any]):
    """The cells of a product or of a sub-product in one configuration.

    Attributes:
        shape: what its names mean.
        parent: the product's scope; the product's own is itself.
        slot: code of the slot in which it stands.
        siblings: all sub-products of its slot, itself among them.
        slots: by slot the scopes of the sub-products in it, in order.
        asked: codes of the numbers that are asked.
    """

    __slots__ = ("asked", "parent", "shape", "siblings", "slot", "slots")

    def __init__(self, shape: Shape, parent: Scope | None = None, slot: str = "") -> None:
        super().__init__(shape.blank)
        self.shape = shape
        self.parent: Scope = self if parent is None else parent
        self.slot = slot
        self.siblings: list[Scope] = []
        self.slots: dict[str, list[Scope]] = {}
        self.asked: set[str] = set()

    def __missing__(self, cell: str) -> Any:
        value = self.shape.derived[cell](self)
        self[cell] = value
        return value

    def whole(self) -> Iterator[Scope]:
        """Itself, and the sub-products in it, in order."""
        yield self
        for scopes in self.slots.values():
            yield from scopes


@dataclass(eq=False)
class Shape:
    """What the names of a product, or of a kind of sub-product, mean.

    Args:
        model: what all shapes of a product model share.
        component: whose names they are.
        parent: the product's shape, None for the product itself.
        place: where its rows stand in the file: "" or "components.module.".
    """

    model: Model
    component: ComponentDef
    parent: Shape | None = None
    place: str = ""
    groups: Mapping[str, GroupDef] = field(init=False)
    numbers: Mapping[str, NumberDef] = field(init=False)
    blank: dict[str, Any] = field(init=False)
    derived: dict[str, Run] = field(init=False, default_factory=dict)
    """How cells that are not chosen are found out, by name; expressions add theirs as they are compiled."""
    known: dict[object, Any] = field(init=False, default_factory=dict)
    """What was compiled here already, by what it was compiled from."""
    under_way: set[object] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Names by code, and the cells of somebody who has chosen nothing."""
        self.groups = {group.code: group for group in self.component.groups}
        self.numbers = {number.code: number for number in self.component.numbers}
        self.blank = {PATH: "", **dict.fromkeys(self.numbers, UNASKED)}
        for group in self.component.groups:
            self.blank[group.code] = frozenset() if group.hi > 1 else NOTHING_CHOSEN

    @property
    def slots(self) -> Mapping[str, Shape]:
        """The kinds of sub-products by slot; only the product has some."""
        return self.model.slots if self.parent is None else {}


class Model:
    """The shapes of a product model, and how a configuration becomes scopes."""

    def __init__(self, definition: ProductDefinition) -> None:
        self.definition = definition
        self.materials: Mapping[str, MaterialDef] = {each.code: each for each in definition.materials}
        self.workplaces = {each.code: each.name for each in definition.workplaces}
        self.lookups: Mapping[str, LookupDef] = {each.code: each for each in definition.lookups}
        self.product = Shape(self, definition.product)
        self.components: Mapping[str, Shape] = {
            each.code: Shape(self, each, self.product, f"components.{each.code}.")
            for each in definition.components
        }
        self.slots: Mapping[str, Shape] = {
            slot.code: self.components[slot.component] for slot in definition.slots
        }
        self.tally: Tally = lambda _scope: {}
        """How many parts of a material a scope has and their area in m2; whoever makes parts sets it."""
        self._places: dict[str, _Place] = {}

    def scope_of(self, configuration: Configuration) -> Scope:
        """The product's scope; RefusedError `configuration.*` where the model does not have what was chosen."""
        product = Scope(self.product)
        for slot in self.definition.slots:
            count = Fraction(configuration.numbers.get(f"{slot.code}.count", slot.lo))
            if count.denominator != 1 or not 0 <= count <= slot.hi:
                _refuse_place(f"{slot.code}.count", slot.code, slot.hi)
            self._fill_slot(product, slot.code, int(count))
        several: dict[tuple[str, int, str], set[str]] = {}
        for code in configuration.options:
            place = self._place_of(code)
            scope = _scope_at(product, place, code)
            if place.is_several:
                several.setdefault((place.slot, place.index, place.name), set()).add(place.option)
            elif scope[place.name]:
                raise RefusedError("configuration.two_options", option=code, other=scope[place.name])
            else:
                scope[place.name] = place.option
        for (slot_code, index, name), options in several.items():
            scope = product.slots[slot_code][index] if slot_code else product
            scope[name] = frozenset(options)
        self._set_numbers(product, configuration.numbers)
        return product

    def _fill_slot(self, product: Scope, code: str, count: int) -> None:
        shape = self.slots[code]
        scopes: list[Scope] = []
        for index in range(1, count + 1):
            scope = Scope(shape, product, code)
            scope[PATH] = f"{code}.{index}/"
            scope["index"] = index
            scope["is_first"] = index == 1
            scope["is_last"] = index == count
            scope.siblings = scopes
            scopes.append(scope)
        product.slots[code] = scopes
        product[f"{code}.count"] = count

    def _set_numbers(self, product: Scope, numbers: Mapping[str, Fraction]) -> None:
        for code, value in numbers.items():
            if code in product:  # a slot's count, set before, or a number of the product
                product[code] = plain(value)
                product.asked.add(code)
                continue
            place = self._place_of(code)
            scope = _scope_at(product, place, code)
            scope[place.name] = plain(value)
            scope.asked.add(place.name)

    def _place_of(self, code: str) -> _Place:
        """Where a flat code belongs; kept, for there are as many as the model has options."""
        place = self._places.get(code)
        if place is None:
            place = self._places[code] = self._find_place(code)
        return place

    def _find_place(self, code: str) -> _Place:
        path, _, rest = code.rpartition("/")
        slot, _, index = path.partition(".")
        name, _, option = rest.partition(".")
        shape = self.slots.get(slot) if path else self.product
        if shape is not None and (index.isdecimal() or not path):
            at = int(index) - 1 if path else 0
            group = shape.groups.get(name)
            if group is not None and any(each.code == option for each in group.options):
                return _Place(slot, at, name, option, group.hi > 1)
            if name in shape.numbers and not option:
                return _Place(slot, at, name)
        raise RefusedError("configuration.unknown", choice=code, model=self.definition.code)


@dataclass(frozen=True, slots=True)
class _Place:
    slot: str
    index: int
    name: str
    option: str = ""
    is_several: bool = False


def _scope_at(product: Scope, place: _Place, code: str) -> Scope:
    if not place.slot:
        return product
    scopes = product.slots[place.slot]
    if place.index >= len(scopes) or place.index < 0:
        _refuse_place(code, place.slot, len(scopes))
    return scopes[place.index]


def _refuse_place(code: str, slot: str, count: int) -> NoReturn:
    raise RefusedError("configuration.no_place", choice=code, slot=slot, count=count)


def plain(value: Fraction | int) -> Fraction | int:
    """The same number, as an integer where it is whole."""
    return value.numerator if value.denominator == 1 else value


def shown(value: Fraction | int) -> str:
    """The number for a refusal, in six digits."""
    return f"{float(value):g}" if -_LARGEST_SHOWN < value < _LARGEST_SHOWN else "more than 10^15"


_LARGEST_SHOWN = 10**15
