"""The fields of one entry of a model's file, each read as what it has to be; what is wrong is noted by its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal as Choice

from app.domain.errors import RefusedError
from app.domain.product_models.definition import DefaultDef, TableDef
from app.domain.product_models.expressions import CODE, TRUE, Expression, parse
from app.domain.product_models.reading.keys import BESIDE, KEYS
from app.domain.product_models.reading.notes import Notes, Place, nearest
from app.domain.product_models.reading.yaml_tree import Entries, Items, Node, Word

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,12})?")
_CODE = re.compile(CODE)
_CURRENCY = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
RESERVED = frozenset({"and", "or", "not", "in", "true", "false", "none", "parent", "index", "i"}) | {
    "is_first",
    "is_last",
}

Use = Choice["rule", "value", "size", "work"]
"""What an expression is for: a rule or condition; a named value; a size of a part; prices, quantities, minutes."""

Wanted = Choice["number", "truth", "word", "material", "any"]
"""What its value has to be; a material is a word that is the code of one."""

Subject = Choice["asked", "opened", "material", "workplace", "part", "component", "brace"]
"""What a code names: a group, number or slot (of the whole too where a click opens it); a material; a
place of work; a part; a sub-product; what a line's text shows."""


@dataclass(frozen=True, slots=True)
class Said:
    """An expression with the place where it stands, what it is for and the component ("" for the product).

    Args:
        owner: of a condition the code of its group or number, of a named value its own.
        has_i: whether it is of a repeated part, so that `i` is known.
    """

    expression: Expression
    place: Place
    use: Use
    wanted: Wanted
    component: str
    owner: str = ""
    has_i: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A code that stands somewhere, and has to be there."""

    subject: Subject
    code: str
    place: Place
    component: str


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table with the places of its columns and rows."""

    table: TableDef
    place: Place
    rows: tuple[Place, ...]
    component: str


@dataclass(frozen=True, slots=True)
class DefaultRead:
    """A default with its place."""

    default: DefaultDef
    place: Place
    component: str


@dataclass(slots=True)
class Sheet:
    """What reading shares: the files, what is wrong, and all expressions with their places."""

    files: Mapping[str, str]
    notes: Notes = field(default_factory=Notes)
    said: list[Said] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    tables: list[TableRead] = field(default_factory=list)
    defaults: list[DefaultRead] = field(default_factory=list)
    component: str = ""
    whole_numbers: frozenset[str] = frozenset()
    """Codes of the whole's numbers and of how many its slots have, which its sub-products name too."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where things stand: "rules.R1", "groups.top.oak", "tables.T1/3", "components.module.parts.door"."""

    def stands(self, path: str, place: Place) -> None:
        """Remember where something of the product, or of the sub-product that is being read, stands."""
        prefix = f"components.{self.component}." if self.component else ""
        self.places[prefix + path] = place

    def mention(self, subject: Subject, code: str, place: Place) -> str:
        """A code that is looked for when everything has been read."""
        if code:
            self.mentions.append(Mention(subject, code, place, self.component))
        return code

    def distinct(self, codes: Iterable[tuple[str, Place]]) -> None:
        """Note the codes that were there before."""
        first: dict[str, Place] = {}
        for code, place in codes:
            if code and code in first:
                line = first[code].line
                self.notes.wrong(place, "product_model.key_twice", key=code, first=line)
            first.setdefault(code, place)

    def expression(
        self, node: Node, use: Use, wanted: Wanted = "number", *, owner: str = "", has_i: bool = False
    ) -> Expression:
        """What a word says, noted for the check of its names."""
        text = self.word(node)
        if text is None:
            return TRUE
        try:
            found = parse(text)
        except RefusedError as error:
            assert isinstance(node, Word)
            self.notes.expression(node.place, error.code, **error.params)
            return TRUE
        self.said.append(Said(found, node.place, use, wanted, self.component, owner, has_i))
        return found

    def word(self, node: Node) -> str | None:
        """The text of a single value; None, with a note, where it is none."""
        if isinstance(node, Word):
            return node.text
        self.notes.wrong(node.place, "product_model.no_word")
        return None

    def number(self, node: Node) -> Fraction:
        """An exact number; 0, with a note, where it is none."""
        text = self.word(node)
        if text is None:
            return Fraction(0)
        if _NUMBER.fullmatch(text) is None:
            self.notes.wrong(node.place, "product_model.no_number", found=text)
            return Fraction(0)
        return Fraction(text)

    def texts(self, node: Node) -> dict[str, str]:
        """A text by language, or one text for all."""
        if isinstance(node, Word):
            return {"en": node.text}
        found = {}
        for language, place, one in self.entries(node):
            if _LANGUAGE.fullmatch(language) is None:
                self.notes.wrong(place, "product_model.no_language", found=language)
            found[language] = self.word(one) or ""
        return found

    def items(self, node: Node) -> list[Node]:
        """The nodes of a list; none, with a note, where it is none."""
        if isinstance(node, Items):
            return node.of
        self.notes.wrong(node.place, "product_model.no_list")
        return []

    def entries(self, node: Node) -> Iterator[tuple[str, Place, Node]]:
        """Key, its place and value of each entry; none, with a note, where there are none."""
        if isinstance(node, Entries):
            for key, value in node.of.items():
                yield key, node.places[key], value
        else:
            self.notes.wrong(node.place, "product_model.no_entries")

    def code(self, text: str, place: Place) -> str:
        """A code as it is, with a note where it cannot be one."""
        if text in RESERVED:
            self.notes.wrong(place, "product_model.reserved", found=text)
        elif _CODE.fullmatch(text) is None:
            self.notes.wrong(place, "product_model.no_code", found=text)
        return text


