"""A workbook's first sheet as a text file, which the import then reads like any other."""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile

from app.domain.errors import OutsideError

SUFFIX = ".xlsx"
_EXACT_PLACES = 15  # a sheet's number holds no more digits
_OTHER_BOOK = b"\xd0\xcf\x11\xe0"  # how workbooks of older programs begin, and those with a password
_LIKE_THOUSANDS = 3  # decimals: 12.345 might be twelve thousand


def is_sheet(path: str) -> bool:
    """Whether the name says that it is a workbook that can be read."""
    return path.lower().endswith(SUFFIX)


def sheet_as_text(path: str) -> str:
    """The path of a UTF-8 text, by the workbook's name, with its first sheet; it goes when the program ends.

    OutsideError for a workbook that cannot be read. Formulas give the value that the spreadsheet showed last.
    """
    folder = tempfile.mkdtemp(prefix="keyline-sheet-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    text = Path(folder) / Path(path).name
    try:
        _write(path, text)
    except FileNotFoundError as error:
        raise OutsideError("import.no_file", file=path) from error
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise OutsideError(_refusal(path), file=path) from error
    return str(text)


def _refusal(path: str) -> str:
    """What is wrong with what openpyxl cannot read: another kind of workbook, or half of one."""
    with Path(path).open("rb") as file:
        return "import.is_workbook" if file.read(4) == _OTHER_BOOK else "import.broken_workbook"


def _write(path: str, text: Path) -> None:
    import openpyxl  # noqa: PLC0415  # 150 ms that no start of the window needs

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        with text.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            for row in book.worksheets[0].iter_rows(values_only=True):
                if any(value is not None for value in row):
                    writer.writerow(_texts(row))
    finally:
        book.close()


def _texts(row: Iterable[object]) -> list[str]:
    return [_text(value) for value in row]


def _text(value: object) -> str:
    """Numbers with a point and never three decimals, days as in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    shown = f"{value:.{_EXACT_PLACES}g}"
    if "e" in shown:
        shown = f"{value:f}"
    whole, _point, places = shown.partition(".")
    return f"{whole}.{places}0" if len(places) == _LIKE_THOUSANDS else shown
