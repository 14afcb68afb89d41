"""What was keyed into a row of cells, as values; what cannot be read is noted where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.domain.money import micro_of
from app.domain.number_input import LARGEST, decimals_of, parse_decimal
from app.i18n import _, format_decimal
from app.models.cells_model import CellRow, Picked
from app.views.kit.date_text import parse_date
from app.views.kit.field_state import decimal_mark, shown_date, too_many_decimals


class CellReader:
    """Reads the cells of one row; `texts` collects "grid/row/column" with what is wrong."""

    def __init__(self, grid: str, number: int, row: CellRow, texts: dict[str, str]) -> None:
        self._where = f"{grid}/{number}/"
        self._row = row
        self._texts = texts

    def text(self, name: str) -> str:
        """A text or a choice's value."""
        return str(self._row.values[name] or "").strip()

    def flag(self, name: str) -> bool:
        """A tick."""
        return bool(self._row.values[name])

    def value(self, name: str) -> object:
        """A choice's value as it is."""
        return self._row.values[name]

    def picked(self, name: str) -> int | None:
        """The id of what was chosen by type-ahead."""
        value = self._row.values[name]
        return value.id if isinstance(value, Picked) else None

    def number(self, name: str, places_max: int = 6) -> Decimal | None:
        """A number; None for an empty cell or after noting that it is none, or would have to be rounded."""
        text = self.text(name)
        value = parse_decimal(text, decimal_mark()) if text else None
        if text and value is None:
            self.note(name, _("“{text}” is not a number. Key it like 12.50.").format(text=text[:40]))
        if value is not None and abs(value) > LARGEST:
            self.note(name, _("“{text}” is above one trillion. Check the digits.").format(text=text))
            return None
        if value is not None and decimals_of(value) > places_max:
            self.note(name, f"“{text[:40]}”: {too_many_decimals(places_max)}")
            return None
        return value

    def micro(self, name: str) -> int:
        """A number in millionths, 0 for an empty cell."""
        value = self.number(name)
        return micro_of(value) if value is not None else 0

    def whole(self, name: str, usual: int = 0) -> int:
        """A whole number."""
        value = self.number(name)
        if value is not None and value != int(value):
            self.note(
                name,
                _("“{text}” is not a whole number. Key it without decimals.").format(text=self.text(name)),
            )
        return usual if value is None else int(value)

    def day(self, name: str, today: date) -> date | None:
        """A day, None for an empty cell."""
        text = self.text(name)
        value = parse_date(text, today) if text else None
        if text and value is None:
            told = _("“{text}” is not a day. Key 23.11., +3 or 2026-11-23.")
            self.note(name, told.format(text=text[:40]))
        return value

    def note(self, name: str, text: str) -> None:
        """Something is wrong with a cell."""
        self._texts[self._where + name] = text


VALIDITY = ("valid_from", "valid_until")
"""The days of what holds for a time."""


def shown_fields(record: object, *names: str, days: Sequence[str] = ()) -> dict[str, object]:
    """Fields of a record as cells of the same names: texts, ticks and choices as they are, days as they are keyed."""
    values: dict[str, object] = {name: getattr(record, name) for name in names}
    return values | {name: shown_day(getattr(record, name)) for name in days}


def shown_number(value: Decimal | None, places_min: int = 0) -> str:
    """A number as cells show it."""
    return "" if value is None else format_decimal(value, places_min=places_min, grouped=False)


def shown_day(day: date | None) -> str:
    """A day as cells show it."""
    return "" if day is None else shown_date(day)
