"""A flattened model allows exactly what the definition says, in the engine's words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.configurator.formulas import AtMost, Chosen, Implies
from app.domain.configurator.model import Configuration as EngineConfiguration
from app.domain.configurator.model import Number, Point, Rule
from app.domain.errors import RefusedError
from app.domain.product_models.definition import RuleDef
from app.domain.product_models.expressions import parse
from app.domain.product_models.flattening import Flat, flatten
from app.domain.product_models.reading import read_definition
from app.messages import text_of_error
from tests.unit.product_models.direct import configurations, flat_codes, is_engine_valid, is_valid

TODAY = date(2026, 11, 23)
SMALL = """
product: p
numbers:
  width: {{from: 1, to: 2, step: 0.5, standard: [1, 2], when: "{asked}"}}
groups:
  top: {{pick: 0..1, options: {{a: , b: }}}}
slots:
  modules: {{name: {{en: Module, de: Modul}}, component: module, from: {lo}, to: 2, ordered: {ordered}}}
values:
  twice: 2 * width
  wide: width > 1
rules:
  R1: {{says: "{rule}"}}
tables: {tables}
components:
  module:
    name: Module
    numbers:
      depth: {{from: 1, to: 2, when: "front = x"}}
    groups:
      front: {{options: {{x: , y: }}, when: "{when}"}}
    values: {{deep: depth = 2}}
    rules:
      M1: {{says: "{inner}"}}
    tables: {inner_tables}
"""
TABLES = '{T1: {columns: [top, width], rows: [[a, ..1.5], [b, "*"], ["-", 2]], kind: KIND}}'


def small(rule="true", inner="true", when="true", *, lo=0, kind="forbid", ordered="yes") -> Flat:
    rules = {"rule": rule, "inner": inner, "when": when, "asked": "top = a or modules.count > 1"}
    tables = {"tables": TABLES.replace("KIND", kind), "inner_tables": "{}"}
    text = SMALL.format(**rules, **tables, lo=lo, ordered=ordered)
    return flatten(read_definition({"model.yaml": text}), TODAY)


def wrong(flat: Flat) -> Iterator[str]:
    """Configurations of which the engine's model says another thing than the definition."""
    for chosen in configurations(flat.definition):
        plain = flat_codes(chosen)
        engine = flat.engine_configuration(plain)
        assert flat.configuration(engine) == plain
        if is_engine_valid(flat.model, engine) != is_valid(chosen):
            yield f"{sorted(plain.options)} {dict(plain.numbers)}"


RULES = [
    "true",
    "top = a -> width >= 1.5",
    "top != a or not wide",
    "top in (a, none) <-> twice = 3",
    "is_special(width) -> modules.count >= 1",
    "width + modules.count <= 3 or top = none",
    "count(modules, front = x) >= 1",
    "count(modules, depth < 2) < width",
    "sum(modules, depth * 2 - 1) / 3 <= 1",
    "any(modules, deep) -> all(modules, front = x)",
    "sum(modules, if(front = y, 2, 1)) != 3",
    "top.a + (width > 1) * 2 <= modules.count",
    "sum(modules, index) >= 3 or width = 1",
    "sum(modules, parent.top = a) <= 1",
    "if(top = a, modules.count = 1, wide)",
    "(width = 1) = (top = b)",
    "count(modules, before(depth) >= 1) = 0",
]
INNER = [
    "true",
    "front = x -> parent.width > 1",
    "depth > before(depth)",
    "index = 2 -> depth = 2",
    "is_first or front = y",
    "is_last -> deep",
    "parent.modules.count = 2 or front != y",
    "before(front = x) + front.y <= 1",
    "parent.wide -> front = x",
]
WHENS = ["true", "parent.top = a", "index < 2 or parent.width > 1", "not is_last"]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_whole_means_the_same_to_the_engine(rule):
    assert list(wrong(small(rule))) == []


@pytest.mark.parametrize("inner", INNER)
def test_a_rule_of_a_sub_product_means_the_same_to_the_engine(inner):
    assert list(wrong(small(inner=inner, when="parent.top = a or is_first"))) == []


