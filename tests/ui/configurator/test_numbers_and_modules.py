"""Numbers are typed or taken from the standard sizes; modules are added, copied, moved and removed by keys."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from tests.helpers.cabinet_model import YAML
from tests.helpers.configuring_keys import ALT, KEY, SHIFT, Screen


@pytest.fixture
def screen(qtbot):
    definition = read_definition({"model.yaml": YAML})
    return Screen(qtbot, flatten(definition, date(2026, 11, 23)), follows=Evaluator(definition, "en"))


def width(screen):
    return screen.session.preview.numbers["width"]


def fronts(screen):
    options = screen.session.preview.options
    return [code.partition("front.")[2] for code in sorted(options) if "front" in code]


def test_a_typed_number_is_taken_by_enter_and_a_special_size_is_marked(screen):
    screen.type("850")
    screen.press(KEY.Key_Return)
    assert width(screen) == 850
    assert screen.field() == "board"
    special = screen.view.form.box("width").special
    assert special.text() == "special  +30.00"


def test_up_and_down_go_to_the_next_possible_value(screen):
    screen.press(KEY.Key_Up)
    assert width(screen) == 850
    screen.press(KEY.Key_Down, times=2)
    assert width(screen) == 750


def test_a_number_out_of_its_range_or_steps_says_what_is_offered(screen):
    for wrong in ("3000", "811"):
        screen.type(wrong)
        screen.press(KEY.Key_Return)
        assert screen.told().startswith(f"{wrong}\N{NO-BREAK SPACE}mm is not offered: 600")
        assert screen.field() == "width"
        assert width(screen) == 800
        screen.press(KEY.Key_Home)
        screen.view.form.box("width").edit.selectAll()


def test_a_number_may_name_its_unit_or_another_one(screen):
    screen.type("0,9 m")
    screen.press(KEY.Key_Return)
    assert (width(screen), screen.field()) == (900, "board")


def test_what_is_no_number_says_so_and_what_is_no_step_names_the_nearest(screen):
    screen.type("811")
    screen.press(KEY.Key_Return)
    assert "800\N{NO-BREAK SPACE}mm or 850\N{NO-BREAK SPACE}mm" in screen.told()
    screen.press(KEY.Key_Up)
    assert width(screen) == 850
    screen.type("wide")
    screen.press(KEY.Key_Return)
    assert screen.told() == "This is not a number in mm. Key it like 1800 or with its unit."
    assert (width(screen), screen.field()) == (850, "width")


def test_ways_out_that_are_none_any_more_go_with_an_undo(screen):
    screen.hands.do(lambda: screen.session.choose("board.white"))
    screen.type("1100")
    screen.press(KEY.Key_Return)
    assert screen.view.explain.has_repairs()
    screen.hands.undo()
    assert not screen.view.explain.has_repairs()
    assert screen.field() == "width", "the keys are where they were"


def test_a_value_that_other_choices_block_is_explained_and_repaired(screen):
    screen.hands.do(lambda: screen.session.choose("board.white"))
    screen.type("1100")
    screen.press(KEY.Key_Return)
    assert "not possible with Board: White." in screen.told()
    assert "Wide boards are of oak." in screen.told()
    screen.press(KEY.Key_1)
    assert width(screen) == 1100
    assert "board.oak" in screen.session.preview.options
    screen.hands.undo()
    assert (width(screen), "board.white" in screen.session.preview.options) == (800, True)


def test_esc_brings_the_value_back_that_holds(screen):
    screen.hands.do(lambda: screen.session.choose("board.white"))
    screen.type("1200")
    screen.press(KEY.Key_Return)
    screen.press(KEY.Key_Escape)
    assert screen.view.form.box("width").edit.text() == "800"


def test_standard_sizes_say_what_they_cost_and_are_taken_by_enter(screen):
    screen.press(KEY.Key_Down, ALT)
    sizes = screen.view.form.box("width").sizes
    assert [(chip.title, chip.is_chosen) for chip in sizes.chips()][:2] == [("600", False), ("800", True)]
    screen.press(KEY.Key_Right)
    screen.press(KEY.Key_Return)
    assert width(screen) == 1000


def test_tab_goes_past_the_sizes_to_the_next_field(screen):
    screen.type("900")
    screen.press(KEY.Key_Tab)
    assert (width(screen), screen.field()) == (900, "board")
    screen.press(KEY.Key_Backtab, SHIFT)
    assert screen.view.form.box("width").edit.hasFocus()


def test_digits_typed_on_a_size_go_to_the_number(screen):
    screen.press(KEY.Key_Down, ALT)
    screen.press(KEY.Key_Right)
    screen.type("9")  # the keys are in the number from here on
    screen.type("50")
    edit = screen.view.form.box("width").edit
    assert (edit.text(), edit.hasFocus(), width(screen)) == ("950", True, 800)
    screen.press(KEY.Key_Return)
    assert (width(screen), screen.field()) == (950, "board")


def test_text_that_is_no_number_stays_to_be_put_right(screen):
    screen.type("wide")
    screen.press(KEY.Key_Return)
    assert screen.field() == "width"
    assert screen.view.form.box("width").edit.property("invalid")


def test_modules_are_added_opened_copied_and_removed(screen):
    screen.modules.add("modules")
    assert screen.session.preview.numbers["modules.count"] == 2
    assert screen.hands.now.step.startswith("modules.2/")
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Space)
    assert fronts(screen) == ["door", "drawers"]
    screen.modules.double()
    assert fronts(screen) == ["door", "drawers", "drawers"]
    assert screen.hands.now.step.startswith("modules.3/")
    screen.modules.remove()
    assert fronts(screen) == ["door", "drawers"]


def test_a_module_moves_with_its_choices(screen):
    screen.modules.add("modules")
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Space)
    screen.modules.move(-1)
    assert fronts(screen) == ["drawers", "door"]
    assert screen.hands.now.step.startswith("modules.1/")


def test_the_strip_opens_a_module_and_the_steps_list_has_it(screen):
    screen.modules.add("modules")
    screen.hands.go_to_field("modules")
    screen.press(KEY.Key_Right)
    screen.press(KEY.Key_Return)
    assert screen.hands.now.step.startswith("modules.2/")
    rows = [(row.name.strip(), row.is_here) for row in screen.view.steps.rows()]
    assert rows == [("Size", False), ("Inside", False), ("Module 1", False), ("Module 2", True)]


def test_the_strip_says_what_each_module_is(screen):
    screen.modules.add("modules")
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Space)
    screen.hands.go_to_field("modules")
    chips = screen.view.form.box("modules").strip.chips()
    assert [(chip.title, chip.detail) for chip in chips] == [("1", "Door"), ("2", "Drawers")]
    assert chips[1].said == "Modules 2: Drawers"


def test_special_sizes_cost_what_the_prices_say(screen):
    assert screen.hands.now.price == Fraction(110)
