"""A product model made ready for questions: which options become literals, which are decided by counting."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.domain.configurator.grafting import parts_of_variables
from app.domain.configurator.loose import LooseChoices, LooseGroups
from app.domain.configurator.model import Choices, Key, Point, ProductModel
from app.domain.configurator.numbered import NumberedSolver
from app.domain.configurator.numbered_reasoner import NumberedReasoner
from app.domain.configurator.reasoner import Outlook, Reasoner
from app.domain.configurator.residual import Flags
from app.domain.configurator.sums import NumberBook, Order
from app.domain.configurator.writing import ALWAYS, ModelWriter
from app.domain.watched import going_on


@dataclass(frozen=True, slots=True)
class Possibilities:
    """By place of the option: whether some configuration has it, and whether some has it not.

    Attributes:
        numbers: by code the values that a number can have, ascending, as ranges with its step; of none: it cannot be
            asked any more.
    """

    can_hold: Flags
    can_fail: Flags
    numbers: Mapping[str, tuple[range, ...]] = field(default_factory=dict)
    is_exact: bool = True


class LateNumbers(Mapping[str, tuple[range, ...]]):
    """By number the values that it can have, exactly, found when they are looked up.

    Args:
        reasoner: that has just told its outlook.
        book: of the numbers.
        chosen: beside what.
    """

    def __init__(self, reasoner: NumberedReasoner, book: NumberBook, chosen: list[int]) -> None:
        self._reasoner = reasoner
        self._book = book
        self._chosen = chosen
        self._values, self._wanted = reasoner.values, reasoner.wanted
        self._found: dict[str, tuple[range, ...]] = {}
        self._fixed: dict[str, bool] = {}

    def __getitem__(self, code: str) -> tuple[range, ...]:
        found = self._found.get(code)
        if found is None:
            at = self._book.place(code)
            if (self._wanted[at] & ~self._values[at]).any():
                if self._reasoner.values is not self._values:
                    self._reasoner.resume(self._chosen, self._values, self._wanted)
                self._reasoner.find_values([at])
                self._values, self._wanted = self._reasoner.values, self._reasoner.wanted
            order = self._book.orders[at]
            found = self._found[code] = tuple(_runs(order, self._values[at] & self._wanted[at]))
        return found

    def __iter__(self) -> Iterator[str]:
        return (order.number.code for order in self._book.orders)

    def __len__(self) -> int:
        return len(self._book.orders)

    def is_fixed(self, code: str, value: int) -> bool:
        """Whether a number, which can have this scaled value, can have no other one."""
        at = self._book.place(code)
        if code not in self._fixed:
            place = bisect_left(self._book.orders[at].values, value)
            others = self._wanted[at].copy()
            others[place] = False
            is_open = bool((others & self._values[at]).any())
            is_open = is_open or (bool(others.any()) and self._reasoner.leaves_other(self._chosen, at, place))
            self._fixed[code] = not is_open
        return self._fixed[code]

    def room(self, code: str) -> bytes:
        """By place of its values (`Order.values`) 1 for all that it can have, and perhaps others, without a search."""
        return self._wanted[self._book.place(code)].tobytes()


_MOST_BITS = 2**29
"""64 MB of kept models, where there are more than the usual number."""

BoundChoices = dict[Key, tuple[int, ...]]
"""Literals of choices that the solver decides."""

PointLiterals = Callable[[Point], Sequence[int]]


class CompiledModel:
    """A model and its solver. Not for two threads at once.

    Attributes:
        model: what it was made of.
        codes: of all options, in the order of the answers.
        places: each option's place in the answers, by code.
        variables: the solver's, 1 to this number.
        bound_codes: of the options that the solver decides.
        loose: the groups that are decided by counting.
        clauses: what everything demands of the solver's variables.
        group_clauses: what the groups alone demand of them.
        counts: what the clauses of bound groups mean.
        spans: of each rule and table the first of its clauses, and the first after them.
        is_void: no configuration exists at all.
        loose_groups: how many groups are decided by counting, without the solver.
    """

    def __init__(self, model: ProductModel) -> None:
        going_on("compiling")
        self.model = model
        self.places = {
            code: at for at, code in enumerate(code for group in model.groups for code in group.options)
        }
        writer = ModelWriter(model, self.places)
        self._literals = writer.literals
        self.counts = writer.counts
        self.spans = writer.spans
        self.loose = LooseGroups(writer.loose)
        self.codes = list(self.places)
        self.bound_codes = frozenset(self.codes[number] for number in writer.literals)
        self.clauses = writer.book.clauses
        self.group_clauses = [*writer.book.clauses[: writer.before_rules], *writer.definitions]
        self.book = writer.numbers
        self.variables = writer.book.variables
        self._reasoner = _reasoner_of(writer, model)
        self._points: dict[Point, tuple[int, ...]] = {}
        self._holds_at, self._fails_at = writer.places(len(self.places))
        self.is_void = self._reasoner.is_void
        self.loose_groups = len(writer.loose)

    def possibilities(self, choices: Choices, *, late: bool = False) -> Possibilities | None:
        """What is still possible under choices (code -> taken or refused); None where they do not fit together.

        Args:
            choices: of options and points.
            late: of a model with numbers only what is known at once is said of options, and values of a number are
                found when they are looked up, as `LateNumbers`.
        """
        bound, told = self.sorted_choices(choices)
        chosen = list({*joined(bound), *told.literals})
        reasoner, is_late = self._reasoner, False
        outlook: Outlook | None = None
        if told.fits and late and isinstance(reasoner, NumberedReasoner):
            outlook, is_late = reasoner.glimpse(chosen), True
        elif told.fits:
            outlook = reasoner.outlook(chosen)
        if outlook is None:
            return None
        answers = np.concatenate((outlook.can_hold, outlook.can_fail))
        answers[ALWAYS] = True
        can_hold, can_fail = answers[self._holds_at], answers[self._fails_at]
        self.loose.correct(told, outlook, can_hold, can_fail)
        return Possibilities(can_hold, can_fail, self._numbers(chosen, late=late), not is_late)

    def _numbers(self, chosen: list[int], *, late: bool) -> Mapping[str, tuple[range, ...]]:
        """What the last outlook says of the numbers."""
        if not isinstance(self._reasoner, NumberedReasoner):
            return {}
        if not late:
            self._reasoner.find_values(range(len(self.book.orders)))
        return LateNumbers(self._reasoner, self.book, chosen)

    def fits(self, choices: Choices) -> bool:
        """Whether some configuration has all these choices."""
        bound, told = self.sorted_choices(choices)
        if not told.fits:
            return False
        return self._is_shown(bound, told) or self._reasoner.fits([*joined(bound), *told.literals])

    def example(self, choices: Choices, wanted: Iterable[tuple[str, bool]] = ()) -> set[str] | None:
        """Of a configuration with these choices the options that the solver decides; None where there is none.

        Args:
            choices: of a model with numbers.
            wanted: such options, taken or not: it is to show many of them.
        """
        assert isinstance(self._reasoner, NumberedReasoner)
        literals = self.literals(choices)
        if literals is None:
            return None
        signed = ((self.literal_of(code), is_taken) for code, is_taken in wanted)
        model = self._reasoner.example(literals, [one if is_taken else -one for one, is_taken in signed])
        if model is None:
            return None
        return {code for code, literal in self.bound_literals() if model[abs(literal) - 1] == literal}

    def _is_shown(self, bound: BoundChoices, told: LooseChoices) -> bool:
        """Whether the configuration that was found last has these choices, so that nothing need be asked."""
        model = self._reasoner.found_model()
        if model is None:
            return False
        values = self._reasoner.found_values()
        return all(model[abs(literal) - 1] == literal for literal in told.literals) and all(
            self._has(key, literals, model, values) for key, literals in bound.items()
        )

    def literals(self, choices: Choices, point: PointLiterals | None = None) -> list[int] | None:
        """What the choices ask of the solver; None where counting in loose groups already refuses them."""
        bound, told = self.sorted_choices(choices, point)
        return [*joined(bound), *told.literals] if told.fits else None

    def _point(self, point: Point) -> list[int]:
        assert isinstance(self._reasoner, NumberedReasoner)
        return self._reasoner.solver.point(self.book.place(point.number), point.value)

    @property
    def numbered(self) -> NumberedSolver | None:
        """The solver that knows the numbers; None where there are none, and no sums."""
        return self._reasoner.solver if isinstance(self._reasoner, NumberedReasoner) else None

    def literal_of(self, code: str) -> int:
        """The solver's literal of an option that a rule names."""
        return self._literals[self.places[code]]

    def bound_literals(self) -> Iterator[tuple[str, int]]:
        """The options that the solver decides, each with its literal."""
        return ((self.codes[number], literal) for number, literal in self._literals.items())

    def conflict(self, choices: Choices) -> list[Key]:
        """Choices among these that do not fit together, where all of them do not; some may still be spared."""
        bound, told = self.sorted_choices(choices)
        if not told.fits:
            return list(choices)
        if self._is_shown(bound, told):
            return []
        core = self._reasoner.conflict([*joined(bound), *told.literals])
        if not core:
            return []
        codes: dict[int, list[Key]] = defaultdict(list)
        for code, literals in bound.items():
            for literal in literals:
                codes[literal].append(code)
        for code in choices.keys() - bound.keys():
            for literal in self.sorted_choices({code: choices[code]})[1].literals:
                codes[literal].append(code)
        if any(not codes[literal] for literal in core):
            return list(choices)
        return list(dict.fromkeys(code for literal in core for code in codes[literal][:1]))

    def follows(self, literals: Sequence[int]) -> set[int]:
        """What of the solver's literals holds beside these, as far as that is derived without a search."""
        return self._reasoner.follows(literals)

    def refusal(self, literals: Sequence[int]) -> list[int]:
        """Some of these literals that do not hold together; none where all of them do."""
        return self._reasoner.conflict(literals)

    def found_value(self, number: int) -> int:
        """Of a number, by its place, in the configuration that was found last; scaled."""
        return self._reasoner.found_values()[number]

    def meaning(self, key: Key, *, taken: bool) -> tuple[int, ...]:
        """Literals of a choice; none where counting in a loose group decides it."""
        bound, _ = self.sorted_choices({key: taken})
        return bound.get(key, ())

    def fulfilled(self, asked: Choices, choices: Choices) -> set[Key]:
        """Those of the choices that one configuration with all that is asked has too; only such as rules speak of."""
        literals = self.literals(asked)
        bound, _ = self.sorted_choices(choices)
        if literals is not None and self.numbered is None:
            held = self._reasoner.held_beside(literals, list(joined(bound)))
            return {code for code, (literal,) in bound.items() if literal in held}
        model = None if literals is None else self._reasoner.model(literals)
        if model is None:
            return set()
        values = self._reasoner.found_values()
        return {code for code, literals in bound.items() if self._has(code, literals, model, values)}

    def _has(self, key: Key, literals: tuple[int, ...], model: Sequence[int], values: Sequence[int]) -> bool:
        """Whether a model of the solver, with these values of the numbers, has a choice."""
        if isinstance(key, Point):
            place = self.book.place(key.number)
            asked = self.book.orders[place].asked
            return model[abs(asked) - 1] == asked and values[place] == key.value
        return all(model[abs(literal) - 1] == literal for literal in literals)

    def sorted_choices(
        self, choices: Choices, point: PointLiterals | None = None
    ) -> tuple[BoundChoices, LooseChoices]:
        """Choices as literals of the solver, and those of loose groups with what they ask for.

        Args:
            choices: what was taken or refused.
            point: literals of a number's value, where another solver than this model's own is asked.
        """
        bound: BoundChoices = {}
        loose: dict[int, bool] = {}
        for code, is_taken in choices.items():
            if isinstance(code, Point):
                if point is None and code not in self._points:
                    self._points[code] = tuple(self._point(code))
                bound[code] = self._points[code] if point is None else tuple(point(code))
                continue
            number = self.places[code]
            literal = self._literals.get(number)
            if literal is None:
                loose[number] = is_taken
            else:
                bound[code] = (literal if is_taken else -literal,)
        return bound, self.loose.choose(loose)


