"""A product model made ready for questions: which options become literals, which are decided by counting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from app.domain.configurator.loose import LooseChoices, LooseGroups
from app.domain.configurator.model import Choices, Key, Point, ProductModel
from app.domain.configurator.reasoner import Reasoner
from app.domain.configurator.residual import Flags
from app.domain.configurator.writing import ALWAYS, ModelWriter


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


class CompiledModel:
    """A model and its solver. Not for two threads at once.

    Attributes:
        model: what it was made of.
        codes: of all options, in the order of the answers.
        places: each option's place in the answers, by code.
        variables: the solver's, 1 to this number.
        loose: the groups that are decided by counting.
        clauses: what everything demands of the solver's variables.
        group_clauses: what the groups alone demand of them.
        is_void: no configuration exists at all.
        loose_groups: how many groups are decided by counting, without the solver.
    """

    def __init__(self, model: ProductModel) -> None:
        if model.numbers:
            raise NotImplementedError(
                "the engine learns numbers in the next step; models of options are ready"
            )
        self.model = model
        self.places = {
            code: at for at, code in enumerate(code for group in model.groups for code in group.options)
        }
        writer = ModelWriter(model, self.places)
        self._literals = writer.literals
        self.write = writer.write
        self.loose = LooseGroups(writer.loose)
        self.codes = list(self.places)
        self.clauses = writer.book.clauses
        self.group_clauses = writer.book.clauses[: writer.before_rules]
        self.variables = writer.book.variables
        self._reasoner = Reasoner(writer.book.clauses, writer.book.variables, watched=writer.answering())
        self._holds_at, self._fails_at = writer.places(len(self.places))
        self.is_void = self._reasoner.is_void
        self.loose_groups = len(writer.loose)

    def possibilities(self, choices: Choices) -> Possibilities | None:
        """What is still possible under choices (code -> taken or refused); None where they do not fit together."""
        bound, told = self.sorted_choices(choices)
        outlook = self._reasoner.outlook({*bound.values(), *told.literals}) if told.fits else None
        if outlook is None:
            return None
        answers = np.concatenate((outlook.can_hold, outlook.can_fail))
        answers[ALWAYS] = True
        can_hold, can_fail = answers[self._holds_at], answers[self._fails_at]
        self.loose.correct(told, outlook, can_hold, can_fail)
        return Possibilities(can_hold, can_fail)

    def fits(self, choices: Choices) -> bool:
        """Whether some configuration has all these choices."""
        literals = self.literals(choices)
        return literals is not None and self._reasoner.fits(literals)

    def literals(self, choices: Choices) -> list[int] | None:
        """What the choices ask of the solver; None where counting in loose groups already refuses them."""
        bound, told = self.sorted_choices(choices)
        return [*bound.values(), *told.literals] if told.fits else None

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
        codes: dict[int, list[Key]] = defaultdict(list)
        for code, literal in bound.items():
            codes[literal].append(code)
        for code in choices.keys() - bound.keys():
            for literal in self.sorted_choices({code: choices[code]})[1].literals:
                codes[literal].append(code)
        core = self._reasoner.conflict([*bound.values(), *told.literals])
        return (
            list(choices)
            if any(not codes[literal] for literal in core)
            else [code for literal in core for code in codes[literal][:1]]
        )

    def fulfilled(self, asked: Choices, choices: Choices) -> set[Key]:
        """Those of the choices that one configuration with all that is asked has too; only such as rules speak of."""
        literals = self.literals(asked)
        model = None if literals is None else self._reasoner.model(literals)
        if model is None:
            return set()
        bound, _ = self.sorted_choices(choices)
        return {code for code, literal in bound.items() if model[abs(literal) - 1] == literal}

    def sorted_choices(self, choices: Choices) -> tuple[dict[Key, int], LooseChoices]:
        """Choices as literals of the solver, and those of loose groups with what they ask for."""
        bound: dict[Key, int] = {}
        loose: dict[int, bool] = {}
        for code, is_taken in choices.items():
            assert not isinstance(code, Point)
            number = self.places[code]
            literal = self._literals.get(number)
            if literal is None:
                loose[number] = is_taken
            else:
                bound[code] = literal if is_taken else -literal
        return bound, self.loose.choose(loose)
