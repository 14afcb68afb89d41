"""A model's cases hold, or say what is not as they say; what none of them touches is told."""

from datetime import date
from fractions import Fraction

import pytest

from app.domain.errors import RefusedError
from app.domain.model_cases import Case, known_codes, read_cases, run_cases
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from app.messages import text_of_issue

TODAY = date(2026, 11, 23)
MODEL = """
product: shelf
name: Shelf
groups:
  frame: {options: {light: {price: 10, article: FR-L}, steel: {price: 40, article: FR-S, days: 6}}}
  top: {options: {oak: {price: 120}, glass: {price: 90}, pine: {}}}
  extras: {pick: 0..2, options: {lamp: {price: 5, article: LAMP}, tray: {price: 2}}}
rules:
  heavy: {says: "top = glass -> frame = steel", message: {en: Glass is too heavy for the light frame}}
  later: {says: "not top.pine", from: 2027-01-01}
defaults: [{frame: light}, {top: pine}]
prices: [{code: base, amount: 100}]
lead: [{code: make, days: 3}]
"""


def model():
    return read_definition({"model.yaml": MODEL})


def cases(text):
    files = {"model.yaml": MODEL, "cases.yaml": text}
    return read_cases(files, *known_codes(flatten(model(), TODAY)))


GOOD = """
- name: Glass needs steel
  choices: {top: glass}
  blocked: [frame.light]
  possible: [frame.steel, extras.lamp]
  price: 230
  days: 6
  articles: {FR-S: 1, FR-L: 0}
- name: No light frame under glass
  choices: {frame: light, top: glass}
  impossible: yes
- name: Pine ends
  choices: {extras: [lamp, tray]}
  on: 2027-02-01
  blocked: [top.pine]
"""


def test_cases_that_are_as_they_say_hold():
    report = run_cases(cases(GOOD), model(), TODAY)

    assert [result.holds for result in report.results] == [True, True, True]
    assert report.failed == ()


def test_coverage_tells_options_and_rules_that_no_case_touches():
    report = run_cases(cases(GOOD), model(), TODAY)

    assert (report.coverage.options, report.coverage.rules) == (7, 1)
    assert report.coverage.unseen_options == ()
    assert report.coverage.unseen_rules == ()
    nothing = run_cases((), model(), TODAY).coverage
    assert len(nothing.unseen_options) == 7
    assert nothing.unseen_rules == ("heavy",)


@pytest.mark.parametrize(
    ("case", "code", "words"),
    [
        (Case("C", 1, (("top.glass", None), ("frame.light", None))), "refused", "frame.light is refused"),
        (Case("C", 1, (("top.oak", None),), is_impossible=True), "not_refused", "fit together"),
        (
            Case("C", 1, (("top.glass", None),), possible=("frame.light",)),
            "blocked",
            "frame.light is blocked",
        ),
        (Case("C", 1, (), blocked=("frame.light",)), "possible", "frame.light is possible"),
        (Case("C", 1, (), price=Fraction(100)), "price", "the price is 110, expected is 100"),
        (Case("C", 1, (), days=4), "days", "the lead time is 3 days, expected are 4"),
        (Case("C", 1, (), articles={"FR-L": Fraction(2)}), "articles", "of FR-L it takes 1, expected are 2"),
    ],
)
def test_what_is_not_as_a_case_says_is_told(case, code, words):
    (result,) = run_cases((case,), model(), TODAY).results

    (issue,) = result.issues
    assert issue.code == f"model_case.{code}"
    assert words in text_of_issue(issue)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- {name: A, choices: {tpo: oak}}", "model_case.unknown_field", 1),
        ("- name: A\n  choices: {top: ok}", "model_case.unknown_option", 2),
        ("- name: A\n  blocked:\n  - top.ok", "model_case.unknown_option", 3),
        ("- choices: {top: oak}", "product_model.missing_key", 1),
        ("- {name: A, prise: 3}", "product_model.unknown_key", 1),
    ],
)
def test_what_is_wrong_in_the_file_is_told_by_its_line(text, code, line):
    with pytest.raises(RefusedError) as refused:
        cases(text)

    (issue,) = refused.value.issues
    assert (issue.code, issue.where) == (code, f"cases.yaml:{line}")
    assert "cases.yaml" in text_of_issue(issue)


def test_a_model_without_a_file_of_cases_has_none():
    assert read_cases({"model.yaml": MODEL}, {}, frozenset()) == ()
    assert cases("  \n") == ()
