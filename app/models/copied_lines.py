"""Lines that were copied from the order grid, on their way back into one."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.orders.keying import is_quantity
from app.models.order_lines_model import LOCK, grid_columns

_NEEDED = ("sku", "text", "quantity", "unit", "discount", "price")


def as_sheet(rows: Sequence[Sequence[str]], decimal_mark: str) -> Sequence[Sequence[str]]:
    """Rows with the grid's own headings as a sheet of code, quantity, unit and typed price; others as they are.

    What rules and plan had made of a line is left out: they make it again.
    """
    titles = {column.name: column.title for column in grid_columns()}
    heads = list(rows[0]) if rows else []
    if not all(titles[name] in heads for name in _NEEDED):
        return rows
    places = {name: heads.index(titles[name]) for name in _NEEDED}
    lines = (
        {name: row[place] if place < len(row) else "" for name, place in places.items()} for row in rows[1:]
    )
    return [_sheet_row(line, decimal_mark) for line in lines]


def _sheet_row(line: dict[str, str], decimal_mark: str) -> list[str]:
    code, text = line["sku"] or line["text"], line["text"]
    is_typed = LOCK in line["price"] + line["discount"]
    price = line["price"].removeprefix(LOCK).strip() if is_typed else ""
    is_told = bool(line["sku"]) and not is_quantity(text, decimal_mark)  # it must not be read as a price
    return [code, line["quantity"], line["unit"], price, text if is_told else ""]
