"""Loose groups: those that no rule speaks of. They are decided by counting, beside the solver.

A loose group asks only whether its condition holds: a literal of the solver, or an option of another loose group.
So most of a large model never becomes clauses. Options of a bound group that nothing speaks of are interchangeable:
one literal stands for "one of these", and they are a loose group below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.domain.configurator.reasoner import Outlook
from app.domain.configurator.residual import Flags

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LooseGroup:
    """Options by number, how many of them are chosen where the group is asked, and what asks for it.

    Args:
        options: numbers of options in the model.
        literal: asks for the group; 0 where `parent` does.
        parent: the option of another loose group that asks for this one; -1 where `literal` does.
    """

    options: tuple[int, ...]
    lo: int
    hi: int
    literal: int = 0
    parent: int = -1


@dataclass(slots=True)
class LooseChoices:
    """What was chosen in loose groups, and what that asks of the solver."""

    taken: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """By group: its options that were chosen."""
    refused: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    literals: list[int] = field(default_factory=list)
    fits: bool = True

    def groups(self) -> set[int]:
        """Those in which something was chosen or refused."""
        return {*self.taken, *self.refused}


class LooseGroups:
    """All loose groups of a model."""

    def __init__(self, groups: Sequence[LooseGroup]) -> None:
        self._groups = groups
        self._of_option = {option: at for at, group in enumerate(groups) for option in group.options}
        below: dict[int, list[int]] = defaultdict(list)
        for at, group in enumerate(groups):
            if group.parent >= 0:
                below[group.parent].append(at)
        self._below: Mapping[int, list[int]] = dict(below)
        self._numbers = [np.array(group.options, np.intp) for group in groups]
        self._asking = [tuple(option for option in group.options if option in below) for group in groups]

    def __getitem__(self, at: int) -> LooseGroup:
        return self._groups[at]

    def below(self, option: int) -> Sequence[int]:
        """The groups that an option asks for."""
        return self._below.get(option, ())

    def parents_first(self) -> list[int]:
        """All groups, each after the one that asks for it."""
        return sorted(range(len(self._groups)), key=self._depth)

    def choose(self, choices: Mapping[int, bool]) -> LooseChoices:
        """What the choices of loose options (number -> chosen or not) mean, up to the literals that they ask for."""
        told = LooseChoices()
        for option, is_taken in choices.items():
            if not self.note(told, option, is_taken=is_taken):
                told.fits = False
        return told

    def note(self, told: LooseChoices, option: int, *, is_taken: bool) -> bool:
        """Add a choice to others, with what it asks for; False, and nothing is added, where counting refuses it."""
        news: list[tuple[set[int], int]] = []
        at = self._of_option[option]
        while option >= 0:
            at = self._of_option[option]
            mine, other = (told.taken, told.refused) if is_taken else (told.refused, told.taken)
            if option in mine[at]:
                break
            group, count = self._groups[at], len(mine[at]) + 1
            if option in other[at] or (is_taken and count > group.hi):
                return False
            news.append((mine[at], option))
            if not is_taken and len(group.options) - count >= group.lo:
                break
            option = group.parent
        else:
            literal = self._groups[at].literal
            told.literals.append(literal if is_taken else -literal)
        for known, one in news:
            known.add(one)
        return True

    def correct(self, told: LooseChoices, outlook: Outlook, can_hold: Flags, can_fail: Flags) -> None:
        """Put right the flags of options that the choices in loose groups change.

        Args:
            told: the choices, whose literals the outlook knows.
            outlook: of the solver's literals.
            can_hold: by option, as if nothing were chosen in loose groups; changed in place.
            can_fail: the same.
        """
        for at in sorted(told.groups(), key=self._depth):
            self._correct_group(at, told, outlook, (can_hold, can_fail))

    def _depth(self, at: int) -> int:
        depth, parent = 0, self._groups[at].parent
        while parent >= 0:
            depth, parent = depth + 1, self._groups[self._of_option[parent]].parent
        return depth

    def _correct_group(
        self, at: int, told: LooseChoices, outlook: Outlook, flags: tuple[Flags, Flags]
    ) -> None:
        can_hold, can_fail = flags
        group = self._groups[at]
        taken, refused = told.taken.get(at, _NONE), told.refused.get(at, _NONE)
        left = len(group.options) - len(refused)
        if group.parent >= 0:
            is_asked, is_spared = can_hold[group.parent], can_fail[group.parent]
        else:
            is_asked, is_spared = outlook.is_possible(group.literal), outlook.is_possible(-group.literal)
        asking = self._asking[at]
        before = [(can_hold[option], can_fail[option]) for option in asking]
        numbers = self._numbers[at]
        can_hold[numbers] = is_asked and len(taken) < group.hi
        can_fail[numbers] = is_spared or left > group.lo
        for option in taken:
            can_hold[option], can_fail[option] = True, False
        for option in refused:
            can_hold[option], can_fail[option] = False, True
        for option, flags_before in zip(asking, before, strict=True):
            if (can_hold[option], can_fail[option]) != flags_before:
                for below in self.below(option):
                    self._correct_group(below, told, outlook, flags)
