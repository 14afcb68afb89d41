"""The files a list is exported into: CSV, XLSX, and either one made by a process of its own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import RefusedError
from app.i18n import current_language, current_speech, set_language

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Value = str | int | Decimal | date | bool | None
SHEET_ROWS_MAX = 1_048_575  # rows of a sheet below its heading
_CHUNK_ROWS = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DIGITS_MAX = 15  # a spreadsheet's number keeps no more
_PIXELS_A_CHARACTER = 7


@dataclass(frozen=True, slots=True)
class Head:
    """The columns' titles and widths in pixels, and the title of the whole."""

    titles: Sequence[str]
    widths: Sequence[int]
    title: str


class Sink(Protocol):
    """Something that takes rows one after the other; `drop` ends it half-way."""

    def put(self, values: Sequence[Value]) -> None: ...

    def close(self) -> None: ...

    def drop(self) -> None: ...


def open_sink(path: Path, head: Head) -> Sink:
    """The file that the path's ending names."""
    require_kind(path)
    return CsvSink(path, head) if path.suffix.lower() == ".csv" else XlsxSink(path, head)


def require_kind(path: Path) -> None:
    """Refuse an ending that names no file we can make."""
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise RefusedError("export.unknown_kind", suffix=path.suffix or "-")


class CsvSink:
    """UTF-8 with its mark, separated and with decimals as the language in force has it, days as in ISO 8601."""

    def __init__(self, path: Path, head: Head) -> None:
        self._decimal = current_speech().decimal
        delimiter = ";" if self._decimal == "," else ","
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=delimiter)
        self._writer.writerow([safe_text(title) for title in head.titles])

    def put(self, values: Sequence[Value]) -> None:
        self._writer.writerow([self._text(value) for value in values])

    def close(self) -> None:
        self._file.close()

    def drop(self) -> None:
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


class XlsxSink:
    """A workbook in constant memory; rows beyond what a sheet holds go on on the next one."""

    def __init__(self, path: Path, head: Head) -> None:
        import xlsxwriter  # noqa: PLC0415  # 60 ms that no start of the window needs

        self._titles, self._widths = head.titles, head.widths
        self._name = "".join(letter for letter in head.title if letter not in "[]:*?/\\'")[:25] or "List"
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
        from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - as above

        self._end_sheet()
        try:
            self._book.close()
        except FileCreateError as error:  # what the system said of the disk or the place, in its own wrapping
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()  # its rows wait in a file that stays open when packing fails
            said = error.args[0] if error.args else error
            raise said if isinstance(said, OSError) else OSError(str(said)) from error

    def drop(self) -> None:
        self.close()  # it keeps files open until then

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


class ProcessSink:
    """Rows go through a pipe to a spawned process, which writes the file."""

    def __init__(self, path: Path, head: Head) -> None:
        require_kind(path)
        import multiprocessing  # noqa: PLC0415  # 15 ms that the start of the window does without

        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(
            target=write_received, args=(theirs, path, head, current_language()), daemon=True
        )
        self._process.start()
        theirs.close()
        self._rows: list[Sequence[Value]] = []

    def put(self, values: Sequence[Value]) -> None:
        self._rows.append(values)
        if len(self._rows) == _CHUNK_ROWS:
            self._send()

    def close(self) -> None:
        self._send()
        self._pipe.send(None)
        error = self._answer()
        self._process.join()
        self._pipe.close()
        if error is not None:
            raise error

    def drop(self) -> None:
        self._process.terminate()
        self._process.join()
        self._pipe.close()

    def _send(self) -> None:
        try:
            self._pipe.send(self._rows)
        except OSError:  # it has ended: with the reason, if it could still say one
            error = self._answer()
            raise error if error is not None else EOFError from None
        self._rows = []

    def _answer(self) -> Exception | None:
        try:
            found: Exception | None = self._pipe.recv()
        except (EOFError, OSError):
            return OSError(None, "the process ended without an answer")
        return found


def write_received(pipe: Connection, path: Path, head: Head, language: str) -> None:
    """The process's main function: writes what comes until None, then answers with None or the error."""
    set_language(language)
    try:
        sink = open_sink(path, head)
        while (rows := pipe.recv()) is not None:
            for values in rows:
                sink.put(values)
        sink.close()
    except EOFError:  # the program has gone
        return
    except Exception as error:  # noqa: BLE001  # it is raised on the other side
        with suppress(Exception):
            pipe.send(_portable(error))
        return
    pipe.send(None)


def _portable(error: Exception) -> Exception:
    """An error that can be pickled."""
    if isinstance(error, OSError):
        return OSError(error.errno, error.strerror or str(error))
    return RuntimeError(f"{type(error).__name__}: {error}")
