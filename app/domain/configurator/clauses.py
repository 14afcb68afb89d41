"""Formulas as clauses for the solver: an option is a whole number above 0, its opposite the negative."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from app.domain.configurator.formulas import (
    AllOf,
    AnyOf,
    AtMost,
    Chosen,
    Formula,
    Implies,
    Not,
    Same,
    formulas_in,
    opposite,
    parts_of,
    sums_in,
)
from app.domain.errors import RefusedError
from app.domain.watched import going_on

Clause = list[int]

MOST_LITERALS = 2_000_000
"""So long all clauses of a model may be together; a quarter of a gigabyte."""

_PAIRED = 5
"""So many options exclude one another pair by pair; more are split by helping variables."""

_LISTED = 100
"""Of so many options each helping variable names all that it stands for; with more that would be their square."""

_SPREAD = 64
"""An "or" of formulas is multiplied out up to so many clauses; beyond that its parts get names."""


_COMPARED = 1_000
"""So many clauses of one formula are compared with one another."""


SumLiteral = Callable[[AtMost], int]


def _no_sums(formula: AtMost) -> int:
    """Where formulas have none: a sum is asked for by a literal of whoever knows the numbers."""
    raise AssertionError(f"a sum where there are none: {formula}")


class ClauseBook:
    """Clauses as they are gathered, and the variables in use: 1 to `variables`.

    Attributes:
        subject: what the clauses are about at present, such as `tables/t1`: named where they become too many.
    """

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.variables = 0
        self.subject = ""
        self._spent = 0

    def fresh(self) -> int:
        """A variable that nothing speaks of yet."""
        self.variables += 1
        return self.variables

    def add(self, clause: Iterable[int]) -> None:
        """At least one of these holds. What is always true is left out; of none: nothing is possible at all."""
        literals = set(clause)
        self._spend(len(literals))
        if not literals:
            never = self.fresh()
            self.clauses.extend(([never], [-never]))
        elif not any(-literal in literals for literal in literals):
            self.clauses.append(sorted(literals, key=abs))

    def _spend(self, literals: int) -> None:
        self._spent += literals
        if self._spent > MOST_LITERALS:
            raise RefusedError("model.too_large", where=self.subject, most=MOST_LITERALS)

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Pair by pair in small bundles; a helping variable stands for "one of the others"."""
        if len(literals) > _LISTED:
            self._at_most_one_of_many(literals)
            return
        rest = list(literals)
        while len(rest) > _PAIRED:
            bundle, rest = rest[: _PAIRED - 1], rest[_PAIRED - 1 :]
            other = self.fresh()
            self._exclude_pairs([*bundle, other])
            self.clauses.extend([-literal, other] for literal in rest)
            self.clauses.append([-other, *rest])
        self._exclude_pairs(rest)

    def _at_most_one_of_many(self, literals: Sequence[int]) -> None:
        """The same, but "one of the others" is one of the next bundle or of the others behind that."""
        rest = list(reversed(literals))
        bundle: list[int] = []
        while rest:
            bundle += rest[1 - _PAIRED :]
            del rest[1 - _PAIRED :]
            self._exclude_pairs(bundle)
            if rest:
                other = self.fresh()
                self.clauses.extend([-literal, other] for literal in bundle)
                self.clauses.append([-other, *bundle])
                bundle = [other]

    def _exclude_pairs(self, literals: Sequence[int]) -> None:
        self.clauses.extend([-one, -other] for at, one in enumerate(literals) for other in literals[:at])

    def at_most(self, literals: Sequence[int], hi: int) -> None:
        """No more than `hi` of them hold, by a sequential counter (Sinz 2005): reached[k] after each of them."""
        if hi >= len(literals):
            return
        if hi == 1:
            self.at_most_one(literals)
            return
        if hi <= 0:
            self.clauses.extend([-literal] for literal in literals)
            return
        self._spend(4 * hi * len(literals))
        before: list[int] = []
        for literal in literals:
            reached = [self.fresh() for _ in range(min(len(before) + 1, hi))]
            self.clauses.append([-literal, reached[0]])
            self.clauses.extend([-was, now] for was, now in zip(before, reached, strict=False))
            self.clauses.extend([-literal, -was, now] for was, now in zip(before, reached[1:], strict=False))
            if len(before) == hi:
                self.clauses.append([-literal, -before[-1]])
            before = reached

    def at_least(self, literals: Sequence[int], lo: int) -> None:
        """`lo` of them hold, or more."""
        if lo == 1 or lo > len(literals):
            self.add(literals if lo == 1 else ())
        elif lo > 1:
            self.at_most([-literal for literal in literals], len(literals) - lo)

    def require(
        self, formula: Formula, literal_of: Callable[[str], int], sum_literal: SumLiteral = _no_sums
    ) -> None:
        """The formula holds in every configuration.

        Args:
            formula: over its codes.
            literal_of: of an option.
            sum_literal: that asks for a comparison of a sum; it may be false where the comparison holds.
        """
        going_on()
        for clause in _without_weaker(
            _Writer(self, literal_of, sum_literal).clauses_of(formula, negated=False)
        ):
            self.add(clause)

    def name(
        self, formula: Formula, literal_of: Callable[[str], int], sum_literal: SumLiteral = _no_sums
    ) -> int:
        """A literal that holds just where the formula does; arguments as those of `require`."""
        return _Writer(self, literal_of, sum_literal).literal_for(formula)