truths = st.sampled_from(
    ["top = a", "top.b", "wide", "is_special(width)", "modules.count = 1", "any(modules, deep)"]
)
sums = st.sampled_from(["width", "twice", "modules.count", "1.5", "-2", "sum(modules, depth)", "top.a"])


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    compared = st.tuples(sums, st.sampled_from(["<", "<=", "=", "!=", ">", ">="]), sums, sums).map(
        lambda each: f"{each[0]} {each[1]} {each[2]} + {each[3]}"
    )
    joined = st.tuples(parts, st.sampled_from(["and", "or", "->", "<->"]), parts | compared).map(
        lambda each: f"({each[0]}) {each[1]} ({each[2]})"
    )
    return joined | parts.map(lambda each: f"not ({each})") | compared


@settings(max_examples=25, deadline=None)
@given(
    rule=st.recursive(truths, grown, max_leaves=5),
    inner=st.sampled_from(INNER),
    when=st.sampled_from(WHENS),
    lo=st.integers(0, 2),
    kind=st.sampled_from(["allow", "forbid"]),
)
def test_any_model_means_the_same_to_the_engine(rule, inner, when, lo, kind):
    assert list(wrong(small(rule, inner, when, lo=lo, kind=kind))) == []


SLOTS = """
product: p
numbers:
  width: {from: 0.5, to: 2, step: 0.25}
groups:
  top: {options: {oak: , ash: }}
slots:
  modules: {name: {en: Module, de: Modul}, component: module, from: 1, to: 2}
defaults: [{top: ash}, {width: 1.5}, {modules: 2}, {modules.2/depth: 300, modules.2/front: doors}]
rules:
  OLD: {says: width < 1, to: 2026-11-22}
  NOW: {says: width < 2, from: 2026-11-23, to: 2026-11-23}
  NEW: {says: width < 1, from: 2026-11-24}
components:
  module:
    groups:
      front: {pick: 0..1, options: {doors: }}
    numbers:
      depth: {from: 300, to: 600, step: 100, when: front = doors}
    defaults: [{depth: 400}]
    rules:
      M1: {says: depth + 100 * index <= 600, message: {en: Too deep, de: Zu tief}}
    tables:
      T1: {columns: [front, depth], rows: [[doors, 350..550]], message: {en: No}}
"""


@pytest.fixture(scope="module")
def slots() -> Flat:
    return flatten(read_definition({"model.yaml": SLOTS}), TODAY)


def test_each_place_of_a_slot_has_codes_of_its_own(slots):
    assert [group.code for group in slots.model.groups] == ["top", "modules.1/front", "modules.2/front"]
    assert slots.model.groups[2].options == ("modules.2/front.doors",)
    assert slots.model.groups[2].when == AtMost(((-1, "modules.count"),), -2)
    assert slots.model.groups[1].when is None


def test_numbers_are_whole_in_the_units_of_the_engine(slots):
    assert slots.scales["width"] == 4
    assert slots.model.numbers[:2] == (Number("modules.count", 1, 2), Number("width", 2, 8, 1))
    assert [number.code for number in slots.model.numbers[2:]] == ["modules.1/depth", "modules.2/depth"]
    assert slots.model.numbers[2] == Number("modules.1/depth", 300, 600, 100, Chosen("modules.1/front.doors"))


def test_rules_count_between_their_days(slots):
    assert [rule.code for rule in slots.model.rules] == ["NOW", "modules.1/M1", "modules.2/M1"]
    assert slots.model.rules[0] == Rule("NOW", AtMost(((1, "width"),), 7))


def test_a_rule_binds_where_its_numbers_are_asked(slots):
    assert slots.model.rules[1].formula == Implies(
        Chosen("modules.1/front.doors"), AtMost(((1, "modules.1/depth"),), 500)
    )


def test_a_message_says_of_which_sub_product_it_is(slots):
    assert slots.messages["modules.2/M1"] == {"en": "Module 2: Too deep", "de": "Modul 2: Zu tief"}
    assert slots.messages["modules.1/T1"] == {"en": "Module 1: No"}


