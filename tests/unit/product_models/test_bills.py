"""The bill of materials, the work and the text of a configured product."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.domain.errors import RefusedError
from app.domain.product_models.definition import WorkplaceDef
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.results import BomLine, OperationLine
from tests.unit.product_models.small_models import (
    bom,
    cabinet,
    chosen,
    desk,
    full_cabinet,
    modules,
    operation,
    part,
    values,
)

DESK = chosen("top.oak", "extras.lamp", width=1600, depth=800)


def bill(configuration=DESK, **rows):
    return Evaluator(desk(**rows)).bom(configuration)


def test_options_rows_and_parts_make_one_line_an_article():
    found = bill(
        bom=(bom("screws", "SCREW", "4 + 2 * 2"), bom("more", "SCREW", "width / 1000"), bom("none", "X", "0"),
             bom("lift", "LIFT", "1", "lift > 0"), bom("oak", "SHEET-OAK", "1/4")),
        parts=(
            part("top", "material_of(top)", ("width", "depth", "25"), edges={"front": "EDGE", "left": "EDGE"}),
            part("leg", "steel", (30, 30, 715), repeat="4"),
            part("foot", "steel", (30, 30, 10), article="'FOOT'", repeat="4"),
        ),
    )  # fmt: skip
    assert found == (
        BomLine("ART-OAK", Fraction(1)),
        BomLine("SCREW", Fraction(48, 5)),
        BomLine("SHEET-OAK", Fraction(128, 100) + Fraction(1, 4), ("top.0",)),
        BomLine("EDGE", Fraction(24, 10), ("top.0",)),
        BomLine("BAR-STEEL", Fraction(4 * 715, 1000), ("leg.0", "leg.1", "leg.2", "leg.3")),
        BomLine("FOOT", Fraction(4), ("foot.0", "foot.1", "foot.2", "foot.3")),
    )


def test_a_module_adds_its_own():
    definition = cabinet(module={"bom": (bom("hinges", "HINGE", "3", "front = doors"),)})
    found = Evaluator(definition).bom(modules(("doors", 400), ("open", 400), ("doors", 400)))
    assert found == (BomLine("HINGE", Fraction(6)),)


@pytest.mark.parametrize("rows", [{"bom": (bom("it", "X", "-1"),)}, {"operations": (operation("it", "-1"),)}])
def test_less_than_nothing_is_refused(rows):
    evaluator = Evaluator(desk(**rows))
    with pytest.raises(RefusedError) as raised:
        evaluator.bom(DESK)
        evaluator.operations(DESK)
    assert raised.value.code == "evaluate.below_zero"


def test_work_has_its_minutes_and_what_an_hour_costs():
    saw = operation("cut", "width / 1000", setup=Fraction(10), hourly=Fraction(48), workplace="saw")
    found = Evaluator(desk(operations=(saw, operation("paint", "9", "colour = red")))).operations(DESK)
    assert found == (OperationLine("cut", "Cut", Fraction(10), Fraction(8, 5), Fraction(48), "saw"),)


@pytest.mark.parametrize(
    ("language", "place"), [("en", "Panel saw"), ("de", "Plattensäge"), ("fr", "Panel saw")]
)
def test_a_place_of_work_is_called_by_its_name_in_a_module_too(language, place):
    named = (WorkplaceDef("saw", {"en": "Panel saw", "de": "Plattensäge"}),)
    cut = {"operations": (operation("fit", "5", workplace="saw"), operation("oil", "2", workplace="yard"))}
    for made, configuration in ((desk(**cut), DESK), (cabinet(module=cut), modules(("open", 400)))):
        found = Evaluator(replace(made, workplaces=named), language).operations(configuration)
        assert [each.workplace for each in found] == [place, "yard"]


def test_work_of_a_module_has_its_path():
    definition = cabinet(module={"operations": (operation("fit", "5", "front = doors"),)})
    found = Evaluator(definition).operations(modules(("open", 400), ("doors", 400)))
    assert [each.code for each in found] == ["modules.2/fit"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Desk {width} x {depth} mm, {top}", "en", "Desk 1600 x 800 mm, Oak"),
        ("Desk {width} mm, {colour}, {top}, {colour}", "en", "Desk 1600 mm, Oak"),
        ("{colour}, {top}", "en", "Oak"),
        ("Desk {colour}, lift {lift} mm, {extras}", "en", "Desk, Lamp"),
        ("{metres} m", "de", "1,6 m"),
        ("{third}", "en", "0.333"),
        ("{below} {top.oak}", "en", "-2.5 1"),
        ("{unit", "en", "{unit"),
    ],
)
def test_the_text_of_the_line_says_what_was_chosen(text, language, expected):
    named = values(metres="width / 1000", third="1 / 3", below="-5 / 2")
    assert Evaluator(desk(line_text={"en": text}, values=named), language).line_text(DESK) == expected


def test_without_a_text_the_product_is_named():
    assert Evaluator(desk(), "de").line_text(DESK) == "Tisch"


def test_modules_are_said_in_order_and_equal_ones_once():
    definition = full_cabinet(line_text={"en": "Cabinet, {modules.count} modules: {modules}"})
    three = modules(("doors", 400), ("open", 600), ("doors", 400))
    assert Evaluator(definition).line_text(three) == "Cabinet, 3 modules: 2 x Doors, Open"


def test_a_module_may_have_a_text_of_its_own():
    definition = cabinet(
        line_text={"en": "{modules}"},
        module={"line_text": {"en": "{front} {width} in {parent.body} {parent.height}"}},
    )
    assert Evaluator(definition).line_text(modules(("doors", 400))) == "Doors 400 in Oak 2000"


def test_a_text_that_names_what_is_not_there_is_refused():
    with pytest.raises(RefusedError, match=r"evaluate\.unknown_name"):
        Evaluator(desk(line_text={"en": "{heigth}"})).line_text(DESK)
