"""The peer of the configurator that anybody would write first: two questions a solver for every option."""

from __future__ import annotations

from pysat.solvers import Glucose4

from app.domain.configurator.clauses import ClauseBook
from app.domain.configurator.model import Choices, Group, ProductModel, Table, codes_of

Answer = tuple[list[bool], list[bool]]


class PlainSolver:
    """Every option a literal, every group and rule its clauses; nothing is remembered but what the solver learns."""

    def __init__(self, model: ProductModel) -> None:
        self._book = ClauseBook()
        self.literals = {code: self._book.fresh() for group in model.groups for code in group.options}
        for group in model.groups:
            self._write(group)
        for rule in model.rules:
            self._book.require(rule.formula, self.literals.__getitem__)
        for table in model.tables:
            self._write_table(table, model)
        self._solver = Glucose4(bootstrap_with=self._book.clauses)

    def _write(self, group: Group) -> None:
        options = [self.literals[code] for code in group.options]
        if group.when is None:
            self._book.at_least(options, group.lo)
        else:
            asked = self._book.name(group.when, self.literals.__getitem__)
            for literal in options:
                self._book.add((-literal, asked))
            self._book.at_least([*options, *[-asked] * group.lo], group.lo)
        self._book.at_most(options, group.hi)

    def _write_table(self, table: Table, model: ProductModel) -> None:
        """A literal for each row: one of them holds, and it asks for its cells. Of groups that are always asked."""
        groups = {group.code: group for group in model.groups}
        columns = [groups[code] for code in table.columns]
        assert table.allows
        assert all(group.when is None and group.lo == group.hi == 1 for group in columns)
        rows = [self._book.fresh() for _ in table.rows]
        self._book.add(rows)
        for row, cells in zip(rows, table.rows, strict=True):
            for cell in cells:
                if cell is not None:
                    self._book.add((-row, *(self.literals[code] for code in codes_of(cell))))

    def fits(self, choices: Choices) -> bool:
        """Whether some configuration has all these choices."""
        return bool(self._solver.solve(self.chosen(choices)))

    @property
    def clauses(self) -> list[list[int]]:
        """All clauses."""
        return self._book.clauses

    @property
    def variables(self) -> int:
        """How many there are: 1 to this number."""
        return self._book.variables

    def chosen(self, choices: Choices) -> list[int]:
        """The literals of choices."""
        return [self.literals[str(code)] * (1 if is_taken else -1) for code, is_taken in choices.items()]

    def possibilities(self, choices: Choices) -> Answer | None:
        """Which options can be taken and which can be left, in the order of the model."""
        chosen = self.chosen(choices)
        if not self._solver.solve(chosen):
            return None
        literals = self.literals.values()
        can_hold = [self._solver.solve([*chosen, literal]) for literal in literals]
        return can_hold, [self._solver.solve([*chosen, -literal]) for literal in literals]
