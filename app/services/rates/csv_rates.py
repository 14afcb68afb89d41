"""Rates as CSV: a heading of currencies, then a line for each day. The ECB ends every line with a comma."""

from __future__ import annotations

from app.services.rates.reading import Reader

_NO_RATE = {"", "N/A"}


def read_csv_rates(text: str, reader: Reader) -> None:
    """Put the rates of all lines into the reader, and what is wrong with them."""
    lines = text.splitlines()
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    (first, heading), *rows = numbered or [(0, "")]
    titles = _cells(heading)
    if titles[0].casefold() != "date" or len(titles) < 2:
        reader.note("file_unknown", 0)
        return
    currencies = [reader.currency(title, first) for title in titles[1:] if title]
    if not rows:
        reader.note("file_cut", first)
    for number, line in rows:
        cells = _cells(line)
        is_last = number == rows[-1][0]
        if len(cells) != len(titles):
            reader.note("file_cut" if is_last and len(cells) < len(titles) else "row_wrong", number)
            continue
        _read_row(cells, currencies, number, reader)


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(",")]


def _read_row(cells: list[str], currencies: list[str | None], number: int, reader: Reader) -> None:
    day = reader.day(cells[0], number)
    if day is None:
        return
    for currency, cell in zip(currencies, cells[1:], strict=False):
        if currency is not None and cell not in _NO_RATE:
            reader.add(day, currency, cell, number)