class Fields:
    """The fields of one entry: an unknown one is noted at once, a missing one when it is asked for."""

    def __init__(self, sheet: Sheet, node: Node, kind: str) -> None:
        known = KEYS.get(kind) or BESIDE[kind]
        self.sheet = sheet
        self.place = node.place
        self._of: dict[str, Node] = {}
        found = list(sheet.entries(node))
        self._of.update((key, value) for key, _place, value in found)
        unknown = [(key, place) for key, place, _value in found if key not in known]
        split = next(((key, place) for key, place in unknown if _CODE.fullmatch(key) is None), None)
        if split is not None:  # a comma in what has no quotes: the rest of it is no key of anybody's
            sheet.notes.wrong(split[1], "product_model.comma", found=split[0])
            unknown = [each for each in unknown if not isinstance(of := self._of[each[0]], Word) or of.text]
        for key, place in unknown:
            if (key, place) != split:
                likely = nearest(key, known) or ", ".join(known)
                sheet.notes.wrong(place, "product_model.unknown_key", key=key, likely=likely)

    def node(self, name: str) -> Node | None:
        """The field as it stands, None where there is none."""
        found = self._of.get(name)
        return None if isinstance(found, Word) and not found.text else found

    def needed(self, name: str) -> Node | None:
        """The field; None, with a note, where there is none."""
        found = self.node(name)
        if found is None:
            self.sheet.notes.wrong(self.place, "product_model.missing_key", key=name)
        return found

    def place_of(self, name: str) -> Place:
        """Where the field stands."""
        found = self._of.get(name)
        return found.place if found else self.place

    def text(self, name: str, otherwise: str = "") -> str:
        """A single value."""
        node = self.node(name)
        return otherwise if node is None else self.sheet.word(node) or ""

    def code(self, name: str = "code") -> str:
        """A code, which must be there."""
        node = self.needed(name)
        return "" if node is None else self.sheet.code(self.sheet.word(node) or "", node.place)

    def one_of(self, name: str, *words: str) -> str:
        """One of these words; left out: the first."""
        found = self.text(name, words[0])
        if found not in words:
            place = self.place_of(name)
            self.sheet.notes.wrong(
                place,
                "product_model.no_such_word",
                key=name,
                found=found,
                known=", ".join(filter(None, words)),
            )
        return found

    def texts(self, name: str) -> dict[str, str]:
        """A text by language; empty where it is left out."""
        node = self.node(name)
        return {} if node is None else self.sheet.texts(node)

    def name(self, code: str) -> dict[str, str]:
        """What people read; left out: the code."""
        return self.texts("name") or {"en": code}

    def truth(self, name: str, *, otherwise: bool) -> bool:
        """Yes or no."""
        found = self.text(name)
        if found and found.lower() not in _TRUTHS:
            self.sheet.notes.wrong(self.place_of(name), "product_model.no_truth", key=name, found=found)
        return _TRUTHS.get(found.lower(), otherwise)

    def number(self, name: str, otherwise: int = 0) -> Fraction:
        """An exact number."""
        node = self.node(name)
        return Fraction(otherwise) if node is None else self.sheet.number(node)

    def number_if_any(self, name: str) -> Fraction | None:
        """An exact number, None where it is left out."""
        node = self.node(name)
        return None if node is None else self.sheet.number(node)

    def whole(self, name: str, otherwise: int = 0) -> int:
        """A whole number of 0 or more."""
        found = self.number(name, otherwise)
        if found.denominator != 1 or found < 0:
            self.sheet.notes.wrong(self.place_of(name), "product_model.no_whole", key=name, found=str(found))
        return int(found)

    def numbers(self, name: str) -> tuple[Fraction, ...]:
        """A list of exact numbers; empty where it is left out."""
        return tuple(self.sheet.number(node) for node in self.listed(name))

    def mentions(self, name: str, subject: Subject) -> tuple[str, ...]:
        """A list of codes of something that has to be there."""
        codes = [(self.sheet.word(node) or "", node.place) for node in self.listed(name)]
        return tuple(self.sheet.mention(subject, code, place) for code, place in codes)

    def mention(self, name: str, subject: Subject) -> str:
        """The code of something that has to be there; "" where it is left out."""
        return self.sheet.mention(subject, self.text(name), self.place_of(name))

    def days(self) -> tuple[date | None, date | None]:
        """From and to, both included."""
        begins, ends = self.day("from"), self.day("to")
        if begins and ends and begins > ends:
            self.sheet.notes.wrong(self.place_of("from"), "product_model.days_turned")
        return begins, ends

    def currency(self) -> str:
        """A code of ISO 4217, "" where it is left out."""
        found = self.text("currency")
        if found and _CURRENCY.fullmatch(found) is None:
            self.sheet.notes.wrong(self.place_of("currency"), "product_model.no_currency", found=found)
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words; empty where it is left out."""
        return tuple(self.sheet.word(node) or "" for node in self.listed(name))

    def listed(self, name: str) -> list[Node]:
        """The nodes of a list; empty where it is left out."""
        node = self.node(name)
        return [] if node is None else self.sheet.items(node)

    def entries(self, name: str) -> list[tuple[str, Place, Node]]:
        """Code, its place and value of each entry; empty where it is left out."""
        node = self.node(name)
        return [] if node is None else list(self.sheet.entries(node))

    def coded(self, name: str) -> list[tuple[str, Node]]:
        """Entries whose keys are codes."""
        found = self.entries(name)
        for key, place, _ in found:
            self.sheet.stands(f"{name}.{key}", place)
        return [(self.sheet.code(key, place), value) for key, place, value in found]

    def day(self, name: str) -> date | None:
        """A day as 2026-12-31; None where it is left out."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.sheet.notes.wrong(self.place_of(name), "product_model.no_day", key=name, found=text)
            return None

    def expression(
        self, name: str, use: Use, wanted: Wanted = "number", *, has_i: bool = False
    ) -> Expression:
        """An expression, which must be there."""
        node = self.needed(name)
        return TRUE if node is None else self.sheet.expression(node, use, wanted, has_i=has_i)

    def expression_if_any(
        self, name: str, use: Use, wanted: Wanted = "number", *, has_i: bool = False
    ) -> Expression | None:
        """An expression, None where it is left out."""
        node = self.node(name)
        return None if node is None else self.sheet.expression(node, use, wanted, has_i=has_i)

    def condition(self, use: Use, *, owner: str = "") -> Expression | None:
        """What stands under `when`, None where it is left out."""
        node = self.node("when")
        return None if node is None else self.sheet.expression(node, use, "truth", owner=owner)

    def pair(
        self, name: str, use: Use = "size", *, has_i: bool = False
    ) -> tuple[Expression, Expression] | None:
        """Two expressions; None where it is left out."""
        found = self._several(name, 2, use, has_i=has_i)
        return None if found is None else (found[0], found[1])

    def triple(
        self, name: str, use: Use = "size", *, has_i: bool = False
    ) -> tuple[Expression, Expression, Expression] | None:
        """Three expressions, of x, y and z; None where it is left out."""
        found = self._several(name, 3, use, has_i=has_i)
        return None if found is None else (found[0], found[1], found[2])

    def _several(self, name: str, count: int, use: Use, *, has_i: bool = False) -> list[Expression] | None:
        if self.node(name) is None:
            return None
        nodes = self.listed(name)
        if len(nodes) != count:
            self.sheet.notes.wrong(self.place_of(name), "product_model.no_several", key=name, count=count)
            return None
        return [self.sheet.expression(node, use, has_i=has_i) for node in nodes]
