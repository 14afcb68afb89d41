"""A CSV file as rows and back: the text says the same again, with the delimiter that it had."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

Rows = list[list[str]]


def delimiter_of(text: str) -> str:
    """The delimiter of which the head has more: ";" or ","."""
    head = text.partition("\n")[0]
    return ";" if head.count(";") >= head.count(",") else ","


def rows_of(text: str) -> Rows:
    """All rows, the head first, each with as many cells as the widest."""
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=delimiter_of(text)))
    kept = [row for row in rows if any(cell.strip() for cell in row)]
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
