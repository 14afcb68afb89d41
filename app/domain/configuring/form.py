"""The form of a product model: every field with its words and its place, whatever is chosen.

Sub-products are laid out as often as their slot holds them: "modules.2/front" is a field of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.domain.configuring.needs import FlatModel
from app.domain.configuring.views import FieldKind, RuleView
from app.domain.product_models.definition import (
    ComponentDef,
    GroupDef,
    MaterialDef,
    NumberDef,
    OptionDef,
    SlotDef,
    StepDef,
)

REST = "rest"
"""Code of the page of what no step asks."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a field, with its words."""

    code: str
    name: str
    note: str
    definition: OptionDef
    material: MaterialDef | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A group, a number or a slot.

    Args:
        code: flat, as the form asks it.
        key: what choices are about: the code of a number ("modules.count" for the slot "modules"), of a group its own.
        place: of the sub-product in its slot, 0 for the product itself.
        lo, hi: how many options; of a number 1.
        scale: of a number: how many of the engine's units make one.
    """

    code: str
    key: str
    kind: FieldKind
    path: str
    place: int
    name: str
    note: str
    options: tuple[Option, ...] = ()
    lo: int = 1
    hi: int = 1
    number: NumberDef | None = None
    scale: int = 1

    @property
    def is_number(self) -> bool:
        """Whether a value is chosen rather than options (so it is with slots)."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A step of the product or of one sub-product."""

    code: str
    path: str
    slot: str
    place: int
    owner: str
    name: str
    fields: tuple[str, ...]


class Form:
    """All fields, options and pages of a flat model in one language.

    Attributes:
        fields: by code, in the order of the form.
        pages: in order; those of sub-products, up to the most a slot holds, after the page that asks for their slot.
        field_of: the field of each option, number or field by flat code.
        options: by flat code.
    """

    def __init__(self, flat: FlatModel, language: str) -> None:
        self.language = language
        self._definition = flat.definition
        self._scales = flat.scales
        self._messages = flat.messages
        self._materials = {each.code: each for each in flat.definition.materials}
        self.fields: dict[str, Field] = {}
        self.pages: tuple[Page, ...] = tuple(self._lay_out())
        self.field_of = {field.code: field for field in self.fields.values()}
        self.field_of |= {field.key: field for field in self.fields.values()}
        self.options = {each.code: each for field in self.fields.values() for each in field.options}
        self.field_of |= {each.code: field for field in self.fields.values() for each in field.options}

    def rule(self, code: str) -> RuleView:
        """The rule or table of this flat code, with its message."""
        return RuleView(code, told(self._messages.get(code, {}), self.language))

    def slot(self, code: str) -> SlotDef | None:
        """The slot of this code, or None."""
        return next((each for each in self._definition.slots if each.code == code), None)

    def owners(self) -> Iterator[tuple[ComponentDef, str, int]]:
        """The product and each place of each slot: what stands there, its path, and its place from 1."""
        yield self._definition.product, "", 0
        for slot in self._definition.slots:
            component = self._definition.component(slot.component)
            assert component is not None, "a definition that was read knows the components of its slots"
            for place in range(1, slot.hi + 1):
                yield component, f"{slot.code}.{place}", place

    def _lay_out(self) -> Iterator[Page]:
        product, *parts = self.owners()
        for page in self._pages(*product):
            yield page
            for component, path, place in parts:
                if path.partition(".")[0] in page.fields:
                    yield from self._pages(component, path, place)

    def _pages(self, component: ComponentDef, path: str, place: int) -> Iterator[Page]:
        own = {field.code: field for field in self._own_fields(component, path, place)}
        prefix = f"{path}/" if path else ""
        left = dict.fromkeys(own)
        slot, owner = path.partition(".")[0], told(component.name, self.language) if path else ""
        for step in (*component.steps, StepDef(REST, {}, ())):
            asked = [prefix + code for code in step.asks] if step.code != REST else list(left)
            codes = tuple(code for code in asked if code in left)
            for code in codes:
                del left[code]
                self.fields[code] = own[code]
            if codes:
                name = told(step.name, self.language)
                yield Page(prefix + step.code, path, slot, place, owner, name, codes)

    def _own_fields(self, component: ComponentDef, path: str, place: int) -> Iterator[Field]:
        prefix = f"{path}/" if path else ""
        yield from (self._of_number(each, prefix, path, place) for each in component.numbers)
        yield from (self._of_group(each, prefix, path, place) for each in component.groups)
        if not path:
            yield from (self._of_slot(each) for each in self._definition.slots)

    def _of_group(self, group: GroupDef, prefix: str, path: str, place: int) -> Field:
        code, language = prefix + group.code, self.language
        options = tuple(
            Option(
                f"{code}.{each.code}",
                told(each.name, language) or each.code,
                told(each.note, language),
                each,
                self._materials.get(each.material),
            )
            for each in group.options
        )
        name, note = told(group.name, language) or group.code, told(group.note, language)
        return Field(code, code, FieldKind.GROUP, path, place, name, note, options, group.lo, group.hi)

    def _of_number(self, number: NumberDef, prefix: str, path: str, place: int) -> Field:
        code = prefix + number.code
        name, note = told(number.name, self.language) or number.code, told(number.note, self.language)
        scale = self._scales.get(code, 1)
        return Field(code, code, FieldKind.NUMBER, path, place, name, note, number=number, scale=scale)

    def _of_slot(self, slot: SlotDef) -> Field:
        key, one = f"{slot.code}.count", Fraction(1)
        count = NumberDef(key, slot.name, Fraction(slot.lo), Fraction(slot.hi), one)
        name, scale = told(slot.name, self.language) or slot.code, self._scales.get(key, 1)
        return Field(slot.code, key, FieldKind.SLOT, "", 0, name, "", number=count, scale=scale)


def told(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, or else in English, or else in any; "" where there is none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def number_text(value: Fraction, unit: str, language: str) -> str:
    """A value as people read it: "1800 mm", in German "12,5 mm"."""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".") if value.denominator > 1 else str(value.numerator)
    text = text.replace(".", ",") if language == "de" else text
    return f"{text} {unit}" if unit else text
