"""Customers, products, prices, stock and open items from files as people have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.errors import OutsideError, RefusedError
from app.domain.importing.report import ImportReport
from app.domain.importing.targets import ImportKind
from app.domain.rights import SYSTEM, Actor
from app.messages import text_of, text_of_error
from app.services.importing import Scope, doubt_text, prepare_import, preview_text, write_report
from tests.helpers.import_office import SAMPLES, make_import_office


@pytest.fixture
def firm(work):
    return make_import_office(work, country="DE", currency="EUR")


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


def reasons(report: ImportReport) -> dict[str, int]:
    return {reason.code: reason.count for reason in report.refused}


def outcomes(report: ImportReport) -> list[str]:
    return [found.outcome.value for found in report.documents]


def test_german_customers_with_bom_semicolons_and_decimal_commas_come_in_once(firm):
    first = firm.import_file("customers", SAMPLES / "customers_german.csv")
    again = firm.import_file("customers", SAMPLES / "customers_german.csv")
    assert (outcomes(first), outcomes(again)) == (["created"] * 2, ["present"] * 2)
    found = firm.rows(
        "select number, name, postcode, country, credit_limit_minor from customer where not is_counter_sale order by 1"
    )
    assert [tuple(row) for row in found] == [
        ("10001", "Müller & Söhne GmbH", "20354", "DE", 123456),
        ("10002", "Blühm KG", "01067", "DE", 1250000),
    ]


def test_what_is_wrong_with_a_customer_is_told_and_the_others_come_in(firm, tmp_path):
    path = written(
        tmp_path,
        "number;company;country;terms;email;credit limit;contact\n"
        "1;Good Ltd;DE;30;;;Ann\n"
        "2;Odd term;DE;77;;;\n"
        "3;Bad mail;DE;;nobody;;\n"
        "4;No land;Atlantis;;;;\n"
        "5;Union;EU;;;;\n"
        "6;;DE;;;;\n"
        "1;Again;DE;;;;\n"
        "7;Cents;DE;;;10,005;\n",
    )
    report = firm.import_file("customers", path)
    assert [found.number for found in report.documents] == ["1"]
    assert reasons(report) == {
        "amount-decimals": 1, "country-not-one": 1, "country-unknown": 1, "customer.email_wrong": 1,
        "key-repeated": 1, "term-unknown": 1, "value-missing": 1,
    }  # fmt: skip
    assert firm.rows("select name from contact") == [("Ann",)]


def test_products_from_windows_get_their_list_price(firm):
    firm.import_file("products", SAMPLES / "products_windows.csv")
    again = firm.import_file("products", SAMPLES / "products_windows.csv")
    assert outcomes(again) == ["present", "present"]
    found = firm.rows(
        "select p.sku, p.name, p.gtin, r.price_micro from product p join price_row r on r.product_id = p.id order by 1"
    )
    assert [tuple(row) for row in found] == [
        ("A-1", "Schreibtisch „Höhe“ 120 cm", "4006381333931", 349_000_000),
        ("A-2", "Stuhl grün", "4006381333948", 1_099_000_000),
    ]


def test_a_products_tax_is_named_by_class_or_by_rate(firm, tmp_path):
    path = written(
        tmp_path,
        "sku;name;mwst;weight;unit\nB1;Book;7 %;250;pc\nB2;Desk;19;;\nB3;Chair;reduced;;\nB4;Lamp;13;;\nB5;Rug;;1,5;\n",
    )
    report = firm.import_file("products", path)
    assert reasons(report) == {"tax-class-unknown": 1, "weight-fraction": 1}
    assert firm.rows("select sku, tax_class, weight_g from product order by 1") == [
        ("B1", "reduced", 250),
        ("B2", "standard", 0),
        ("B3", "reduced", 0),
    ]


@pytest.fixture
def stocked(firm):
    """Products A-1 and A-2, customer 10001, warehouses by the names of the samples."""
    firm.import_file("products", SAMPLES / "products_windows.csv")
    firm.import_file("customers", SAMPLES / "customers_german.csv")
    with firm.work.begin(actor=SYSTEM) as uow:
        from app.services.setup import WarehouseInput, create_warehouse

        create_warehouse(uow, WarehouseInput(code="N", name="Nord", country="DE"))
        create_warehouse(uow, WarehouseInput(code="S", name="Süd", country="DE"))
    return firm


def test_prices_replace_others_and_equal_ones_change_nothing(stocked, tmp_path):
    text = "sku;price;from;customer;valid from\nA-1;299,00;;;\nA-1;280,00;10;;\nA-2;990;;10001;01.02.2026\nX;1;;;\n"
    first = stocked.import_file("prices", written(tmp_path, text))
    again = stocked.import_file("prices", written(tmp_path, text))
    assert reasons(first) == {"product-unknown": 1}
    assert (outcomes(first), outcomes(again)) == (["created"] * 3, ["present"] * 3)
    current = stocked.rows(
        "select p.sku, l.kind, r.min_quantity_micro, r.price_micro from price_row r"
        " join product p on p.id = r.product_id join price_list l on l.id = r.price_list_id"
        " where r.replaced_at_version is null order by 1, 2, 3"
    )
    assert [tuple(row) for row in current] == [
        ("A-1", "general", 0, 299_000_000),
        ("A-1", "general", 10_000_000, 280_000_000),
        ("A-2", "contract", 0, 990_000_000),
        ("A-2", "general", 0, 1_099_000_000),
    ]


def test_stock_in_utf16_opens_each_warehouse_once(stocked):
    first = stocked.import_file("stock", SAMPLES / "stock_utf16.csv")
    again = stocked.import_file("stock", SAMPLES / "stock_utf16.csv")
    assert (outcomes(first), outcomes(again)) == (["created"] * 2, ["present"] * 2)
    moves = stocked.rows(
        "select w.code, p.sku, m.quantity_micro, m.kind from stock_move m join product p on p.id = m.product_id"
        " join warehouse w on w.id = m.warehouse_id order by 1"
    )
    assert [tuple(row) for row in moves] == [
        ("N", "A-1", 12_000_000, "opening"),
        ("S", "A-2", 3_000_000, "opening"),
    ]


def test_a_later_file_counts_the_stock(stocked, tmp_path):
    stocked.import_file("stock", SAMPLES / "stock_utf16.csv")
    path = written(tmp_path, "sku,quantity,warehouse\nA-1,10,Nord\nA-2,5,West\nA-2,1 pk,Nord\nA-1,-1,Nord\n")
    report = stocked.import_file("stock", path)
    assert reasons(report) == {"quantity-negative": 1, "unit-differs": 1, "warehouse-unknown": 1}
    [(quantity,)] = stocked.rows("select quantity_micro from stock_move where kind = 'count'")
    assert int(quantity) == -2_000_000


def test_open_items_stand_in_aging_and_ledger_until_they_are_paid(stocked, tmp_path):
    path = written(
        tmp_path,
        "Debitor;Belegnr;Datum;Offen;Fällig am\n"
        "10001;R-1;13.01.2026;1.234,56;12.02.2026\n10001;G-2;14.01.2026;-34,56;\n10001;R-3;14.01.2026;0,00;\n"
        "99;R-4;14.01.2026;1,00;\n10001;R-5;14.01.2031;1,00;\n",
    )
    first = stocked.import_file("open-items", path)
    again = stocked.import_file("open-items", path)
    assert reasons(first) == {"customer-unknown": 1, "date-ahead": 1, "nothing-open": 1}
    assert first.total_minor == again.total_minor == 120000
    assert stocked.rows("select open_minor from customer where number = '10001'") == [(120000,)]
    items = stocked.rows("select number, amount_minor, cast(due_date as text) from open_item order by number")
    assert items[1] == ("R-1", 123456, "2026-02-12")
    assert len(items) == 2
    assert stocked.findings() == []


def test_a_file_taken_whole_keeps_nothing_when_one_row_is_bad(firm, tmp_path):
    path = written(tmp_path, "number;company\n1;Good Ltd\n2;\n")
    report = firm.import_file("customers", path, scope=Scope.FILE)
    assert reasons(report) == {"value-missing": 1, "file-left-out": 1}
    assert firm.rows("select count(*) from customer where number = '1'") == [(0,)]


def test_a_missing_column_is_named_with_what_the_file_has(firm, tmp_path):
    path = written(tmp_path, "number;town\n1;Berlin\n")
    with firm.work.reading(actor=SYSTEM) as view:
        preview = prepare_import(view, ImportKind.CUSTOMERS, str(path))
    assert [problem.code for problem in preview.problems] == ["missing-column"]
    assert "number, town" in preview_text(preview)
    with pytest.raises(RefusedError, match="mapping_wrong"):
        firm.import_file("customers", path)


def test_dates_that_can_be_read_in_two_ways_are_a_doubt_that_the_person_decides(stocked, tmp_path):
    path = written(tmp_path, "customer,document,date,open\n10001,R-1,01/02/2026,5.00\n")
    with stocked.work.reading(actor=SYSTEM) as view:
        preview = prepare_import(view, ImportKind.OPEN_ITEMS, str(path))
    assert any("day/month/year" in doubt_text(doubt) for doubt in preview.doubts)
    stocked.import_file("open-items", path, written={"date_order": "mdy"})
    assert stocked.rows("select cast(date as text) from invoice") == [("2026-01-02",)]


def test_a_line_of_ten_megabytes_is_one_refused_row(firm, tmp_path):
    long_name = "x" * 10_000_000
    path = written(tmp_path, f"number;company\n1;Good Ltd\n2;{long_name}\n3;Also Good\n")
    report = firm.import_file("customers", path)
    assert reasons(report) == {"line-too-long": 1}
    assert [found.number for found in report.documents] == ["1", "3"]


def test_a_mapping_that_served_is_proposed_again(firm, tmp_path):
    from app.domain.importing.mapping import ColumnMapping

    path = written(tmp_path, "nr;who\n1;Good Ltd\n")
    given = ColumnMapping(ImportKind.CUSTOMERS, {"customer": "nr", "name": "who"})
    firm.import_file("customers", path, mapping=given)
    with firm.work.reading(actor=SYSTEM) as view:
        preview = prepare_import(view, ImportKind.CUSTOMERS, str(path))
    assert (preview.mapping_source.value, preview.problems) == ("saved", ())


def test_an_empty_file_and_a_missing_one_are_refused(firm, tmp_path):
    for nothing in ("", "\ufeff", "\n \n\r\n"):
        with pytest.raises(RefusedError, match="bad_header") as refused:
            firm.import_file("customers", written(tmp_path, nothing))
        assert text_of_error(refused.value).endswith("cannot be imported: The file is empty.")
    with pytest.raises(OutsideError, match="no_file"):
        firm.import_file("customers", tmp_path / "none.csv")


def test_importing_needs_its_right(firm):
    clerk = Actor(name="sam", roles=frozenset({"sales"}))
    with firm.work.reading(actor=clerk) as view, pytest.raises(Exception, match=r"data\.import"):
        prepare_import(view, ImportKind.CUSTOMERS, str(SAMPLES / "customers_german.csv"))


def test_the_report_is_kept_as_json_and_as_text(firm, tmp_path):
    report = firm.import_file("customers", SAMPLES / "customers_german.csv")
    as_json, as_text = write_report(report, tmp_path / "reports" / "r.json")
    assert '"rows_in": 2' in as_json.read_text(encoding="utf-8")
    assert "Rows in documents: 2" in as_text.read_text(encoding="utf-8")


def test_a_price_in_another_currency_is_refused_row_by_row(stocked, tmp_path):
    path = written(
        tmp_path,
        "sku;price;from quantity\nA-1;300 €;500\nA-1;£ 300;501\nA-1;EUR 299,50;502\nA-1;USD 300;503\n",
    )
    with stocked.work.reading(actor=SYSTEM) as view:
        preview = prepare_import(view, ImportKind.PRICES, str(path))
    assert [bool(row.problems) for row in preview.rows] == [False, True, False, True]
    report = stocked.import_file("prices", path)
    assert (report.rows_in_documents, reasons(report)) == (2, {"currency-other": 2})
    assert "“£ 300” is not in EUR" in preview.rows[1].problems[0]


def test_an_order_line_in_another_currency_is_refused(stocked, tmp_path):
    path = written(
        tmp_path,
        "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
        "7001,A-1,Desk,1,13/12/2025 08:26,£2.55,10001,Germany\n"
        "7002,A-1,Desk,1,13/12/2025 08:26,€2.55,10001,Germany\n",
    )
    report = stocked.import_file("orders", path)
    assert [found.number for found in report.documents] == ["7002"]
    assert reasons(report) == {"currency-other": 1}


def test_a_quantity_in_another_unit_of_three_capitals_is_not_counted_as_pieces(stocked, tmp_path):
    report = stocked.import_file(
        "stock", written(tmp_path, "sku;warehouse;quantity\nA-1;N;2 SET\nA-2;N;3 pc\n")
    )
    assert reasons(report) == {"unit-differs": 1}
    assert report.rows_in_documents == 1


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("kind", list(ImportKind))
def test_a_file_with_column_names_alone_is_refused(firm, tmp_path, kind):
    header = "sku;customer;document;name;description;warehouse;quantity;date;amount;price;country\n"
    with firm.work.reading(actor=SYSTEM) as view, pytest.raises(RefusedError) as refused:
        prepare_import(view, kind, str(written(tmp_path, header)))
    assert refused.value.code == "import.no_rows"


def test_what_is_no_file_of_rows_is_refused_with_what_to_do(firm, tmp_path):
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04....xl/workbook.xml....")
    (tmp_path / "paper.csv").write_bytes(b"%PDF-1.7 ....")
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("firm.db", "firm.db-wal"):
        (tmp_path / name).write_bytes(b"SQLite format 3")
    expected = {
        "book.csv": "import.is_workbook",
        "paper.csv": "import.is_binary",
        "pipe.csv": "import.no_plain_file",
        "none.csv": "import.no_file",
        "firm.db": "import.is_database",
        "firm.db-wal": "import.is_database",
        "": "import.is_folder",
    }
    for name, code in expected.items():
        with firm.work.reading(actor=SYSTEM) as view, pytest.raises(OutsideError) as refused:
            prepare_import(view, ImportKind.CUSTOMERS, str(tmp_path / name))
        assert refused.value.code == code, name
        assert str(tmp_path / name) in text_of(code, refused.value.params)


def test_a_file_that_may_not_be_read_says_so(firm, monkeypatch):
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with firm.work.reading(actor=SYSTEM) as view, pytest.raises(OutsideError) as refused:
        prepare_import(view, ImportKind.CUSTOMERS, str(SAMPLES / "customers_german.csv"))
    assert refused.value.code == "import.not_allowed"
