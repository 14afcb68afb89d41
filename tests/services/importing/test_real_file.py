"""The first documents of the real order lines, where the shared folder lies beside the checkout."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal

import pytest

from tests.helpers.import_office import make_import_office
from tests.helpers.shared import SHARED

FILE = SHARED / "online-retail" / "2010-12.csv"
LINES = 1_500

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared folder is not here")


def test_the_first_real_documents_agree_with_the_file_to_the_cent(work, tmp_path):
    with FILE.open(encoding="utf-8") as source:
        lines = [next(source) for _ in range(LINES + 1)]
    path = tmp_path / "lines.csv"
    path.write_text("".join(lines), encoding="utf-8")
    firm = make_import_office(work)
    report = firm.import_file("orders", path, currency="GBP")
    assert report.rows_in == report.rows_in_documents == LINES
    expected = sums_of(lines[1:])
    assert {found.number: Decimal(found.sum_minor) / 100 for found in report.documents} == expected
    signed = "case when kind = 'credit_note' then -net_minor else net_minor end"
    stored = firm.rows(f"select number, {signed} from invoice")
    assert {number: Decimal(int(net)) / 100 for number, net in stored} == {
        number: total for number, total in expected.items() if number in dict(stored)
    }
    assert sum(Decimal(int(net)) for _number, net in stored) / 100 == sum(expected.values())
    assert firm.findings() == []


def sums_of(lines: list[str]) -> dict[str, Decimal]:
    """Quantity x price by document, read without the program."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in csv.reader(lines):
        sums[row[0]] += Decimal(row[3]) * Decimal(row[5])
    return dict(sums)
