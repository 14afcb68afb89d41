"""The form of the configurator is worked by keys alone; what is blocked says why, and how it can be had."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.domain.configuring.choices import Given
from app.domain.configuring.views import State
from app.domain.errors import RefusedError
from app.i18n import set_language
from app.views.configurator.option_model import OPTION_ROLE
from tests.helpers.configuring_keys import KEY, SHIFT, Drawn, Screen
from tests.unit.configuring.small_models import DESK


@pytest.fixture
def screen(qtbot):
    return Screen(qtbot, DESK)


def states(screen, code):
    return {each.name: each.state for each in screen.view.form.box(code).view.options}


def test_down_and_enter_take_an_option_and_go_to_the_next_field(screen):
    assert (screen.field(), screen.at()) == ("size", "S160")
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Return)
    assert screen.chosen() == {"size.s200"}
    assert screen.field() == "frame"
    assert screen.view.price.total.text() == "250.00\N{NO-BREAK SPACE}EUR"
    assert screen.view.price.lead.text() == "6 working days"


def test_letters_go_to_the_option_that_begins_so_and_space_takes_it_and_stays(screen):
    screen.press(KEY.Key_Tab)
    screen.type("lif")
    assert screen.at() == "Lift"
    screen.press(KEY.Key_Space)
    assert screen.chosen() == {"frame.lift"}
    assert screen.field() == "frame"


def test_an_open_option_says_what_it_costs_before_it_is_chosen(screen):
    screen.press(KEY.Key_Down)
    assert "110.00\N{NO-BREAK SPACE}EUR more · 2 working days longer" in screen.told()
    screen.press(KEY.Key_Up, times=2)
    assert screen.told() == "S120\n40.00\N{NO-BREAK SPACE}EUR less"


def test_a_blocked_option_stays_says_why_and_its_way_out_is_taken_by_a_number(screen):
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Return)
    assert states(screen, "frame")["Light"] is State.BLOCKED
    screen.press(KEY.Key_Home)
    assert screen.at() == "Light"
    assert screen.told() == (
        "Light: not possible with Size: S200.\nA light frame carries 160 cm\nEnter shows ways out."
    )
    screen.press(KEY.Key_Return)
    assert screen.view.explain.repairs.hasFocus()
    assert "Size: S200 → S160 " in screen.told()
    screen.press(KEY.Key_1)
    assert screen.chosen() == {"frame.light"}
    assert screen.field() == "frame"
    screen.hands.undo()
    assert screen.chosen() == {"size.s200"}


def test_esc_leaves_the_ways_out_and_all_is_as_it_was(screen):
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Return)
    screen.press(KEY.Key_Home)
    screen.press(KEY.Key_Space)
    screen.press(KEY.Key_Escape)
    assert screen.field() == "frame"
    assert screen.at() == "Light"
    assert screen.chosen() == {"size.s200"}
    assert not screen.view.explain.has_repairs()


def test_del_takes_back_what_was_chosen_and_undo_brings_it_again(screen):
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Space)
    screen.press(KEY.Key_Delete)
    assert screen.chosen() == set()
    screen.hands.undo()
    assert screen.chosen() == {"size.s200"}
    screen.hands.redo()
    assert screen.chosen() == set()


def test_shift_del_refuses_an_option_and_once_more_takes_that_back(screen):
    screen.press(KEY.Key_Delete, SHIFT)
    assert states(screen, "size")["S160"] is State.REFUSED
    screen.press(KEY.Key_Delete, SHIFT)
    assert states(screen, "size")["S160"] is not State.REFUSED


def test_what_the_customer_owns_cannot_be_taken_back_here(qtbot):
    screen = Screen(qtbot, DESK, given=[Given("frame.light", origin="Frame F2, hall 3")])
    screen.press(KEY.Key_End)
    assert states(screen, "size")["S200"] is State.BLOCKED
    assert "Frame: Light (given: Frame F2, hall 3)" in screen.told()
    screen.press(KEY.Key_Return)
    assert "What the customer owns stands against it" in screen.told()
    assert not screen.view.explain.has_repairs()


def test_several_options_are_ticked_by_space_and_let_go_again(screen):
    screen.hands.go_to_field("extras")
    screen.press(KEY.Key_Space)
    screen.press(KEY.Key_Down)
    screen.press(KEY.Key_Space)
    assert screen.chosen() == {"extras.lamp", "extras.tray"}
    screen.press(KEY.Key_Space)
    assert screen.chosen() == {"extras.lamp"}


def test_past_the_last_field_comes_the_next_step_and_before_the_first_the_one_before(screen):
    screen.press(KEY.Key_Return, times=2)
    assert (screen.hands.now.step, screen.field()) == ("look", "top")
    screen.press(KEY.Key_Up)
    assert (screen.hands.now.step, screen.field()) == ("size", "frame")


def test_a_field_that_is_asked_by_a_choice_appears_in_its_step(screen):
    screen.hands.go_to_field("extras")
    before = [box.view.code for box in screen.view.form.boxes()]
    screen.hands.do(lambda: screen.session.choose("frame.lift"))
    after = [box.view.code for box in screen.view.form.boxes()]
    assert (before, after) == (["extras", "cable"], ["motor", "extras", "cable"])


def test_only_rows_that_changed_are_painted_again(screen):
    options = screen.view.form.box("size").list
    changed = []
    options.rows.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    screen.hands.show()
    assert changed == []
    screen.hands.do(lambda: screen.session.choose("size.s160"))
    assert changed == [(1, 1)]


def test_f8_goes_to_what_nobody_decided(screen):
    screen.press(KEY.Key_Space)
    screen.hands.next_open()
    assert screen.field() == "frame"


def test_a_screen_reader_hears_state_and_difference(screen):
    options = screen.view.form.box("frame").list
    index = options.rows.index(2)
    assert index.data(OPTION_ROLE).name == "Lift"
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Lift, possible, 350.00\N{NO-BREAK SPACE}EUR more")


def test_the_picture_opens_the_field_of_a_part(screen):
    screen.view.picture.view.part_asked.emit("top")
    assert (screen.hands.now.step, screen.field()) == ("look", "top")


def test_the_form_is_read_in_german(qtbot):
    set_language("de")
    screen = Screen(qtbot, DESK, language="de")
    screen.press(KEY.Key_Down)
    assert "mehr · 2 Arbeitstage länger" in screen.told()
    screen.press(KEY.Key_Return)
    screen.press(KEY.Key_Home)
    assert "Ein leichtes Gestell trägt 160 cm" in screen.told()


def test_progress_counts_what_is_decided(screen):
    screen.press(KEY.Key_Return)
    rows = screen.view.steps.rows()
    assert [(row.name, row.decided, row.asked) for row in rows][:2] == [("Size", 1, 2), ("Look", 0, 2)]
    assert screen.view.top.count.text().startswith("1 of ")


def test_where_the_model_lacks_a_price_there_is_none_and_the_form_goes_on(qtbot):
    class Gap(Drawn):
        def prices(self, configuration, price_list, on):
            if "size.s200" in configuration.options:
                raise RefusedError("evaluate.no_row", row="prices/top")
            return super().prices(configuration, price_list, on)

    screen = Screen(qtbot, DESK, follows=Gap(DESK.definition))
    assert screen.view.price.total.text() != "\N{EN DASH}"
    screen.hands.choose("size.s200")
    assert screen.view.price.total.text() == "\N{EN DASH}"
    screen.hands.undo()
    assert screen.view.price.total.text() != "\N{EN DASH}"


def test_what_else_would_change_is_named_before_it_is_chosen(screen):
    screen.press(KEY.Key_Down)
    assert "Frame: Light → Steel" in screen.told()


def test_the_rest_is_filled_in_as_near_as_possible_to_another_configuration(screen):
    session = screen.session
    session.choose("size.s200")
    noted = session.preview
    session.clear_all()
    assert session.preview != noted
    screen.hands.complete(lambda: session.complete_like(noted), "As noted")
    assert session.preview == noted
    assert screen.told().startswith("As noted\n110.00")
    assert screen.chosen() == set(), "it gives way by itself"


def test_a_step_that_is_longer_than_the_list_is_wide_takes_a_second_line(screen):
    steps = screen.view.steps
    short = steps.itemDelegate().sizeHint(None, steps.model().index(0, 0)).height()
    row = steps.model().rows[0]
    steps.model().rows[0] = replace(row, name="Processors, memory and what else belongs to them")
    assert steps.itemDelegate().sizeHint(None, steps.model().index(0, 0)).height() > short


def test_a_name_that_is_longer_than_its_row_takes_a_second_line(screen):
    field = screen.hands.field("frame")
    options = screen.view.form.box("frame").list
    before = options.height()
    long = replace(field.options[0], name=30 * "Light ")
    options.show_field(replace(field, options=(long, *field.options[1:])))
    assert options.height() > before


def test_what_of_an_earlier_configuration_is_possible_no_more_stands_in_its_field(screen):
    fields = screen.hands.now.fields
    screen.view.form.show_step(screen.hands.now.step, fields, {"frame": "No longer possible: Light"})
    head = screen.view.form.box("frame").head
    assert (head.lost(), head.height() > screen.view.form.box("size").head.height()) == (
        "No longer possible: Light",
        True,
    )
