"""The titles of an order's sums of tax: by rate, and by more where two share one."""

from __future__ import annotations

import pytest

from app.domain.orders.draft import Line
from app.domain.tax import TaxKey
from app.i18n import set_language
from app.models.order_columns import tax_text
from app.models.tax_words import tax_labels

FULL, LOW = TaxKey("S", 190_000, "S"), TaxKey("S", 70_000, "R")
EU, REVERSE, EXPORT = TaxKey("K", 0, "K"), TaxKey("AE", 0, "AE"), TaxKey("G", 0, "G")


@pytest.mark.parametrize(
    ("keys", "labels"),
    [
        ([LOW, FULL], ["VAT 7 %", "VAT 19 %"]),
        ([EU, FULL], ["VAT 0 %", "VAT 19 %"]),
        ([REVERSE, EU], ["VAT 0 % reverse charge", "VAT 0 % EU supply"]),
        ([EXPORT, EU], ["VAT 0 % export", "VAT 0 % EU supply"]),
        ([EU, TaxKey("K", 0, "K2")], ["VAT 0 % K", "VAT 0 % K2"]),
        ([TaxKey("", 0), EU], ["VAT 0 %", "VAT 0 % EU supply"]),
    ],
)
def test_groups_of_one_rate_say_which_is_which(keys, labels):
    assert [label.replace("\N{NO-BREAK SPACE}", " ") for label in tax_labels(keys)] == labels


def test_the_titles_speak_the_windows_language():
    set_language("de")
    found = [label.replace("\N{NO-BREAK SPACE}", " ") for label in tax_labels([EXPORT, EU, LOW])]
    assert found == ["USt 0 % Ausfuhr", "USt 0 % EU-Lieferung", "USt 7 %"]


@pytest.mark.parametrize(
    ("tax_class", "category", "code", "told"),
    [
        ("standard", "G", "EXPORT", "Tax: standard rate, 0 % (export)"),
        ("standard", "AE", "RC", "Tax: standard rate, 0 % (reverse charge)"),
        ("exempt", "E", "E", "Tax: exempt, 0 %"),
    ],
)
def test_a_line_without_tax_says_why(tax_class, category, code, told):
    line = Line(
        "a",
        10,
        tax_class=tax_class,
        tax_code=code,
        tax_category=category,
        quantity_micro=1_000_000,
        tax_ppm=0,
    )
    assert tax_text(line).replace("\N{NO-BREAK SPACE}", " ") == told
