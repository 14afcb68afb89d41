"""Feature models are read as what they say, and what is wrong with them is told by line."""

import pytest
from hypothesis import given, settings

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import AllOf, AnyOf, Chosen, Implies, Not, Same
from app.domain.configurator.model import Group, ProductModel
from app.domain.configurator.uvl import read_uvl
from app.domain.configurator.uvl_writing import write_uvl
from app.domain.errors import RefusedError
from app.messages import text_of_error, text_of_issue
from tests.unit.configurator.brute_force import configurations, models

PHONE = """\
// a telephone
namespace shop
features
    Phone {abstract, price 12}
        mandatory
            Screen
                alternative
                    "Full HD" {width 1920}
                    Plain /* the
                    cheap one */
        optional
            Boolean Camera
            "Second card"
        [1..2]
            Black
            White
            Red
        or
            Alarm
            Clock
constraints
    Camera => "Full HD"
    !(Alarm & Clock) <=> Camera | Red
"""


def reasons(text):
    with pytest.raises(RefusedError) as refused:
        read_uvl(text, "m")
    assert refused.value.code == "uvl.refused"
    assert text_of_error(refused.value)
    for issue in refused.value.issues:
        assert "{" not in text_of_issue(issue)
    return [(issue.code, issue.params.get("line")) for issue in refused.value.issues]


def test_groups_say_how_many_of_their_features_are_chosen_and_when():
    model = read_uvl(PHONE, "phone")
    told = [(group.options, group.lo, group.hi, group.when) for group in model.groups]
    assert told == [
        (("Phone",), 1, 1, None),
        (("Screen",), 1, 1, Chosen("Phone")),
        (("Full HD", "Plain"), 1, 1, Chosen("Screen")),
        (("Camera", "Second card"), 0, 2, Chosen("Phone")),
        (("Black", "White", "Red"), 1, 2, Chosen("Phone")),
        (("Alarm", "Clock"), 1, 2, Chosen("Phone")),
    ]


def test_constraints_become_rules_with_their_words_and_lines():
    rules = read_uvl(PHONE, "phone").rules
    assert [rule.code for rule in rules] == ["line 22", "line 23"]
    assert rules[0].message == 'Camera => "Full HD"'
    assert [rule.formula for rule in rules] == [
        Implies(Chosen("Camera"), Chosen("Full HD")),
        Same(Not(AllOf((Chosen("Alarm"), Chosen("Clock")))), AnyOf((Chosen("Camera"), Chosen("Red")))),
    ]


BOUND = """\
features
    Desk
        optional
            Lamp {constraints [Lamp => Cable, (Lamp & Hook) => Desk], Price 5}
            Cable {Note 'constraint Desk => Hook'}
            Hook {constraint !Lamp}
            Integer Width { constraint Width > 599 & Width <= 1200 & Width != 700, step 100}
"""


def test_constraints_of_a_feature_hold_for_the_whole_model():
    model = read_uvl(BOUND, "desk")
    assert [(rule.code, rule.message) for rule in model.rules] == [
        ("line 4", "Lamp => Cable"),
        ("line 4, 2", "(Lamp & Hook) => Desk"),
        ("line 6", "!Lamp"),
        ("line 7", "Width > 599 & Width <= 1200 & Width != 700"),
    ]
    assert [(each.lo, each.hi, each.step) for each in model.numbers] == [(600, 1200, 100)]
    compiled = CompiledModel(model)
    assert compiled.possibilities({"Lamp": True}) is None
    open_ones = compiled.possibilities({"Width": True})
    assert open_ones
    assert [value for each in open_ones.numbers["=Width"] for value in each] == [
        600,
        800,
        900,
        1000,
        1100,
        1200,
    ]


def test_a_model_that_was_read_can_be_asked():
    compiled = CompiledModel(read_uvl(PHONE, "phone"))
    possible = compiled.possibilities({"Plain": True, "Black": True, "White": True})
    assert possible
    open_ones = {
        code for code, at in compiled.places.items() if possible.can_hold[at] and possible.can_fail[at]
    }
    forced = {code for code, at in compiled.places.items() if not possible.can_fail[at]}
    assert open_ones == {"Second card"}
    assert forced == {"Phone", "Screen", "Plain", "Black", "White", "Alarm", "Clock"}


