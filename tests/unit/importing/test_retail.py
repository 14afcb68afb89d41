"""Rows of a till's export become papers, stock corrections or refusals, each row once."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.importing.mapping import propose_mapping
from app.domain.importing.report import DocumentResult, ReportBuilder
from app.domain.importing.retail.codes import is_service_code, reads_like_remark
from app.domain.importing.retail.documents import (
    DocumentKind,
    LineRole,
    RetailAdjustment,
    RetailDocument,
    RetailLine,
    RetailOutcome,
    classify_rows,
    rows_of,
)
from app.domain.importing.retail.index import RetailIndex, index_rows
from app.domain.importing.retail.rows import RefusedRow, layout_of
from app.domain.importing.retail.stock import opening_stock, stock_moves
from app.domain.importing.rows import open_table
from app.domain.importing.sniff import sniff
from app.domain.importing.targets import ImportKind
from tests.helpers.shared import SHARED

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "tests" / "data" / "import" / "order_lines.csv"
RETAIL = SHARED / "online-retail"
HEADER = b"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def classified(data: bytes) -> tuple[RetailIndex, list[RetailOutcome]]:
    dialect = sniff(data[: 256 * 1024])
    blocks = [data[start : start + 65_536] for start in range(0, len(data), 65_536)]
    table = open_table(blocks, dialect)
    layout = layout_of(table, propose_mapping(table.header, ImportKind.ORDERS), dialect)
    index = index_rows(table.rows, layout)
    return index, list(classify_rows(open_table(blocks, dialect).rows, layout, index))


@pytest.fixture(scope="module")
def sample() -> tuple[RetailIndex, list[RetailOutcome]]:
    return classified(SAMPLE.read_bytes())


def papers(outcomes: list[RetailOutcome]) -> dict[str, RetailDocument]:
    return {found.number: found for found in outcomes if isinstance(found, RetailDocument)}


def test_every_row_is_in_exactly_one_place(sample):
    index, outcomes = sample
    rows = [line.row for found in outcomes if isinstance(found, RetailDocument) for line in found.lines]
    rows += [found.row for found in outcomes if isinstance(found, RetailAdjustment)]
    rows += [found.problem.row for found in outcomes if isinstance(found, RefusedRow)]
    assert sorted(rows) == list(range(2, 26))
    assert index.rows == 24 == sum(map(rows_of, outcomes))


def test_papers_are_told_apart(sample):
    kinds = {number: paper.kind for number, paper in papers(sample[1]).items()}
    assert kinds == {
        "700001": DocumentKind.SALE,
        "700002": DocumentKind.SALE,
        "700005": DocumentKind.SALE,
        "C700006": DocumentKind.CREDIT,
        "C700007": DocumentKind.CREDIT,
        "700008": DocumentKind.SALE,
        "700009": DocumentKind.SALE,
        "A700010": DocumentKind.BAD_DEBT,
        "700011": DocumentKind.CREDIT,
        "700012": DocumentKind.SALE,
        "700014": DocumentKind.SALE,
    }


def test_equal_lines_stay_and_two_cases_of_a_code_are_one_product(sample):
    index, outcomes = sample
    paper = papers(outcomes)["700001"]
    assert [line.code for line in paper.lines] == ["11111A", "11111A", "11111A", "POST"]
    assert paper.net_minor == 3 * 6 * 255 + 1800
    assert "11111a" not in index.products
    assert (paper.customer, paper.at.minute) == ("20001", 26)


def test_rounding_by_line_is_kept_beside_the_sum_of_the_file(sample):
    paper = papers(sample[1])["700002"]
    assert (paper.net_minor, paper.file_sum_micro, paper.rounds_away) == (335, 3_345_000, True)
    assert paper.customer is None
    assert paper.country is not None
    assert paper.country.code == "IE"


def test_lines_have_roles(sample):
    found = papers(sample[1])
    assert [line.role for line in found["700005"].lines] == [LineRole.FREE, LineRole.GOODS]
    assert [line.role for line in found["C700007"].lines] == [LineRole.DISCOUNT]
    assert [line.role for line in found["700009"].lines] == [LineRole.SERVICE]
    assert [line.role for line in found["700011"].lines] == [LineRole.RETURN]
    assert [line.role for line in found["A700010"].lines] == [LineRole.DISCOUNT]


def test_a_paper_whose_rows_lie_apart_comes_out_whole(sample):
    assert [line.row for line in papers(sample[1])["700008"].lines] == [13, 15]


def test_rows_without_price_and_customer_correct_the_stock(sample):
    found = [one for one in sample[1] if isinstance(one, RetailAdjustment)]
    assert [(one.code, one.quantity, one.reason) for one in found] == [
        ("22222", -4, "damaged"),
        ("33333", 12, ""),
    ]


def test_refused_rows_say_why(sample):
    found = [one for one in sample[1] if isinstance(one, RefusedRow)]
    assert Counter(one.problem.code for one in found) == Counter(
        {
            "service-without-amount": 1,
            "number-format": 1,
            "date-no-such-day": 1,
            "country-unknown": 1,
            "quantity-zero": 1,
            "customer-differs": 1,
        }
    )
    assert {one.problem.column for one in found if one.problem.code == "number-format"} == {"Quantity"}


def test_products_get_the_name_they_were_sold_by(sample):
    index, _ = sample
    assert index.products["33333"].name == "WOODEN DUCK"
    assert index.products["22222"].name == 'SET OF 3 "STAR" BOXES, RED'
    assert index.products["33333"].usual_price_micro == 4_250_000
    assert {code for code, product in index.products.items() if product.is_service} == {
        "POST", "D", "M", "B", "GIFT_0001_20",
    }  # fmt: skip
    assert index.customers["20003"].country == "ZA"


def test_the_opening_stock_is_just_enough(sample):
    assert opening_stock(sample[1]) == {"11111A": 20, "22222": 8, "33333": 1}


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(-9, 9).filter(bool)), max_size=30))
def test_no_stock_goes_below_zero_and_some_product_reaches_it(moves):
    rows = "".join(
        f"{number},5555{code},THING,{pieces},2024-01-02 10:00:00,{'0,' if pieces < 0 else '2,7'},France\n"
        for number, (code, pieces) in enumerate(moves, start=1)
    )
    _, outcomes = classified(HEADER + rows.encode() if rows else HEADER)
    level = dict(opening_stock(outcomes))
    lowest = dict(level)
    for outcome in outcomes:
        for code, change in stock_moves(outcome).items():
            level[code] = level[code] + change
            lowest[code] = min(lowest[code], level[code])
    assert set(lowest.values()) <= {0}


def test_amounts_round_half_away_from_zero_on_both_sides():
    sold = RetailLine(1, "X", "", 1, 1_005_000, LineRole.GOODS)
    credited = RetailLine(1, "X", "", -1, 1_005_000, LineRole.GOODS)
    assert (sold.amount_minor, credited.amount_minor) == (101, -101)


def test_services_and_remarks_are_known():
    services = (
        "POST",
        "DOT",
        "M",
        "m",
        "D",
        "S",
        "BANK CHARGES",
        "AMAZONFEE",
        "CRUK",
        "C2",
        "PADS",
        "gift_0001_40",
    )
    assert all(is_service_code(code) for code in services)
    assert not any(is_service_code(code) for code in ("85123A", "DCGS0076", "22734", "Mx"))
    assert all(
        reads_like_remark(text) for text in ("", "?", "damaged", "Found", "reverse 21/5/10 adjustment")
    )
    assert not any(reads_like_remark(text) for text in ("WOODEN DUCK", "METAL SIGN No 5", "3D CARD"))


def test_a_free_line_under_a_sold_name_is_a_sale_even_without_customer():
    rows = b"1,55555,Blue duck,1,2024-01-02 10:00:00,2.5,7,France\n2,55555,Blue duck,1,2024-01-02 10:00:00,0,,France\n"
    _, outcomes = classified(HEADER + rows)
    assert [line.role for line in papers(outcomes)["2"].lines] == [LineRole.FREE]


@pytest.mark.skipif(
    not RETAIL.exists(), reason="the real files lie beside the project only where they were given"
)
@pytest.mark.parametrize(
    ("name", "rows", "numbers", "total_minor", "papers_and_adjustments"),
    [
        ("2010-12.csv", 42_481, 2_025, 74_895_702, (1_885, 140)),
        ("2011-01.csv", 35_147, 1_476, 56_000_026, (1_346, 129)),
    ],
)
def test_the_real_file_agrees_to_the_cent(name, rows, numbers, total_minor, papers_and_adjustments):
    index, outcomes = classified((RETAIL / name).read_bytes())
    builder = ReportBuilder("orders", name, "GBP")
    for found in outcomes:
        if isinstance(found, RefusedRow):
            builder.refuse(found.problem, amount_micro=found.amount_micro)
        elif isinstance(found, RetailDocument):
            builder.add_document(
                DocumentResult(
                    found.number, found.kind, len(found.lines), found.net_minor, found.file_sum_micro
                )
            )
        else:
            builder.add_document(DocumentResult(found.number, "adjustment", 1))
    report = builder.finish(rows_in=rows)
    assert (index.rows, len(index.row_counts)) == (rows, numbers)
    assert (report.total_minor, report.file_total_micro) == (total_minor, total_minor * 10_000)
    assert report.differing() == ()
    kinds = Counter(type(found) for found in outcomes)
    assert (kinds[RetailDocument], kinds[RetailAdjustment]) == papers_and_adjustments
