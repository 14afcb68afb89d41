"""Rows of a delimited file, streamed: bad rows come out as problems, never as exceptions."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from app.domain.importing.dialect import Dialect
from app.domain.importing.lines import MAX_LINE_BYTES, TextLine, split_lines
from app.domain.importing.mapping import column_key
from app.domain.importing.problems import RowProblem

MAX_LINES_PER_ROW = 200
_NO_QUOTE = "\0"  # no line that comes here holds a NUL


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one row; `row` counts records (the first line begins row 1), `line` text lines."""

    row: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and its rows, to be read once."""

    header: tuple[str, ...]
    header_problem: RowProblem | None
    rows: Iterator[RawRow | RowProblem]


def open_table(blocks: Iterable[bytes], dialect: Dialect, *, max_line_bytes: int = MAX_LINE_BYTES) -> Table:
    """The table in the blocks: give blocks of a fixed size, not lines, to bound memory."""
    lines = split_lines(blocks, encoding=dialect.encoding, max_bytes=max_line_bytes)
    records = _numbered(join_lines(lines, dialect), dialect)
    first = next((record for record in records if record.row >= dialect.header_row), None)
    if first is None:
        code = "file-empty" if dialect.header_row == 1 else "header-beyond"
        return Table((), RowProblem(code, params={"row": str(dialect.header_row)}), iter(()))
    if isinstance(first, RowProblem):
        return Table((), first, iter(()))
    if not dialect.has_header:
        header = tuple(str(number) for number in range(1, len(first.cells) + 1))
        return Table(header, None, _fitted(_chained(first, records), len(header)))
    header = distinct(_trimmed(tuple(cell.strip() for cell in first.cells)))
    return Table(header, None, _fitted(records, len(header)))


def _chained(first: RawRow, rest: Iterator[RawRow | RowProblem]) -> Iterator[RawRow | RowProblem]:
    yield first
    yield from rest


def distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, a repeated one with its number: "Price", "Price (2)"; so each column can be chosen.

    Names that a mapping cannot tell apart are the same ("Item no", "ITEM-NO"). A number that another column
    has in its own name is passed over.
    """
    taken = {column_key(name) for name in names}
    numbers: dict[str, Iterator[int]] = {}
    found = []
    for name in names:
        key = column_key(name)
        if not name or key not in numbers:
            numbers[key] = count(2)
            found.append(name)
            continue
        repeats = (f"{name} ({number})" for number in numbers[key])
        found.append(next(repeat for repeat in repeats if column_key(repeat) not in taken))
        taken.add(column_key(found[-1]))
    return tuple(found)


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    while len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return cells


def _fitted(rows: Iterator[RawRow | RowProblem], width: int) -> Iterator[RawRow | RowProblem]:
    """Rows of the header's width; empty cells beyond it are dropped, other rows refused."""
    for row in rows:
        if isinstance(row, RowProblem) or len(row.cells) == width:
            yield row
        elif len(row.cells) > width and not any(cell.strip() for cell in row.cells[width:]):
            yield replace(row, cells=row.cells[:width])
        else:
            params = {"got": str(len(row.cells)), "expected": str(width)}
            yield RowProblem("column-count", row=row.row, line=row.line, params=params)


def _numbered(lines: Iterator[TextLine], dialect: Dialect) -> Iterator[RawRow | RowProblem]:
    for number, line in enumerate(lines, start=1):
        if line.problem is not None:
            yield replace(line.problem, row=number)
        elif line.text.strip():
            yield _parsed(line, number, dialect)


def _parsed(line: TextLine, number: int, dialect: Dialect) -> RawRow | RowProblem:
    try:
        cells = split_cells(line.text, dialect)
    except csv.Error as error:
        params = {"detail": str(error)}
        return RowProblem("csv-syntax", row=number, line=line.number, params=params)
    return RawRow(number, line.number, cells)


def split_cells(text: str, dialect: Dialect) -> tuple[str, ...]:
    """The cells of one record's text; csv.Error when it cannot be read."""
    reader = csv.reader([text], delimiter=dialect.delimiter, quotechar=dialect.quote or _NO_QUOTE)
    return tuple(next(reader, []))


def join_lines(lines: Iterable[TextLine], dialect: Dialect) -> Iterator[TextLine]:
    """Whole records: lines joined while a quotation is open.

    A quotation that never closes costs its own line only: the lines after it are read again.
    """
    source, waiting = iter(lines), deque[TextLine]()
    while (line := _pull(waiting, source)) is not None:
        taken = [line]
        inside = _leaves_open(line.text, dialect, inside=False)
        while inside and _may_grow(taken):
            following = _pull(waiting, source)
            if following is None:
                break
            taken.append(following)
            inside = _leaves_open(following.text, dialect, inside=True)
        if inside or (len(taken) > 1 and not _closes_well(taken, dialect)):
            problem = line.problem or RowProblem("open-quote", line=line.number)
            yield replace(line, problem=problem)
            waiting.extendleft(reversed(taken[1:]))
        else:
            yield line if len(taken) == 1 else _joined(taken)


def _closes_well(taken: list[TextLine], dialect: Dialect) -> bool:
    """False when text follows the closing quote: the quotation ended at the next cell's opening one."""
    text = "\n".join(line.text for line in taken)
    try:
        next(csv.reader([text], delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True), None)
    except csv.Error:
        return False
    return True


def _pull(waiting: deque[TextLine], source: Iterator[TextLine]) -> TextLine | None:
    return waiting.popleft() if waiting else next(source, None)


def _may_grow(taken: list[TextLine]) -> bool:
    """False when the record is too large already, or its last line could not be read at all."""
    last = taken[-1].problem
    if last is not None and last.code == "line-too-long":
        return False
    size = sum(len(line.text) for line in taken)
    return len(taken) < MAX_LINES_PER_ROW and size < MAX_LINE_BYTES


def _joined(taken: list[TextLine]) -> TextLine:
    problem = next((line.problem for line in taken if line.problem is not None), None)
    return TextLine(taken[0].number, "\n".join(line.text for line in taken), problem)


def _leaves_open(text: str, dialect: Dialect, *, inside: bool) -> bool:
    """True when a quotation is open at the end of the line (a quote opens only at a cell's start)."""
    quote, position = dialect.quote, 0
    if not quote:
        return False
    while (found := text.find(quote, position)) >= 0:
        position = found + 1
        if not inside:
            inside = found == 0 or text[found - 1] == dialect.delimiter
        elif text[position : position + 1] == quote:
            position += 1
        else:
            inside = False
    return inside
