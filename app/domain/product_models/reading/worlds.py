"""What names mean in the product, and in a kind of sub-product with its whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.product_models.definition import (
    ComponentDef,
    GroupDef,
    LookupDef,
    NumberDef,
    ProductDefinition,
)
from app.domain.product_models.expressions import Expression, Name


@dataclass(frozen=True)
class World:
    """The names of the product, or of a sub-product with its whole."""

    definition: ProductDefinition
    component: ComponentDef
    parent: World | None = None

    @staticmethod
    def of(definition: ProductDefinition, component: str) -> World:
        """That of the sub-product of this code; of the product where there is none."""
        whole = World(definition, definition.product)
        found = definition.component(component)
        return whole if found is None else World(definition, found, whole)

    @cached_property
    def groups(self) -> Mapping[str, GroupDef]:
        """By code."""
        return {each.code: each for each in self.component.groups}

    @cached_property
    def numbers(self) -> Mapping[str, NumberDef]:
        """By code."""
        return {each.code: each for each in self.component.numbers}

    @cached_property
    def values(self) -> Mapping[str, Expression]:
        """Named values by code, in their order."""
        return self.component.values

    @cached_property
    def slots(self) -> Mapping[str, str]:
        """Codes of the sub-products by slot; only the product has some."""
        return {} if self.parent else {slot.code: slot.component for slot in self.definition.slots}

    @cached_property
    def materials(self) -> frozenset[str]:
        """Codes."""
        return frozenset(each.code for each in self.definition.materials)

    @cached_property
    def lookups(self) -> Mapping[str, LookupDef]:
        """By code."""
        return {each.code: each for each in self.definition.lookups}

    def within(self, slot: str) -> World:
        """The sub-products of a slot."""
        return World.of(self.definition, self.slots[slot])

    @cached_property
    def known(self) -> list[str]:
        """All names that mean something alone, for a likely one."""
        counts = [f"{slot}.count" for slot in self.slots]
        own = [*self.numbers, *self.groups, *self.values, *counts]
        if self.parent is None:
            return own
        places = ["index", "is_first", "is_last"]
        return [*own, *places, *(f"parent.{name}" for name in self.parent.known)]

    def group(self, expression: Expression) -> GroupDef | None:
        """The group that a name means."""
        match expression:
            case Name((code,)):
                return self.groups.get(code)
            case Name(("parent", code)) if self.parent is not None:
                return self.parent.groups.get(code)
            case _:
                return None

    def found(self, code: str) -> str | None:
        """Whether a single code is a "number", a "group" or a "value"; None for none of them."""
        kinds = (("number", self.numbers), ("group", self.groups), ("value", self.values))
        return next((kind for kind, codes in kinds if code in codes), None)

    def is_number(self, expression: Expression) -> bool:
        """Whether it is the name of a number that is asked here or in the whole."""
        match expression:
            case Name((code,)):
                return code in self.numbers
            case Name(("parent", code)):
                return self.parent is not None and code in self.parent.numbers
            case _:
                return False
