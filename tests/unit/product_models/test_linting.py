"""A sound model is looked over for what is nevertheless a mistake; each finding has its line and its rules."""

from datetime import date

import pytest

from app.domain.issues import Severity
from app.domain.product_models.linting import lint
from app.domain.product_models.reading import read_model
from app.domain.told_texts import read_written
from app.i18n import speaking
from app.messages import text_of_issue

TODAY = date(2026, 11, 23)
SOUND = """product: p
groups:
  top: {options: {oak: {price: 1}, ash: {price: 2}, pine: {price: 3}}}
  frame: {options: {light: {price: 1}, heavy: {price: 2}}}
  lamp: {pick: 0..1, options: {arm: {article: LAMP}}}
"""
"""5 lines; what a case adds stands in line 6 and after."""


def rules_of(value):
    """The rules from which something follows, "-" for none; anything else as it is."""
    parts = read_written(value) if isinstance(value, str) else ()
    return parts[0][1].get("rules", "-") if parts else value


def findings(added, text=SOUND):
    read = read_model({"model.yaml": text + added})
    found = []
    for issue in lint(read.definition, TODAY, read.places):
        for language in ("en", "de"):
            with speaking(language):
                assert "{" not in text_of_issue(issue)
        params = {name: rules_of(value) for name, value in issue.params.items() if name != "file"}
        found.append((issue.code.removeprefix("lint."), *params.values()))
    return found


def test_a_sound_model_has_no_findings():
    assert findings("rules: {R1: {says: top = oak -> frame = heavy}}") == []


BECAUSE = """rules:
  R1: {says: top != oak or frame = light}
  R2: {says: frame = heavy or lamp.arm}
  R3: {says: not lamp.arm}
"""
UNUSED = """rules: {R1: {says: top = oak -> lamp.arm}}
bom:
  - {code: b, article: A, quantity: 1, when: top = oak and lamp = none}
"""
ALLOWED = """rules: {R1: {says: top = oak -> lamp.arm}}
tables:
  T:
    columns: [top, lamp]
    rows:
      - [oak, arm]
      - [oak, '-']
      - [ash, arm]
      - [pine, '*']
"""
FORBIDDEN = """rules: {R1: {says: top = oak -> lamp.arm}}
tables:
  T:
    columns: [top, lamp]
    kind: forbid
    rows:
      - [oak, '-']
      - [ash, arm]
"""
NEVER = """  extra: {when: top = oak and frame = heavy, options: {a: {price: 1}}}
rules: {R1: {says: top = oak -> frame = light}}
"""
SAME = """rules:
  R1: {says: top = oak -> lamp.arm}
  R2: {says: not lamp.arm -> top != oak}
"""
CLASH = """rules:
  R1: {says: top = oak}
  R2: {says: top = ash}
  R3: {says: lamp.arm}
"""
IDLE = """rules:
  R1: {says: top = oak -> lamp.arm}
  R2: {says: top = oak and lamp = none -> frame = light}
"""
NONE_TAKEN = """rules: {{R1: {{says: top = oak -> lamp.arm}}}}
bom:
  - {{code: b, article: A, quantity: "{}"}}
numbers: {{width: {{from: 1, to: 3}}}}
"""
NARROW = "numbers: {width: {from: 10, to: 20}}\nrules: {R1: {says: width <= 15}}"
CASES = [
    (CLASH, ("void", 7, "R1, R2")),
    (
        "  extra: {when: top.oak, pick: 2..2, options: {a: , b: }}\nrules: {R: {says: not extra.a and top.oak}}",
        ("void", 7, "R"),
    ),
    ("rules: {R1: {says: top != oak}}", ("option_dead", 3, "oak", "top", "R1")),
    (BECAUSE, ("option_dead", 3, "oak", "top", "R1, R2, R3")),
    ("rules: {R1: {says: lamp.arm}}", ("option_always", 5, "arm", "lamp", "R1")),
    (SAME, ("rule_redundant", 8, "R2", "R1")),
    ("rules: {R1: {says: top = oak or top != oak}}", ("rule_always", 6, "R1")),
    (IDLE, ("rule_idle", 8, "R2", "R1")),
    (UNUSED, ("row_unused", 8, "b", "R1")),
    (NONE_TAKEN.format("0"), ("row_unused", 8, "b", "-")),
    (NONE_TAKEN.format("if(top = oak and lamp = none, 2, 0)"), ("row_unused", 8, "b", "R1")),
    (NONE_TAKEN.format("if(top != oak or lamp.arm, 0, width)"), ("row_unused", 8, "b", "R1")),
    (ALLOWED, ("row_dead", 12, "T", "2", "R1")),
    (FORBIDDEN, ("row_dead", 12, "T", "1", "R1")),
    (NEVER, ("group_never", 6, "extra", "R1")),
    (NARROW, ("number_narrow", 6, "width", "10", "15", "R1")),
    ("  extra: {options: {a: , b: {price: 1}}}", ("option_free", 6, "a", "extra")),
    ("  extra: {options: {a: , b: }}", ("group_free", 6, "extra")),
]


@pytest.mark.parametrize(("added", "expected"), CASES)
def test_a_mistake_is_found_with_its_line_and_its_rules(added, expected):
    found = findings(added)
    assert expected in found
    if added != BECAUSE:
        assert len(found) == 1


def test_conditions_that_leave_nothing_to_choose_are_told():
    text = "product: p\ngroups: {a: {when: top.x, options: {y: }}, top: {options: {x: }}}\nrules: {R: {says: false}}"
    assert findings("", text)[0] == ("void", 3, "R")


def test_an_option_that_costs_nothing_on_purpose_says_so():
    assert findings("  extra: {options: {a: {price: 0}, b: {price: 0}}}") == []
    assert findings("owned: [extra]", SOUND + "  extra: {options: {a: , b: }}\n") == []


def test_what_a_price_looks_at_is_no_free_option():
    added = "  extra: {options: {a: , b: }}\nprices: [{code: x, amount: 3, when: extra = a}]"
    assert findings(added) == []


def test_long_tables_that_contradict_one_another_are_told_without_rules():
    rows = "[" + ", ".join(["[oak]"] * 401) + "]"
    added = (
        f"tables:\n  T: {{columns: [top], rows: {rows}}}\n  F: {{columns: [top], kind: forbid, rows: {rows}}}"
    )
    assert findings(added) == [("void_alone", 1, "")]
    read = read_model({"model.yaml": SOUND + added})
    assert lint(read.definition, TODAY, read.places)[0].severity is Severity.BLOCK
