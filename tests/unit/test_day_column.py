"""A column of days in a list."""

from dataclasses import dataclass
from datetime import date

from app.i18n import speaking
from app.models.columns import Column, day_column


@dataclass(frozen=True, slots=True)
class Row:
    left: date | None


COLUMN: Column[Row] = day_column("date", "Left", lambda row: row.left, sort_key="date", width=96)


def test_a_day_is_written_as_people_do_and_goes_into_a_file_as_a_day():
    row = Row(date(2026, 3, 2))
    with speaking("de"):
        assert COLUMN.text(row) == "02.03.2026"
    assert COLUMN.value is not None
    assert COLUMN.value(row) == date(2026, 3, 2)


def test_no_day_is_an_empty_cell():
    assert COLUMN.text(Row(None)) == ""
    assert COLUMN.value is not None
    assert COLUMN.value(Row(None)) is None
