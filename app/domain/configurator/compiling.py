"""A product model made ready for questions: which options become literals, which are decided by counting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.configurator.clauses import ClauseBook
from app.domain.configurator.formulas import Chosen, Formula, options_in
from app.domain.configurator.loose import LooseChoices, LooseGroup, LooseGroups
from app.domain.configurator.model import Group, ProductModel
from app.domain.configurator.reasoner import Reasoner
from app.domain.configurator.residual import Flags, Indices

_ALWAYS = 0
"""The place in an outlook's answers, one after the other, that says yes to everything."""


@dataclass(frozen=True, slots=True)
class Possibilities:
    """By number of the option: whether some configuration has it, and whether some has it not."""

    can_hold: Flags
    can_fail: Flags


class CompiledModel:
    """A model and its solver. Not for two threads at once.

    Attributes:
        model: what it was made of.
        numbers: each option's place in the answers, by code.
        variables: the solver's, 1 to this number.
        group_clauses: what the groups alone demand of them.
        is_void: no configuration exists at all.
        loose_groups: how many groups are decided by counting, without the solver.
    """

    def __init__(self, model: ProductModel) -> None:
        self.model = model
        self.numbers = {
            code: at for at, code in enumerate(code for group in model.groups for code in group.options)
        }
        writer = _ModelWriter(model, self.numbers)
        self._literals = writer.literals
        self._loose = LooseGroups(writer.loose)
        self.group_clauses = writer.book.clauses[: writer.before_rules]
        self.variables = writer.book.variables
        self._reasoner = Reasoner(writer.book.clauses, writer.book.variables)
        self._holds_at, self._fails_at = writer.places(len(self.numbers))
        self.is_void = self._reasoner.is_void
        self.loose_groups = len(writer.loose)

    def possibilities(self, choices: Mapping[str, bool]) -> Possibilities | None:
        """What is still possible under choices (code -> taken or refused); None where they do not fit together."""
        bound, told = self._sorted(choices)
        outlook = self._reasoner.outlook({*bound.values(), *told.literals}) if told.fits else None
        if outlook is None:
            return None
        answers = np.concatenate((outlook.can_hold, outlook.can_fail))
        answers[_ALWAYS] = True
        can_hold, can_fail = answers[self._holds_at], answers[self._fails_at]
        self._loose.correct(told, outlook, can_hold, can_fail)
        return Possibilities(can_hold, can_fail)

    def fits(self, choices: Mapping[str, bool]) -> bool:
        """Whether some configuration has all these choices."""
        literals = self.literals(choices)
        return literals is not None and self._reasoner.fits(literals)

    def literals(self, choices: Mapping[str, bool]) -> list[int] | None:
        """What the choices ask of the solver; None where counting in loose groups already refuses them."""
        bound, told = self._sorted(choices)
        return [*bound.values(), *told.literals] if told.fits else None

    def literal_of(self, code: str) -> int:
        """The solver's literal of an option that a rule names."""
        return self._literals[self.numbers[code]]

    def conflict(self, choices: Mapping[str, bool]) -> list[str]:
        """Choices among these that do not fit together, where all of them do not; some may still be spared."""
        bound, told = self._sorted(choices)
        if not told.fits:
            return list(choices)
        codes: dict[int, list[str]] = defaultdict(list)
        for code, literal in bound.items():
            codes[literal].append(code)
        for code in choices.keys() - bound.keys():
            for literal in self._sorted({code: choices[code]})[1].literals:
                codes[literal].append(code)
        core = self._reasoner.conflict([*bound.values(), *told.literals])
        return (
            list(choices)
            if any(not codes[literal] for literal in core)
            else [code for literal in core for code in codes[literal][:1]]
        )

    def fulfilled(self, asked: Mapping[str, bool], choices: Mapping[str, bool]) -> set[str]:
        """Those of the choices that one configuration with all that is asked has too; only such as rules speak of."""
        literals = self.literals(asked)
        model = None if literals is None else self._reasoner.model(literals)
        if model is None:
            return set()
        bound, _ = self._sorted(choices)
        return {code for code, literal in bound.items() if model[abs(literal) - 1] == literal}

    def _sorted(self, choices: Mapping[str, bool]) -> tuple[dict[str, int], LooseChoices]:
        """Choices as literals of the solver, and those of loose groups with what they ask for."""
        bound: dict[str, int] = {}
        loose: dict[int, bool] = {}
        for code, is_taken in choices.items():
            number = self.numbers[code]
            literal = self._literals.get(number)
            if literal is None:
                loose[number] = is_taken
            else:
                bound[code] = literal if is_taken else -literal
        return bound, self._loose.choose(loose)


