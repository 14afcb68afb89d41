"""Which rules a reason cannot spare, seen from a configuration that breaks only one of them.

A configuration that breaks a single rule of a reason proves that the reason needs this rule. Where one thing in it is
changed so that it breaks another single rule, that one is needed too (rotation: Belov and Marques-Silva 2011). So a
search for one rule proves many: where all options of a group are excluded, each by a rule of its own, choosing the
next one of them is enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from app.domain.configurator.compiling import CompiledModel

_MOST_CHANGES = 4
"""So many things are changed one after the other between two rules that are broken alone."""

_GROUPS_BROKEN = 2
"""So many groups may be broken on the way."""

_CHANGES_A_RULE = 10
"""So many changes are tried for each rule of a reason; what they do not prove is left to the solver."""


class Needs:
    """Rotation over a model without numbers.

    Args:
        compiled: the model.
        first: the switch of the first of its demands; the others follow in their order.

    Attributes:
        counts: of bound groups.
        clauses: all others.
        switches: by clause that of its demand; 0: of none.
        clauses_of: the clauses (by place) of a demand, by its switch.
        where: the clauses that have a literal.
        counted: by variable the groups (by place) of which it is an option.
        asking: by variable the groups that it asks for.
    """

    def __init__(self, compiled: CompiledModel, first: int) -> None:
        self.counts = compiled.counts
        self.clauses: list[Sequence[int]] = []
        self.switches: list[int] = []
        counted = {at for each in self.counts for at in range(*each.span)}
        self._take((each for at, each in enumerate(compiled.group_clauses) if at not in counted), 0)
        self.clauses_of: dict[int, range] = {}
        for at, span in enumerate(compiled.spans):
            begin = len(self.clauses)
            self._take(compiled.clauses[slice(*span)], first + at)
            self.clauses_of[first + at] = range(begin, len(self.clauses))
        self.where = _places(self.clauses)
        self.counted = _places(each.options for each in self.counts)
        self.asking = _places((abs(each.asked),) for each in self.counts)

    def _take(self, clauses: Iterable[Sequence[int]], switch: int) -> None:
        for clause in clauses:
            self.clauses.append(clause)
            self.switches.append(switch)

    def beside(
        self, model: Sequence[int], broken: int, reason: set[int], literals: Sequence[int]
    ) -> set[int]:
        """Others of the rules of a reason that it cannot spare.

        Args:
            model: literals by variable; of the reason it breaks one rule only.
            broken: the switch of that rule.
            reason: switches of all its rules.
            literals: what must stay as it is.
        """
        return _Walk(self, model, reason, {abs(literal) for literal in literals}).found_from(broken)


def _places(of: Iterable[Sequence[int]]) -> dict[int, list[int]]:
    """By literal where it stands."""
    found: dict[int, list[int]] = defaultdict(list)
    for at, literals in enumerate(of):
        for literal in literals:
            found[literal].append(at)
    return dict(found)


class _Walk:
    """A configuration as it is changed, and what of groups and reason it breaks: clauses, or groups as -1 - place."""

    def __init__(self, needs: Needs, model: Sequence[int], reason: set[int], fixed: set[int]) -> None:
        self._needs = needs
        self._model = list(model)
        self._active = {0, *reason}
        self._fixed = fixed
        self._chosen: dict[int, int] = {}
        self._broken: set[int] = set()
        self._seen: set[frozenset[int]] = set()
        self._found: set[int] = set()
        self._left = _CHANGES_A_RULE * len(reason)

    def found_from(self, switch: int) -> set[int]:
        """The other rules that are broken alone after some changes, one of which is broken alone now."""
        self._broken = set(filter(self._is_broken, self._needs.clauses_of[switch]))
        self._found.add(switch)
        self._change(_MOST_CHANGES)
        return self._found

    def _is_broken(self, clause: int) -> bool:
        model = self._model
        return all(model[abs(literal) - 1] != literal for literal in self._needs.clauses[clause])

    def _change(self, more: int) -> None:
        """Try what mends one of the broken things, and go on from where a rule, or only groups, are broken."""
        for variable in self._mending(next(iter(self._broken))):
            if variable in self._fixed or self._left <= 0:
                continue
            self._left -= 1
            self._flip(variable)
            owners = {self._switch_of(one) for one in self._broken}
            if len(owners) == 1 and self._is_news(owners.pop()) and more > 1:
                self._fixed.add(variable)
                self._change(more - 1)
                self._fixed.discard(variable)
            self._flip(variable)

    def _is_news(self, switch: int) -> bool:
        """Whether a rule is broken alone for the first time, or these groups are."""
        if switch:
            is_new = switch not in self._found
            self._found.add(switch)
            return is_new
        broken = frozenset(self._broken)
        is_new = len(broken) <= _GROUPS_BROKEN and broken not in self._seen
        self._seen.add(broken)
        return is_new

    def _switch_of(self, one: int) -> int:
        return self._needs.switches[one] if one >= 0 else 0

    def _mending(self, one: int) -> Iterator[int]:
        """Variables one of which must change, so that this is broken no more."""
        if one >= 0:
            yield from map(abs, self._needs.clauses[one])
            return
        group = self._needs.counts[-1 - one]
        wanted = self._holds(group.asked) and self._chosen[-1 - one] < group.lo
        yield from (literal for literal in group.options if self._holds(literal) != wanted)
        yield abs(group.asked)

    def _holds(self, literal: int) -> bool:
        return self._model[abs(literal) - 1] == literal

    def _flip(self, variable: int) -> None:
        needs = self._needs
        literal = self._model[variable - 1] = -self._model[variable - 1]
        self._broken.difference_update(needs.where.get(literal, ()))
        for clause in needs.where.get(-literal, ()):
            if needs.switches[clause] in self._active and self._is_broken(clause):
                self._broken.add(clause)
        for at in needs.counted.get(variable, ()):
            if at in self._chosen:
                self._chosen[at] += 1 if literal > 0 else -1
            self._judge(at)
        for at in needs.asking.get(variable, ()):
            self._judge(at)

    def _judge(self, at: int) -> None:
        group = self._needs.counts[at]
        count = self._chosen.get(at)
        if count is None:
            count = self._chosen[at] = sum(map(self._holds, group.options))
        fits = group.lo <= count <= group.hi if self._holds(group.asked) else not count
        (self._broken.discard if fits else self._broken.add)(-1 - at)