class _Writer:
    """Writes one formula. What was given a name keeps it, so that nothing is written twice."""

    def __init__(self, book: ClauseBook, literal_of: Callable[[str], int], sum_literal: SumLiteral) -> None:
        self._names: dict[int, tuple[Formula, int]] = {}
        self._book = book
        self._literal_of = literal_of
        self._sum_literal = sum_literal

    def clauses_of(self, formula: Formula, *, negated: bool) -> list[Clause]:
        """Clauses that together mean the formula, or its opposite."""
        known = self._names.get(id(formula))
        if known is not None:
            return [[-known[1] if negated else known[1]]]
        match formula:
            case Chosen(option):
                literal = self._literal_of(option)
                return [[-literal if negated else literal]]
            case AtMost():
                return [[self._sum_literal(opposite(formula) if negated else formula)]]
            case Not(of):
                return self.clauses_of(of, negated=not negated)
            case Implies(when, then):
                return self.clauses_of(AnyOf((Not(when), then)), negated=negated)
            case Same(left, right):
                return self._same(left, right, negated=negated)
        parts = [self.clauses_of(part, negated=negated) for part in parts_of(formula)]
        if isinstance(formula, AllOf) != negated:
            return [clause for part in parts for clause in part]
        return self._multiplied(formula, parts, negated=negated)

    def _same(self, left: Formula, right: Formula, *, negated: bool) -> list[Clause]:
        """Both sides stand in it twice: what has such a thing in itself gets a name first."""
        for side in (left, right):
            inner = side.of if isinstance(side, Not) else side
            if id(inner) not in self._names and any(isinstance(one, Same) for one in formulas_in(inner)):
                self._named(inner, self.clauses_of(inner, negated=False), negated=False)
        other: Formula = Not(right) if negated else right
        one_way = self.clauses_of(AnyOf((Not(left), other)), negated=False)
        return [*one_way, *self.clauses_of(AnyOf((left, Not(other))), negated=False)]

    def _multiplied(
        self, formula: AllOf | AnyOf, parts: list[list[Clause]], *, negated: bool
    ) -> list[Clause]:
        size = 1
        for part in parts:
            size *= len(part)
        if size > _SPREAD:
            pairs = zip(formula.of, parts, strict=True)
            parts = [
                part if len(part) == 1 else [[self._named(one, part, negated=negated)]] for one, part in pairs
            ]
        clauses: list[Clause] = [[]]
        for part in parts:
            clauses = [[*clause, *more] for clause in clauses for more in part]
        return [clause for clause in clauses if not _is_always_true(clause)]

    def _named(self, formula: Formula, clauses: list[Clause], *, negated: bool) -> int:
        """A literal that holds just where the formula (or its opposite) does, which these clauses mean."""
        while isinstance(formula, Not):
            formula, negated = formula.of, not negated
        name = self._book.fresh()
        for clause in clauses:
            self._book.add([-name, *clause])
        for clause in self.clauses_of(formula, negated=not negated):
            self._book.add([name, *clause])
        self._names[id(formula)] = formula, -name if negated else name
        return name

    def literal_for(self, formula: Formula) -> int:
        clauses = self.clauses_of(formula, negated=False)
        is_whole = next(sums_in(formula), None) is None
        if is_whole and len(clauses) == 1 and len(clauses[0]) == 1:
            return clauses[0][0]
        return self._named(formula, clauses, negated=False)


def _is_always_true(clause: Clause) -> bool:
    literals = set(clause)
    return any(-literal in literals for literal in literals)


def _without_weaker(clauses: list[Clause]) -> list[set[int]]:
    """Of many clauses all: each would be compared with all others."""
    if len(clauses) > _COMPARED:
        return [set(clause) for clause in clauses]
    kept: list[set[int]] = []
    for clause in sorted({frozenset(clause) for clause in clauses}, key=lambda one: (len(one), sorted(one))):
        if not any(other <= clause for other in kept):
            kept.append(set(clause))
    return kept
