"""Lists as CSV and XLSX."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import cast

import openpyxl
import pytest

from app import i18n
from app.domain.errors import OutsideError, RefusedError
from app.domain.pages import Filter, Page, PageRequest
from app.domain.rights import SYSTEM, Actor
from app.services import export_files
from app.services.export import ExportColumn, export_rows, read_all
from app.services.orders.rows import read_orders_page
from app.services.unit_of_work import Reading
from db.schema.orders import Order
from db.statements import insert_rows

SALES = Actor(name="Anna", roles=frozenset({"sales"}))


@dataclass(frozen=True)
class Row:
    name: str
    amount: Decimal
    day: date | None
    cost: int = 7


COLUMNS: tuple[ExportColumn[Row], ...] = (
    ExportColumn("Name", lambda row: row.name, width=140),
    ExportColumn("Amount", lambda row: row.amount),
    ExportColumn("Day", lambda row: row.day),
    ExportColumn("Cost", lambda row: row.cost, right="margin.see"),
)
ROWS = (
    Row("Berger Möbel; KG", Decimal("1234.50"), date(2026, 3, 2)),
    Row("=HYPERLINK(1)", Decimal("-0.05"), None),
)


def write(path, rows=ROWS, *, actor=SYSTEM, **more):
    return export_rows(path, COLUMNS, rows, title="Orders: [all]", actor=actor, **more)


def read_csv(path, delimiter):
    with path.open(encoding="utf-8", newline="") as file:
        assert file.read(1) == "\ufeff"
        return list(csv.reader(file, delimiter=delimiter))


def test_csv_is_written_as_the_language_has_numbers(tmp_path):
    assert write(tmp_path / "a.csv") == 2
    assert read_csv(tmp_path / "a.csv", ",")[1] == ["Berger Möbel; KG", "1234.50", "2026-03-02", "7"]
    i18n.set_language("de")
    write(tmp_path / "b.csv")
    assert read_csv(tmp_path / "b.csv", ";")[1] == ["Berger Möbel; KG", "1234,50", "2026-03-02", "7"]


@pytest.mark.parametrize("text", ["=1+1", "+49 40 1", "-x", "@cmd", "\tx", "\rx"])
def test_csv_text_is_never_a_formula(tmp_path, text):
    write(tmp_path / "a.csv", [Row(text, Decimal(-3), None)])
    (_head, row) = read_csv(tmp_path / "a.csv", ",")
    assert row == [f"'{text}", "-3", "", "7"]


def test_xlsx_has_numbers_days_a_bold_head_widths_and_a_filter(tmp_path):
    write(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    assert sheet.title == "Orders all"
    assert [cell.value for cell in sheet[1]] == ["Name", "Amount", "Day", "Cost"]
    assert all(cell.font.bold for cell in sheet[1])
    assert [cell.value for cell in sheet[2]] == ["Berger Möbel; KG", 1234.5, datetime(2026, 3, 2), 7]
    assert sheet["B2"].number_format == "#,##0.00"
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["C3"].value) == ("=HYPERLINK(1)", "s", None)
    assert sheet.auto_filter.ref == "A1:D3"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width
    book.close()


def test_a_number_longer_than_a_spreadsheet_keeps_stays_whole(tmp_path):
    write(tmp_path / "a.xlsx", [Row("x", Decimal("12345678901234.5678"), None)])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.worksheets[0]["B2"].value == "12345678901234.5678"
    book.close()


def test_rows_beyond_a_sheet_go_on_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(export_files, "SHEET_ROWS_MAX", 3)
    write(tmp_path / "a.xlsx", [Row(str(n), Decimal(n), None) for n in range(7)])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [(sheet.title, sheet.max_row) for sheet in book] == [
        ("Orders all", 4), ("Orders all 2", 4), ("Orders all 3", 2),
    ]  # fmt: skip
    assert [row[0].value for sheet in book for row in sheet.iter_rows(min_row=2)] == list("0123456")
    book.close()


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_columns_without_the_right_are_never_exported(tmp_path, name):
    seen: list[object] = []

    def cost(row: Row) -> int:
        seen.append(row)
        return row.cost

    columns = (*COLUMNS[:3], ExportColumn("Cost", cost, right="margin.see"))
    export_rows(tmp_path / name, columns, ROWS, title="x", actor=SALES)
    if name == "a.csv":
        assert read_csv(tmp_path / name, ",")[0] == ["Name", "Amount", "Day"]
    else:
        book = openpyxl.load_workbook(tmp_path / name)
        assert [cell.value for cell in book.worksheets[0][1]] == ["Name", "Amount", "Day"]
        book.close()
    assert seen == []


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_stopped_export_leaves_the_old_file_and_nothing_else(tmp_path, name):
    (tmp_path / name).write_text("old")

    def stop(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / name, [ROWS[0]] * 2000, told=stop)
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "old"


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_place_that_cannot_be_written_is_told(tmp_path, name):
    with pytest.raises(OutsideError) as told:
        write(tmp_path / "missing" / name)
    assert told.value.code == "export.cannot_write"


@pytest.mark.parametrize("beside", [False, True])
def test_another_kind_of_file_is_refused(tmp_path, beside):
    with pytest.raises(RefusedError) as refused:
        write(tmp_path / "a.pdf", beside=beside)
    assert refused.value.code == "export.unknown_kind"
    assert list(tmp_path.iterdir()) == []


def make_orders(work, count):
    with work.begin(actor=SYSTEM) as uow:
        same = {
            "currency": "EUR", "order_date": uow.today, "created_by": "x", "state": "draft",
            "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        }  # fmt: skip
        insert_rows(uow.db, Order, [{**same, "gross_minor": number % 7} for number in range(count)])


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("filters", [(), (Filter("state", "eq", "draft"),)])
def test_every_row_of_a_list_is_read_once_beyond_pages_and_capped_counts(work, filters, descending):
    make_orders(work, 12_001)
    request = PageRequest(sort="gross_minor", descending=descending, filters=filters)
    with work.reading(actor=SYSTEM) as view:
        rows = list(read_all(view, read_orders_page, request))
    assert len(rows) == len({row.id for row in rows}) == 12_001
    keys = [(row.gross_minor, row.id) for row in rows]
    assert keys == sorted(keys, reverse=descending)


def test_an_empty_list_is_a_file_with_a_head(work, tmp_path):
    with work.reading(actor=SYSTEM) as view:
        rows = list(read_all(view, read_orders_page, PageRequest()))
    assert write(tmp_path / "a.csv", rows) == 0
    assert read_csv(tmp_path / "a.csv", ",") == [["Name", "Amount", "Day", "Cost"]]


def test_a_list_of_exactly_whole_pages_ends():
    asked: list[int] = []

    def read(view: object, request: PageRequest) -> Page[int]:
        asked.append(request.first)
        return Page(tuple(range(request.first, min(request.first + request.count, 4000))), 4000)

    assert list(read_all(cast("Reading", None), read, PageRequest())) == list(range(4000))
    assert asked[:2] == [0, 2000]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_process_of_its_own_writes_the_same_file(tmp_path, name):
    i18n.set_language("de")
    rows = [Row(f"{number} Stühle", Decimal(number) / 4, date(2026, 3, 2)) for number in range(1203)]
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    assert write(here / name, rows) == write(there / name, rows, beside=True) == 1203
    if name == "a.csv":
        assert (here / name).read_bytes() == (there / name).read_bytes()
        return
    books = [openpyxl.load_workbook(folder / name) for folder in (here, there)]
    tables = [list(book.worksheets[0].iter_rows(values_only=True)) for book in books]
    for book in books:
        book.close()
    assert tables[0] == tables[1]
    assert len(tables[0]) == 1204


def test_a_process_that_is_stopped_or_fails_leaves_nothing(tmp_path, monkeypatch):
    def stop(count: int) -> None:
        if count == 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.xlsx", [ROWS[0]] * 2000, told=stop, beside=True)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutsideError) as told:
        write(tmp_path / "missing" / "a.xlsx", beside=True)
    assert told.value.code == "export.cannot_write"
