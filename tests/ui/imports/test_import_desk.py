"""Files are imported by keys alone; results are read from the database and from the report's file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt

from app.domain.errors import OutsideError
from app.domain.importing.targets import ImportKind
from app.views.imports import desk as import_desk
from tests.helpers.import_office import SAMPLES
from tests.helpers.order_keys import rows
from tests.helpers.window import ALT, CTRL

CUSTOMERS, PRODUCTS, PRICES, STOCK, ORDERS, OPEN_ITEMS = range(6)
LINES = SAMPLES / "order_lines.csv"
RETAIL_HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_order_lines_come_in_with_an_account_of_every_row_and_a_repeat_makes_no_doubles(
    window, firm_url, home
):
    window.look_at(ORDERS, LINES)
    desk = window.desk
    assert desk.steps.step == 2
    assert window.focus().objectName() == "mappingGrid"
    [bad] = [line for line in desk.preview.model.rows() if line.row == 20]
    assert (bad.bad, bad.values["quantity"]) == ({"quantity"}, "abc")
    window.run_import()
    assert desk.report.equation.text() == "24 rows in the file = 17 in documents + 7 refused"
    first = [line.result for line in desk.report.documents.rows()]
    assert sum(one.rows for one in first) == 17
    assert rows(firm_url, "select sum(net_minor) from invoice where kind = 'invoice'") == [
        (6390 + 335 + 4250 + 705 + 500 + 1667,)
    ]
    [told] = (home / "imports").glob("*.json")
    account = json.loads(told.read_text(encoding="utf-8"))
    assert account["rows_in"] == account["rows_in_documents"] + account["rows_refused"] == 24
    assert told.with_suffix(".txt").exists()

    before = rows(firm_url, "select count(*) from invoice")
    window.press(Qt.Key.Key_N, CTRL)
    window.look_at(ORDERS, LINES)
    assert desk.mapping.badge.text() == "as last time"
    window.run_import()
    again = [line.result for line in desk.report.documents.rows()]
    assert {one.outcome.value for one in again} == {"present"}
    assert [one.sum_minor for one in again] == [one.sum_minor for one in first]
    assert rows(firm_url, "select count(*) from invoice") == before


def test_a_missing_column_is_told_and_mapped_by_keys(window, firm_url, tmp_path):
    text = "Knr;Wer;Ort\n101;Ente & Licht;Köln\n102;Huhn KG;Bonn\n"
    window.look_at(CUSTOMERS, written(tmp_path, text, "cp1252"))
    desk = window.desk
    assert "Name is missing" in " ".join(desk.mapping.problems())
    window.press(Qt.Key.Key_Return, CTRL)
    assert "Name is missing" in desk.message_bar.text()
    assert desk.is_free()
    choose_field(window, "Knr", "Customer")
    choose_field(window, "Wer", "Name")
    assert desk.mapping.problems() == ()
    assert [line.values["name"] for line in desk.preview.model.rows()] == ["Ente & Licht", "Huhn KG"]
    window.run_import()
    assert rows(firm_url, "select number, name from customer where number <> 'COUNTER' order by number") == [
        ("101", "Ente & Licht"),
        ("102", "Huhn KG"),
    ]


def choose_field(window, column: str, field: str) -> None:
    """Go to the column's row, F2, type the field's first letters, Enter."""
    grid = window.desk.mapping.grid
    names = [row.values["column"] for row in grid.cells.rows()]
    grid.go_to(names.index(column), "field")
    window.press(Qt.Key.Key_F2)
    window.type(field)
    window.enter()


def test_an_unclear_order_of_dates_must_be_chosen_before_anything_is_written(window, firm_url, tmp_path):
    text = "InvoiceNo,StockCode,Quantity,UnitPrice,InvoiceDate\n1,A,2,4.50,03/04/2024\n"
    window.look_at(ORDERS, written(tmp_path, text))
    desk = window.desk
    assert desk.reading.badge.text() == "1 to decide"
    assert window.focus().objectName() == "import:date_order"
    window.press(Qt.Key.Key_Return, CTRL)
    assert "Choose the order of dates" in desk.message_bar.text()
    assert rows(firm_url, "select count(*) from invoice") == [(0,)]
    window.press(Qt.Key.Key_Down, times=2)
    assert desk.reading.form.value("date_order") == "mdy"
    assert desk.reading.doubts() == ()
    window.run_import()
    assert rows(firm_url, "select cast(date as text), net_minor from invoice") == [("2024-03-04", 900)]


def test_below_titles_the_row_of_the_names_is_chosen(window, firm_url, tmp_path):
    text = "Our customers\n\nnumber;company;city\n5;Duck;Kiel\n6;Hen;Jena\n"
    window.look_at(CUSTOMERS, written(tmp_path, text))
    desk = window.desk
    assert window.focus().objectName() == "import:header"
    assert (
        "Line 3, “number, company, city”: these look like the names of the columns"
        in desk.reading.doubts()[0]
    )
    window.press(Qt.Key.Key_Down, times=4)
    assert desk.reading.form.value("header") == "3"
    assert desk.reading.doubts() == ()
    window.run_import()
    found = rows(
        firm_url, "select name from customer where name in ('Duck', 'Hen', 'Our customers') order by name"
    )
    assert found == [("Duck",), ("Hen",)]


def test_files_that_cannot_be_read_say_why_and_another_encoding_helps(window, tmp_path):
    desk = window.desk
    window.look_at(CUSTOMERS, tmp_path / "nowhere.csv")
    assert "There is no file" in desk.message_bar.text()
    assert "nowhere.csv" in desk.message_bar.text()
    window.look_at(PRODUCTS, written(tmp_path, ""))
    assert "is empty" in desk.message_bar.text()
    long = tmp_path / "long.csv"
    long.write_bytes(b"sku,description\n" + b"A," + b"x" * 10_000_000 + b"\nB,Duck\n")
    window.look_at(PRODUCTS, long)
    assert [(line.values.get("sku", ""), bool(line.problem)) for line in desk.preview.model.rows()] == [
        ("", True),
        ("B", False),
    ]
    assert "longer than" in desk.preview.model.rows()[0].problem
    window.look_at(PRODUCTS, SAMPLES / "products_windows.csv")
    right = [line.values["description"] for line in desk.preview.model.rows()]
    window.press(Qt.Key.Key_E, ALT)
    window.press(Qt.Key.Key_Home)
    assert desk.reading.form.value("encoding") == "utf-8"
    wrong = [line.problem for line in desk.preview.model.rows()]
    assert any("not valid utf-8" in text for text in wrong)
    window.press(Qt.Key.Key_Down, times=2)
    assert [line.values["description"] for line in desk.preview.model.rows()] == right


def test_of_a_file_that_cannot_be_read_no_columns_of_the_file_before_are_shown(window, tmp_path):
    desk = window.desk
    window.look_at(PRODUCTS, written(tmp_path, "sku;description;colour\nA-1;Desk;red\n"))
    assert desk.mapping.grid.cells.rowCount() == 3
    assert "colour" in desk.taking.note.text()
    empty = tmp_path / "empty.csv"
    empty.write_text("sku;description\n", encoding="utf-8")
    window.look_at(PRODUCTS, empty)
    assert "no rows below" in desk.message_bar.text()
    assert desk.mapping.grid.cells.rowCount() == 0
    assert (desk.mapping.badge.text(), desk.taking.note.text()) == ("", "")
    window.press(Qt.Key.Key_Return, CTRL)
    assert "no rows below" in desk.message_bar.text()
    assert not desk.is_running()


def test_a_refusal_that_the_table_cuts_is_told_in_full_for_each_file(window, tmp_path):
    desk = window.desk
    told = []
    for number in (1, 2):
        header = "sku;description;price;kind of a column that nobody needs\n"
        window.look_at(PRODUCTS, written(tmp_path, f"{header}A-{number};Desk;12,50;\nB;Duck;\u20ac 3,00;\n"))
        window.run_import()
        whole = desk.report.whole
        assert whole.isVisible()
        told.append(whole.text())
        assert not desk.report.documents_table.isColumnHidden(0)
        assert desk.report.documents_table.isColumnHidden(3)  # products have no sums
        window.press(Qt.Key.Key_N, CTRL)
    assert told[0] == told[1] != ""
    assert "is not in GBP" in told[0]


def test_a_file_taken_whole_leaves_nothing_of_it_when_a_row_is_refused(window, firm_url):
    window.look_at(ORDERS, LINES)
    window.press(Qt.Key.Key_I, ALT)
    window.press(Qt.Key.Key_Down)
    window.run_import()
    assert window.desk.report.equation.text() == "24 rows in the file = 0 in documents + 24 refused"
    assert rows(firm_url, "select count(*) from invoice") == [(0,)]
    assert rows(firm_url, "select count(*) from product") == [(0,)]


def test_a_cancelled_import_keeps_whole_documents_and_accounts_for_them(window, firm_url, tmp_path):
    count = 400
    lines = [
        f"{number},A,LAMP,{part},2024-12-02 08:26:00,2.50,20001,United Kingdom\n"
        for number in range(1, count + 1)
        for part in (1, 2)
    ]
    window.look_at(ORDERS, written(tmp_path, RETAIL_HEADER + "".join(lines)))
    desk = window.desk
    window.press(Qt.Key.Key_Return, CTRL)
    window.qtbot.waitUntil(lambda: desk.progress.text().startswith("Documents"))
    window.press(Qt.Key.Key_Escape)
    window.qtbot.waitUntil(desk.is_free)
    kept = len(desk.report.documents.rows())
    assert 0 < kept < count
    assert desk.report.badge.text() == "stopped: whole documents stay"
    assert "rows read = " in desk.report.equation.text()  # not "in the file": the rest was not read
    assert rows(firm_url, "select count(*), sum(net_minor) from invoice") == [(kept, kept * 750)]
    assert rows(firm_url, "select count(*) from order_line") == [(kept * 2,)]


def test_an_order_is_keyed_for_an_imported_customer(window, firm_url):
    window.look_at(ORDERS, LINES)
    window.run_import()
    window.press(Qt.Key.Key_1, CTRL)
    window.press(Qt.Key.Key_N, CTRL)
    window.type("20002")
    window.enter()
    window.type("PO-77")
    window.enter(4)
    window.type("33333")
    window.enter()
    window.type("3")
    window.enter(2)
    window.type("4.25")
    window.enter()
    window.press(Qt.Key.Key_Return, CTRL)
    found = rows(
        firm_url,
        "select o.state, c.number, o.net_minor, o.po_number from sales_order o join customer c on c.id = o.customer_id"
        " where not o.imported",
    )
    assert found == [("confirmed", "20002", 1275, "PO-77")]


def test_the_desk_takes_what_another_page_asks_for(window):
    window.context.bus.ask("import.open", kind=ImportKind.STOCK.value, path=str(SAMPLES / "stock_utf16.csv"))
    window.idle()
    assert window.desk.file.kind() is ImportKind.STOCK
    assert [line.values["quantity"] for line in window.desk.preview.model.rows()] == ["12", "3"]


def test_a_look_that_failed_is_taken_again_by_ctrl_enter(window, firm_url, tmp_path, monkeypatch):
    def refuse(*_question):
        raise OutsideError("database.locked", database="the firm")

    with monkeypatch.context() as away:
        away.setattr(import_desk, "look_at", refuse)
        window.look_at(CUSTOMERS, written(tmp_path, "Number;Name;City\n101;Ente;Bonn\n"))
        assert "is locked by another program" in window.desk.message_bar.text()
    window.run_import()
    assert ("Ente",) in rows(firm_url, "select name from customer")


def test_a_workbook_is_read_as_the_text_of_its_first_sheet(window, firm_url, tmp_path):
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (("sku", "description", "price"), ("X-1", "Table", 12.345), ("X-2", "Bench", 99)):
        sheet.append(row)
    book.save(tmp_path / "products.xlsx")
    window.look_at(PRODUCTS, tmp_path / "products.xlsx")
    assert window.desk.file.path() == str(tmp_path / "products.xlsx")
    window.run_import()
    found = "select sku from product where sku like 'X-%' order by 1"
    assert rows(firm_url, found) == [("X-1",), ("X-2",)]
    price = "select price_micro from price_row r join product p on p.id = r.product_id where p.sku = 'X-1'"
    assert rows(firm_url, price) == [(12_345_000,)]
