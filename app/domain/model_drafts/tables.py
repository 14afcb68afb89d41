"""A CSV file as rows and back: the text says the same again, with the delimiter that it had."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from app.domain.product_models.reading.tables import delimiter_of

Rows = list[list[str]]


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


def is_table(name: str) -> bool:
    """Whether a file is shown as a table."""
    return name.casefold().endswith(".csv")
