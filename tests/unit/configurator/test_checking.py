"""A product model with wrong names, numbers or circles is refused with every reason, before anything is asked."""

from itertools import combinations

import pytest
from hypothesis import given, settings

from app.domain.configurator import bounded, hints, numbered
from app.domain.configurator.checking import DEEPEST, MOST_VALUES, compile_model, model_issues
from app.domain.configurator.formulas import AllOf, AtMost, Chosen, Formula, Implies, Not
from app.domain.configurator.model import NONE, Group, Number, ProductModel, Rule, Span, Table
from app.domain.errors import RefusedError
from app.domain.watched import watched
from app.messages import text_of_error, text_of_issue
from tests.unit.configurator.brute_force import models

A, B, C = Group("a", ("a1", "a2")), Group("b", ("b1", "b2")), Group("c", ("c1", "c2"), 0, 2)
PAIR = (frozenset({"a1"}), frozenset({"b1"}))


def found(*groups, rules=(), tables=(), numbers=()):
    issues = model_issues(ProductModel("m", groups, tuple(rules), tuple(tables), tuple(numbers)))
    assert all("{" not in text_of_issue(issue) for issue in issues)
    return [(issue.code.removeprefix("model."), issue.where) for issue in issues]


@pytest.mark.parametrize(("groups", "expected"), [
    ((A, Group("a", ("x",))), ("group_twice", "groups/a")),
    ((A, Group("b", ("a1", "x"))), ("option_twice", "options/a1")),
    ((Group("b", ()),), ("group_empty", "groups/b")),
    ((Group("b", ("x", "y"), 2, 1),), ("group_counts", "groups/b")),
    ((Group("b", ("x", "y"), 1, 3),), ("group_counts", "groups/b")),
    ((Group("b", ("x", "y"), -1, 1),), ("group_counts", "groups/b")),
    ((Group("b", ("x", NONE)),), ("option_nameless", "groups/b")),
    ((Group("b", ("x",), when=Not(Chosen("y"))),), ("when_unknown", "groups/b")),
    ((Group("b", ("x",), when=Chosen("x")),), ("when_circle", "groups/b")),
])  # fmt: skip
def test_what_is_wrong_with_groups_is_told(groups, expected):
    assert found(*groups) == [expected]


@pytest.mark.parametrize(("number", "expected"), [
    (Number("a", 0, 9), "number_twice"),
    (Number("a1", 0, 9), "number_twice"),
    (Number("n", 1, 0), "number_bounds"),
    (Number("n", 0, 9, 0), "number_bounds"),
    (Number("n", 0, MOST_VALUES), "number_many"),
    (Number("n", 0, 9, when=Chosen("x")), "number_when"),
    (Number("n", 0, 9, when=Chosen("w")), "number_when"),
    (Number("n", 0, 9, when=AtMost(((1, "x"),), 3)), "number_when"),
    (Number("n", 0, 9, when=AtMost(((1, "w"), (2, "n")), 3)), "when_circle"),
])  # fmt: skip
def test_what_is_wrong_with_numbers_is_told(number, expected):
    assert found(A, numbers=[Number("w", 5, 7), number]) == [(expected, f"numbers/{number.code}")]


def test_a_sum_that_cannot_be_counted_exactly_is_told():
    rule = Rule("r", AtMost(((2**50, "n"), (1, "a1")), 3))
    assert found(A, numbers=[Number("n", 0, 9)], rules=[rule]) == [("sum_huge", "rules/r")]


def implied(count) -> Formula:
    formula: Formula = Chosen("a1")
    for _ in range(count - 1):
        formula = Implies(formula, Chosen("a1"))
    return formula


def test_conditions_in_one_another_are_counted_before_anything_calls_itself():
    nested = implied(5_000)
    assert found(A, rules=[Rule("r", nested)]) == [("too_deep", "rules/r")]
    assert found(A, Group("b", ("x",), when=nested)) == [("too_deep", "groups/b")]
    most = implied(DEEPEST)
    assert compile_model(ProductModel("m", (A,), (Rule("r", most),))).possibilities({})


def too_much(model):
    with pytest.raises(RefusedError) as refused:
        compile_model(model)
    assert refused.value.code == "model.refused"
    assert "{" not in text_of_issue(refused.value.issues[0])
    return [(issue.code.removeprefix("model."), issue.where) for issue in refused.value.issues]


def test_a_model_that_would_fill_the_memory_is_refused_by_what_makes_it_large():
    codes = tuple(f"o{number}" for number in range(3_000))
    group = Group("many", codes, 500, 1_500)
    rules = tuple(Rule(f"r{code}", Implies(Chosen(code), Chosen("a1"))) for code in codes)
    assert too_much(ProductModel("m", (A, group), rules)) == [("too_large", "groups/many")]


def test_a_model_that_takes_too_many_steps_is_refused(monkeypatch):
    nests = [Group(f"pigeon{bird}", tuple(f"{bird}in{hole}" for hole in range(6))) for bird in range(7)]
    alone = tuple(
        Rule(f"{one}{other}{hole}", Not(AllOf((Chosen(f"{one}in{hole}"), Chosen(f"{other}in{hole}")))))
        for one, other in combinations(range(7), 2)
        for hole in range(6)
    )
    assert compile_model(ProductModel("m", tuple(nests), alone)).is_void
    monkeypatch.setattr(bounded, "MOST_STEPS", 100)
    assert too_much(ProductModel("m", tuple(nests), alone)) == [("too_hard", "")]
    compiled = compile_model(ProductModel("m", tuple(nests[:6]), alone[:0]))
    assert compiled.possibilities({"1in1": True})


