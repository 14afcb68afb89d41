"""The language of product models: rules, conditions, prices, quantities and sizes are written in it.

From the weakest to the strongest: `<->`, `->`, `or`, `and`, `not`, comparisons (`= != < <= > >= in`), `+ -`, `* /`,
a leading `-`. Names are codes: of a number (its value), of a group (the option chosen in it), `group.option` (whether
it is chosen), `slot.count`, `parent.name`. In `group = option` and `group in (option, option)` the other side names
options of the group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NoReturn, TypeAlias

from app.domain.errors import RefusedError

DEEPEST = 60
"""Brackets, calls and negations one in the other, up to here."""
MOST_CHARACTERS = 4_000
MOST_WORDS = 400
"""So many names, numbers and signs an expression may have; what is longer wants names for its parts."""

CODE = r"[A-Za-z_][A-Za-z0-9_]*"
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>{CODE}(?:\.{CODE})*)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign><->|->|!=|<=|>=|[-+*/()<>=,]))"
)
_WORDS = frozenset({"and", "or", "not", "in", "true", "false"})
_FOREIGN = {
    "==": "=",
    "=>": "->",
    "=<": "<=",
    "<>": "!=",
    ":=": "=",
    "&&": "and",
    "||": "or",
    "&": "and",
    "|": "or",
    "!": "not",
    "%": "/ 100",
}
"""What is written so elsewhere, and how it is here."""
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, exact; a text; or true or false."""

    value: Fraction | str | bool


@dataclass(frozen=True, slots=True)
class Name:
    """What something with a code is worth: `width` is ("width",), `top.oak` is ("top", "oak")."""

    path: tuple[str, ...]
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language, by name, with its arguments."""

    function: str
    arguments: tuple[Expression, ...]
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`-` or `not`."""

    sign: str
    of: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides with `+ - * / and or -> <-> = != < <= > >=` between them."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Among:
    """`left in (one, other)`."""

    left: Expression
    of: tuple[Expression, ...]


Expression: TypeAlias = Literal | Name | Call | Unary | Binary | Among

TRUE = Literal(True)


def parse(text: str) -> Expression:
    """What the text says; RefusedError `expression.*` with `place`, the character from 1, where it is not clear."""
    reader = _Reader(text)
    found = reader.same()
    reader.expect_end()
    return found


def children(expression: Expression) -> tuple[Expression, ...]:
    """What it is made of, one step down."""
    match expression:
        case Literal() | Name():
            return ()
        case Call(_, arguments):
            return arguments
        case Unary(_, of):
            return (of,)
        case Binary(_, left, right):
            return (left, right)
        case Among(left, of):
            return (left, *of)


def names_in(expression: Expression) -> Iterator[Name]:
    """The names in it, as often as they stand there, from the left."""
    if isinstance(expression, Name):
        yield expression
    for child in children(expression):
        yield from names_in(child)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    if len(text) > MOST_CHARACTERS:
        raise RefusedError("expression.too_long", most=MOST_WORDS, place=1)
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            place = at + len(text[at:]) - len(text[at:].lstrip()) + 1
            raise _not_understood(text, text[place - 1 : place + 19], place)
        kind = str(match.lastgroup)
        word = match[kind]
        found.append(
            _Token("word" if kind == "name" and word in _WORDS else kind, word, match.start(kind) + 1)
        )
        at = match.end()
    if len(found) > MOST_WORDS:
        raise RefusedError("expression.too_long", most=MOST_WORDS, place=1)
    return found


def _not_understood(text: str, found: str, place: int) -> RefusedError:
    """Signs of other languages are told by what is written here in their stead."""
    for start, end in ((place - 2, place), (place - 1, place + 1), (place - 1, place)):
        sign = text[max(0, start) : end]
        if sign in _FOREIGN:
            return RefusedError("expression.foreign", found=sign, likely=_FOREIGN[sign], place=place)
    if text[place - 1 : place] == "," and text[: place - 1][-1:].isdigit() and text[place:][:1].isdigit():
        return RefusedError("expression.foreign", found=",", likely=".", place=place)
    return RefusedError("expression.not_understood", found=found, place=place)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def _next(self) -> _Token:
        if self._at < len(self._tokens):
            return self._tokens[self._at]
        return _Token("end", "", len(self._text) + 1)

    def _takes(self, *signs: str) -> str:
        token = self._next()
        if token.kind in {"sign", "word"} and token.text in signs:
            self._at += 1
            return token.text
        return ""

    def same(self) -> Expression:
        left = self._implied()
        while self._takes("<->"):
            left = Binary("<->", left, self._implied())
        return left

    def _implied(self) -> Expression:
        left = self._any()
        return Binary("->", left, self._deeper(self._implied)) if self._takes("->") else left

    def _any(self) -> Expression:
        left = self._all()
        while self._takes("or"):
            left = Binary("or", left, self._all())
        return left

    def _all(self) -> Expression:
        left = self._negated()
        while self._takes("and"):
            left = Binary("and", left, self._negated())
        return left

    def _negated(self) -> Expression:
        return Unary("not", self._deeper(self._negated)) if self._takes("not") else self._compared()

    def _compared(self) -> Expression:
        left = self._sum()
        if sign := self._takes(*_COMPARISONS):
            return Binary(sign, left, self._sum())
        if self._takes("in"):
            self._expect("(")
            return Among(left, self._listed())
        return left

    def _sum(self) -> Expression:
        left = self._product()
        while sign := self._takes("+", "-"):
            left = Binary(sign, left, self._product())
        return left

    def _product(self) -> Expression:
        left = self._signed()
        while sign := self._takes("*", "/"):
            left = Binary(sign, left, self._signed())
        return left

    def _signed(self) -> Expression:
        return Unary("-", self._deeper(self._signed)) if self._takes("-") else self._one()

    def _one(self) -> Expression:
        token = self._next()
        if self._takes("("):
            found = self._deeper(self.same)
            self._expect(")")
            return found
        if truth := self._takes("true", "false"):
            return Literal(truth == "true")
        if token.kind not in {"number", "name", "text"}:
            self._refuse(token)
        self._at += 1
        if token.kind == "number":
            return Literal(Fraction(token.text))
        if token.kind == "text":
            return Literal(token.text[1:-1])
        if self._takes("("):
            return Call(token.text, self._listed(), token.place)
        return Name(tuple(token.text.split(".")), token.place)

    def _listed(self) -> tuple[Expression, ...]:
        """What stands between brackets, the first of which is taken already."""
        if self._takes(")"):
            return ()
        found = [self._deeper(self.same)]
        while self._takes(","):
            found.append(self._deeper(self.same))
        self._expect(")")
        return tuple(found)

    def _deeper(self, read: Callable[[], Expression]) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RefusedError("expression.too_deep", deepest=DEEPEST, place=self._next().place)
        found = read()
        self._depth -= 1
        return found

    def _expect(self, sign: str) -> None:
        if not self._takes(sign):
            raise RefusedError("expression.missing", missing=sign, place=self._next().place)

    def expect_end(self) -> None:
        """Nothing may follow."""
        if self._next().kind != "end":
            self._refuse(self._next())

    def _refuse(self, token: _Token) -> NoReturn:
        if token.kind == "end":
            raise RefusedError("expression.unfinished", place=token.place)
        raise _not_understood(self._text, token.text, token.place)
