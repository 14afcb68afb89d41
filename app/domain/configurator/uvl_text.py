"""Constraints of the Universal Variability Language (uvl-parser 2.x, boolean and arithmetic level) as formulas.

From the weakest to the strongest: `<=>`, `=>`, `|`, `&`, `!`, comparisons (`== != < <= > >=`), `+ -`, `* /`. Arrows of
the same kind are read from the left. A name in a sum is that of an Integer feature, `feature.attribute` its attribute
where the feature is there and 0 where it is not, `sum(attribute)` that of all features that have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn, Protocol

from app.domain.configurator.formulas import AllOf, AnyOf, Chosen, Formula, Implies, Not, Same
from app.domain.configurator.uvl_sums import Total, added, compared
from app.domain.errors import RefusedError

DEEPEST = 50
"""Brackets and negations in brackets, one in the other, up to here: a dozen functions call one another for each."""

NAME = r'"[^"]*"|[^\s!&|()=<>{}\[\],"]+'
_TOKEN = re.compile(rf"\s*(<=>|=>|[!&|()]|{NAME})")
_PART = r'(?:"[^"]*"|[^\W\d][\w#§%?\\\'äöüß;]*)'
_SUM_TOKEN = re.compile(rf"\s*(<=>|=>|==|!=|<=|>=|[!&|()<>+*/,-]|\d+(?:\.\d+)?|{_PART}(?:\.{_PART})*)")
_COMPARES = re.compile(r'"[^"]*"|<=>|=>|(?P<sign>==|!=|<|>)')
_SIGNS = ("==", "!=", "<=", ">=", "<", ">")


class Names(Protocol):
    """What the features of a file are called and worth."""

    def option(self, name: str, line: int) -> str:
        """The option of a name as written; it refuses names that it does not know."""

    def worth(self, name: str, line: int) -> Total:
        """What a name is worth in a sum: an Integer feature, or `feature.attribute`."""

    def total(self, attribute: str) -> Total:
        """The sum of an attribute over all features that have it."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A name as written, of which is not known yet whether it is a truth or a number."""

    name: str


_Read = Formula | Total | _Named


def read_constraint(text: str, line: int, names: Names) -> Formula:
    """The formula of one constraint; RefusedError names the line and the place that was not understood.

    Args:
        text: without comments and blanks around it.
        line: its line in the file, from 1.
        names: of the features.
    """
    has_sums = any(found["sign"] for found in _COMPARES.finditer(text))
    reader = _Reader(_tokens(text, line, _SUM_TOKEN if has_sums else _TOKEN), line, names, has_sums)
    formula = reader.truth(reader.same())
    reader.expect_end()
    return formula


def bare(name: str) -> str:
    """A name without the quotes around it."""
    return name[1:-1] if name.startswith('"') else name


def _tokens(text: str, line: int, token: re.Pattern[str]) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(text):
        found = token.match(text, at)
        if not found:
            raise RefusedError("uvl.not_understood", line=line, found=text[at : at + 30].strip())
        tokens.append(found[1])
        at = found.end()
    return tokens


class _Reader:
    def __init__(self, tokens: list[str], line: int, names: Names, has_sums: bool) -> None:
        self._tokens = tokens
        self._line = line
        self._names = names
        self._has_sums = has_sums
        self._at = 0
        self._depth = 0

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _takes(self, *tokens: str) -> str:
        token = self._next()
        if token not in tokens:
            return ""
        self._at += 1
        return token

    # Truths

    def truth(self, read: _Read) -> Formula:
        """What was read, as something that holds or not."""
        if isinstance(read, _Named):
            return Chosen(self._names.option(read.name, self._line))
        if isinstance(read, Total):
            raise RefusedError("uvl.no_truth", line=self._line)
        return read

    def same(self) -> _Read:
        read = self._implied()
        while self._takes("<=>"):
            read = Same(self.truth(read), self.truth(self._implied()))
        return read

    def _implied(self) -> _Read:
        read = self._any()
        while self._takes("=>"):
            read = Implies(self.truth(read), self.truth(self._any()))
        return read

    def _any(self) -> _Read:
        return self._several("|", self._all, AnyOf)

    def _all(self) -> _Read:
        return self._several("&", self._one, AllOf)

    def _several(
        self, sign: str, below: Callable[[], _Read], join: Callable[[tuple[Formula, ...]], Formula]
    ) -> _Read:
        first = below()
        if self._next() != sign:
            return first
        parts = [self.truth(first)]
        while self._takes(sign):
            parts.append(self.truth(below()))
        return join(tuple(parts))

    def _one(self) -> _Read:
        count = 0
        while self._takes("!"):
            count += 1
        read = self._compared() if self._has_sums else self._atom()
        if not count:
            return read
        formula = self.truth(read)
        return Not(formula) if count % 2 else formula

    # Sums

    def _number(self, read: _Read) -> Total:
        if isinstance(read, _Named):
            return self._names.worth(read.name, self._line)
        if isinstance(read, Total):
            return read
        raise RefusedError("uvl.no_number", line=self._line)

    def _compared(self) -> _Read:
        left = self._sum()
        sign = self._takes(*_SIGNS)
        if not sign:
            return left
        return compared(self._number(left), sign, self._number(self._sum()))

    def _sum(self) -> _Read:
        read = self._product()
        if self._next() not in {"+", "-"}:
            return read
        parts = [(1, self._number(read))]
        while sign := self._takes("+", "-"):
            parts.append((1 if sign == "+" else -1, self._number(self._product())))
        return added(parts)

    def _product(self) -> _Read:
        read = self._signed()
        while sign := self._takes("*", "/"):
            left, right = self._number(read), self._number(self._signed())
            if sign == "*" and not left.terms:
                left, right = right, left
            if right.terms or (sign == "/" and not right.constant):
                raise RefusedError("uvl.not_linear", line=self._line)
            read = left.times(right.constant if sign == "*" else 1 / right.constant)
        return read

    def _signed(self) -> _Read:
        count = 0
        while self._takes("-"):
            count += 1
        read = self._atom()
        return self._number(read).times(Fraction((-1) ** count)) if count else read

    def _atom(self) -> _Read:
        if self._takes("("):
            return self._bracket()
        token = self._next()
        if self._has_sums and token[:1].isdigit():
            self._at += 1
            return Total({}, Fraction(token))
        return self._name()

    def _bracket(self) -> _Read:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RefusedError("uvl.too_deep", line=self._line, deepest=DEEPEST)
        read = self.same()
        if not self._takes(")"):
            raise RefusedError("uvl.bracket_open", line=self._line)
        self._depth -= 1
        return read

    def _name(self) -> _Read:
        name = self._next()
        if name in {"", "<=>", "=>", "|", "&", ")"} or (self._has_sums and name in {*_SIGNS, *"!+*/,"}):
            self._refuse()
        self._at += 1
        if self._has_sums and self._takes("("):
            return self._called(name)
        return _Named(name)

    def _called(self, function: str) -> Total:
        """`sum(attribute)`; of the others nothing is known."""
        attribute = self._next()
        self._at += 1
        if function != "sum" or not self._takes(")"):
            raise RefusedError("uvl.function", line=self._line, found=function)
        return self._names.total(bare(attribute))

    def expect_end(self) -> None:
        """Nothing may follow."""
        if self._at < len(self._tokens):
            self._refuse()

    def _refuse(self) -> NoReturn:
        found = self._next()
        code = "uvl.not_understood" if found else "uvl.unfinished"
        raise RefusedError(code, line=self._line, found=found)
