"""Rows to and from a spreadsheet: tab-separated text, with quoted cells where they hold tabs or line breaks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QApplication

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_BARE = re.compile(r"[^\t\n]*")


def to_tsv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a spreadsheet pastes them."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def from_tsv(text: str) -> list[list[str]]:
    """Pasted text as rows of stripped cells; empty lines are left out.

    Sheets put into quotes what holds tabs, line breaks or quotes; a quote that has no such end is a part of the
    text, as in 24" for inches.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        found = _QUOTED.match(text, place) or _BARE.match(text, place)
        assert found is not None, "an empty cell is one, too"
        quoted = found.re is _QUOTED
        rows[-1].append((found[1].replace('""', '"') if quoted else found[0]).strip())
        place = found.end() + 1
        if text[found.end() : place] == "\n":
            rows.append([])
    return [row for row in rows if any(row)]


def copy_rows(rows: Iterable[Sequence[str]]) -> None:
    """Put rows on the clipboard."""
    QApplication.clipboard().setText(to_tsv(rows))


def pasted_rows() -> list[list[str]]:
    """The clipboard's text as rows."""
    return from_tsv(QApplication.clipboard().text())
