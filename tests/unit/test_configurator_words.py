"""What the configurator's panels say of amounts, ranges and shares."""

from fractions import Fraction

import pytest

from app.domain.configuring.views import Difference, NumberView, Span
from app.domain.product_models.results import PriceShare
from app.views.configurator.price_card import by_module, waterfall_steps
from app.views.configurator.values import complaint, is_possible, next_value
from app.views.configurator.words import difference_words, short_difference, spans_text

SPACE = "\N{NO-BREAK SPACE}"


def number(*spans, step=50, value=800, unit="mm"):
    ranges = tuple(Span(Fraction(lo), Fraction(hi)) for lo, hi in spans)
    return NumberView(Fraction(value), Fraction(600), Fraction(2400), Fraction(step), unit, ranges)


@pytest.mark.parametrize(
    ("here", "step", "found"),
    [
        (800, 1, 850),
        (810, 1, 850),
        (1000, 1, 1500),
        (500, 1, 700),
        (2000, 1, None),
        (850, -1, 800),
        (1500, -1, 1000),
        (1520, -1, 1500),
        (9000, -1, 2000),
        (700, -1, None),
    ],
)
def test_the_next_possible_value_passes_over_holes(here, step, found):
    assert next_value(number((700, 1000), (1500, 2000)), Fraction(here), step) == found


def test_a_number_that_has_no_value_begins_at_the_first_possible_one():
    assert next_value(number((700, 1000)), None, 1) == 700
    assert next_value(number(), None, 1) is None


def test_a_value_is_possible_in_its_ranges_and_on_its_steps_only():
    view = number((700, 1000), (1500, 2000))
    assert [is_possible(view, Fraction(value)) for value in (700, 725, 1050, 1500)] == [
        True,
        False,
        False,
        True,
    ]


def test_what_the_model_never_offers_is_told_apart_from_what_is_blocked_now():
    assert complaint(number((700, 1000)), Fraction(1500)) == ""
    assert complaint(number((700, 1000)), Fraction(3000)).startswith(f"3000{SPACE}mm is not offered")
    told, nearest = complaint(number((700, 1000)), Fraction(725)).splitlines()
    assert told.endswith(f"in steps of 50{SPACE}mm.")
    assert nearest.startswith(f"The nearest: 700{SPACE}mm or 750{SPACE}mm.")


def test_many_ranges_are_told_in_short():
    ranges = [(600 + 200 * at, 650 + 200 * at) for at in range(6)]
    assert spans_text(number(*ranges)).endswith("and 2 more ranges, in steps of 50")
    assert spans_text(number()) == "no value is possible"
    assert spans_text(number((800, 800))) == f"800{SPACE}mm"


def test_a_difference_says_price_days_and_what_else_moves():
    told = difference_words(Difference(Fraction("12.5"), -2, 1), "EUR")
    assert told == f"12.50{SPACE}EUR more · 2 working days sooner · changes 1 other field"
    assert difference_words(Difference(Fraction(0), 0), "EUR") == "same price"
    assert short_difference(Difference(Fraction(-3), 5), "EUR") == "\N{MINUS SIGN}3.00 · +5 d"


def test_shares_of_a_module_are_one_row():
    shares = (
        PriceShare("base", "Base", Fraction(100)),
        PriceShare("modules.1/body", "Body", Fraction(40)),
        PriceShare("modules.2/body", "Body", Fraction(50)),
        PriceShare("modules.1/front", "Front", Fraction(20)),
    )
    found = by_module(shares, {"modules.1": "Module 1", "modules.2": "Module 2"})
    assert [(each.name, int(each.amount)) for each in found] == [
        ("Base", 100),
        ("Module 1", 60),
        ("Module 2", 50),
    ]


def test_of_many_shares_the_small_ones_are_one_row_and_the_sum_stays():
    shares = [PriceShare(str(at), f"Row {at}", Fraction(10 + at)) for at in range(12)]
    steps = waterfall_steps(sum((each.amount for each in shares), Fraction(0)), shares, "EUR")
    assert [step.label for step in steps][-2:] == ["7 more", "A piece"]
    assert steps[-2].end == steps[-1].end == 18600
