"""Whether a whole configuration is one of a model, told without the engine, as brute force tells it."""

from __future__ import annotations

from itertools import chain, combinations

from hypothesis import given, settings

from app.domain.configurator.formulas import AtMost, Chosen, Implies
from app.domain.configurator.model import Configuration, Group, Number, ProductModel, Rule, Span, Table
from app.domain.configurator.wholes import broken_by
from tests.unit.configurator.brute_force import is_configuration, models

WIDE = Rule("wide", Implies(AtMost(((-1, "width"),), -1000), Chosen("oak")))
TABLE = Table(
    "steps", ("board", "width"), ((frozenset({"oak"}), None), (frozenset({"white"}), Span(600, 900)))
)
SHELF = ProductModel(
    "shelf",
    (Group("board", ("oak", "white")), Group("light", ("led",), 0, 1)),
    (WIDE,),
    (TABLE,),
    (Number("width", 600, 1200, 100),),
)


@settings(max_examples=60)
@given(models())
def test_any_set_of_options_is_told_as_by_brute_force(model):
    options = [option for group in model.groups for option in group.options][:8]
    for chosen in chain.from_iterable(combinations(options, size) for size in range(len(options) + 1)):
        whole = Configuration(frozenset(chosen))
        assert (broken_by(model, whole) == ()) == is_configuration(model, frozenset(chosen))


def test_what_is_broken_is_named():
    def broken(*options: str, **numbers: int) -> tuple[str, ...]:
        return broken_by(SHELF, Configuration(frozenset(options), numbers))

    assert broken("oak", width=1200) == ()
    assert broken("white", "led", width=900) == ()
    assert broken("white", width=1200) == ("wide", "steps")
    assert broken("white", width=950) == ("width", "steps")
    assert broken("oak", "white", width=700) == ("board",)
    assert broken("oak", "steel", width=700, height=3) == ("steel", "height")
    assert broken("led") == ("board", "width", "steps")
