"""The words of a card: a value as its field shows it, and messages by the place that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.i18n import _, format_date, format_decimal
from app.views.kit.forms import Field


def field_text(field: Field, value: object) -> str:
    """A field's value as text."""
    if field.kind == "choice":
        return dict(field.choices).get(value, "")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_decimal(value)
    return format_date(value) if isinstance(value, date) else str(value or "")


def cells_of(grid: str, texts: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """The messages of one grid, told as "grid/row/column"."""
    found = {}
    for where, text in texts.items():
        name, _slash, rest = where.partition("/")
        row, _slash, column = rest.partition("/")
        if name == grid and row.isdigit():
            found[int(row), column] = text
    return found
