"""Why an option is blocked, and what would make it possible.

The reason is the smallest set of choices that nothing with this option fits, and of the rules a set from which none
can be spared. A repair is a smallest set of choices that has to go. Both are about what people chose; what follows
from that is never named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pysat.solvers import Glucose4

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.model import Choices, Key, Point
from app.domain.configurator.needs import Needs
from app.domain.configurator.numbered import NumberedSolver

_MOST_SETS = 60
"""So many sets of choices are looked at for a smaller reason than the first one found."""

_BARREN = 3
"""After so many configurations around which nothing was found, only the solver is asked."""

_REMEMBERED = 10_000
"""So many sets of choices are remembered with the rules that refuse them."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is blocked.

    Args:
        choices: what was taken or refused, options and values of numbers; no smaller set blocks it (where
            `is_smallest`), and without any of them it is possible.
        rules: codes of rules and tables; without any of them these choices would not block it. Of none: the groups
            alone do.
    """

    choices: tuple[Key, ...]
    rules: tuple[str, ...]
    is_smallest: bool = True


class Explainer:
    """Reasons and repairs for one compiled model. The solver that knows the rules by name is made when first asked."""

    def __init__(self, compiled: CompiledModel) -> None:
        self._compiled = compiled
        self._named: _NamedRules | None = None

    def reason(self, choices: Choices, wanted: Key, *, taken: bool = True) -> Reason | None:
        """Why what is wanted cannot be taken (or, if not `taken`, not be left out); None where it can be.

        Args:
            choices: what was taken or refused; a choice about `wanted` itself, or another value of its number, is not
                looked at.
            wanted: the code of the option, or a value of a number.
            taken: whether it is wanted as part of the configuration.
        """
        others = _beside(choices, wanted)
        if self._fits(others, others, wanted, taken=taken):
            return None
        first = self._spared(others, list(others), wanted, taken=taken)
        smallest, is_smallest = self._smallest(others, first, wanted, taken=taken)
        if self._named is None:
            self._named = _NamedRules(self._compiled)
        rules = self._named.needed({**{code: others[code] for code in smallest}, wanted: taken})
        return Reason(tuple(smallest), rules, is_smallest)

    def repairs(
        self, choices: Choices, wanted: Key, *, taken: bool = True, kept: Iterable[Key] = (), most: int = 3
    ) -> list[tuple[Key, ...]]:
        """The smallest sets of choices without which the wanted option is possible, those with the fewest first.

        Args:
            choices: what was taken or refused.
            wanted: the code of the option, or a value of a number.
            taken: whether it is wanted as part of the configuration.
            kept: choices that cannot go, such as what the customer owns already.
            most: how many sets at most.
        """
        fixed = set(kept) | {wanted}
        others = _beside(choices, wanted)
        found: list[frozenset[Key]] = []
        level: list[frozenset[Key]] = [frozenset()]
        while level and len(found) < most:
            deeper: dict[frozenset[Key], None] = {}
            for dropped in level:
                if any(repair <= dropped for repair in found):
                    continue
                left = [code for code in others if code not in dropped]
                if self._fits(others, left, wanted, taken=taken):
                    found.append(dropped)
                    continue
                blocking = self._spared(others, left, wanted, taken=taken)
                deeper.update((dropped | {code}, None) for code in blocking if code not in fixed)
            level = list(deeper)
        return [tuple(code for code in others if code in repair) for repair in found[:most]]

    def _fits(self, choices: Choices, codes: Iterable[Key], wanted: Key, *, taken: bool) -> bool:
        return self._compiled.fits({**{code: choices[code] for code in codes}, wanted: taken})

    def _spared(self, choices: Choices, codes: Sequence[Key], wanted: Key, *, taken: bool) -> list[Key]:
        """A part of these choices that still blocks what is wanted, and none of which can be spared."""
        asked = {**{code: choices[code] for code in codes}, wanted: taken}
        needed = [code for code in self._compiled.conflict(asked) if code != wanted]
        for code in list(needed):
            without = [each for each in needed if each != code]
            if not self._fits(choices, without, wanted, taken=taken):
                needed = without
        return needed

    def _smallest(
        self, choices: Choices, first: list[Key], wanted: Key, *, taken: bool
    ) -> tuple[list[Key], bool]:
        """A smallest set that blocks, by hitting sets: it shares a choice with every set that has to go.

        Each candidate that does not block shows such a set: what a largest fitting set around it leaves out.
        """
        if len(first) <= 1:
            return first, True
        to_hit: list[frozenset[Key]] = []
        for _ in range(_MOST_SETS):
            candidate = _smallest_hitting(to_hit, len(first))
            if candidate is None:
                return first, True
            if not self._fits(choices, candidate, wanted, taken=taken):
                return [code for code in choices if code in candidate], True
            to_hit.append(self._left_out(choices, candidate, wanted, taken=taken))
        return first, False

    def _left_out(
        self, choices: Choices, candidate: frozenset[Key], wanted: Key, *, taken: bool
    ) -> frozenset[Key]:
        """What of the choices a largest fitting set that has the candidate leaves out."""
        asked = {**{code: choices[code] for code in candidate}, wanted: taken}
        kept = set(candidate) | self._compiled.fulfilled(asked, choices)
        for code in choices:
            if code not in kept and self._fits(choices, [*kept, code], wanted, taken=taken):
                kept.add(code)
        return frozenset(choices.keys() - kept)


def _smallest_hitting(sets: Sequence[frozenset[Key]], below: int) -> frozenset[Key] | None:
    """A smallest set that shares something with each of the sets, with fewer than `below` elements, or None."""
    for size in range(below):
        found = _hitting(sets, size)
        if found is not None:
            return found
    return None


def _hitting(sets: Sequence[frozenset[Key]], size: int) -> frozenset[Key] | None:
    missed = next(iter(sorted(sets, key=len)), None)
    if missed is None:
        return frozenset()
    if size == 0:
        return None
    for code in sorted(missed, key=_place_in_order):
        rest = _hitting([each for each in sets if code not in each], size - 1)
        if rest is not None:
            return rest | {code}
    return None


def _beside(choices: Choices, wanted: Key) -> dict[Key, bool]:
    """The choices about something else: a number has one value."""
    if isinstance(wanted, str):
        return {key: is_taken for key, is_taken in choices.items() if key != wanted}
    number = wanted.number
    return {
        key: is_taken
        for key, is_taken in choices.items()
        if not isinstance(key, Point) or key.number != number
    }


def _place_in_order(key: Key) -> tuple[str, int]:
    return (key, 0) if isinstance(key, str) else (key.number, key.value)


class _NamedRules:
    """The rules each behind a literal of its own, so that a conflict tells which of them it needs."""

    def __init__(self, compiled: CompiledModel) -> None:
        self._compiled = compiled
        first = compiled.variables + 1
        self._codes = {first + at: demand.code for at, demand in enumerate(compiled.model.demands)}
        clauses = [list(clause) for clause in compiled.group_clauses]
        for switch, span in zip(self._codes, compiled.spans, strict=True):
            clauses += [[-switch, *clause] for clause in compiled.clauses[slice(*span)]]
        numbers = compiled.book
        last = compiled.variables + len(self._codes)
        is_numbered = bool(numbers.orders or numbers.sums)
        self._solver: Any = (
            NumberedSolver(clauses, last, numbers) if is_numbered else Glucose4(bootstrap_with=clauses)
        )
        if is_numbered:
            self._solver.unbind()
        self._needs = None if is_numbered else Needs(compiled, first)
        self._told: dict[frozenset[int], tuple[str, ...]] = {}

    def _point(self, point: Point) -> list[int]:
        literals: list[int] = self._solver.point(self._compiled.book.place(point.number), point.value)
        return literals

    def needed(self, choices: Choices) -> tuple[str, ...]:
        """Rules that together with the groups forbid these choices, none of which can be spared."""
        literals = self._compiled.literals(choices, self._point)
        if literals is None:
            return ()
        asked = frozenset(literals)
        if asked not in self._told:
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            self._told[asked] = tuple(self._codes[switch] for switch in self._unspared(literals))
        return self._told[asked]

    def _unspared(self, literals: list[int]) -> list[int]:
        """The switches of these rules."""
        if self._solver.solve([*literals, *self._codes]) is not False:
            return []
        needed = self._refused()
        known: set[int] = set()
        barren = 0
        while left := [switch for switch in needed if switch not in known]:
            if not self._solver.solve([*literals, *(switch for switch in needed if switch != left[0])]):
                needed = self._refused()
                continue
            known.add(left[0])
            if self._needs and len(left) > 1 and barren < _BARREN:
                more = self._needs.beside(self._solver.get_model(), left[0], set(needed), literals)
                barren = 0 if len(more - known) else barren + 1
                known |= more
        return needed

    def _refused(self) -> list[int]:
        """The switches among what refused the last question."""
        return sorted(self._codes.keys() & set(self._solver.get_core() or ()))