def _reasoner_of(writer: ModelWriter, model: ProductModel) -> Reasoner:
    book, clauses = writer.numbers, writer.book.clauses
    if not book.orders and not book.sums:
        rows = _rows_for(
            max((len(group.options) for group in model.groups), default=0), writer.book.variables
        )
        return Reasoner(clauses, writer.book.variables, watched=writer.answering(), rows=rows)
    parts = parts_of_variables(writer.parts(model.groups), clauses, book)
    return NumberedReasoner(clauses, writer.book.variables, book, watched=writer.answering(), parts=parts)


def _rows_for(options: int, variables: int) -> int:
    """So many models are kept that each option of the largest group finds two, within a bounded size of memory."""
    most = _MOST_BITS // (variables + 1)
    rows = max(Reasoner.ROWS, min(2 * options, most))
    return rows - rows % -64


def joined(bound: BoundChoices) -> Iterator[int]:
    """Their literals one after the other."""
    return (literal for literals in bound.values() for literal in literals)


def _runs(order: Order, can_be: Flags) -> Iterator[range]:
    """The values that a number can have, by the place of each, as runs of neighbours."""
    flags = can_be if order.idle < 0 else np.delete(can_be, order.idle)
    values = order.number.values
    ends = np.flatnonzero(np.diff(flags, prepend=False, append=False)).tolist()
    return (values[first:after] for first, after in zip(ends[::2], ends[1::2], strict=True))