def test_defaults_keep_their_priority(slots):
    assert slots.defaults == (
        "top.ash",
        Point("width", 6),
        Point("modules.count", 2),
        Point("modules.2/depth", 300),
        "modules.2/front.doors",
        Point("modules.1/depth", 400),
        Point("modules.2/depth", 400),
    )


def test_what_the_engine_found_is_told_in_plain_values(slots):
    engine = EngineConfiguration(frozenset({"top.oak"}), {"width": 5, "modules.count": 1})
    plain = slots.configuration(engine)
    assert plain.numbers == {"width": Fraction(5, 4), "modules.count": 1}
    assert slots.engine_configuration(plain) == engine
    assert slots.choices(plain) == {"top.oak": True, Point("width", 5): True, Point("modules.count", 1): True}


def test_interchangeable_sub_products_are_there_in_one_order_only():
    flat = small(ordered="no")
    kept, every = set(), set()
    for chosen in configurations(flat.definition):
        if is_valid(chosen):
            parts = [
                (sorted(one.options["front"]), sorted(one.numbers.items())) for one in chosen.slots["modules"]
            ]
            every.add((str(chosen.options), str(chosen.numbers), str(sorted(parts))))
            if is_engine_valid(flat.model, flat.engine_configuration(flat_codes(chosen))):
                case = (str(chosen.options), str(chosen.numbers), str(sorted(parts)))
                assert case not in kept
                kept.add(case)
    assert kept == every


def test_a_reason_tells_that_sub_products_are_interchangeable():
    flat = small(ordered="no")
    assert set(flat.messages["modules.2/order"]) == {"en", "de"}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("width * width > 2", "expression.not_linear"),
        ("1 / width > 2", "expression.not_linear"),
        ("ceil(width) > 2", "expression.not_linear"),
        ("sum(modules, if(front = y, 2, depth)) != 3", "expression.not_linear"),
        ("sum(modules, parent.width) > 2", "expression.not_linear"),
        ("count(modules, parent.width) > 2", "expression.not_linear"),
        ("modules.count", "expression.not_linear"),
        ("top < a", "expression.not_linear"),
        ("top = c", "expression.unknown_option"),
        ("hight > 1", "expression.unknown_name"),
        ("count(drawers, true) > 1", "expression.unknown_slot"),
    ],
)
def test_what_the_engine_cannot_know_is_refused(rule, code):
    definition = small().definition
    wrong_product = replace(definition.product, rules=(RuleDef("R1", parse(rule)),))
    with pytest.raises(RefusedError) as refused:
        flatten(replace(definition, product=wrong_product), TODAY)
    assert [(issue.code, issue.where) for issue in refused.value.issues] == [(code, "rules/R1")]
    assert "{" not in text_of_error(refused.value)


def test_a_group_of_which_several_are_chosen_cannot_be_compared():
    text = "product: p\ngroups: {g: {pick: 0..2, options: {a: , b: }}}"
    definition = read_definition({"model.yaml": text})
    wrong_product = replace(definition.product, rules=(RuleDef("R1", parse("g = a")),))
    with pytest.raises(RefusedError) as refused:
        flatten(replace(definition, product=wrong_product), TODAY)
    assert [issue.code for issue in refused.value.issues] == ["expression.several"]


def test_a_model_that_would_explode_is_refused():
    options = ", ".join(f"o{at}: " for at in range(1000))
    text = (
        "product: p\nslots: {s: {component: c, to: 60}}\n"
        f"components: {{c: {{groups: {{g: {{options: {{{options}}}}}}}}}}}"
    )
    with pytest.raises(RefusedError) as refused:
        flatten(read_definition({"model.yaml": text}), TODAY)
    assert (refused.value.code, refused.value.params["options"]) == ("product_model.too_big", 60_000)


def test_named_values_that_double_are_refused():
    values = {f"v{at}": parse(f"v{at - 1} + v{at - 1}") for at in range(1, 40)}
    definition = read_definition({"model.yaml": "product: p\nnumbers: {v0: {from: 0, to: 1}}"})
    product = replace(definition.product, values=values, rules=(RuleDef("R1", parse("v39 < 1")),))
    with pytest.raises(RefusedError) as refused:
        flatten(replace(definition, product=product), TODAY)
    assert refused.value.issues[0].code == "expression.too_large"
