"""The arithmetic level of feature models: Integer features, attributes and sums, read, written and read again."""

from itertools import product

import pytest
from hypothesis import given, settings

from app.domain.configurator.checking import compile_model
from app.domain.configurator.formulas import AllOf, AtMost, Chosen, Implies, Not
from app.domain.configurator.model import Configuration, Number
from app.domain.configurator.uvl import MOST_CHARACTERS, read_uvl
from app.domain.configurator.uvl_writing import write_uvl
from app.domain.errors import RefusedError
from app.i18n import speaking
from app.messages import text_of_error
from tests.unit.configurator.small_numbers import is_configuration, numbered_models, whole_configurations
from tests.unit.configurator.test_uvl import reasons

DESK = """\
features
    Desk
        mandatory
            Integer Width {min 600, max 1200, step 100}
            Top
                alternative
                    Oak {weight 12.5, price 100}
                    Ash {weight 10}
        optional
            "Cable duct" {weight 2, price 20}
            Integer Drawers {min 1, max 3}
constraints
    %s
"""


def formula(constraint):
    (rule,) = read_uvl(DESK % constraint, "desk").rules
    return rule.formula


def test_an_integer_feature_is_a_number_within_its_bounds_where_the_feature_is_there():
    numbers = read_uvl(DESK % "Oak", "desk").numbers
    assert numbers == (
        Number("=Width", 600, 1200, 100, Chosen("Width")),
        Number("=Drawers", 1, 3, 1, Chosen("Drawers")),
    )


@pytest.mark.parametrize(("constraint", "meant"), [
    ("Width <= 800", AtMost(((1, "=Width"),), 800)),
    ("Width < 800", Not(AtMost(((-1, "=Width"),), -800))),
    ("Oak => Width >= 800", Implies(Chosen("Oak"), AtMost(((-1, "=Width"),), -800))),
    ("400 * Drawers + 100 <= Width", AtMost(((400, "=Drawers"), (-1, "=Width")), -100)),
    ("(Width - 100) / 2 > 400 | Ash", None),
    ('"Cable duct".weight + Oak.weight <= 13', AtMost(((4, "Cable duct"), (25, "Oak")), 26)),
    ("sum(price) == 120", AllOf((AtMost(((100, "Oak"), (20, "Cable duct")), 120),
                                 AtMost(((-100, "Oak"), (-20, "Cable duct")), -120)))),
    ("!(2 > 3) & Oak", AllOf((Not(Not(AllOf(()))), Chosen("Oak")))),
    ("-Drawers <= -2", AtMost(((-1, "=Drawers"),), -2)),
    ("Drawers => 3 != Drawers", Implies(Chosen("Drawers"), Not(AllOf((AtMost(((-1, "=Drawers"),), -3),
                                                                      AtMost(((1, "=Drawers"),), 3)))))),
])  # fmt: skip
def test_a_constraint_with_sums_says_what_it_says(constraint, meant):
    found = formula(constraint)
    assert meant is None or found == meant


def test_a_model_with_sums_can_be_asked():
    compiled = compile_model(read_uvl(DESK % "400 * Drawers + 100 <= Width", "desk"))
    possible = compiled.possibilities({"Drawers": True})
    assert possible
    assert [list(run) for run in possible.numbers["=Drawers"]] == [[1, 2]]
    assert [list(run) for run in possible.numbers["=Width"]] == [[600, 700, 800, 900, 1000, 1100, 1200]]


@pytest.mark.parametrize(("constraint", "code"), [
    ("Width * Drawers > 3", "uvl.not_linear"),
    ("Width / 0 > 3", "uvl.not_linear"),
    ("Width + 3 => Oak == 2", "uvl.no_truth"),
    ("(Oak & Ash) + 1 < 3", "uvl.no_number"),
    ("Oak > 3", "uvl.worth"),
    ("Oak.colour > 3", "uvl.worth"),
    ("Wood > 3", "uvl.worth"),
    ("avg(price) > 3", "uvl.function"),
    ("sum(price > 3", "uvl.function"),
    ("Width > ", "uvl.unfinished"),
    ("Width > 3 4", "uvl.not_understood"),
    ("Width > * 4", "uvl.not_understood"),
    ("(Width > 4", "uvl.bracket_open"),
])  # fmt: skip
def test_what_no_sum_can_be_is_told_with_its_line(constraint, code):
    assert reasons(DESK % constraint) == [(code, 13)]


@pytest.mark.parametrize(
    "bounds", ["", "{min 1}", "{min 3, max 1}", "{min 0.5, max 2}", "{min 1, max 2, step 0}"]
)
def test_an_integer_feature_needs_bounds(bounds):
    assert reasons(f"features\n\tA\n\t\toptional\n\t\t\tInteger B {bounds}") == [("uvl.unbounded", 4)]


def test_a_file_that_is_too_long_is_refused_unread():
    with pytest.raises(RefusedError) as refused:
        read_uvl(" " * (MOST_CHARACTERS + 1), "m")
    assert refused.value.code == "uvl.too_long"
    for language in ("en", "de"):
        with speaking(language):
            assert "{" not in text_of_error(refused.value)


@settings(max_examples=60, deadline=None)
@given(model=numbered_models())
def test_a_model_with_numbers_that_is_written_and_read_again_has_the_same_configurations(model):
    if any(group.lo > 1 and not isinstance(group.when, Chosen | None) for group in model.groups):
        return
    again = read_uvl(write_uvl(model), "m")
    kept = list(whole_configurations(model))
    for options, numbers in candidates(model):
        features = options | numbers.keys() | {"m"}
        values = {f"={code}": value for code, value in numbers.items()}
        assert is_configuration(again, features, values) == (Configuration(options, numbers) in kept)


def candidates(model):
    """Any options with any values of the numbers, some hundreds of them spread over all there are."""
    codes = [code for group in model.groups for code in group.options]
    signs = [frozenset(code for code, sign in zip(codes, each, strict=True) if sign)
             for each in product((False, True), repeat=len(codes))]  # fmt: skip
    values = [
        {number.code: value for number, value in zip(model.numbers, each, strict=True) if value is not None}
        for each in product(*((*number.values, None) for number in model.numbers))
    ]
    pairs = list(product(signs, values))
    return pairs[:: max(1, len(pairs) // 300)]