class _ModelWriter:
    """Sorts the groups of a model into bound and loose ones, and writes the clauses of the bound ones."""

    def __init__(self, model: ProductModel, numbers: Mapping[str, int]) -> None:
        self.book = ClauseBook()
        self.literals: dict[int, int] = {}
        self.loose: list[LooseGroup] = []
        self._numbers = numbers
        self._always = self.book.fresh()
        self.book.add([self._always])
        bound = _bound_options(model)
        for group in _parents_first(model.groups):
            self._take(group, bound)
        self.before_rules = len(self.book.clauses)
        for rule in model.rules:
            self.book.require(rule.formula, self._literal_of)

    def _literal_of(self, code: str) -> int:
        return self.literals[self._numbers[code]]

    def _take(self, group: Group, bound: set[str]) -> None:
        numbers = [self._numbers[code] for code in group.options]
        kept = [number for number, code in zip(numbers, group.options, strict=True) if code in bound]
        literal, parent = self._condition(group)
        if not kept and _can_be_loose(group):
            self.loose.append(LooseGroup(tuple(numbers), group.lo, group.hi, literal, parent))
            return
        others = [number for number, code in zip(numbers, group.options, strict=True) if code not in bound]
        if group.lo == group.hi == len(numbers):
            self.literals.update(dict.fromkeys(numbers, literal))
            return
        if len(others) > 1 and _are_interchangeable(group):
            one_of_them = self.book.fresh()
            hi = 1 if group.hi == 1 else len(others)
            self.loose.append(LooseGroup(tuple(others), 1, hi, one_of_them))
        else:
            kept, one_of_them = numbers, 0
        self.literals.update((number, self.book.fresh()) for number in kept)
        self._count(
            group, literal, [self.literals[number] for number in kept] + [one_of_them] * (one_of_them > 0)
        )

    def _condition(self, group: Group) -> tuple[int, int]:
        """The literal that asks for the group, or else the loose option that does."""
        if group.when is None:
            return self._always, -1
        if isinstance(group.when, Chosen):
            number = self._numbers[group.when.option]
            literal = self.literals.get(number)
            return (literal, -1) if literal is not None else (0, number)
        return self.book.name(group.when, self._literal_of), -1

    def _count(self, group: Group, asked: int, options: Sequence[int]) -> None:
        if asked != self._always:
            for literal in options:
                self.book.add((-literal, asked))
        self.book.at_most(options, group.hi)
        spared = [] if asked == self._always else [-asked] * group.lo
        self.book.at_least([*options, *spared], group.lo)

    def places(self, options: int) -> tuple[Indices, Indices]:
        """Where the answer of each option stands among those of the literals, "can hold" first, then "can fail"."""
        size = self.book.variables + 1
        holds, fails = np.zeros(options, np.intp), np.zeros(options, np.intp)
        for number, literal in self.literals.items():
            holds[number], fails[number] = _place(literal, size), _place(-literal, size)
        for group in self.loose:
            if group.parent >= 0:
                asked, spared = holds[group.parent], fails[group.parent]
            else:
                asked, spared = _place(group.literal, size), _place(-group.literal, size)
            numbers = list(group.options)
            holds[numbers] = asked
            fails[numbers] = _ALWAYS if len(numbers) > group.lo else spared
        return holds, fails


def _place(literal: int, size: int) -> int:
    return literal if literal > 0 else size - literal


def _can_be_loose(group: Group) -> bool:
    """Whether counting always finds a choice: enough options, and room for them."""
    return 0 <= group.lo <= group.hi and group.lo <= len(group.options) and group.hi > 0


def _are_interchangeable(group: Group) -> bool:
    """Whether "one of the others" says all that counts: exactly or up to one, or any number from one on."""
    return group.hi == 1 or (group.lo <= 1 and group.hi >= len(group.options))


def _bound_options(model: ProductModel) -> set[str]:
    """The codes that rules speak of, and those that ask for a group with such an option, and so on upwards."""
    bound: set[str] = set()
    for rule in model.rules:
        bound.update(options_in(rule.formula))
    of_option = {code: group for group in model.groups for code in group.options}
    for group in model.groups:
        if not isinstance(group.when, Chosen | None) or not _can_be_loose(group):
            bound.update(_named_by(group.when))
    waiting = list(bound)
    while waiting:
        group = of_option[waiting.pop()]
        asking = [code for code in _named_by(group.when) if code not in bound]
        bound.update(asking)
        waiting.extend(asking)
    return bound


def _named_by(when: Formula | None) -> list[str]:
    return [] if when is None else list(options_in(when))


def _parents_first(groups: Sequence[Group]) -> list[Group]:
    """Each group after those whose options its condition names."""
    of_option = {code: at for at, group in enumerate(groups) for code in group.options}
    waits_for = [{of_option[code] for code in _named_by(group.when)} for group in groups]
    asked_by: dict[int, list[int]] = defaultdict(list)
    for at, others in enumerate(waits_for):
        for other in others:
            asked_by[other].append(at)
    ready = [at for at, others in enumerate(waits_for) if not others]
    order: list[Group] = []
    while ready:
        at = ready.pop()
        order.append(groups[at])
        for below in asked_by[at]:
            waits_for[below].discard(at)
            if not waits_for[below]:
                ready.append(below)
    return order
