"""Tables of combinations and tables of values: rows that stand in the file, or in a CSV file beside it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO

from app.domain.product_models.definition import CellDef, LookupDef, Range, TableDef
from app.domain.product_models.reading.fields import Fields, Sheet, TableRead
from app.domain.product_models.reading.notes import Place, nearest
from app.domain.product_models.reading.yaml_tree import Node

MOST_ROWS = 100_000
"""So many rows a file may have."""
MOST_CHARACTERS = 10_000_000
"""So long a CSV file may be."""
_MOST_NAMED, _LONGEST = 10, 40
"""So many of its columns are named where one is missing, and so much of each: it may be no table."""
DELIMITERS = ";,\t"
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,12})?")
_RANGE = re.compile(r"(?P<lo>[+-]?\d{1,15}(?:[.,]\d{1,12})?)?\.\.(?P<hi>[+-]?\d{1,15}(?:[.,]\d{1,12})?)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells as they are written, without blanks around them."""

    place: Place
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The head and the rows of a table."""

    head: tuple[str, ...]
    of: tuple[Row, ...]

    def of_columns(self, columns: tuple[str, ...]) -> Iterator[Row]:
        """The rows with the cells of these columns, each of which is in the head."""
        places = [self.head.index(column) for column in columns]
        return (Row(row.place, tuple(row.cells[at] for at in places)) for row in self.of)


def read_table(sheet: Sheet, code: str, node: Node, numbers: AbstractSet[str]) -> TableDef:
    """An entry of `tables`; `numbers`: codes of the numbers, whose columns have ranges."""
    fields = Fields(sheet, node, "table")
    rows = _rows(fields, fields.words("columns"))
    columns = fields.words("columns") or rows.head
    allows = fields.one_of("kind", "allow", "forbid") == "allow"
    kept = list(_of_columns(fields, rows, columns))
    cells = tuple(
        tuple(
            _cell(sheet, row.place, cell, column in numbers)
            for cell, column in zip(row.cells, columns, strict=True)
        )
        for row in kept
    )
    table = TableDef(code, columns, cells, allows, fields.texts("message"))
    places = tuple(row.place for row in kept)
    for number, place in enumerate(places, 1):
        sheet.stands(f"tables.{code}/{number}", place)
    sheet.tables.append(TableRead(table, fields.place_of("columns"), places, sheet.component))
    return table


def read_lookup(sheet: Sheet, code: str, node: Node) -> LookupDef:
    """An entry of `lookups`."""
    fields = Fields(sheet, node, "lookup")
    fields.needed("keys")
    keys = tuple((key, _match(sheet, one)) for key, _place, one in fields.entries("keys"))
    names = tuple(key for key, _ in keys)
    rows = _rows(fields, (*names, fields.text("value", "value")))
    value = fields.text("value") or next((column for column in rows.head if column not in names), "value")
    found = (
        (tuple(map(_key, row.cells[:-1])), _value(sheet, row))
        for row in _of_columns(fields, rows, (*names, value))
    )
    return LookupDef(code, keys, tuple(found))


def _match(sheet: Sheet, node: Node) -> str:
    found = sheet.word(node) or "exact"
    if found not in {"exact", "up"}:
        sheet.notes.wrong(
            node.place, "product_model.no_such_word", key="keys", found=found, known="exact, up"
        )
    return found


def _of_columns(fields: Fields, rows: Rows, columns: tuple[str, ...]) -> Iterator[Row]:
    missing = [column for column in columns if column not in rows.head]
    for column in missing:
        likely = nearest(column, rows.head) or ", ".join(each[:_LONGEST] for each in rows.head[:_MOST_NAMED])
        place = fields.place_of("file")
        fields.sheet.notes.wrong(place, "product_model.no_column", column=column, likely=likely)
    return iter(()) if missing else rows.of_columns(columns)


def _rows(fields: Fields, columns: tuple[str, ...]) -> Rows:
    """The rows of the file that is named, or those that stand in the entry itself, in the order of `columns`."""
    if (fields.node("file") is None) == (fields.node("rows") is None):
        fields.sheet.notes.wrong(fields.place, "product_model.rows_or_file")
        return Rows(columns, ())
    if fields.node("file") is not None:
        return _file_rows(fields, columns)
    sheet, found = fields.sheet, []
    for node in fields.listed("rows"):
        cells = tuple((sheet.word(cell) or "").strip() for cell in sheet.items(node))
        if len(cells) == len(columns):
            found.append(Row(node.place, cells))
        else:
            _note_width(sheet, node.place, len(cells), len(columns))
    return Rows(columns, tuple(found))


def _note_width(sheet: Sheet, place: Place, cells: int, columns: int) -> None:
    sheet.notes.wrong(place, "product_model.row_cells", cells=cells, columns=columns)


def _file_rows(fields: Fields, columns: tuple[str, ...]) -> Rows:
    sheet, name = fields.sheet, fields.text("file")
    text = sheet.files.get(name)
    if text is None:
        likely = nearest(name, sheet.files) or ", ".join(sorted(sheet.files))
        sheet.notes.wrong(fields.place_of("file"), "product_model.no_file", found=name, likely=likely)
        return Rows(columns, ())
    lines = _lines(sheet, text, name)
    if lines is None:
        return Rows(columns, ())
    if not lines or len(lines) > MOST_ROWS:
        sheet.notes.wrong(Place(name, 1), "product_model.csv_rows", rows=len(lines), most=MOST_ROWS)
        return Rows(columns, ())
    head = lines[0].cells
    for row in lines[1:]:
        if any("\n" in cell for cell in row.cells):
            sheet.notes.wrong(row.place, "product_model.yaml_quote")
        elif len(row.cells) != len(head):
            _note_width(sheet, row.place, len(row.cells), len(head))
    return Rows(head, tuple(row for row in lines[1:] if len(row.cells) == len(head)))


def _lines(sheet: Sheet, text: str, file: str) -> list[Row] | None:
    """The rows of a CSV text; None, with a note, where it is none."""
    if len(text) > MOST_CHARACTERS:
        sheet.notes.wrong(Place(file, 1), "product_model.too_long", most=MOST_CHARACTERS)
        return None
    try:
        return list(_csv_rows(text, file))
    except csv.Error as error:
        sheet.notes.wrong(Place(file, 1), "product_model.not_csv", problem=str(error))
        return None


def _csv_rows(text: str, file: str) -> Iterator[Row]:
    """Rows that are not empty, each at the line in which it begins."""
    told = text.removeprefix("\ufeff")
    reader, before = csv.reader(StringIO(told, newline=""), delimiter=delimiter_of(told)), 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(Place(file, before + 1), tuple(cell.strip() for cell in cells))
        before = reader.line_num


def delimiter_of(text: str) -> str:
    """The delimiter of which the head of a CSV text has most: ";", "," or a tab."""
    head = text.partition("\n")[0]
    return max(DELIMITERS, key=head.count)


def _cell(sheet: Sheet, place: Place, text: str, is_number: bool) -> CellDef:
    if text == "*":
        return None
    if not text:
        sheet.notes.wrong(place, "product_model.cell_empty")
        return None
    if is_number:
        return _range(sheet, place, text)
    return frozenset("" if word.strip() == "-" else word.strip() for word in text.split("|"))


def _range(sheet: Sheet, place: Place, text: str) -> Range | None:
    found = _RANGE.fullmatch(text)
    if found is not None and (found["lo"] or found["hi"]):
        return Range(_number(found["lo"]), _number(found["hi"]))
    if _NUMBER.fullmatch(text) is not None:
        return Range(_number(text), _number(text))
    sheet.notes.wrong(place, "product_model.no_range", found=text)
    return None


def _number(text: str | None) -> Fraction | None:
    return Fraction(text.replace(",", ".")) if text else None


def _key(text: str) -> Fraction | str:
    return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else text


def _value(sheet: Sheet, row: Row) -> Fraction:
    text = row.cells[-1]
    if _NUMBER.fullmatch(text) is None:
        sheet.notes.wrong(row.place, "product_model.no_number", found=text)
        return Fraction(0)
    return Fraction(text.replace(",", "."))
