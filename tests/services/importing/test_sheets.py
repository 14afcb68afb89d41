"""A workbook's first sheet is read as if it had been saved as text: numbers exact, days as days."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.domain.errors import OutsideError
from app.services.importing import is_sheet, sheet_as_text


def made(folder: Path, *rows: tuple[object, ...]) -> str:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return str(path)


def test_rows_of_the_first_sheet_come_as_text_without_the_empty_ones(tmp_path):
    path = made(
        tmp_path,
        ("sku", "price", "valid from", "active"),
        ("A-1", 12.345, date(2026, 2, 1), True),
        (None, None, None, None),
        ("007", 1299, datetime(2026, 2, 1, 8, 30), False),
        ("B;1", 0.1 + 0.2, None, None),
    )
    assert Path(sheet_as_text(path)).read_text("utf-8-sig").splitlines() == [
        "sku;price;valid from;active",
        "A-1;12.3450;2026-02-01;1",
        "007;1299;2026-02-01 08:30:00;0",
        '"B;1";0.3;;',
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04....xl/workbook.xml....", b"sku;price\n"])
def test_what_is_no_workbook_inside_is_refused_by_name(tmp_path, content):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(OutsideError) as refused:
        sheet_as_text(str(path))
    assert refused.value.code == "import.broken_workbook"
    assert refused.value.params["file"] == str(path)


def test_half_a_workbook_is_told_as_broken_and_another_kind_as_such(tmp_path):
    whole = Path(made(tmp_path, *(("A-1", number) for number in range(50)))).read_bytes()
    path = tmp_path / "half.xlsx"
    for content, code in (
        (whole[: len(whole) // 2], "import.broken_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import.is_workbook"),
    ):
        path.write_bytes(content)
        with pytest.raises(OutsideError) as refused:
            sheet_as_text(str(path))
        assert refused.value.code == code


def test_a_workbook_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OutsideError) as refused:
        sheet_as_text(str(tmp_path / "none.xlsx"))
    assert refused.value.code == "import.no_file"


def test_workbooks_are_known_by_their_name():
    assert [is_sheet(name) for name in ("A.XLSX", "a.xlsx", "a.xls", "a.csv", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
