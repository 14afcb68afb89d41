"""Small files of each kind, from bytes to values (F88)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.importing.dates import parse_date
from app.domain.importing.decisions import decide
from app.domain.importing.dialect import DateOrder, Dialect
from app.domain.importing.mapping import check_mapping, propose_mapping
from app.domain.importing.problems import RowProblem, placed_text
from app.domain.importing.records import Record, RecordReader
from app.domain.importing.rows import RawRow, open_table
from app.domain.importing.sniff import sniff
from app.domain.importing.targets import ImportKind
from app.domain.importing.values import AmountWithUnit, NumberMarks, parse_number

SAMPLES = Path(__file__).parents[2] / "data" / "import"


def read(name: str, kind: ImportKind) -> tuple[Dialect, list[dict[str, str]]]:
    data = (SAMPLES / name).read_bytes()
    dialect = sniff(data)
    table = open_table([data], dialect)
    mapping = propose_mapping(table.header, kind)
    assert check_mapping(mapping, table.header) == ()
    rows = []
    for row in table.rows:
        assert isinstance(row, RawRow), row
        rows.append({field: row.cells[place] for field, place in mapping.positions(table.header).items()})
    return dialect, rows


def test_german_customers_with_bom_semicolons_and_decimal_commas():
    dialect, rows = read("customers_german.csv", ImportKind.CUSTOMERS)
    marks = NumberMarks(dialect.decimal_mark, dialect.thousands_mark)
    assert [row["customer"] for row in rows] == ["10001", "10002"]
    assert rows[1]["street"] == "Am Wall 1; Hof"
    assert rows[1]["postcode"] == "01067"
    assert [parse_number(row["credit_limit"], marks) for row in rows] == [Decimal("1234.56"), Decimal(12500)]


def test_the_same_day_is_read_in_the_order_the_person_chose():
    dialect, _ = read("customers_german.csv", ImportKind.CUSTOMERS)
    assert parse_date("03/04/2026", dialect.date_order) == date(2026, 4, 3)
    assert parse_date("03/04/2026", DateOrder.MDY) == date(2026, 3, 4)


def test_products_from_windows_with_prices_in_euro():
    dialect, rows = read("products_windows.csv", ImportKind.PRODUCTS)
    marks = NumberMarks(dialect.decimal_mark, dialect.thousands_mark)
    assert dialect.encoding == "cp1252"
    assert rows[0]["description"] == "Schreibtisch „Höhe“ 120 cm"
    assert [parse_number(row["price"], marks) for row in rows] == [Decimal(349), Decimal(1099)]
    assert rows[0]["gtin"] == "4006381333931"


def test_stock_in_utf16_with_tabs():
    dialect, rows = read("stock_utf16.csv", ImportKind.STOCK)
    assert (dialect.encoding, dialect.delimiter) == ("utf-16", "\t")
    assert rows == [
        {"sku": "A-1", "quantity": "12", "warehouse": "Nord"},
        {"sku": "A-2", "quantity": "3", "warehouse": "Süd"},
    ]


def records(data: str, kind: ImportKind) -> list[Record | tuple[RowProblem, ...]]:
    dialect = sniff(data.encode())
    table = open_table([data.encode()], dialect)
    reader = RecordReader(table.header, propose_mapping(table.header, kind), dialect)
    return [reader.read(row) for row in table.rows if isinstance(row, RawRow)]


def test_a_row_becomes_typed_values():
    [found] = records(
        "Debitor;Belegnr;Datum;Offen;Fällig am\n17850.0;R-1;13.04.2026;1.234,56 €;\n", ImportKind.OPEN_ITEMS
    )
    assert isinstance(found, Record)
    assert (found.text("customer"), found.text("document")) == ("17850", "R-1")
    assert (found.day("date"), found.day("due_date")) == (date(2026, 4, 13), None)
    assert found.whole("open_amount") == 1_234_560_000


def test_quantities_flags_countries_and_numbers_are_typed_too():
    [stock] = records("sku,quantity\nA1,1.5 m\n", ImportKind.STOCK)
    [product] = records("sku,description,weight,service\nA1,Oak  desk,12.5,yes\n", ImportKind.PRODUCTS)
    [customer] = records("code,company,country\n7,Duck Ltd,EIRE\n", ImportKind.CUSTOMERS)
    assert isinstance(stock, Record)
    assert isinstance(product, Record)
    assert isinstance(customer, Record)
    assert stock.quantity("quantity") == AmountWithUnit(Decimal("1.5"), "m")
    assert product.text("description") == "Oak desk"
    assert (product.number("weight_g"), product.flag("service")) == (Decimal("12.5"), True)
    country = customer.country("country")
    assert country is not None
    assert country.code == "IE"


def test_everything_wrong_with_a_row_is_told_at_once():
    [found] = records("sku,description,price,service\n,Desk,1.x,perhaps\n", ImportKind.PRODUCTS)
    assert not isinstance(found, Record)
    assert [(one.code, one.row, one.column) for one in found] == [
        ("value-missing", 2, "sku"),
        ("number-format", 2, "price"),
        ("boolean-format", 2, "service"),
    ]


LATE = [
    ("valid_from", "03/04/2026", "date-unclear", "date_order", "mdy", date(2026, 3, 4)),
    ("price", "1.234", "number-unclear", "decimal_mark", ".", 1_234_000),
]


@pytest.mark.parametrize(("field", "cell", "problem", "name", "answer", "value"), LATE)
def test_what_only_a_late_row_asks_is_not_guessed(field, cell, problem, name, answer, value):
    """The sample that tells marks and orders is the beginning and the middle of a file."""
    dialect = sniff(b"sku;price;valid_from\nA;12;\nB;13;\n")
    header = ("sku", "price", "valid_from")
    cells = {"sku": "C", "price": "14", "valid_from": "", field: cell}
    row = RawRow(9, 9, tuple(cells[column] for column in header))
    mapping = propose_mapping(header, ImportKind.PRICES)
    refused = RecordReader(header, mapping, dialect).read(row)
    assert not isinstance(refused, Record)
    assert [(one.code, one.column) for one in refused] == [(problem, field)]
    assert "two ways" in placed_text(refused[0])
    read = RecordReader(header, mapping, decide(dialect, name, answer)).read(row)
    assert isinstance(read, Record)
    assert read.values[field] == value


def test_dates_with_spaces_are_asked_for_too():
    found = sniff(b"sku;price;valid_from\nA;1,50;03 04 2026\n")
    assert [doubt.name for doubt in found.doubts()] == ["date_order"]