def test_a_model_that_has_to_be_found_too_often_is_refused(monkeypatch):
    monkeypatch.setattr(bounded, "MOST_FOUND", 1)
    rules = (Rule("r", Implies(Chosen("a1"), Chosen("x3"))),)
    many = Group("many", ("x1", "x2", "x3", "x4"))
    assert too_much(ProductModel("m", (A, many), rules)) == [("too_hard", "")]


def test_thousands_of_chained_rules_take_few_configurations(monkeypatch):
    """A chain from which the first is told only where all others are: preferred alone it would be found last."""
    codes = tuple(f"o{number}" for number in range(400))
    chain = [Rule(f"r{at}", Implies(Chosen(one), Chosen(codes[at + 1]))) for at, one in enumerate(codes[:-1])]
    chain += [Rule(f"not{at}", Not(AllOf((Chosen(codes[at]), Chosen(f"p{at}"))))) for at in range(len(codes))]
    others = tuple(f"p{number}" for number in range(len(codes)))
    groups = (Group("free", codes, 0, len(codes)), Group("more", others, 0, len(others)))
    monkeypatch.setattr(hints, "LARGE", 64)
    monkeypatch.setattr(bounded, "MOST_FOUND", 40 * 800)
    compiled = compile_model(ProductModel("m", groups, tuple(chain)))
    found = compiled.possibilities({"o0": True})
    assert found is not None
    assert not found.can_hold[400:].any()


def test_work_that_nobody_waits_for_any_more_ends():
    def stop(_step: str, _part: float) -> None:
        raise EOFError

    with watched(stop), pytest.raises(EOFError):
        compile_model(ProductModel("m", (A,), ()))


def test_a_model_whose_sums_contradict_its_rules_too_often_is_refused(monkeypatch):
    monkeypatch.setattr(numbered, "MOST_ROUNDS", 1)
    numbers = [Number(code, 0, 100) for code in "xyz"]
    weighted = ((6, "x"), (10, "y"), (15, "z"))
    is_29: tuple[Formula, ...] = (AtMost(weighted, 29), Not(AtMost(weighted, 28)))
    rules = tuple(Rule(f"r{at}", each) for at, each in enumerate(is_29))
    assert too_much(ProductModel("m", (A,), rules, numbers=tuple(numbers))) == [("too_hard", "")]


def test_a_circle_goes_through_groups_and_numbers():
    depth = Number("depth", 1, 5, when=Chosen("x"))
    group = Group("one", ("x",), when=AtMost(((1, "depth"),), 3))
    assert found(group, numbers=[depth]) == [("when_circle", "groups/one")]


def test_a_circle_of_conditions_names_its_groups():
    one = Group("one", ("x",), when=Chosen("z"))
    two = Group("two", ("y",), when=AllOf((Chosen("a1"), Chosen("x"))))
    three = Group("three", ("z",), when=Not(Chosen("y")))
    (issue,) = model_issues(ProductModel("m", (A, one, two, three)))
    assert issue.params["circle"] in {"one → three → two → one", "two → one → three → two"}


@pytest.mark.parametrize(("table", "expected"), [
    (Table("t", ("a", "x"), (PAIR,)), [("table_column", "tables/t")]),
    (Table("t", ("a", "c"), ((None, None),)), [("table_many", "tables/t")]),
    (Table("t", ("a", "b"), ()), [("table_empty", "tables/t")]),
    (Table("t", ("a", "b"), (PAIR, (None,))), [("table_cells", "tables/t/2")]),
    (Table("t", ("a", "b"), (PAIR, (None, frozenset({"a1", "b2", NONE})))), [("table_option", "tables/t/2")]),
    (Table("t", ("a", "n"), ((None, Span(1, None)), (None, frozenset({"a1"})))), [("table_option", "tables/t/2")]),
    (Table("t", ("a", "n"), ((Span(1, 2), None),)), [("table_option", "tables/t/1")]),
])  # fmt: skip
def test_what_is_wrong_with_tables_is_told(table, expected):
    assert found(A, B, C, tables=[table], numbers=[Number("n", 0, 9)]) == expected


def test_rules_name_options_that_are_there_and_have_codes_of_their_own():
    rules = [Rule("r", Implies(Chosen("a1"), Chosen("zz"))), Rule("t", Not(Chosen("a1")))]
    expected = [("rule_twice", "rules/t"), ("rule_unknown", "rules/r")]
    assert found(A, B, rules=rules, tables=[Table("t", ("a", "b"), (PAIR,))]) == expected


def test_a_wrong_model_is_not_compiled():
    with pytest.raises(RefusedError) as refused:
        compile_model(ProductModel("m", (A, Group("a", ()))))
    assert "{" not in text_of_error(refused.value)
    assert refused.value.params["count"] == len(refused.value.issues) == 2


@settings(max_examples=25)
@given(model=models())
def test_a_sound_model_is_compiled(model):
    assert model_issues(model) == ()
    assert compile_model(model).model is model
