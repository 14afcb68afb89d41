"""Constraints of the Universal Variability Language (uvl-parser 2.x, boolean level) as formulas.

From the weakest to the strongest: `<=>`, `=>`, `|`, `&`, `!`. Arrows of the same kind are read from the left.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from app.domain.configurator.formulas import AllOf, AnyOf, Chosen, Formula, Implies, Not, Same
from app.domain.errors import RefusedError

DEEPEST = 100
"""Brackets and negations in brackets, one in the other, up to here."""

NAME = r'"[^"]*"|[^\s!&|()=<>{}\[\],"]+'
_TOKEN = re.compile(rf"\s*(<=>|=>|[!&|()]|{NAME})")


def read_constraint(text: str, line: int, code_of: Callable[[str, int], str]) -> Formula:
    """The formula of one constraint; RefusedError names the line and the place that was not understood.

    Args:
        text: without comments and blanks around it.
        line: its line in the file, from 1.
        code_of: the option of a name as written, and the line; it refuses names that it does not know.
    """
    reader = _Reader(_tokens(text, line), line, code_of)
    formula = reader.same()
    reader.expect_end()
    return formula


def bare(name: str) -> str:
    """A name without the quotes around it."""
    return name[1:-1] if name.startswith('"') else name


def _tokens(text: str, line: int) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise RefusedError("uvl.not_understood", line=line, found=text[at : at + 30].strip())
        tokens.append(found[1])
        at = found.end()
    return tokens


class _Reader:
    def __init__(self, tokens: list[str], line: int, code_of: Callable[[str, int], str]) -> None:
        self._tokens = tokens
        self._line = line
        self._code_of = code_of
        self._at = 0
        self._depth = 0

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _takes(self, token: str) -> bool:
        if self._next() != token:
            return False
        self._at += 1
        return True

    def same(self) -> Formula:
        formula = self._implied()
        while self._takes("<=>"):
            formula = Same(formula, self._implied())
        return formula

    def _implied(self) -> Formula:
        formula = self._any()
        while self._takes("=>"):
            formula = Implies(formula, self._any())
        return formula

    def _any(self) -> Formula:
        parts = [self._all()]
        while self._takes("|"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Formula:
        parts = [self._one()]
        while self._takes("&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _one(self) -> Formula:
        negated = False
        while self._takes("!"):
            negated = not negated
        formula = self._bracket() if self._takes("(") else self._name()
        return Not(formula) if negated else formula

    def _bracket(self) -> Formula:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RefusedError("uvl.too_deep", line=self._line, deepest=DEEPEST)
        formula = self.same()
        if not self._takes(")"):
            self._refuse(")")
        self._depth -= 1
        return formula

    def _name(self) -> Formula:
        name = self._next()
        if name in {"", "<=>", "=>", "|", "&", ")"}:
            self._refuse("")
        self._at += 1
        return Chosen(self._code_of(name, self._line))

    def expect_end(self) -> None:
        """Nothing may follow."""
        if self._at < len(self._tokens):
            self._refuse("")

    def _refuse(self, missing: str) -> None:
        if missing:
            raise RefusedError("uvl.bracket_open", line=self._line)
        found = self._next()
        code = "uvl.not_understood" if found else "uvl.unfinished"
        raise RefusedError(code, line=self._line, found=found)
