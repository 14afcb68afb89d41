"""How many configurations the clauses of a compiled model have: by unit clauses, independent parts and memory."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import prod

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.loose import LooseGroup

Clauses = list[frozenset[int]]


def count_configurations(compiled: CompiledModel) -> int:
    """All of them; what no rule binds is counted beside the clauses, by the literals that ask for it."""
    weights: Counter[int] = Counter()
    loose = compiled.loose
    for at in loose.parents_first():
        group = loose[at]
        if group.parent < 0:
            weights[group.literal] = max(weights[group.literal], 1) * _ways(compiled, group)
    counted = {abs(literal) for _, literal in compiled.bound_literals()} | {abs(each) for each in weights}
    clauses = [frozenset(clause) for clause in compiled.clauses]
    return _Counting(counted, weights).count(clauses, counted)


def _ways(compiled: CompiledModel, group: LooseGroup) -> int:
    """How many choices a loose group has where it is asked, with those of the groups below its options."""
    by_size = [1]
    for option in group.options:
        below = prod(_ways(compiled, compiled.loose[at]) for at in compiled.loose.below(option))
        with_it = [0, *(count * below for count in by_size)]
        by_size = [one + other for one, other in zip([*by_size, 0], with_it, strict=True)]
    return sum(by_size[group.lo : group.hi + 1])


class _Counting:
    """`counted`: the variables whose values tell configurations apart; of the others one that fits is enough.

    `weights`: by literal how many configurations it stands for where it is true; others for one.
    """

    def __init__(self, counted: set[int], weights: Mapping[int, int]) -> None:
        self._counted = counted
        self._weights = weights
        self._known: dict[frozenset[frozenset[int]], int] = {}

    def _weight(self, literal: int) -> int:
        return self._weights.get(literal, 1)

    def count(self, clauses: Clauses, free: set[int]) -> int:
        left, decided = _propagated(clauses)
        if left is None:
            return 0
        total = prod(self._weight(literal) for literal in decided if abs(literal) in free)
        free = free - {abs(literal) for literal in decided}
        for part in _parts(left):
            variables = {abs(literal) for clause in part for literal in clause}
            free -= variables
            total *= self._count_part(part, variables)
            if not total:
                return 0
        return total * prod(self._weight(each) + self._weight(-each) for each in free)

    def _count_part(self, part: Clauses, variables: set[int]) -> int:
        key = frozenset(part)
        if key not in self._known:
            counted = variables & self._counted
            often = Counter(abs(literal) for clause in part for literal in clause)
            variable = max(counted or variables, key=lambda each: (often[each], each))
            found = sum(self.count([*part, frozenset([sign * variable])], counted) for sign in (1, -1))
            self._known[key] = found if counted else min(found, 1)
        return self._known[key]


def _propagated(clauses: Clauses) -> tuple[Clauses | None, set[int]]:
    decided: set[int] = set()
    while unit := next((clause for clause in clauses if len(clause) == 1), None):
        (literal,) = unit
        decided.add(literal)
        clauses = [clause - {-literal} for clause in clauses if literal not in clause]
        if frozenset() in clauses:
            return None, decided
    return clauses, decided


def _parts(clauses: Clauses) -> Iterable[Clauses]:
    """Clauses that share no variable with others, directly or over more of them."""
    heads: dict[int, int] = {}

    def head(variable: int) -> int:
        while heads.setdefault(variable, variable) != variable:
            heads[variable] = heads[heads[variable]]
            variable = heads[variable]
        return variable

    for clause in clauses:
        first, *others = (abs(literal) for literal in clause)
        for other in others:
            heads[head(other)] = head(first)
    found: dict[int, Clauses] = {}
    for clause in clauses:
        found.setdefault(head(abs(next(iter(clause)))), []).append(clause)
    return found.values()
