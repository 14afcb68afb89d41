"""Feature models of the Universal Variability Language as product models.

Each group of features below a feature becomes a group that is asked where that feature is chosen: `mandatory` takes
all of its features, `optional` any number, `alternative` one, `or` one or more, `[2..4]` so many. Constraints become
rules, those that a feature has as an attribute (`{constraints [A => B]}`) as well. Read are the boolean and the
arithmetic level. An Integer feature with its bounds as attributes (`Integer Width {min 600, max 1200, step 50}`, or
`{constraint Width >= 600 & Width <= 1200}`) is an option, and a number `=Width` that is asked where it is there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from app.domain.configurator.formulas import Chosen, Formula
from app.domain.configurator.model import Group, Number, ProductModel, Rule
from app.domain.configurator.uvl_attributes import Attributes, bounds_said, read_attributes
from app.domain.configurator.uvl_sums import Total
from app.domain.configurator.uvl_text import NAME, bare, read_constraint
from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.domain.issues import Issue, Severity
from app.domain.watched import going_on

_SECTIONS = frozenset({"namespace", "imports", "include", "features", "constraints"})
_COUNTED = re.compile(r"\[\s*(\d+)\s*(?:\.\.\s*(\d+|\*)\s*)?\]$")
_FEATURE = re.compile(rf"(?:(?P<type>Boolean|Integer|Real|String)\s+)?(?P<name>{NAME})\s*(?P<rest>.*)$")
_COMMENT = re.compile(r'("[^"\n]*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TIMES = re.compile(r"cardinality\s*\[[^\]]*\]\s*")
MOST_CHARACTERS = 20_000_000
"""So long a file may be."""
_MOST_TOLD = 50
"""So many mistakes of a file are told at once."""
_LONGEST_TOLD = 80
"""So much of a name is told: a file that is no feature model may be one word."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


@dataclass(slots=True)
class _Kind:
    """A group of features as it grows: by the word above them, below the feature `parent` ("" for the root)."""

    word: str
    parent: str
    line: int
    options: list[str] = field(default_factory=list)


def read_uvl(text: str, code: str) -> ProductModel:
    """The product model of a file's text; RefusedError `uvl.refused` lists its mistakes with their lines.

    Args:
        text: of the whole file; `uvl.too_long` refuses it unread.
        code: of the model.
    """
    if len(text) > MOST_CHARACTERS:
        raise RefusedError("uvl.too_long", most=MOST_CHARACTERS)
    sections = _sections(text)
    tree = _Tree()
    for line in sections.get("features", ()):
        tree.take(line)
    for line in sections.get("imports", ()):
        tree.findings.block(True, "imports", _at(line), line=line.number, found=line.text[:40])
    rules = tuple(tree.rules(sections.get("constraints", ())))
    groups = tuple(tree.groups())
    if not groups and not tree.findings.issues:
        tree.findings.block(True, "no_features", "")
    if tree.findings.issues:
        raise RefusedError("uvl.refused", tree.findings.all[:_MOST_TOLD], count=len(tree.findings.all))
    return ProductModel(code, groups, rules, numbers=tuple(tree.numbers))


def _sections(text: str) -> dict[str, list[_Line]]:
    sections: dict[str, list[_Line]] = {}
    section = ""
    for line in _lines(text):
        word = line.text.split(maxsplit=1)[0]
        if line.indent == 0 and word in _SECTIONS:
            section = word
            sections.setdefault(section, [])
        else:
            sections.setdefault(section, []).append(line)
    return sections


def _lines(text: str) -> Iterator[_Line]:
    """Lines that say something, without comments; a comment over several lines leaves their number alone."""
    told = _COMMENT.sub(lambda found: found[1] or "\n" * found[0].count("\n"), text.removeprefix("\ufeff"))
    for number, line in enumerate(told.splitlines(), 1):
        shown = line.strip()
        if shown:
            yield _Line(number, len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()), shown)


