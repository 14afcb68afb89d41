"""The worked tables of a page of docs, by the heading above them."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def read_tables(name: str) -> dict[str, list[dict[str, str]]]:
    """The last table below each heading, its rows by column title."""
    found: dict[str, list[list[str]]] = {}
    heading, is_new = "", True
    for line in (DOCS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if not line.startswith("|"):
            is_new = True
            continue
        if is_new:
            found[heading], is_new = [], False
        found[heading].append([cell.strip() for cell in line.strip("|").split("|")])
    return {
        title: [dict(zip(table[0], row, strict=True)) for row in table[2:]] for title, table in found.items()
    }
