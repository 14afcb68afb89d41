"""Lists as files for a spreadsheet: CSV and XLSX, row by row, complete or not there at all."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from app.domain.errors import OutsideError, RefusedError
from app.domain.pages import Page, PageRequest
from app.domain.rights import Actor
from app.i18n import current_speech
from app.services.unit_of_work import Reading

R = TypeVar("R")
Value = str | int | Decimal | date | bool | None
PAGE_ROWS = 2000
SHEET_ROWS_MAX = 1_048_575  # rows of a sheet below its heading
TOLD_EVERY = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DIGITS_MAX = 15  # a spreadsheet's number keeps no more
_PIXELS_A_CHARACTER = 7


@dataclass(frozen=True, slots=True)
class ExportColumn(Generic[R]):
    """A column of the file; `right` is the one without which nobody gets it (F95)."""

    title: str
    value: Callable[[R], Value]
    width: int = 0  # pixels on the screen, 0: as wide as its title
    right: str = ""


class _Sink(Protocol):
    """Something that takes rows one after the other."""

    def put(self, values: Sequence[Value]) -> None: ...

    def close(self) -> None: ...


def read_all(
    view: Reading, read: Callable[[Reading, PageRequest], Page[R]], request: PageRequest
) -> Iterator[R]:
    """Every row of a list, page by page in one state of the database; a capped count does not end it."""
    first, known = 0, None
    while True:
        page = read(view, replace(request, first=first, count=PAGE_ROWS, known_total=known))
        yield from page.rows
        first += len(page.rows)
        is_counted = page.exact and known is None
        if len(page.rows) < PAGE_ROWS or (is_counted and first >= page.total):
            return
        if known is None:
            known = page.total if page.exact else sys.maxsize


def export_rows(
    path: Path,
    columns: Sequence[ExportColumn[R]],
    rows: Iterable[R],
    *,
    title: str,
    actor: Actor,
    told: Callable[[int], None] = lambda _count: None,
) -> int:
    """Write the rows to a .csv or .xlsx file; how many they are.

    Columns that the actor may not see are left out. `told` hears the count now and then; what it raises
    stops the export. Until the last row is safe the file's old content stays as it was.
    """
    allowed = [column for column in columns if not column.right or actor.can(column.right)]
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        count = _write(part, path.suffix.lower(), allowed, rows, title, told)
        _settle(part, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutsideError("export.cannot_write", file=path, detail=reason) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count


def _write(
    part: Path,
    suffix: str,
    columns: Sequence[ExportColumn[R]],
    rows: Iterable[R],
    title: str,
    told: Callable[[int], None],
) -> int:
    sink = _open(part, suffix, columns, title)
    count = 0
    try:
        for row in rows:
            sink.put([column.value(row) for column in columns])
            count += 1
            if count % TOLD_EVERY == 0:
                told(count)
    except BaseException:
        with suppress(Exception):  # the reason why it ended is told, not that of tidying up
            sink.close()
        raise
    sink.close()
    return count


def _open(part: Path, suffix: str, columns: Sequence[ExportColumn[R]], title: str) -> _Sink:
    titles = [column.title for column in columns]
    if suffix == ".csv":
        return _CsvSink(part, titles)
    if suffix == ".xlsx":
        return _XlsxSink(part, titles, [column.width for column in columns], title)
    raise RefusedError("export.unknown_kind", suffix=suffix or "-")


def _settle(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)


class _CsvSink:
    """UTF-8 with its mark, separated and with decimals as the language in force has it, days as in ISO 8601."""

    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        self._decimal = current_speech().decimal
        delimiter = ";" if self._decimal == "," else ","
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=delimiter)
        self._writer.writerow([safe_text(title) for title in titles])

    def put(self, values: Sequence[Value]) -> None:
        self._writer.writerow([self._text(value) for value in values])

    def close(self) -> None:
        self._file.close()

    def _text(self, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return safe_text(value)
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", self._decimal)
        return value.isoformat() if isinstance(value, date) else str(value)


def safe_text(text: str) -> str:
    """The text such that no spreadsheet takes it for a formula: an apostrophe goes before = + - @."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


class _XlsxSink:
    """A workbook in constant memory; rows beyond what a sheet holds go on on the next one."""

    def __init__(self, path: Path, titles: Sequence[str], widths: Sequence[int], title: str) -> None:
        import xlsxwriter  # noqa: PLC0415  # 60 ms that no start of the window needs

        self._titles, self._widths = titles, widths
        self._name = "".join(letter for letter in title if letter not in "[]:*?/\\'")[:25] or "List"
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "tmpdir": str(path.parent),
        }  # fmt: skip
        self._book = xlsxwriter.Workbook(str(path), options)
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._formats: dict[int, object] = {}
        self._sheets = 0
        self._start_sheet()

    def put(self, values: Sequence[Value]) -> None:
        if self._row > SHEET_ROWS_MAX:
            self._end_sheet()
            self._start_sheet()
        for column, value in enumerate(values):
            self._put_cell(column, value)
        self._row += 1

    def close(self) -> None:
        self._end_sheet()
        self._book.close()

    def _start_sheet(self) -> None:
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(zip(self._titles, self._widths, strict=True)):
            characters = max(len(title) + 4, width / _PIXELS_A_CHARACTER, 8)
            self._sheet.set_column(column, column, min(characters, 60))
            self._sheet.write_string(0, column, title, self._bold)
        self._row = 1

    def _end_sheet(self) -> None:
        if self._titles:
            self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._titles) - 1)

    def _put_cell(self, column: int, value: Value) -> None:
        sheet, row = self._sheet, self._row
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value.replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self._day)
        elif isinstance(value, int | Decimal):
            self._put_number(column, Decimal(value))

    def _put_number(self, column: int, number: Decimal) -> None:
        parts = number.as_tuple()
        places = max(0, -parts.exponent) if isinstance(parts.exponent, int) else 0
        if len(parts.digits) > _DIGITS_MAX:
            self._sheet.write_string(self._row, column, f"{number:f}")
        else:
            self._sheet.write_number(self._row, column, number, self._number_format(places))

    def _number_format(self, places: int) -> object:
        if places not in self._formats:
            pattern = "#,##0." + "0" * places if places else "#,##0"
            self._formats[places] = self._book.add_format({"num_format": pattern})
        return self._formats[places]
