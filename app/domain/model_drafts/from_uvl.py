"""Feature models of the Universal Variability Language as files of a product model: groups, numbers and rules.

A number that is not there counts as 0 in a feature model; a rule of a product model does not bind then. So a constraint
becomes a rule for each set of its numbers that may be there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations

from app.domain.configurator.formulas import (
    AllOf,
    AnyOf,
    AtMost,
    Chosen,
    Formula,
    Implies,
    Not,
    Same,
    codes_in,
)
from app.domain.configurator.model import Group, Number, ProductModel, Rule
from app.domain.configurator.uvl import read_uvl
from app.domain.errors import RefusedError
from app.domain.model_drafts.example import MAIN
from app.domain.product_models.reading.fields import RESERVED
from app.domain.product_models.reading.yaml_tree import MOST_CHARACTERS
from app.domain.watched import going_on

_ODD = re.compile(r"[^A-Za-z0-9_]+")
MOST_NUMBERS = 4
"""So many numbers that may be missing one constraint may name."""


def files_of_uvl(text: str, code: str) -> dict[str, str]:
    """The files of a model with the same configurations.

    RefusedError `uvl.refused` lists what the text has wrong; `model_draft.too_long` refuses it unread, `uvl.too_much`
    what would be too long as a model of its own.

    Args:
        text: of the whole file.
        code: of the model.
    """
    if len(text) > MOST_CHARACTERS:
        raise RefusedError("model_draft.too_long", file=f"{code}.uvl", most=MOST_CHARACTERS)
    going_on("reading")
    lines, left = [], MOST_CHARACTERS
    model = read_uvl(text, code)
    for line in _Writer(model).lines():
        lines.append(line)
        left -= len(line) + 1
        if left < 0:
            options, rules = sum(len(group.options) for group in model.groups), len(model.rules)
            raise RefusedError("uvl.too_much", options=options, rules=rules, most=MOST_CHARACTERS)
    return {MAIN: "\n".join(lines) + "\n"}


def code_of(words: str) -> str:
    """A code made of any words: letters, digits and "_", beginning with a letter."""
    found = _ODD.sub("_", words).strip("_") or "model"
    found = found if found[0].isalpha() else f"m_{found}"
    return f"{found}_" if found in RESERVED else found


class _Writer:
    def __init__(self, model: ProductModel) -> None:
        self._model = model
        words = [group.code.partition("/")[0] or "root" for group in model.groups]
        named = dict(_named([*words, *(number.code for number in model.numbers)]))
        self._groups = {at: named[at] for at in range(len(words))}
        self._numbers = {number.code: named[at] for at, number in enumerate(model.numbers, len(words))}
        self._always = _always_there(model)
        self._features = {number.code: _feature(number) for number in model.numbers}
        options = [option for group in model.groups for option in group.options]
        self._options = {options[at]: code for at, code in _named(options)}
        self._places = {
            option: f"{self._groups[at]}.{self._options[option]}"
            for at, group in enumerate(model.groups)
            for option in group.options
        }

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        yield f"product: {code_of(self._model.code)}"
        yield f"name: {_quoted(self._model.code)}"
        if self._model.numbers:
            yield "numbers:"
        for each in self._model.numbers:
            yield self._number(each)
        yield "groups:"
        for at, group in enumerate(self._model.groups):
            yield from self._group(self._groups[at], group)
        if self._model.rules:
            yield "rules:"
        for number, rule in enumerate(self._model.rules, 1):
            message = _quoted(rule.message or rule.code)
            for part, text in enumerate(self._says(rule)):
                code = f"R{number}_{part}" if part else f"R{number}"
                yield f"  {code}: {{says: {_quoted(text)}, message: {message}}}"

    def _number(self, number: Number) -> str:
        feature = self._features[number.code]
        bounds = f"from: {number.lo}, to: {number.lo + (number.hi - number.lo) // number.step * number.step}"
        when = "" if feature in self._always else f", when: {_quoted(self._places[feature])}"
        name = _quoted(feature)
        return f"  {self._numbers[number.code]}: {{name: {name}, {bounds}, step: {number.step}{when}}}"

    def _says(self, rule: Rule) -> Iterator[str]:
        """The rule, once for each set of the numbers in it that may be there."""
        named = dict.fromkeys(code for code in codes_in(rule.formula) if code in self._numbers)
        open_ones = [code for code in named if self._features[code] not in self._always]
        if len(open_ones) > MOST_NUMBERS:
            raise RefusedError("uvl.many_numbers", rule=rule.message or rule.code, most=MOST_NUMBERS)
        for size in range(len(open_ones), -1, -1):
            for there in combinations(open_ones, size):
                absent = {code for code in open_ones if code not in there}
                text = self._text(_without(rule.formula, absent))
                told = [
                    f"{'not ' if code in absent else ''}{self._places[self._features[code]]}"
                    for code in open_ones
                ]
                yield f"({' and '.join(told)}) -> ({text})" if told else text

    def _group(self, code: str, group: Group) -> Iterator[str]:
        yield f"  {code}:"
        yield f"    name: {_quoted(group.code.partition('/')[0] or self._model.code)}"
        yield f"    pick: {group.lo}" if group.lo == group.hi else f"    pick: {group.lo}..{group.hi}"
        if group.when is not None:
            yield f"    when: {_quoted(self._text(group.when))}"
        yield "    options:"
        for option in group.options:
            yield f"      {self._options[option]}: {{name: {_quoted(option)}}}"

    def _text(self, formula: Formula) -> str:
        match formula:
            case Chosen(option):
                return self._places[option]
            case AtMost(terms, bound):
                return f"{self._total(terms)} <= {bound}"
            case Not(of):
                return f"not ({self._text(of)})"
            case AllOf(of):
                return " and ".join(f"({self._text(part)})" for part in of) or "true"
            case AnyOf(of):
                return " or ".join(f"({self._text(part)})" for part in of) or "false"
            case Implies(when, then):
                return f"({self._text(when)}) -> ({self._text(then)})"
            case Same(left, right):
                return f"({self._text(left)}) <-> ({self._text(right)})"

    def _total(self, terms: tuple[tuple[int, str], ...]) -> str:
        told = (f"{weight} * {self._numbers.get(code) or self._places[code]}" for weight, code in terms)
        return " + ".join(told) or "0"


def _feature(number: Number) -> str:
    assert isinstance(number.when, Chosen), "a number of a feature model belongs to a feature"
    return number.when.option


def _always_there(model: ProductModel) -> set[str]:
    """Options that every configuration has, since all above them are mandatory."""
    found: set[str] = set()
    for group in model.groups:
        is_asked = group.when is None or (isinstance(group.when, Chosen) and group.when.option in found)
        if is_asked and group.lo == len(group.options):
            found.update(group.options)
    return found


def _without(formula: Formula, absent: set[str]) -> Formula:
    """The formula where some numbers count as 0."""
    match formula:
        case AtMost(terms, bound):
            return AtMost(tuple(term for term in terms if term[1] not in absent), bound)
        case Not(of):
            return Not(_without(of, absent))
        case AllOf(of):
            return AllOf(tuple(_without(each, absent) for each in of))
        case AnyOf(of):
            return AnyOf(tuple(_without(each, absent) for each in of))
        case Implies(when, then):
            return Implies(_without(when, absent), _without(then, absent))
        case Same(left, right):
            return Same(_without(left, absent), _without(right, absent))
    return formula


def _named(words: list[str]) -> Iterator[tuple[int, str]]:
    """A code for each place in a list of words, no two alike."""
    taken: set[str] = set()
    for at, word in enumerate(words):
        wanted = found = code_of(word)
        number = 1
        while found in taken:
            number += 1
            found = f"{wanted}_{number}"
        taken.add(found)
        yield at, found


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
