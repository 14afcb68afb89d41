"""Order lines as closed history, from a small file of the real shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import RefusedError
from app.domain.importing.report import ImportReport
from app.domain.rights import SYSTEM
from app.services.importing import Scope
from app.services.stock.levels import read_levels
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from tests.helpers.import_office import SAMPLES, make_import_office

LINES = SAMPLES / "order_lines.csv"
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


@pytest.fixture
def firm(work):
    return make_import_office(work)


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def sums(report: ImportReport) -> dict[str, int]:
    return {found.number: found.sum_minor for found in report.documents if found.kind != "adjustment"}


def reasons(report: ImportReport) -> dict[str, int]:
    return {reason.code: reason.count for reason in report.refused}


def test_every_row_is_in_a_document_or_refused_and_the_database_holds(firm):
    report = firm.import_file("orders", LINES)
    assert report.rows_in == report.rows_in_documents + report.rows_refused == 24
    assert sums(report) == {
        "700001": 6390, "700002": 335, "700005": 4250, "C700006": -850, "C700007": -2750, "700008": 705,
        "700009": 500, "A700010": -11062, "700011": -425, "700012": 1667,
    }  # fmt: skip
    assert firm.findings() == []


def test_a_document_with_an_unreadable_row_stays_out_as_a_whole(firm):
    report = firm.import_file("orders", LINES)
    refused = reasons(report)
    assert refused["document-incomplete"] == 1
    assert refused["number-format"] == refused["country-unknown"] == 1
    assert firm.rows("select count(*) from invoice where number = '700014'") == [(0,)]


def test_each_sale_is_an_order_a_shipment_and_a_paid_invoice_under_its_own_number_and_date(firm):
    firm.import_file("orders", LINES)
    [(state, imported, series)] = firm.rows(
        "select o.state, o.imported, s.kind from sales_order o join number_series s on s.id = o.series_id"
        " where o.number = '700001'"
    )
    assert (state, bool(imported), series) == ("closed", True, "imported")
    [(date, number, net, delivery)] = firm.rows(
        "select cast(i.date as text), i.series_number, i.net_minor, i.delivery_numbers from invoice i"
        " where i.number = '700001'"
    )
    assert (date, number, net, delivery) == ("2024-12-02", None, 6390, "700001")
    assert firm.rows("select count(*) from open_item where is_open") == [(0,)]
    assert firm.rows("select count(*) from customer where open_minor <> 0") == [(0,)]
    [(method, paid, gross)] = firm.rows(
        "select p.method, p.amount_minor, i.gross_minor from payment p join invoice i on i.number = p.number"
        " where p.number = '700001'"
    )
    assert (method, paid) == ("imported", gross)


def test_the_same_file_again_makes_no_doubles(firm):
    first = firm.import_file("orders", LINES)
    tables = ("invoice", "sales_order", "stock_move", "payment", "customer", "product", "ledger_entry")
    before = [firm.rows(f"select count(*) from {table}") for table in tables]
    second = firm.import_file("orders", LINES)
    assert {found.outcome.value for found in second.documents} == {"present"}
    assert sums(second) == sums(first)
    assert [firm.rows(f"select count(*) from {table}") for table in tables] == before


def test_a_cancellation_is_linked_to_the_invoice_line_that_it_takes_back(firm):
    firm.import_file("orders", LINES)
    linked = firm.rows(
        "select c.number, i.number from invoice_line l join invoice c on c.id = l.invoice_id"
        " join invoice_line t on t.id = l.credited_line_id join invoice i on i.id = t.invoice_id order by 1"
    )
    assert linked == [("700011", "700005"), ("C700006", "700005")]
    [(credited, limit)] = firm.rows("select credited_micro, limit_micro from credited_quantity")
    assert (int(credited), int(limit)) == (3_000_000, 10_000_000)


def test_no_more_is_linked_than_the_invoice_holds(firm, tmp_path):
    path = written(
        tmp_path,
        "1,A,LAMP,2,2024-12-02 08:00:00,4.0,20001.0,Germany",
        "C2,A,LAMP,-2,2024-12-03 08:00:00,4.0,20001.0,Germany",
        "C3,A,LAMP,-1,2024-12-04 08:00:00,4.0,20001.0,Germany",
        "C4,A,LAMP,-1,2024-12-05 08:00:00,4.0,,Germany",
    )
    firm.import_file("orders", path)
    links = firm.rows(
        "select i.number, l.credited_line_id is not null from invoice_line l join invoice i on i.id = l.invoice_id"
        " where i.kind = 'credit_note' order by 1"
    )
    assert [(number, bool(linked)) for number, linked in links] == [
        ("C2", True),
        ("C3", False),
        ("C4", False),
    ]
    assert firm.findings() == []


def test_price_0_losses_become_stock_adjustments_with_the_remark_as_reason(firm):
    report = firm.import_file("orders", LINES)
    assert sum(found.kind == "adjustment" for found in report.documents) == 2
    moves = firm.rows("select quantity_micro, reason from stock_move where kind = 'adjustment' order by id")
    assert [(int(quantity), reason) for quantity, reason in moves] == [
        (-4_000_000, "damaged"),
        (12_000_000, "Stock correction 700004"),
    ]


def test_postage_and_manual_entries_become_services_and_nameless_lines_counter_sales(firm):
    firm.import_file("orders", LINES)
    services = firm.rows("select sku from product where kind = 'service' order by sku")
    assert [sku for (sku,) in services] == ["B", "D", "GIFT_0001_20", "M", "POST"]
    counter = firm.rows(
        "select i.number from invoice i join customer c on c.id = i.customer_id where c.is_counter_sale order by 1"
    )
    assert counter == [("700002",), ("700009",), ("700012",), ("A700010",)]
    [(country,)] = firm.rows("select ship_country from sales_order where number = '700002'")
    assert country == "IE"


def test_stock_opens_with_what_history_needs_and_ends_at_nothing_negative(firm):
    firm.import_file("orders", LINES)
    left = dict(
        firm.rows(
            "select p.sku, sum(m.quantity_micro) from stock_move m join product p on p.id = m.product_id group by 1"
        )
    )
    assert {sku: int(quantity) for sku, quantity in left.items()} == {
        "11111A": 0,
        "22222": 0,
        "33333": 1_000_000,
    }


def test_the_chosen_tax_is_that_of_the_documents_day(firm, tmp_path):
    path = written(
        tmp_path,
        "1,A,LAMP,1,2011-01-03 08:00:00,100.0,20001.0,United Kingdom",
        "2,A,LAMP,1,2011-01-04 08:00:00,100.0,20001.0,United Kingdom",
    )
    firm.import_file("orders", path, tax_code="S")
    assert firm.rows("select number, tax_minor from invoice order by number") == [("1", 1750), ("2", 2000)]
    with pytest.raises(RefusedError, match="unknown_tax"):
        firm.import_file("orders", path, tax_code="NONE")


def test_a_file_in_another_currency_is_refused_before_anything_is_written(firm):
    with pytest.raises(RefusedError, match="wrong_currency"):
        firm.import_file("orders", LINES, currency="EUR")
    assert firm.rows("select count(*) from product") == [(0,)]


def test_a_stop_leaves_whole_documents_and_the_rest_follows_later(firm):
    asked = iter([False] * 8 + [True])
    stopped = firm.import_file("orders", LINES, cancelled=lambda: next(asked, True))
    assert stopped.cancelled
    assert 0 < len(stopped.documents) < 10
    assert firm.findings() == []
    asked_again = firm.import_file("orders", LINES)
    assert asked_again.rows_in == 24
    assert firm.findings() == []
    left = firm.rows(
        "select sum(quantity_micro) from stock_move m join product p on p.id = m.product_id where p.sku = '11111A'"
    )
    assert int(left[0][0]) == 0


def test_a_file_taken_whole_with_one_bad_row_leaves_nothing(firm, tmp_path):
    good = "1,A,LAMP,2,2024-12-02 08:00:00,4.0,20001.0,Germany"
    path = written(tmp_path, good, "2,A,LAMP,x,2024-12-02 08:00:00,4.0,20001.0,Germany")
    report = firm.import_file("orders", path, scope=Scope.FILE)
    assert reasons(report) == {"number-format": 1, "file-left-out": 1}
    assert firm.rows("select count(*) from product") == [(0,)]
    path.write_text(HEADER + good + "\n", encoding="utf-8")
    assert firm.import_file("orders", path, scope=Scope.FILE).rows_in_documents == 1
    assert firm.findings() == []


def test_what_a_clerk_has_promised_away_is_not_shipped_by_history(firm, tmp_path):
    firm.import_file("orders", written(tmp_path, "1,A,LAMP,2,2024-12-02 08:00:00,4.0,20001.0,Germany"))
    [(product, warehouse)] = firm.rows("select product_id, warehouse_id from stock")
    with firm.work.begin(actor=SYSTEM) as uow:
        receive_freely(uow, warehouse_id=warehouse, lines=[ProductQuantity(product, 5_000_000)])
    firm.import_file("orders", written(tmp_path, "2,A,LAMP,3,2024-12-03 08:00:00,4.0,20001.0,Germany"))
    with firm.work.reading(actor=SYSTEM) as view:
        level = read_levels(view, [(product, warehouse)])[product, warehouse]
    assert level.on_hand_micro == 5_000_000


def test_products_and_customers_can_be_taken_out_of_order_lines_alone(firm):
    products = firm.import_file("products", LINES)
    customers = firm.import_file("customers", LINES)
    assert products.rows_in == customers.rows_in == 24
    assert firm.rows("select count(*) from product") == [(8,)]
    assert firm.rows("select name, country from customer where number = '20002'") == [
        ("Customer 20002", "DE")
    ]
    assert firm.rows("select count(*) from invoice") == [(0,)]


def test_a_document_dated_ahead_or_too_large_is_refused(firm, tmp_path):
    path = written(
        tmp_path,
        "1,A,LAMP,1,2031-12-02 08:00:00,4.0,20001.0,Germany",
        "2,A,LAMP,99999999999999,2024-12-02 08:00:00,4.0,20001.0,Germany",
        "3,A,LAMP,1,1960-12-02 08:00:00,4.0,20001.0,Germany",
        "4,A,LAMP,1,2024-12-02 08:00:00,4.0,20001.0,Germany",
    )
    report = firm.import_file("orders", path)
    assert reasons(report) == {"amount-out-of-range": 1, "date-ahead": 1, "tax-rate-missing": 1}
    assert sums(report) == {"4": 400}
