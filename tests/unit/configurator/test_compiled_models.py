"""What a compiled model calls possible is what some complete configuration has, for groups of every kind."""

from itertools import product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.formulas import AllOf, AnyOf, Chosen, Implies, Not, Same, holds
from app.domain.configurator.model import Group, ProductModel, Rule

OPTIONS = 11


def is_configuration(model, chosen):
    """Straight from what a model says, group by group and rule by rule."""
    for group in model.groups:
        count = len(chosen.intersection(group.options))
        asked = group.when is None or holds(group.when, chosen)
        if not (group.lo <= count <= group.hi if asked else count == 0):
            return False
    return all(holds(rule.formula, chosen) for rule in model.rules)


def configurations(model):
    codes = [code for group in model.groups for code in group.options]
    for signs in product((False, True), repeat=len(codes)):
        chosen = frozenset(code for code, sign in zip(codes, signs, strict=True) if sign)
        if is_configuration(model, chosen):
            yield chosen


def possible_by_counting(model, all_of_them, choices):
    codes = [code for group in model.groups for code in group.options]
    mine = [one for one in all_of_them if all((code in one) == taken for code, taken in choices.items())]
    if not mine:
        return None
    return [any(code in one for one in mine) for code in codes], [
        any(code not in one for one in mine) for code in codes
    ]


def told(possible):
    return possible and (possible.can_hold.tolist(), possible.can_fail.tolist())


@st.composite
def formulas(draw, codes):
    """Rules as people write them: one thing asks for, excludes or equals another."""
    one, two, three = (Chosen(draw(st.sampled_from(codes))) for _ in range(3))
    return draw(
        st.sampled_from(
            (Implies(one, two), Not(AllOf((one, two))), AnyOf((one, two, three)), Same(one, Not(two)),
             Implies(one, AnyOf((two, three))), Implies(AllOf((one, two)), Not(three)))
        )
    )  # fmt: skip


@st.composite
def models(draw):
    """Groups of every kind, some below an option of another, some with nothing that speaks of them."""
    groups, left, at = [], OPTIONS, 0
    while left > 0:
        size = draw(st.integers(1, min(4, left)))
        codes = tuple(f"o{at + number}" for number in range(size))
        earlier = [f"o{number}" for number in range(at)]
        lo = draw(st.integers(0, size))
        hi = draw(st.integers(max(lo, 1), size))
        lo, hi = draw(st.sampled_from(((1, 1), (0, 1), (1, size), (0, size), (size, size), (lo, hi))))
        when = None
        if earlier and draw(st.booleans()):
            when = draw(st.sampled_from(earlier).map(Chosen) | formulas(earlier))
        groups.append(Group(f"g{at}", codes, lo, hi, when))
        at, left = at + size, left - size
    groups = draw(st.permutations(groups))
    every = [f"o{number}" for number in range(OPTIONS)]
    spoken_of = draw(st.lists(st.sampled_from(every), min_size=1, max_size=5, unique=True))
    rules = draw(st.lists(formulas(spoken_of), max_size=4))
    return ProductModel("m", tuple(groups), tuple(Rule(f"r{n}", rule) for n, rule in enumerate(rules)))


CHOICES = st.lists(
    st.dictionaries(st.integers(0, OPTIONS - 1).map("o{}".format), st.booleans(), max_size=5),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(model=models(), clicks=CHOICES)
def test_what_is_possible_is_what_some_configuration_has(model, clicks):
    compiled = CompiledModel(model)
    all_of_them = list(configurations(model))
    assert compiled.is_void == (not all_of_them)
    event(f"loose groups: {min(compiled.loose_groups, 3)}")
    for choices in clicks:
        assert told(compiled.possibilities(choices)) == possible_by_counting(model, all_of_them, choices)


DESK = ProductModel(
    "desk",
    (
        Group("size", ("s120", "s160", "s200")),
        Group("top", ("oak", "white", "black", "red", "green")),
        Group("legs", ("fixed", "lift")),
        Group("motor", ("one", "two"), when=Chosen("lift")),
        Group("memory", ("keys", "app"), lo=0, hi=2, when=Chosen("two")),
        Group("extras", ("lamp", "tray", "hook"), lo=0, hi=2),
    ),
    (
        Rule("long", Implies(AllOf((Chosen("s200"), Chosen("lift"))), Chosen("two"))),
        Rule("oak", Implies(Chosen("oak"), Not(Chosen("s120")))),
    ),
)


def possible_of(compiled, choices):
    possible = compiled.possibilities(choices)
    assert possible
    return possible


def open_codes(choices):
    compiled = CompiledModel(DESK)
    possible = possible_of(compiled, choices)
    return {code for code, at in compiled.numbers.items() if possible.can_hold[at] and possible.can_fail[at]}


def test_a_group_below_an_option_that_is_refused_cannot_be_chosen():
    compiled = CompiledModel(DESK)
    possible = possible_of(compiled, {"lift": False})
    gone = {code for code, at in compiled.numbers.items() if not possible.can_hold[at]}
    assert gone == {"lift", "one", "two", "keys", "app"}


def test_what_no_rule_speaks_of_is_decided_by_counting():
    assert open_codes({"lamp": True, "tray": True}).isdisjoint({"lamp", "tray", "hook"})
    assert "hook" in open_codes({"lamp": True})
    assert open_codes({"white": True}).isdisjoint({"oak", "white", "black", "red", "green"})
    assert {"black", "red", "oak"} <= open_codes({"white": False})


def test_a_choice_deep_below_asks_for_all_above_it():
    compiled = CompiledModel(DESK)
    possible = possible_of(compiled, {"app": True})
    forced = {code for code, at in compiled.numbers.items() if not possible.can_fail[at]}
    assert forced == {"app", "two", "lift"}


@pytest.mark.parametrize("choices", [{"lift": False, "one": True}, {"lamp": True, "tray": True, "hook": True},
    {"oak": True, "s120": True}, {"white": True, "black": True}])  # fmt: skip
def test_choices_that_do_not_fit_together_have_no_answer(choices):
    assert CompiledModel(DESK).possibilities(choices) is None
