"""The words of a card: a value as its field shows it, and messages by the place that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from app.i18n import _, format_date, format_decimal, n_
from app.views.kit.forms import Field

_MOST = 6  # lines of the strip; it must not push the rows out of the window


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


def told_lines(texts: Iterable[str]) -> str:
    """What is wrong, each once: the first few, and of how many others their cells tell."""
    lines = list(dict.fromkeys(texts))
    beyond = len(lines) - _MOST
    if beyond > 1:
        lines[_MOST:] = [n_("and {count} more", "and {count} more", beyond).format(count=beyond)]
    return "\n".join(lines)
