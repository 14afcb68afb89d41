"""Rows to and from a spreadsheet: tab-separated text, with quoted cells where they hold tabs or line breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QApplication


def to_tsv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a spreadsheet pastes them."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def from_tsv(text: str) -> list[list[str]]:
    """Pasted text as rows of stripped cells; empty lines are left out."""
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    rows = [[cell.strip() for cell in row] for row in reader]
    return [row for row in rows if any(row)]


def copy_rows(rows: Iterable[Sequence[str]]) -> None:
    """Put rows on the clipboard."""
    QApplication.clipboard().setText(to_tsv(rows))


def pasted_rows() -> list[list[str]]:
    """The clipboard's text as rows."""
    return from_tsv(QApplication.clipboard().text())
