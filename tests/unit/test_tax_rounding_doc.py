"""docs/tax-rounding.md says how documents are added up: each row of its tables is run."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.cash_rounding import Rounded, rounding_of, rounding_of_credit
from app.domain.money import discounted_price, line_amount, micro_of, minor_digits
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, Totals, document_totals
from app.domain.tax_parts import TaxPart, stack_text

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "tax-rounding.md"
Row = dict[str, str]


def tables() -> list[list[Row]]:
    """The tables of the document, each row by column title."""
    found: list[list[list[str]]] = [[]]
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [[dict(zip(table[0], row, strict=True)) for row in table[2:]] for table in found if table]


STACKS, LINES, TOTALS, PARTS, COINS, CREDITS = tables()


def minor(text: str, currency: str) -> int:
    """Shown money as whole minor units; more digits than the currency has are an error of the document."""
    value = Fraction(Decimal(text)) * 10 ** minor_digits(currency)
    assert value.denominator == 1, text
    return int(value)


def ppm(percent: str) -> int:
    return int(Decimal(percent) * 10_000)


def exact_amount(row: Row) -> int:
    """Quantity x price less discount in exact fractions, rounded once: knows nothing of the program's scales."""
    exact = Fraction(Decimal(row["quantity"])) * Fraction(Decimal(row["price"]))
    exact *= 1 - Fraction(Decimal(row["discount %"])) / 100
    exact *= 10 ** minor_digits(row["currency"])
    return divide_half_up(exact.numerator, exact.denominator)


def amount_of(row: Row) -> int:
    """The same as the program reckons it."""
    price = discounted_price(micro_of(Decimal(row["price"])), ppm(row["discount %"]))
    quantity = micro_of(Decimal(row["quantity"]))
    return line_amount(quantity_micro=quantity, price_micro=price, per=1, currency=row["currency"])


def totals_of(name: str) -> tuple[Totals, str]:
    rows = [row for row in LINES if row["document"] == name]
    mode, _comma, by_line = rows[0]["mode"].partition(", ")
    rounding = TaxRounding.LINE if by_line else TaxRounding.GROUP
    amounts = [TaxedAmount(amount_of(row), TaxKey("S", ppm(row["rate %"]))) for row in rows]
    return document_totals(amounts, PriceMode(mode), rounding), rows[0]["currency"]


def test_the_document_has_its_tables():
    assert [len(table) for table in tables()] == [4, 32, 10, 4, 4, 3]
    assert {row["document"] for row in LINES} == {row["document"] for row in TOTALS}


@pytest.mark.parametrize(
    "row", LINES, ids=lambda row: f"{row['document']}: {row['quantity']} x {row['price']}"
)
def test_a_line_is_rounded_first(row):
    assert amount_of(row) == exact_amount(row) == minor(row["amount"], row["currency"])


@pytest.mark.parametrize("row", TOTALS, ids=lambda row: row["document"])
def test_a_document_adds_up_as_written(row):
    totals, currency = totals_of(row["document"])
    expected = tuple(minor(row[name], currency) for name in ("net", "tax", "gross"))
    assert (totals.net_minor, totals.tax_minor, totals.gross_minor) == expected


def test_parts_keep_the_net_and_have_their_own_tax():
    order, *invoices = PARTS
    nets = [minor(row["net"], "EUR") for row in PARTS]
    assert nets[0] == sum(nets[1:])
    for row, net in zip(PARTS, nets, strict=True):
        key = TaxKey("S", ppm(row["rate %"]))
        assert document_totals([TaxedAmount(net, key)]).tax_minor == minor(row["tax"], "EUR")
    taxes = sum(minor(row["tax"], "EUR") for row in invoices)
    assert taxes != minor(order["tax"], "EUR"), "the example shows the explained difference"


def cents(row: Row, *names: str) -> tuple[int, ...]:
    return tuple(minor(row[name], "EUR") for name in names)


@pytest.mark.parametrize("row", COINS, ids=lambda row: row["document"])
def test_a_sum_in_coins(row: Row):
    coin, gross, rounding, payable = cents(row, "coin", "gross", "rounding", "payable")
    assert (rounding_of(gross, coin), gross + rounding) == (rounding, payable)


def test_credits_of_a_rounded_invoice():
    invoice, before = Rounded(1002, -2), Rounded()
    for row in CREDITS:
        gross, rounding, back = cents(row, "gross", "rounding", "given back")
        found = rounding_of_credit(gross, 5, invoice=invoice, before=before)
        assert (found, gross + found) == (rounding, back)
        before = Rounded(before.gross_minor + gross, before.rounding_minor + found)
    assert before == invoice


@pytest.mark.parametrize("row", STACKS, ids=lambda row: f"{row['base']} {row['parts %']}")
def test_a_stack_is_added_up_as_the_page_says(row):
    rates = [ppm(rate) for rate in row["parts %"].split(" + ")]
    key = TaxKey("S", sum(rates), "X", stack_text(TaxPart(f"J{n}", rate) for n, rate in enumerate(rates)))
    (group,) = document_totals([TaxedAmount(minor(row["base"], "USD"), key)]).groups
    assert [part.tax_minor for part in group.by_part] == [
        minor(part, "USD") for part in row["parts"].split(" + ")
    ]
    assert group.tax_minor == minor(row["tax"], "USD")