class _Tree:
    """Features and groups by their indent: a feature below a group's word, a word below a feature."""

    def __init__(self) -> None:
        self.findings = Findings("uvl")
        self.numbers: list[Number] = []
        self._attributes: dict[str, Mapping[str, Fraction]] = {}
        self._constraints: list[_Line] = []
        self._refused: set[str] = set()
        self._integers: set[str] = set()
        self._totals: dict[str, Total] = {}
        self._kinds: list[_Kind] = []
        self._lines: dict[str, int] = {}
        self._open: list[tuple[int, _Kind | str]] = []

    def take(self, line: _Line) -> None:
        """One line below `features`."""
        going_on()
        while self._open and self._open[-1][0] >= line.indent:
            self._open.pop()
        above = self._open[-1][1] if self._open else None
        block, at, number = self.findings.block, _at(line), line.number
        if not _is_word(line.text):
            if isinstance(above, str):
                block(True, "feature_misplaced", at, line=number, name=line.text[:40], parent=above)
            else:
                self._take_feature(line, above)
        elif isinstance(above, str):
            kind = _Kind(line.text, above, number)
            self._kinds.append(kind)
            self._open.append((line.indent, kind))
        else:
            block(True, "group_misplaced", at, line=number, word=line.text)

    def _take_feature(self, line: _Line, above: _Kind | None) -> None:
        block, at, number = self.findings.block, _at(line), line.number
        found = _FEATURE.match(line.text)
        rest = found["rest"] if found else line.text
        block(rest.startswith("cardinality"), "cardinality", at, line=number)
        rest = _TIMES.sub("", rest, count=1) if rest.startswith("cardinality") else rest
        if not found or (rest and not rest.startswith("{")):
            block(True, "not_understood", at, line=number, found=rest[:30])
            return
        name = bare(found["name"])
        typed = found["type"] in {"Real", "String"}
        if typed:
            block(True, "typed", at, line=number, name=name, type=found["type"])
            self._refused.add(name)
        said = read_attributes(rest) if rest else Attributes()
        self._attributes[name] = said.numbers
        self._constraints += (replace(line, text=text) for text in said.constraints)
        if found["type"] == "Integer":
            self._take_number(name, line, {**bounds_said(name, said.constraints), **said.numbers})
        first = self._lines.setdefault(name, number)
        block(first != number, "twice", at, line=number, name=name[:_LONGEST_TOLD], first=first)
        if above is None:
            block(bool(self._kinds), "two_roots", at, line=number, name=name)
            above = _Kind("", "", number)
            self._kinds.append(above)
        above.options.append(name)
        self._open.append((line.indent, name))

    def _take_number(self, name: str, line: _Line, told: Mapping[str, Fraction]) -> None:
        lo, hi, step = told.get("min"), told.get("max"), told.get("step", Fraction(1))
        whole = [each for each in (lo, hi, step) if each is not None and each.denominator == 1]
        if lo is None or hi is None or len(whole) < 3 or step < 1 or lo > hi:
            self.findings.block(True, "unbounded", _at(line), line=line.number, name=name)
            self._refused.add(name)
            return
        self._integers.add(_number_code(name))
        self.numbers.append(Number(_number_code(name), int(lo), int(hi), int(step), Chosen(name)))

    def option(self, name: str, line: int) -> str:
        """The option of a name as written; RefusedError `uvl.unknown`."""
        code = bare(name)
        if code not in self._lines:
            raise RefusedError("uvl.unknown", line=line, name=code[:_LONGEST_TOLD])
        return code

    def worth(self, name: str, line: int) -> Total:
        """The value of an Integer feature, or an attribute of a feature, where it is there."""
        number = _number_code(bare(name))
        if number in self._integers:
            return Total({number: Fraction(1)})
        feature, _, attribute = name.rpartition(".")
        worth = self._attributes.get(bare(feature), {}).get(bare(attribute))
        if worth is None:
            raise RefusedError("uvl.worth", line=line, name=name)
        return Total({bare(feature): worth} if worth else {})

    def total(self, attribute: str) -> Total:
        """The sum of an attribute over all features that have it."""
        if attribute not in self._totals:
            found = {name: told[attribute] for name, told in self._attributes.items() if told.get(attribute)}
            self._totals[attribute] = Total(found)
        return self._totals[attribute]

    def groups(self) -> Iterator[Group]:
        """Every group with its features, in the order of the file."""
        for kind in self._kinds:
            lo, hi = _counts(kind.word, len(kind.options))
            at = f"lines/{kind.line}"
            self.findings.block(not kind.options, "group_empty", at, line=kind.line, word=kind.word)
            self.findings.block(lo > hi, "counts", at, line=kind.line, word=kind.word)
            when = Chosen(kind.parent) if kind.parent else None
            yield Group(f"{kind.parent}/{kind.line}", tuple(kind.options), lo, hi, when)

    def rules(self, lines: list[_Line] | tuple[()]) -> Iterator[Rule]:
        """Every constraint, of features first; what is wrong with one is noted, and the others are read."""
        seen: Counter[int] = Counter()
        for line in (*self._constraints, *lines):
            going_on()
            formula = self._formula(line)
            if formula:
                seen[line.number] += 1
                place = "" if seen[line.number] == 1 else f", {seen[line.number]}"
                yield Rule(f"line {line.number}{place}", formula, line.text)

    def _formula(self, line: _Line) -> Formula | None:
        try:
            return read_constraint(line.text, line.number, self)
        except RefusedError as refused:
            if refused.code == "uvl.worth" and bare(str(refused.params["name"])) in self._refused:
                return None  # what is wrong with the feature is told already
            self.findings.issues.append(Issue(refused.code, Severity.BLOCK, _at(line), refused.params))
            return None


def _number_code(name: str) -> str:
    """That of an Integer feature's value; bare names have no "=" in them."""
    return f"={name}"


def _at(line: _Line) -> str:
    return f"lines/{line.number}"


def _is_word(text: str) -> bool:
    return text in {"mandatory", "optional", "alternative", "or"} or text.startswith("[")


def _counts(word: str, options: int) -> tuple[int, int]:
    """How many of a group's features are chosen, at least and at most."""
    fixed = {
        "": (1, 1),
        "mandatory": (options, options),
        "optional": (0, options),
        "alternative": (1, 1),
        "or": (1, options),
    }
    if word in fixed:
        return fixed[word]
    found = _COUNTED.match(word)
    if not found:
        return (1, 0)
    lo = int(found[1])
    hi = options if found[2] == "*" else int(found[2] or lo)
    return lo, min(hi, options)
