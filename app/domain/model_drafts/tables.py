"""A CSV file as rows and back: the text says the same again, with the delimiter that it had."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from difflib import SequenceMatcher
from io import StringIO

from app.domain.product_models.reading.tables import delimiter_of

Rows = list[list[str]]
MOST_COMPARED = 3000
"""Of more lines those that stand there often are compared roughly: it would take seconds."""


def rows_of(text: str) -> Rows:
    """All rows, the head first, each with as many cells as the widest; empty ones between them stay, as lines."""
    plain = text.removeprefix("\ufeff")
    kept = list(csv.reader(StringIO(plain), delimiter=delimiter_of(plain)))
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    width = max((len(row) for row in kept), default=1)
    return [[*(cell.strip() for cell in row), *[""] * (width - len(row))] for row in kept]


def text_of(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    """The text of rows, the head first; rows and columns without a single word at the end are left out."""
    width = max(map(len, rows), default=0)
    kept = [[*row, *[""] * (width - len(row))] for row in rows]
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    while kept and kept[0] and all(not row[-1].strip() for row in kept):
        kept = [row[:-1] for row in kept]
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(kept)
    return out.getvalue()


def other_lines(theirs: str, mine: str) -> list[int]:
    """The lines of a text, from 1, that say something else than another text; where lines are missing, the next one."""
    lines = theirs.splitlines()
    compared = SequenceMatcher(None, lines, mine.splitlines(), autojunk=len(lines) > MOST_COMPARED)
    found = {
        line
        for kind, begin, end, _, _ in compared.get_opcodes()
        if kind != "equal"
        for line in range(begin, max(end, begin + 1))
    }
    return sorted(min(line, max(0, len(lines) - 1)) + 1 for line in found)


def is_table(name: str) -> bool:
    """Whether a file is shown as a table."""
    return name.casefold().endswith(".csv")
