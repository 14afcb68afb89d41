"""Files that are no table, or a bad one: the window says what and where, and writes nothing of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.helpers.order_keys import rows
from tests.helpers.window import CTRL

PRODUCTS = 1
HEAD = b"sku,description,price\n"
WORKBOOK = b"PK\x03\x04\x14\x00" + b"\x00" * 24 + b"xl/workbook.xml" + b"\x00" * 40


@pytest.fixture
def product_rows(firm_url):
    """How many products there are."""
    return lambda: rows(firm_url, "select sku from product order by sku")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\n\n  \n", "The file is empty"),
        (HEAD, "no rows below its column names"),
        (b"\0" * 5_000, "NUL byte"),
        (WORKBOOK, "is a workbook of a spreadsheet program"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "is no text file"),
        (None, "is a folder"),
    ],
)
def test_what_is_no_table_is_told_and_cannot_be_imported(content, words, window, tmp_path, product_rows):
    path = tmp_path / "file.csv"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    window.look_at(PRODUCTS, path)
    assert words in window.desk.message_bar.text()
    assert "file.csv" in window.desk.message_bar.text()
    window.press(Qt.Key.Key_Return, CTRL)
    assert words in window.desk.message_bar.text()
    assert window.desk.is_free()
    assert not window.desk.has_report()
    assert product_rows() == []


ROWS = [
    (b"A,Desk,1.50\nB,Duck\nC,Hen,2.50,9\n", ["A"], ["has 2 columns", "has 4 columns"]),
    (b'A,"Desk,1.50\nB,Duck,2.50\n', ["B"], ["never closed"]),
    (b"A,De\0sk,1.50\nB,Duck,2.50\n", ["B"], ["NUL byte at character 5"]),
    (b"A,Desk,NaN\nB,Duck,1e12\nC,Hen,-5.00\nD,Cat,2.50\n", ["D"],
     ["not a finite number", "exponent form", "is negative"]),
    (b"A,Desk,1.50\nA,Other,2.50\n", ["A"], ["stands in the file a second time"]),
    (b"A," + b"x" * 1_100_000 + b",1.50\nB,Duck,2.50\n", ["B"], ["longer than"]),
    (b",Total,4.00\nA,Desk,1.50\n", ["A"], ["sku is empty"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "taken", "reasons"), ROWS)
def test_bad_rows_cost_no_other_row_and_each_has_its_reason(
    body, taken, reasons, window, tmp_path, product_rows
):
    path = tmp_path / "file.csv"
    path.write_bytes(HEAD + body)
    window.look_at(PRODUCTS, path)
    window.run_import()
    assert [row[0] for row in product_rows()] == taken
    told = "\n".join(line.text for line in refused(window.desk))
    for reason in reasons:
        assert reason in told


def refused(desk):
    """The lines of the report about refused rows."""
    return desk.report.refused.rows()


@pytest.mark.parametrize("page", ["cp1250", "iso-8859-2", "cp1251"])
def test_the_encoding_of_other_countries_is_asked_for_and_the_first_rows_show_it(
    page, window, tmp_path, firm_url
):
    name = "Москва" if page == "cp1251" else "Łódź"
    path = tmp_path / "file.csv"
    path.write_bytes(f"sku,description,price\nA,{name},1.50\n".encode(page))
    window.look_at(PRODUCTS, path)
    desk = window.desk
    assert window.focus().objectName() == "import:encoding"
    window.press(Qt.Key.Key_Return, CTRL)
    assert "Choose the encoding" in desk.message_bar.text()
    assert rows(firm_url, "select count(*) from product") == [(0,)]
    box = desk.reading.form.widget("encoding")
    window.press(Qt.Key.Key_Home)
    while box.currentData() != page:
        window.press(Qt.Key.Key_Down)
    assert [line.values["description"] for line in desk.preview.model.rows()] == [name]
    window.run_import()
    assert rows(firm_url, "select name from product") == [(name,)]


def test_an_unclear_decimal_mark_is_chosen_before_anything_is_written(window, tmp_path, firm_url):
    path = tmp_path / "file.csv"
    path.write_text("sku,description,price\nA,Desk,1.234\n", encoding="utf-8")
    window.look_at(PRODUCTS, path)
    desk = window.desk
    assert window.focus().objectName() == "import:decimal_mark"
    window.press(Qt.Key.Key_Return, CTRL)
    assert "Line 2, “1.234”" in desk.message_bar.text()
    assert rows(firm_url, "select count(*) from product") == [(0,)]
    window.press(Qt.Key.Key_End)
    assert desk.reading.form.value("decimal_mark") == ","
    window.run_import()
    assert rows(firm_url, "select price_micro from price_row") == [(1_234_000_000,)]


def test_in_a_low_window_what_is_to_be_decided_is_not_squeezed(window, tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes("sku,description,price\nA,Łódź,1.234\n".encode("cp1250"))
    window.frame.resize(1024, 720)
    window.look_at(PRODUCTS, path)
    reading = window.desk.reading
    above, below = (reading.form.widget(name).geometry() for name in ("encoding", "decimal_mark"))
    assert len(reading.doubts()) == 2
    assert above.height() >= reading.form.widget("encoding").sizeHint().height()
    assert below.top() > above.bottom() + 10, "its label stands in between"
