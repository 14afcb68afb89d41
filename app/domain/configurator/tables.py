"""Tables as clauses: pairs by what supports each value, wider ones as decision diagrams, forbidden rows one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.configurator.clauses import ClauseBook
from app.domain.configurator.model import Cell, Table, codes_of
from app.domain.watched import going_on

Values = Mapping[str, int]

_LARGE = 5_000
"""From so many rows on a table is looked at before it is drawn as a diagram: rows at random share few rests."""


@dataclass(frozen=True, slots=True)
class Column:
    """A group as a table sees it.

    Args:
        values: literal by code (NONE for "nothing chosen"), of which exactly one holds where the group is asked.
        asked: literals of which all hold where the group is asked; of a group that always is: none.
    """

    values: Values
    asked: tuple[int, ...] = ()


def write_table(book: ClauseBook, table: Table, columns: Sequence[Column]) -> None:
    """The clauses of a table; `columns` in the order of the table's own."""
    spared = tuple(sorted({-literal for column in columns for literal in column.asked}))
    values = [column.values for column in columns]
    if not table.allows:
        _forbid(book, table, values, spared)
    elif len(values) == 2:
        _support(book, table, values, spared)
    elif len(table.rows) < _LARGE or _is_small(table, values):
        _Diagram(book, values, spared).write(table)
    else:
        _list_rows(book, table, values, spared)


def _meant(cell: Cell, values: Values) -> frozenset[str]:
    """The values of a column that a cell is about."""
    return frozenset(values) if cell is None else codes_of(cell).intersection(values)


def _forbid(book: ClauseBook, table: Table, values: Sequence[Values], spared: tuple[int, ...]) -> None:
    for row in table.rows:
        others = [
            literal
            for cell, column in zip(row, values, strict=True)
            for code, literal in column.items()
            if code not in _meant(cell, column)
        ]
        book.add([*spared, *others])


def _support(book: ClauseBook, table: Table, values: Sequence[Values], spared: tuple[int, ...]) -> None:
    """Each value of one column asks for one of those that stand beside it, in both directions."""
    beside: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
    for first, second in table.rows:
        ones, others = _meant(first, values[0]), _meant(second, values[1])
        for code in ones:
            beside[0][code] |= others
        for code in others:
            beside[1][code] |= ones
    for at, supports in enumerate(beside):
        mine, theirs = values[at], values[1 - at]
        for code, literal in mine.items():
            if len(supports[code]) < len(theirs):
                book.add([*spared, -literal, *(theirs[other] for other in sorted(supports[code]))])


def _list_rows(book: ClauseBook, table: Table, values: Sequence[Values], spared: tuple[int, ...]) -> None:
    """A literal a row: one of them holds and asks for its cells; each value asks for a row that has it.

    Rows that say nothing of a column stand behind one literal there.
    """
    rows = [(book.fresh(), [_meant(*pair) for pair in zip(row, values, strict=True)]) for row in table.rows]
    book.add([*spared, *(literal for literal, _ in rows)])
    for at, column in enumerate(values):
        having: dict[str, list[int]] = {code: [] for code in column}
        silent = book.fresh()
        silent_rows = []
        for literal, cells in rows:
            if len(cells[at]) == len(column):
                silent_rows.append(literal)
                continue
            book.add([-literal, *(column[code] for code in sorted(cells[at]))])
            for code in cells[at]:
                having[code].append(literal)
        book.add([-silent, *silent_rows])
        for code, literals in having.items():
            book.add([*spared, -column[code], silent, *literals])


def _is_small(table: Table, values: Sequence[Values]) -> bool:
    """Whether the diagram has fewer than half as many edges as the table has rows."""
    rows = frozenset(
        tuple(_meant(cell, column) for cell, column in zip(row, values, strict=True)) for row in table.rows
    )
    level = {rows}
    edges = 0
    for _ in values[1:]:
        rests = [rest for node in level for rest in _by_value(node).values()]
        edges += len(rests)
        if 2 * edges > len(table.rows):
            return False
        level = set(rests)
    return True


Rests = frozenset[tuple[frozenset[str], ...]]
"""What rows still ask for from some column on."""


def _by_value(rows: Rests) -> dict[str, Rests]:
    """The rests of the rows by value of their first cell."""
    found: dict[str, set[tuple[frozenset[str], ...]]] = defaultdict(set)
    going_on()
    for first, *rest in rows:
        for code in first:
            found[code].add(tuple(rest))
    return {code: frozenset(rests) for code, rests in found.items()}


class _Diagram:
    """A table of allowed rows as a decision diagram: a node for each different rest of rows that is still to be met.

    A node's literal holds where the columns before it lead there. Rows that have the same rest meet in one node,
    so that a table of thousands of rows has a fraction of that in nodes.
    """

    def __init__(self, book: ClauseBook, values: Sequence[Values], spared: tuple[int, ...]) -> None:
        self._book = book
        self._values = values
        self._spared = spared
        self._nodes: dict[tuple[int, frozenset[int]], int] = {}
        self._rests: dict[tuple[int, tuple[frozenset[str], ...]], int] = {}

    def write(self, table: Table) -> None:
        """The clauses of all its rows."""
        rows = [
            tuple(_meant(cell, column) for cell, column in zip(row, self._values, strict=True))
            for row in table.rows
        ]
        whole = frozenset(row for row in rows if all(row))
        if not whole:
            self._book.add(self._spared)
            return
        self._write_node(0, whole, self._spared)

    def _write_node(self, depth: int, rows: Rests, before: tuple[int, ...]) -> None:
        """What a node demands; `before`: literals one of which holds where it is not reached."""
        rests = _by_value(rows)
        is_last = depth == len(self._values) - 1
        if is_last:
            codes = sorted(rests)
            if len(codes) < len(self._values[depth]):
                self._book.add([*before, *(self._values[depth][code] for code in codes)])
            return
        for code, literal in self._values[depth].items():
            rest = rests.get(code)
            if rest is None:
                self._book.add([*before, -literal])
            else:
                self._lead(depth + 1, rest, (*before, -literal))

    def _lead(self, depth: int, rest: Rests, before: tuple[int, ...]) -> None:
        key = (depth, frozenset(self._number(depth, row) for row in rest))
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = self._book.fresh()
            self._write_node(depth, rest, (*self._spared, -node))
        self._book.add([*before, node])

    def _number(self, depth: int, row: tuple[frozenset[str], ...]) -> int:
        return self._rests.setdefault((depth, row), len(self._rests))
