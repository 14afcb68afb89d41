"""Feature models of the Universal Variability Language as files of a product model: groups, conditions and rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from app.domain.configurator.formulas import AllOf, AnyOf, AtMost, Chosen, Formula, Implies, Not, Same
from app.domain.configurator.model import Group, ProductModel
from app.domain.configurator.uvl import read_uvl
from app.domain.errors import RefusedError
from app.domain.model_drafts.example import MAIN
from app.domain.product_models.reading.fields import RESERVED
from app.domain.product_models.reading.yaml_tree import MOST_CHARACTERS

_ODD = re.compile(r"[^A-Za-z0-9_]+")


def files_of_uvl(text: str, code: str) -> dict[str, str]:
    """The files of a model with the same configurations.

    RefusedError `uvl.refused` lists what the text has wrong; `model_draft.too_long` refuses it unread.

    Args:
        text: of the whole file.
        code: of the model.
    """
    if len(text) > MOST_CHARACTERS:
        raise RefusedError("model_draft.too_long", file=f"{code}.uvl", most=MOST_CHARACTERS)
    return {MAIN: "\n".join(_Writer(read_uvl(text, code)).lines()) + "\n"}


def code_of(words: str) -> str:
    """A code made of any words: letters, digits and "_", beginning with a letter."""
    found = _ODD.sub("_", words).strip("_") or "model"
    found = found if found[0].isalpha() else f"m_{found}"
    return f"{found}_" if found in RESERVED else found


class _Writer:
    def __init__(self, model: ProductModel) -> None:
        self._model = model
        self._groups = dict(_named([group.code.partition("/")[0] or "root" for group in model.groups]))
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
        yield "groups:"
        for at, group in enumerate(self._model.groups):
            yield from self._group(self._groups[at], group)
        if self._model.rules:
            yield "rules:"
        for number, rule in enumerate(self._model.rules, 1):
            says, message = _quoted(self._text(rule.formula)), _quoted(rule.message or rule.code)
            yield f"  R{number}: {{says: {says}, message: {message}}}"

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
            case AtMost():
                raise RefusedError("uvl.numbers")
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
