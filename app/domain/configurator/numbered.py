"""A solver whose models fulfil sums of numbers too.

The solver of clauses knows of a number only which of some cuts it has passed. What it proposes is looked at: bounds
between its cuts, the sums whose guards hold. Where these leave nothing, the reason becomes a clause, as weak in its
bounds and as short as it can be, and the solver is asked again. Where values are not found but may be there, a cut
in the middle makes it decide.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.configurator.bounded import BoundedSolver
from app.domain.configurator.bounds import Box, Steps, Terms, clash_of, narrow, settle
from app.domain.configurator.clauses import Clause
from app.domain.configurator.residual import Indices, Values
from app.domain.configurator.sums import NumberBook, Sum
from app.domain.errors import RefusedError

MOST_ROUNDS = 50_000
"""So often clauses and sums may contradict one another while a model is compiled, all questions together."""

_MOST_ROUNDS = 8
"""So often what sums say and what clauses say is handed on between them, before the solver is asked."""


@dataclass(slots=True)
class _Clashing:
    """A clash as it is made weaker: sums with the options that they need, and cuts (by place) that bounds need."""

    sums: list[Sum]
    options: list[dict[int, int]]
    """By sum: literals that its least sum rests on, each with what it adds."""
    lows: dict[int, int]
    highs: dict[int, int]


class _Rooms:
    """Of all numbers the ends between their cuts, one number after the other, in arrays.

    Args:
        values: of each number, ascending.
        places: of its cuts, ascending.
        cuts: their variables.
    """

    def __init__(
        self, values: Sequence[Sequence[int]], places: Sequence[Sequence[int]], cuts: Sequence[Indices]
    ) -> None:
        self._cuts = np.concatenate([np.zeros(0, np.intp), *cuts]) - 1
        ends = np.cumsum([0, *(len(each) for each in cuts)])
        self._first, self._after = ends[:-1], ends[1:]
        rooms = [
            (own[low], own[after - 1])
            for own, at in zip(values, places, strict=True)
            for low, after in zip([0, *at], [*at, len(own)], strict=True)
        ]
        self._rooms = np.array(rooms, np.int64).reshape(-1, 2)
        self._offsets = self._first + np.arange(len(values))

    def box(self, model: npt.NDArray[np.int32]) -> Box:
        """Where a model has its numbers; of a number's cuts it has passed the first ones."""
        passed = np.concatenate(([0], np.cumsum(model[self._cuts] > 0)))
        lows, highs = self._rooms[self._offsets + passed[self._after] - passed[self._first]].T.tolist()
        return Box(lows, highs)


