"""What a rule writes is stored as a code with parameters and said in the reader's language; the rest is as typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import Money, Rate
from app.domain.told_texts import PriceTold, read_written, written
from app.domain.units import Counted, ShareOf
from app.i18n import speaking
from app.messages import catalogue, spoken, text_of
from app.services.orders.field_words import field_words

DISCOUNT = written(("made.order_discount_of", {"percent": Rate(25_000)}))
COPPER = written(
    (
        "made.metal",
        {"name": "Kupfer", "weight": Decimal("1234.5"), "price": PriceTold(10**9), "kilos": Decimal(100)},
    )
)
FLOOR = written(
    (
        "price.below_floor",
        {
            "line": 10,
            "sku": "CH-1",
            "price": Decimal(1),
            "floor": ShareOf(Decimal(270), Decimal(90), Decimal(300)),
        },
    )
)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        (DISCOUNT, "en", "Order discount 2.5 %"),
        (DISCOUNT, "de", "Auftragsrabatt 2,5 %"),
        (COPPER, "en", "Kupfer: 1,234.5 kg, 1,000.00 / 100 kg"),
        (COPPER, "de", "Kupfer: 1.234,5 kg, 1.000,00 / 100 kg"),
        (f"{written(('made.order_discount', {}), ('made.overdue_day', {'amount': Money(5, 'EUR'), 'days': 1}))}", "de",
         "Auftragsrabatt 0,05 EUR seit 1 Tag überfällig"),
        (FLOOR, "de", "Position 10: CH-1 liegt mit 1 unter der Preisuntergrenze von 270 (90 % von 300)."),
        ("Rabatt nach Absprache", "en", "Rabatt nach Absprache"),
        ("~[typed by hand", "en", "~[typed by hand"),
        ('~[["nobody.says_this", {}]]', "en", '~[["nobody.says_this", {}]]'),
        ('~[["made.metal", {"price": {"gold": 1}}]]', "en", '~[["made.metal", {"price": {"gold": 1}}]]'),
        ("~[1]", "en", "~[1]"),
        ("", "en", ""),
    ],
)  # fmt: skip
def test_each_language_says_it_in_its_own_words_and_numbers(text, language, said):
    with speaking(language):
        assert spoken(text).replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_written_text_within_a_sentence_is_said_too():
    with speaking("de"):
        told = text_of("hold.stops", {"number": "AB-1", "reason": DISCOUNT, "stop": "ship", "hold": "credit"})
    assert "Auftragsrabatt 2,5" in told
    assert "~[" not in told


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.builds(Rate, st.integers(0, 10**6)),
    st.builds(Money, st.integers(), st.sampled_from(["EUR", "JPY"])), st.builds(PriceTold, st.integers()),
    st.dates(date(1000, 1, 1)), st.decimals(allow_nan=False, allow_infinity=False),
    st.builds(Counted, st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(["pc", "m"])),
    st.builds(ShareOf, *[st.decimals(allow_nan=False, allow_infinity=False)] * 3),
)  # fmt: skip


@given(
    st.lists(st.tuples(st.text(), st.dictionaries(st.text(), VALUES | st.tuples(VALUES, VALUES))), min_size=1)
)
def test_what_is_written_comes_back_as_it_was(parts):
    assert read_written(written(*parts)) == tuple((code, params) for code, params in parts)


def test_every_text_that_rules_write_has_its_words_in_both_languages():
    codes = [code for code in catalogue() if code.startswith("made.")]
    assert codes
    for code in codes:
        for language in ("en", "de"):
            with speaking(language):
                assert not spoken(written((code, {}))).startswith("~")


def test_a_conflict_on_a_line_that_a_rule_wrote_names_it_in_words():
    """Two desks change what a rule added: the line has no article, and its text is a code."""
    with speaking("de"):
        assert (
            field_words("text", DISCOUNT).replace("\N{NO-BREAK SPACE}", " ") == "Auftragsrabatt 2,5 %: Text"
        )
