"""The report accounts for each row of the file."""

import json

import pytest

from app.domain.importing.problems import RowProblem, placed_text
from app.domain.importing.report import (
    DocumentOutcome,
    DocumentResult,
    ReportBuilder,
    report_text,
    report_to_json,
)


def builder() -> ReportBuilder:
    made = ReportBuilder("orders", "december.csv", "GBP")
    made.add_document(DocumentResult("1001", "sale", 3, sum_minor=1235, file_sum_micro=12_345_000))
    made.add_document(DocumentResult("C1002", "credit", 1, -500, -5_000_000, outcome=DocumentOutcome.PRESENT))
    for row in range(10, 17):
        made.refuse(RowProblem("number-format", row=row, column="Qty", value="x", params={"mark": "."}))
    made.refuse(RowProblem("quantity-zero", row=30), amount_micro=2_500_000)
    return made


def test_rows_in_are_rows_in_documents_and_refused():
    report = builder().finish(rows_in=12)
    assert (report.rows_in_documents, report.rows_refused) == (4, 8)
    assert [(reason.code, reason.count, len(reason.examples)) for reason in report.refused] == [
        ("number-format", 7, 5),
        ("quantity-zero", 1, 1),
    ]


def test_a_lost_row_is_noticed():
    with pytest.raises(AssertionError, match="every row"):
        builder().finish(rows_in=13)


def test_the_json_holds_sums_per_document_and_in_total():
    data = json.loads(json.dumps(report_to_json(builder().finish(rows_in=12))))
    assert data["documents"][0] == {
        "number": "1001",
        "kind": "sale",
        "rows": 3,
        "sum_minor": 1235,
        "file_sum": "12.345",
        "outcome": "created",
    }
    assert (data["total_minor"], data["file_total"], data["refused_total"]) == (735, "9.845", "2.5")
    assert data["outcomes"] == {"created": 1, "present": 1}
    assert data["refused"][0]["examples"][0]["row"] == 10


def test_a_document_that_rounds_away_from_the_file_is_named_in_the_text():
    report = builder().finish(rows_in=12, cancelled=True)
    assert [found.number for found in report.differing()] == ["1001"]
    text = report_text(report)
    assert "Rows refused: 8" in text
    assert "12.35 GBP" in text
    assert "file: 12.345" in text
    assert "-5.00 GBP" in text
    assert "Row 10, column Qty" in text
    assert "and 2 more" in text
    assert "stopped before its end" in text


def test_a_currency_without_cents_shows_none():
    made = ReportBuilder("orders", "f.csv", "JPY")
    made.add_document(DocumentResult("1", "sale", 1, sum_minor=202, file_sum_micro=202_000_000))
    report = made.finish(rows_in=1)
    assert report.differing() == ()
    assert "202 JPY" in report_text(report)


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (RowProblem("quantity-zero", row=3, line=4), "Row 3: The quantity is 0."),
        (RowProblem("quantity-zero", row=3, column="Qty"), "Row 3, column Qty: The quantity is 0."),
        (
            RowProblem("open-quote", line=7),
            "Line 7: A quotation mark is opened and never closed. Close it, or write it twice.",
        ),
        (RowProblem("file-empty"), "The file is empty."),
    ],
)
def test_a_place_is_told_only_where_there_is_one(problem, told):
    assert placed_text(problem) == told
