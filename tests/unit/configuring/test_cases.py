"""The office's cases F90 and F92 (F91, which is of orders: tests/services/making/test_same_configuration.py)."""

from __future__ import annotations

from functools import cache
from itertools import permutations
from unittest.mock import Mock

from app.domain.configurator.checking import compile_model
from app.domain.configuring.session import Session
from app.domain.configuring.views import State
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import Flat, flatten
from app.domain.product_models.reading import read_definition
from tests.helpers.model_counting import count_configurations
from tests.unit.configuring.small_models import TERMS

DOOR = """
product: door
name: Door
line_text: "Door {wood}"
groups:
  wood: {name: Wood, options: {oak: {name: Oak}, pine: {name: Pine}, ash: {name: Ash}}}
  lock: {name: Lock, options: {off: {name: None}, key: {name: Key}, code: {name: Code}}}
  size: {name: Size, options: {m80: {name: 800}, m90: {name: 900}, custom: {name: Custom, price: 60}}}
  bell: {name: Bell, options: {quiet: {name: Quiet}, loud: {name: Loud}}}
numbers:
  width: {name: Width, from: 600, to: 1200, step: 50, when: "size = custom"}
rules:
  R1: {says: "lock = code -> size != custom", message: A door to measure has no code lock.}
tables:
  T1: {columns: [wood, size], message: Not made of this wood., rows: [[oak, "*"], [pine, m80|m90]]}
  T2: {columns: [wood, lock], message: Not in this wood., rows: [[oak, key|code], [pine, "*"], [ash, "*"]]}
prices: [{code: base, name: Door, amount: 300}]
"""


@cache
def flat_of(text: str) -> Flat:
    return flatten(read_definition({"model.yaml": text}), TERMS.on)


def session_of(text: str) -> Session:
    flat = flat_of(text)
    return Session(flat, Evaluator(flat.definition, "en"), TERMS, compiled=compile_model(flat.model))


def states(session: Session) -> dict[str, State]:
    fields = [session.field(group.code) for group in flat_of(DOOR).definition.product.groups]
    return {option.code: option.state for field in fields for option in field.options}


def blocked(session: Session) -> set[str]:
    return {code for code, state in states(session).items() if state is State.BLOCKED}


def test_f90_an_option_without_a_rule_is_allowed_rows_are_alternatives_and_two_tables_both_hold():
    session = session_of(DOOR)
    assert blocked(session) == {"wood.ash"}, (
        "the second table's row alone does not make it: the first has none"
    )
    session.choose("wood.oak")
    assert blocked(session) == {"wood.ash", "lock.off"}, "all sizes by one table, two locks by the other"
    session.choose("lock.code")
    assert {"bell.quiet", "bell.loud"}.isdisjoint(blocked(session))


def test_f90_custom_is_offered_only_where_it_is_allowed():
    session = session_of(DOOR)
    session.choose("wood.oak")
    assert "size.custom" not in blocked(session)
    session.choose("lock.code")
    assert "size.custom" in blocked(session)
    reason = session.reason("size.custom")
    assert reason is not None
    assert reason.rules[0].message == "A door to measure has no code lock."
    session.clear("lock")
    session.choose("wood.pine")
    assert "size.custom" in blocked(session)
    assert not session.field("width").is_asked


def test_f90_an_earlier_choice_that_is_changed_offers_repairs_and_ends_nowhere():
    session = session_of(DOOR)
    for code in ("wood.oak", "size.custom", "bell.loud"):
        session.choose(code)
    (repair, *_more) = session.repairs("wood.pine")
    session.take(repair)
    assert {"wood.pine", "bell.loud"} <= session.preview.options
    assert "size.custom" not in session.preview.options


def test_f90_the_result_does_not_depend_on_the_order_of_clicks():
    ends = set()
    for codes in permutations(("wood.oak", "lock.code", "bell.loud", "size.m90")):
        session = session_of(DOOR)
        for code in codes:
            session.choose(code)
        ends.add((frozenset(session.preview.options), frozenset(states(session).items())))
    assert len(ends) == 1


TEN = range(10)
LARGE = "product: large\nname: Large\nline_text: Large\ngroups:\n" + "".join(
    f"  g{group}: {{name: G{group}, options: {{"
    + ", ".join(f"o{each}: {{name: O{each}}}" for each in TEN)
    + "}}\n"
    for group in TEN
)


def test_f92_ten_attributes_of_ten_values_are_opened_without_counting_them_out(monkeypatch):
    flat = flat_of(LARGE)
    compiled = compile_model(flat.model)
    assert count_configurations(compiled) == 10**10
    reasoner = compiled._reasoner
    outlook = Mock(side_effect=reasoner.outlook)
    monkeypatch.setattr(reasoner, "outlook", outlook)
    session = Session(flat, Evaluator(flat.definition, "en"), TERMS, compiled=compiled)
    session.view()
    session.choose("g3.o7")
    assert not any(option.state is State.BLOCKED for option in session.field("g9").options)
    assert outlook.call_count <= 100, "as many as there are options, not as there are configurations"
