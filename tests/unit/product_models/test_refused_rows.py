"""What of a row cannot be reckoned is refused by its row, with what to do; never a crash."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.domain.errors import RefusedError
from app.domain.product_models.evaluating import Evaluator
from app.messages import text_of_error
from tests.unit.product_models.small_models import cabinet, chosen, desk, modules, price, values

DAY = date(2026, 11, 23)
DESK = chosen("top.oak", "extras.lamp", width=2400, depth=800)
VALUES = values(round_about="2 * way_back", way_back="round_about")


def refusal(definition, configuration):
    with pytest.raises(RefusedError) as raised:
        Evaluator(definition).prices(configuration, "", DAY)
    return raised.value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("heigth", "evaluate.unknown_name"),
        ("parent.width", "evaluate.unknown_name"),
        ("index", "evaluate.unknown_name"),
        ("i", "evaluate.unknown_name"),
        ("modules.count", "evaluate.unknown_name"),
        ("root(2)", "evaluate.unknown_function"),
        ("before(width)", "evaluate.unknown_function"),
        ("if(top = pine, 1, 2)", "evaluate.unknown_option"),
        ("if(top.pine, 1, 2)", "evaluate.unknown_option"),
        ("thickness_of('pine')", "evaluate.unknown_material"),
        ("part_count('pine')", "evaluate.unknown_material"),
        ("round(1, 2)", "evaluate.arguments"),
        ("min()", "evaluate.arguments"),
        ("lookup(tops, width)", "evaluate.arguments"),
        ("1 + 'two'", "evaluate.needs_number"),
        ("1 + top", "evaluate.needs_number"),
        ("if(top < oak, 1, 2)", "evaluate.needs_number"),
        ("if(width, 1, 2)", "evaluate.needs_condition"),
        ("thickness_of(width)", "evaluate.needs_word"),
        ("if(material_of(width) = 'a', 1, 2)", "evaluate.needs_group"),
        ("if(is_special(top), 1, 2)", "evaluate.needs_size"),
        ("sum(modules, 1)", "evaluate.needs_slot"),
        ("if(width = 'wide', 1, 2)", "evaluate.not_comparable"),
        ("if('a' < 'b', 1, 2)", "evaluate.not_comparable"),
        ("if(true, 1, 'two')", "evaluate.not_comparable"),
        ("if(extras = lamp, 1, 2)", "evaluate.several"),
        ("if(article_of(extras) = 'a', 1, 2)", "evaluate.several"),
        ("1 + extras", "evaluate.several"),
        ("1 / (width - 2400)", "evaluate.division"),
        ("lookup(legs, 1)", "evaluate.lookup_unknown"),
        ("lookup()", "evaluate.lookup_unknown"),
        ("lookup(tops, 1200, colour)", "evaluate.lookup_missing"),
        ("lookup(tops, width, top)", "evaluate.lookup_above"),
        ("thickness_of(material_of(colour))", "evaluate.nothing_behind"),
    ],
)
def test_a_row_that_makes_no_sense_is_named(text, code):
    found = refusal(desk(prices=(price("it", text),)), DESK)
    assert (found.code, found.params["row"]) == (code, "prices.it")
    assert text_of_error(found).startswith("prices.it: ")


def test_values_that_follow_from_themselves_are_refused():
    found = refusal(desk(prices=(price("it", "way_back"),), values=VALUES), DESK)
    assert (found.code, found.params["row"]) == ("evaluate.circle", "values.way_back")


def test_values_of_the_whole_and_its_modules_that_ask_one_another_are_refused():
    definition = cabinet(
        prices=(price("it", "total"),),
        values=values(total="sum(modules, share)"),
        module={"values": values(share="parent.total / 2")},
    )
    found = refusal(definition, modules(("doors", 400)))
    assert (found.code, found.params["row"]) == ("evaluate.circle", "values.total")


def test_a_value_that_no_row_asks_for_harms_nobody():
    definition = desk(
        prices=(price("it", "if(width > 0, width, bad)"),), values=values(bad="1 / (width - 2400)")
    )
    assert Evaluator(definition).prices(DESK, "", DAY)[-1].amount == 2400


def test_the_row_of_a_sub_product_is_named_by_its_component():
    found = refusal(cabinet(module={"prices": (price("it", "1 / 0"),)}), modules(("doors", 400)))
    assert found.params["row"] == "components.module.prices.it"


@pytest.mark.parametrize(
    ("configuration", "code"),
    [
        (chosen("top.pine"), "configuration.unknown"),
        (chosen("seat.red"), "configuration.unknown"),
        (chosen("modules.1/front.doors"), "configuration.unknown"),
        (chosen("modules.x/front.doors"), "configuration.unknown"),
        (chosen("top"), "configuration.unknown"),
        (chosen(height=3), "configuration.unknown"),
        (chosen("top.oak", "top.white"), "configuration.two_options"),
    ],
)
def test_choices_that_the_model_does_not_have_are_refused(configuration, code):
    assert refusal(desk(), configuration).code == code


def test_a_choice_for_a_module_that_is_not_there_is_refused():
    found = refusal(cabinet(), modules(("doors", 400), **{"modules.2/width": 400}))
    assert text_of_error(found) == (
        "modules.2/width does not fit: modules has room for 1 only. Open the configuration again and choose anew."
    )
    assert (
        refusal(cabinet(), modules(("doors", 400), **{"modules.0/width": 400})).code
        == "configuration.no_place"
    )


def test_values_that_grow_without_end_are_refused():
    squares = {"v0": "width"} | {f"v{at}": f"v{at - 1} * v{at - 1}" for at in range(1, 60)}
    found = refusal(desk(prices=(price("it", "v59"),), values=values(**squares)), DESK)
    assert (found.code, found.params["row"]) == ("evaluate.too_large", "values.v6")


def test_a_chain_of_values_that_is_too_long_is_refused():
    chain = {"v0": "width"} | {f"v{at}": f"v{at - 1} + 1" for at in range(1, 3000)}
    found = refusal(desk(prices=(price("it", "v2999"),), values=values(**chain)), DESK)
    assert text_of_error(found) == (
        "Values of the product model desk follow from one another in too many steps. Shorten the chain."
    )


@pytest.mark.parametrize("count", [9, Fraction(1, 2), -1, 10**9])
def test_a_slot_holds_no_more_than_it_has_room_for(count):
    found = refusal(cabinet(), chosen("body.oak", **{"modules.count": count}))
    assert (found.code, found.params["count"]) == ("configuration.no_place", 8)