class NumberedSolver:
    """Answers as a solver of PySAT does. Not for two threads at once.

    Attributes:
        values: of the numbers in the last model that fulfils the sums.
        found: that model; none as long as none was found.
        added: clauses that were added since the beginning; all of them follow from clauses and sums.
    """

    def __init__(self, clauses: Sequence[Clause], variables: int, book: NumberBook) -> None:
        self._sat = BoundedSolver(clauses)
        self._rounds, self._is_bound = 0, True
        self._variables = self._top = variables
        self._orders = book.orders
        self._all = [order.values for order in book.orders]
        self._always = book.always
        self._sums = book.sums
        self._cuts = [dict(cuts) for cuts in book.cuts]
        self._cut_at = {cut: (at, place) for at, cuts in enumerate(book.cuts) for place, cut in cuts.items()}
        self._places = [sorted(cuts) for cuts in book.cuts]
        self._literals = [np.array([cuts[at] for at in sorted(cuts)], np.intp) for cuts in book.cuts]
        self._guards = np.array([each.guard for each in book.sums], np.int32)
        self._guarded = np.abs(self._guards) - 1
        options = sorted({literal for each in book.sums for _, literal in each.options})
        self._options = np.array(options, np.int32)
        self._optional = np.abs(self._options) - 1
        self._weights = np.zeros((len(book.sums), len(options)), np.int64)
        for row, each in enumerate(book.sums):
            for weight, literal in each.options:
                self._weights[row, options.index(literal)] += weight
        self._rooms: _Rooms | None = None
        self._model: list[int] = []
        self._taste = 0
        self._names: dict[tuple[int, int], int] = {}
        self._facts: list[int] = []
        self.values: list[int] = []
        self.found: list[int] = []
        self.added: list[Clause] = []

    def solve(self, assumptions: Sequence[int] = ()) -> bool:
        """Whether a model has these literals."""
        while self._sat.solve(assumptions):
            if self.accepts(self._sat.get_model()):
                return True
            self._rounds += 1
            if self._is_bound and self._rounds > MOST_ROUNDS:
                raise RefusedError("model.too_hard", steps=MOST_ROUNDS)
        return False

    def unbind(self) -> None:
        """From now on every question is answered, however long that takes."""
        self._sat.unbind()
        self._is_bound = False

    def get_model(self) -> list[int]:
        """The literals of the last model, those of the variables with which the solver was made."""
        return self._model[: self._variables]

    def propagate(self, assumptions: Sequence[int]) -> tuple[bool, list[int]]:
        """Whether clauses leave these literals together without a search, and what follows from them then."""
        fits, derived = self._sat.propagate(assumptions)
        return fits, list(derived)

    def get_core(self) -> list[int]:
        """Which of the assumptions refused the last question."""
        return list(self._sat.get_core() or ())

    def set_phases(self, literals: Iterable[int]) -> None:
        """What is tried first."""
        self._sat.set_phases(literals)

    def add_clause(self, clause: Clause) -> None:
        """Add what follows from everything."""
        self._sat.add_clause(clause)
        self.added.append(clause)
        if len(clause) == 1:
            self._facts.append(clause[0])

    def cut(self, at: int, place: int) -> int:
        """The literal that a number (by place) is at least its value at a place; a new one where there is none."""
        if place <= 0:
            return self._always
        if place >= len(self._all[at]):
            return -self._always
        literal = self._cuts[at].get(place)
        return self._new_cut(at, place) if literal is None else literal

    def cut_at(self, variable: int) -> tuple[int, int] | None:
        """Of a cut's variable the number (by place) and the place of its value; None: it is no cut."""
        return self._cut_at.get(variable)

    def _new_cut(self, at: int, place: int) -> int:
        self._top += 1
        cuts, places = self._cuts[at], self._places[at]
        before = bisect_left(places, place)
        if before > 0:
            self.add_clause([-self._top, cuts[places[before - 1]]])
        if before < len(places):
            self.add_clause([-cuts[places[before]], self._top])
        cuts[place] = self._top
        self._cut_at[self._top] = (at, place)
        insort(places, place)
        self._literals[at] = np.array([cuts[each] for each in places], np.intp)
        self._rooms = None
        return self._top

    def point(self, at: int, value: int) -> list[int]:
        """Literals that together say that a number is asked and has a value; a contradiction where it never has."""
        order = self._orders[at]
        if value not in order.number.values:
            return [-self._always]
        place = bisect_left(order.values, value)
        found = {order.asked, self.cut(at, place), -self.cut(at, place + 1)}
        return sorted(found - {self._always}) or [self._always]

    def named_point(self, at: int, value: int) -> int:
        """A literal that asks for a number's value; it may be false where the number has it."""
        name = self._names.get((at, value))
        if name is None:
            literals = self.point(at, value)
            self._top += 1
            name = self._names[at, value] = self._top
            for literal in literals:
                self.add_clause([-name, literal])
        return name

    def accepts(self, model: Sequence[int]) -> bool:
        """Whether numbers go with a model of the clauses; where not, clauses or cuts are added that make it another."""
        self._model = [*model, *(-variable for variable in range(len(model) + 1, self._top + 1))]
        full = np.array(self._model, np.int32)
        places = np.flatnonzero(full[self._guarded] == self._guards).tolist()
        added = (self._weights @ (full[self._optional] == self._options)).tolist()
        held = [self._sums[at] for at in places]
        sums = [(self._sums[at].numbers, self._sums[at].bound - added[at]) for at in places]
        box = self._box(full)
        steps = Steps()
        failed = narrow(box, sums, self._all, steps)
        if failed >= 0:
            clash = clash_of(sums, steps, failed)
            self._refuse([held[number] for number in sorted(clash.sums)], clash.bounds)
            return False
        self._taste = (self._taste * 69069 + 1) & 0xFFFFFFFF
        found = settle(box, sums, self._all, self._taste >> 7)
        if found is None:
            self._split(box)
            return False
        self.values = found
        self.found = self._model
        return True

    def _holds(self, literal: int) -> bool:
        return self._model[abs(literal) - 1] == literal

    def _passed(self, at: int) -> tuple[int, int]:
        """Of a number's cuts the highest one that the model has passed, and the lowest it has not; by place."""
        places, cuts, model = self._places[at], self._cuts[at], self._model
        count, after = 0, len(places)
        while count < after:
            middle = (count + after) // 2
            if model[cuts[places[middle]] - 1] > 0:
                count = middle + 1
            else:
                after = middle
        low = places[count - 1] if count else 0
        return low, places[count] if count < len(places) else len(self._all[at])

    def _box(self, model: npt.NDArray[np.int32]) -> Box:
        """Between which values a model's cuts leave each number."""
        if self._rooms is None:
            self._rooms = _Rooms(self._all, self._places, self._literals)
        return self._rooms.box(model)

    def _split(self, box: Box) -> None:
        at = max(range(len(self._all)), key=lambda one: box.highs[one] - box.lows[one])
        low, high = (bisect_left(self._all[at], end) for end in (box.lows[at], box.highs[at]))
        self.cut(at, (low + high + 1) // 2)

    def _refuse(self, sums: list[Sum], bounds: Iterable[tuple[int, bool]]) -> None:
        """Add the clause that these sums, options and bounds do not go together."""
        lows, highs = {}, {}
        for at, is_low in bounds:
            low, high = self._passed(at)
            if is_low and low > 0:
                lows[at] = low
            elif not is_low and high < len(self._all[at]):
                highs[at] = high
        clash = _Clashing(sums, [self._resting_on(each) for each in sums], lows, highs)
        if len(sums) > 1 or not self._weaken_alone(clash):
            self._weaken_bounds(clash)
            self._spare_options(clash)
        clause = {-each.guard for each in sums}
        clause.update(-literal for options in clash.options for literal in options)
        clause.update(-self.cut(at, place) for at, place in clash.lows.items())
        clause.update(self.cut(at, place) for at, place in clash.highs.items())
        self.add_clause(sorted(clause - {-self._always}))

    def _resting_on(self, each: Sum) -> dict[int, int]:
        """Literals that make a sum larger than its options could make it at least, each with how much."""
        return {
            literal if weight > 0 else -literal: abs(weight)
            for weight, literal in each.options
            if self._holds(literal) == (weight > 0)
        }

    def _clashes(self, clash: _Clashing) -> bool:
        box = Box([values[0] for values in self._all], [values[-1] for values in self._all])
        for at, place in clash.lows.items():
            box.lows[at] = self._all[at][place]
        for at, place in clash.highs.items():
            box.highs[at] = self._all[at][place - 1]
        sums = [
            (each.numbers, each.bound - _least(each) - sum(options.values()))
            for each, options in zip(clash.sums, clash.options, strict=True)
        ]
        return narrow(box, sums, self._all) >= 0

    def _weaken_alone(self, clash: _Clashing) -> bool:
        """Of a single sum that is too large by itself: what it is too large by is given away, bound after bound.

        False where the sum is not too large with the bounds as they are.
        """
        each, options = clash.sums[0], clash.options[0]
        spare = _least(each) + sum(options.values()) - each.bound - 1
        for weight, at in each.numbers:
            first, after = clash.lows.get(at, 0), clash.highs.get(at, len(self._all[at]))
            spare += weight * self._all[at][first if weight > 0 else after - 1]
        if spare < 0:
            return False
        for weight, at in each.numbers:
            side = clash.lows if weight > 0 else clash.highs
            if at in side:
                spare -= self._give_away(side, at, weight, spare)
        for literal in sorted(options, key=lambda one: options[one]):
            if options[literal] <= spare:
                spare -= options.pop(literal)
        return True

    def _give_away(self, side: dict[int, int], at: int, weight: int, spare: int) -> int:
        """A bound as far out as `spare` allows, at a cut or at none; what that takes of it."""
        own, is_high = self._all[at], weight < 0
        wider = self._wider(at, side[at], is_high=is_high)
        for place in wider:
            taken = abs(weight) * abs(own[place - is_high] - own[side[at] - is_high])
            if taken <= spare:
                side[at] = place
                break
        if side[at] == wider[0]:
            del side[at]
        return taken

    def _wider(self, at: int, place: int, *, is_high: bool) -> list[int]:
        """No bound, and the cuts from the furthest to the one that the bound is at."""
        places = self._places[at]
        here = bisect_left(places, place)
        return [len(self._all[at]), *reversed(places[here:])] if is_high else [0, *places[: here + 1]]

    def _weaken_bounds(self, clash: _Clashing) -> None:
        """Each bound as far out as it still clashes, at a cut that is there or at no cut at all."""
        for side, ends in ((clash.lows, False), (clash.highs, True)):
            for at, place in list(side.items()):
                wider = self._wider(at, place, is_high=ends)
                self._weaken(side, at, wider, lambda: self._clashes(clash))

    def _weaken(self, side: dict[int, int], at: int, wider: list[int], clashes: Callable[[], bool]) -> None:
        """Search among the places from the widest to the one that is known to clash, which stands last."""
        first, last = 0, len(wider) - 1
        while first < last:
            middle = (first + last) // 2
            side[at] = wider[middle]
            if clashes():
                last = middle
            else:
                first = middle + 1
        side[at] = wider[last]
        if last == 0:
            del side[at]

    def _spare_options(self, clash: _Clashing) -> None:
        for options in clash.options:
            for literal in sorted(options, key=lambda one: options[one]):
                added = options.pop(literal)
                if not self._clashes(clash):
                    options[literal] = added

    def derive(self, chosen: Sequence[int], facts: Values) -> tuple[Values, Box] | None:
        """What follows from literals without a search: values of the first variables, bounds; None: nothing is left.

        Args:
            chosen: literals.
            facts: what always holds, by variable.
        """
        asked = list(chosen)
        values = np.zeros(self._top + 1, np.int8)
        values[: len(facts)] = facts
        known_facts = np.array(self._facts, np.intp)
        values[np.abs(known_facts)] = np.sign(known_facts)
        box = Box([], [])
        for _ in range(_MOST_ROUNDS):
            fits, derived = self._sat.propagate(asked)
            if not fits:
                return None
            literals = np.array(derived, np.int32)
            values[np.abs(literals)] = np.sign(literals)
            box = self._bounds_of(values)
            known = values.tolist()
            if not self._narrow_known(box, known):
                return None
            new = [*self._passed_by(box, known), *self._decided_by(box, known)]
            if not new:
                break
            asked += new
        self._decide_cuts(box, values)
        return values[: len(facts)], box

    def _bounds_of(self, values: Values) -> Box:
        lows, highs = [], []
        for own, places, literals in zip(self._all, self._places, self._literals, strict=True):
            signs = values[literals]
            passed, missed = np.flatnonzero(signs > 0), np.flatnonzero(signs < 0)
            lows.append(own[places[passed[-1]]] if len(passed) else own[0])
            highs.append(own[places[missed[0]] - 1] if len(missed) else own[-1])
        return Box(lows, highs)

    def _narrow_known(self, box: Box, known: list[int]) -> bool:
        sums = [
            (each.numbers, each.bound - _least_known(each, known))
            for each in self._sums
            if known[each.guard] > 0
        ]
        return narrow(box, sums, self._all) < 0

    def _passed_by(self, box: Box, known: list[int]) -> list[int]:
        """The outermost cuts that bounds decide, where they are not decided yet."""
        found = []
        for at, places in enumerate(self._places):
            own, cuts = self._all[at], self._cuts[at]
            low = bisect_left(places, bisect_left(own, box.lows[at]) + 1) - 1
            high = bisect_left(places, bisect_left(own, box.highs[at]) + 1)
            if low >= 0 and not known[cuts[places[low]]]:
                found.append(cuts[places[low]])
            if high < len(places) and not known[cuts[places[high]]]:
                found.append(-cuts[places[high]])
        return found

    def _decided_by(self, box: Box, known: list[int]) -> list[int]:
        """Options that a sum leaves no room for, and guards whose sum is too large already."""
        found = []
        for each in self._sums:
            guard = known[each.guard]
            if guard < 0:
                continue
            slack = each.bound - _least_known(each, known) - _least_of(each.numbers, box)
            if guard == 0:
                if slack < 0:
                    found.append(-each.guard)
                continue
            for weight, literal in each.options:
                if abs(weight) > slack and not known[abs(literal)]:
                    found.append(-literal if weight > 0 else literal)
        return found

    def _decide_cuts(self, box: Box, values: Values) -> None:
        """All cuts at and below the lowest values hold, those above the highest do not."""
        for at, (places, literals) in enumerate(zip(self._places, self._literals, strict=True)):
            own = self._all[at]
            values[literals[: bisect_left(places, bisect_left(own, box.lows[at]) + 1)]] = 1
            values[literals[bisect_left(places, bisect_left(own, box.highs[at]) + 1) :]] = -1


def _least(each: Sum) -> int:
    return sum(min(weight, 0) for weight, _ in each.options)


def _least_known(each: Sum, known: list[int]) -> int:
    """What its options add at least, by what is known of them."""
    least = 0
    for weight, literal in each.options:
        truth = known[literal] if literal > 0 else -known[-literal]
        if truth > 0 or (truth == 0 and weight < 0):
            least += weight
    return least


def _least_of(terms: Terms, box: Box) -> int:
    return sum(weight * (box.lows[at] if weight > 0 else box.highs[at]) for weight, at in terms)