@pytest.mark.parametrize(("lines", "expected"), [
    ("", [("uvl.no_features", None)]),
    ("constraints\n\tA", [("uvl.unknown", 2)]),
    ("features\n\tA\n\t\tB", [("uvl.feature_misplaced", 3)]),
    ("features\n\toptional\n\t\tB", [("uvl.group_misplaced", 2)]),
    ("features\n\tA\n\tB", [("uvl.two_roots", 3)]),
    ("features\n\tA\n\t\tor", [("uvl.group_empty", 3), ("uvl.counts", 3)]),
    ("features\n\tA\n\t\t[3..2]\n\t\t\tB\n\t\t\tC", [("uvl.counts", 3)]),
    ("features\n\tA\n\t\t[x]\n\t\t\tB", [("uvl.counts", 3)]),
    ("features\n\tA\n\t\tor\n\t\t\tB\n\t\t\tB", [("uvl.twice", 5)]),
    ("features\n\tReal A", [("uvl.typed", 2)]),
    ("features\n\tString A", [("uvl.typed", 2)]),
    ("features\n\tA cardinality [1..3] {Price 3}\n\t\tor\n\t\t\tB", [("uvl.cardinality", 2)]),
    ("imports\n\tscreens as s\nfeatures\n\tA\n\t\tmandatory\n\t\t\ts.Screen", [("uvl.imports", 2)]),
    ("features\n\tA {constraint A => B}", [("uvl.unknown", 2)]),
    ("features\n\tInteger A\nconstraints\n\tA > 5", [("uvl.unbounded", 2)]),
    ("features\n\tA B", [("uvl.not_understood", 2)]),
    ("features\n\tA\nconstraints\n\tA => \n\tA A\n\t(A\n\tA & B\n\tA @ A, A",
     [("uvl.unfinished", 4), ("uvl.not_understood", 5), ("uvl.bracket_open", 6), ("uvl.unknown", 7),
      ("uvl.not_understood", 8)]),
    ("features\n\tA\nconstraints\n\t" + "(" * 101 + "A" + ")" * 101, [("uvl.too_deep", 4)]),
    ("features\n\tA {w 1}\nconstraints\n\t" + "(" * 101 + "A.w" + ")" * 101 + " > 0", [("uvl.too_deep", 4)]),
    ("features\n\tA {w 1}\nconstraints\n\t" + "-" * 9_001 + "A.w > 0\n\t" + "!" * 9_001, [("uvl.unfinished", 5)]),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(lines, expected):
    assert reasons(lines) == expected


def test_a_file_full_of_mistakes_tells_the_first_fifty_and_how_many_there_are():
    lines = "\n".join(f"\tX{number}" for number in range(200))
    with pytest.raises(RefusedError) as refused:
        read_uvl(f"features\n\tA\nconstraints\n{lines}", "m")
    assert len(refused.value.issues) == 50
    assert refused.value.params["count"] == 200


def test_many_negations_and_brackets_are_one():
    rule = read_uvl("features\n\tA\nconstraints\n\t!!!((A))", "m").rules[0]
    assert rule.formula == Not(Chosen("A"))


@settings(max_examples=60)
@given(model=models())
def test_a_model_that_is_written_and_read_again_has_the_same_configurations(model):
    if any(group.lo > 1 and not isinstance(group.when, Chosen | None) for group in model.groups):
        with pytest.raises(RefusedError) as refused:
            write_uvl(model)
        assert refused.value.code == "uvl.conditional_count"
        assert "{" not in text_of_error(refused.value)
        return
    again = read_uvl(write_uvl(model), "m")
    assert {one - {"m"} for one in configurations(again)} == set(configurations(model))


def test_what_was_read_is_written_as_it_stood():
    model = read_uvl(PHONE, "shop")
    text = write_uvl(model)
    assert [group.options for group in read_uvl(text, "shop").groups][1:] == [
        group.options for group in model.groups
    ]
    assert '\t// Camera => "Full HD"\n\tCamera => "Full HD"\n' in text


def test_a_code_that_the_language_cannot_write_is_refused():
    with pytest.raises(RefusedError) as refused:
        write_uvl(ProductModel("m", (Group("g", ('12"', "b")),)))
    assert refused.value.code == "uvl.quotes"
    assert '12"' in text_of_error(refused.value)


def test_of_a_file_that_is_one_word_a_sentence_tells_the_beginning():
    with pytest.raises(RefusedError) as refused:
        read_uvl("features\n\tA\nconstraints\n\t" + "x" * 9_999, "m")
    assert len(text_of_issue(refused.value.issues[0])) < 200
