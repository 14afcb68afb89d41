"""Rows of a small table as a file and back: written as they stand, taken in over the rows that they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.importing.dates import parse_date as parse_file_date
from app.domain.importing.records import marks_of
from app.domain.importing.values import parse_number
from app.domain.number_input import parse_decimal
from app.models.cell_columns import UNREAD, pasted_value
from app.models.cells_model import CellColumn, CellRow, CellsModel, Picked
from app.models.columns import Column, Value
from app.services.importing import SmallTable
from app.views.kit.cell_values import shown_day, shown_number
from app.views.kit.date_text import parse_date
from app.views.kit.field_state import decimal_mark

Values = Mapping[str, object]
_FORMULA_STARTS = ("=", "+", "-", "@")


# out


def file_columns(cells: CellsModel, today: date) -> tuple[Column[Values], ...]:
    """The columns that can be keyed, as a file has them: numbers and days as such."""
    return tuple(_file_column(cells, each, today) for each in keyed_columns(cells))


def keyed_columns(cells: CellsModel) -> tuple[CellColumn, ...]:
    """What of a row a person says."""
    return tuple(each for each in cells.columns if not each.read_only)


def _file_column(cells: CellsModel, column: CellColumn, today: date) -> Column[Values]:
    def text(values: Values) -> str:
        return cells.cell_text(column.name, values[column.name])

    def value(values: Values) -> Value:
        shown = text(values)
        if column.kind == "number":
            return parse_decimal(shown, decimal_mark()) if shown else None
        if column.kind == "date":
            return parse_date(shown, today) if shown else None
        return int(bool(values[column.name])) if column.kind == "check" else shown

    return Column(column.name, column.title, text, value=value, width=column.width)


# in


@dataclass(frozen=True, slots=True)
class FileRow:
    """The cells of a row of a file, and the texts that say nothing to their column."""

    values: dict[str, object]
    unread: dict[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file's rows: how many are new, changed, as they were."""

    new: int
    changed: int
    same: int


def known_headings(cells: CellsModel, header: Sequence[str]) -> dict[int, CellColumn]:
    """The columns of the file that are columns of the grid, by their place: by title or name."""
    by_name = {name.casefold(): each for each in keyed_columns(cells) for name in (each.name, each.title)}
    found = {place: by_name.get(name.strip().casefold()) for place, name in enumerate(header)}
    return {place: column for place, column in found.items() if column is not None}


def strange_headings(cells: CellsModel, header: Sequence[str]) -> tuple[str, ...]:
    """The columns of the file that the grid has not."""
    known = known_headings(cells, header)
    return tuple(name.strip() for place, name in enumerate(header) if place not in known and name.strip())


def is_of_grid(cells: CellsModel, header: Sequence[str]) -> bool:
    """Whether a file is one of the grid's rows: other files have a name and days, too."""
    return len(known_headings(cells, header)) > len(strange_headings(cells, header))


def picks_in(cells: CellsModel, table: SmallTable) -> set[tuple[str, str]]:
    """The texts of the file that name a record, each with its column."""
    columns = known_headings(cells, table.header)
    picks = [(place, each.name) for place, each in columns.items() if each.kind == "pick"]
    return {(name, row[place].strip()) for row in table.rows for place, name in picks if row[place].strip()}


def rows_of(
    cells: CellsModel, table: SmallTable, picked: Mapping[tuple[str, str], Picked | None]
) -> list[FileRow]:
    """The file's rows as the grid's cells would hold them; `picked`: what its names mean."""
    columns = known_headings(cells, table.header)
    return [_row_of(row, columns, table, picked) for row in table.rows if any(each.strip() for each in row)]


def _row_of(
    row: Sequence[str],
    columns: Mapping[int, CellColumn],
    table: SmallTable,
    picked: Mapping[tuple[str, str], Picked | None],
) -> FileRow:
    made = FileRow({}, {})
    for place, column in columns.items():
        text = row[place].strip()
        if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS):
            text = text[1:]  # the apostrophe that keeps a spreadsheet from calculating
        value = _value(column, text, table, picked)
        made.values[column.name] = column.empty if value is UNREAD else value
        if value is UNREAD:
            made.unread[column.name] = text
    return made


def _value(
    column: CellColumn, text: str, table: SmallTable, picked: Mapping[tuple[str, str], Picked | None]
) -> object:
    """The cell; `UNREAD` where the text says nothing to the column."""
    if not text:
        return column.empty
    if column.kind == "pick":
        return picked.get((column.name, text)) or UNREAD
    if column.kind == "number":
        number = parse_number(text, marks_of(table.dialect))
        return shown_number(number) if isinstance(number, Decimal) else text
    if column.kind == "date":
        day = parse_file_date(text, table.dialect.date_order)
        return shown_day(day) if isinstance(day, date) else text
    return pasted_value(column, text)


def lay_rows(cells: CellsModel, rows: Sequence[FileRow], known_by: Sequence[str]) -> Taken:
    """Key the file's rows into the grid: each over the row that has the same in `known_by`, else as a new one.

    Rows of the grid that the file does not have stay.
    """
    standing = dict(enumerate(cells.rows()))
    empty: Values = {each.name: each.empty for each in keyed_columns(cells)}
    same = _match(cells, standing, rows, lambda row: tuple(row.values))
    rest = [row for row in rows if id(row) not in same]
    told = [row for row in rest if not row.unread.keys() & set(known_by)]  # of the others nobody knows
    about = _match(cells, standing, told, lambda _row: known_by, empty)
    changed = {about[id(row)]: row for row in rest if id(row) in about}
    new = [row for row in rest if id(row) not in about]
    first_new = len(cells.rows())
    cells.put_values({place: row.values for place, row in changed.items()}, [row.values for row in new])
    placed = [*changed.items(), *enumerate(new, start=first_new)]
    for place, row in placed:
        for name, text in row.unread.items():
            cells.mark_unread(place, name, text)
    return Taken(len(new), len(changed), len(same))


def _match(
    cells: CellsModel,
    standing: dict[int, CellRow],
    rows: Sequence[FileRow],
    names_of: Callable[[FileRow], Sequence[str]],
    empty: Values | None = None,
) -> dict[int, int]:
    """For each of the rows (by its id) the place of a row of the grid with the same cells; taken out of `standing`."""
    found: dict[int, int] = {}
    for row in rows:
        values = {**(empty or {}), **row.values}
        names = names_of(row)
        place = next((at for at, each in standing.items() if _alike(cells, each, values, names)), None)
        if place is not None and not (empty is None and row.unread):
            found[id(row)] = place
            del standing[place]
    return found


def _alike(cells: CellsModel, row: CellRow, values: Values, names: Sequence[str]) -> bool:
    return all(
        _same(cells.columns[cells.column_number(name)], row.values[name], values[name]) for name in names
    )


def _same(column: CellColumn, here: object, there: object) -> bool:
    if here == there:
        return True
    if column.kind != "number" or not here or not there:
        return column.kind == "text" and str(here).casefold() == str(there).casefold()
    return parse_decimal(str(here), decimal_mark()) == parse_decimal(str(there), decimal_mark()) is not None
