"""A reason is the smallest set of choices that blocks an option; a repair a smallest set that has to go."""

from itertools import chain, combinations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.explaining import Explainer
from app.domain.configurator.formulas import AllOf, AnyOf, Chosen, Implies, Not
from app.domain.configurator.model import Group, Key, ProductModel, Rule
from app.domain.configurator.needs import Needs
from tests.unit.configurator.brute_force import CHOICES, CODES, configurations, models


def subsets(codes):
    return chain.from_iterable(combinations(codes, size) for size in range(len(codes) + 1))


def fitting(all_of_them, choices):
    return any(all((code in one) == taken for code, taken in choices.items()) for one in all_of_them)


@settings(max_examples=60)
@given(model=models(), choices=CHOICES, wanted=st.sampled_from(CODES), taken=st.booleans())
def test_reasons_and_repairs_are_the_smallest_there_are(model, choices, wanted, taken):
    all_of_them = list(configurations(model))
    compiled = CompiledModel(model)
    explainer = Explainer(compiled)
    others = {code: value for code, value in choices.items() if code != wanted}

    def fits(codes):
        return fitting(all_of_them, {**{code: others[code] for code in codes}, wanted: taken})

    reason = explainer.reason(choices, wanted, taken=taken)
    event("blocked" if reason else "possible")
    assert (reason is None) == fits(others)
    smallest = next((codes for codes in subsets(others) if not fits(codes)), None)
    if reason:
        assert smallest is not None
        assert reason.is_smallest
        assert len(reason.choices) == len(smallest)
        assert not fits(reason.choices)
    blocks = [set(others) - set(codes) for codes in subsets(others) if fits(codes)]
    minimal = sorted((one for one in blocks if not any(other < one for other in blocks)), key=len)
    repairs = [set(repair) for repair in explainer.repairs(choices, wanted, taken=taken, most=99)]
    assert set(map(frozenset, repairs)) == set(map(frozenset, minimal))
    assert [len(repair) for repair in repairs] == [len(repair) for repair in minimal]


@settings(max_examples=40)
@given(model=models(), choices=CHOICES, wanted=st.sampled_from(CODES))
def test_none_of_the_rules_of_a_reason_can_be_spared(model, choices, wanted):
    reason = Explainer(CompiledModel(model)).reason(choices, wanted)
    if reason is None:
        return
    named = {code: choices[code] for code in reason.choices} | {wanted: True}

    def blocks(rules):
        left = [tuple(one for one in kind if one.code in rules) for kind in (model.rules, model.tables)]
        return not fitting(configurations(ProductModel("m", model.groups, *left)), named)

    assert blocks(reason.rules)
    assert not any(blocks(set(reason.rules) - {rule}) for rule in reason.rules)


KITCHEN = ProductModel(
    "kitchen",
    (
        Group("width", ("w60", "w80", "w100")),
        Group("door", ("glass", "oak", "steel")),
        Group("hinge", ("h1", "h2", "h3", "h4")),
        Group("motor", ("none", "soft", "electric")),
        Group("light", ("spot", "strip"), lo=0, when=Chosen("glass")),
    ),
    (
        Rule("heavy", Implies(AllOf((Chosen("steel"), Chosen("w100"))), AnyOf((Chosen("h3"), Chosen("h4"))))),
        Rule("h4", Implies(Chosen("h4"), Not(Chosen("none")))),
        Rule("soft", Implies(Chosen("soft"), AnyOf((Chosen("h1"), Chosen("h2"))))),
        Rule("h3", Not(AllOf((Chosen("h3"), Chosen("electric"))))),
    ),
)


def explained(choices, wanted):
    return Explainer(CompiledModel(KITCHEN)).reason(dict.fromkeys(choices, True), wanted)


def test_a_reason_names_choices_and_rules_and_nothing_that_followed():
    reason = explained(["oak", "w100", "soft"], "h4")
    assert reason
    assert (set(reason.choices), reason.rules) == ({"soft"}, ("soft",))
    reason = explained(["w100", "steel", "spot"][:2], "h1")
    assert reason
    assert (set(reason.choices), reason.rules) == ({"w100", "steel"}, ("heavy",))


def test_where_groups_alone_block_no_rule_is_named():
    reason = explained(["oak", "w60"], "strip")
    assert reason
    assert (reason.choices, reason.rules) == (("oak",), ())


def test_what_the_customer_owns_does_not_have_to_go():
    explainer = Explainer(CompiledModel(KITCHEN))
    choices: dict[Key, bool] = {"w100": True, "steel": True, "none": True}
    assert explainer.repairs(choices, "h1", kept=["steel"]) == [("w100",)]
    assert set(explainer.repairs(choices, "h1")) == {("w100",), ("steel",)}
    assert explainer.repairs(choices, "h1", kept=["steel", "w100"]) == []


def test_an_option_that_is_possible_needs_no_reason_and_no_repair():
    explainer = Explainer(CompiledModel(KITCHEN))
    assert explainer.reason({"oak": True}, "h1") is None
    assert explainer.repairs({"oak": True}, "h1") == [()]


def test_where_every_option_of_a_group_is_excluded_each_rule_is_needed_and_seen_from_one_configuration(
    monkeypatch,
):
    colours = tuple(f"c{number}" for number in range(40))
    groups = (Group("colour", colours), Group("more", ("m0", "m1", "m2")), Group("top", ("x", "y", "z")))
    rules = tuple(Rule(f"not {code}", Not(AllOf((Chosen("x"), Chosen(code))))) for code in colours)
    beside = [Rule(f"also {code}", Implies(Chosen(code), Chosen("m0"))) for code in colours]
    explainer = Explainer(CompiledModel(ProductModel("m", groups, (*rules, *beside))))
    found: list[set[int]] = []
    looked = Needs.beside

    def noted(*told):
        found.append(looked(*told))
        return found[-1]

    monkeypatch.setattr(Needs, "beside", noted)
    reason = explainer.reason({"m0": True, "c3": False}, "x")
    assert reason
    assert (reason.choices, reason.rules) == ((), tuple(rule.code for rule in rules))
    assert [len(each) for each in found] == [40]
    assert explainer.reason({"m2": True}, "x") == reason
    assert len(found) == 1
