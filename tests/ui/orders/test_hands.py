"""The keyboard contract on the order desk: every key of it is pressed, and does what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolTip

from app.domain.orders.states import OrderState
from tests.helpers.order_keys import MICRO, add_line, change_unseen, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, NONE, SHIFT

KEY = Qt.Key


def skus(desk) -> list[str]:
    return [line.sku for line in desk.draft.lines]


@pytest.fixture
def two_lines(desk):
    """An order of two lines, the empty line open."""
    open_order(desk, ("DSK-16", "4"), ("CHR", "8"))
    return desk


@pytest.fixture
def two_keyed(desk):
    """The same, keyed here: its steps can be taken back, and its articles were used last."""
    start_order(desk)
    add_line(desk, "DSK-16", "4")
    add_line(desk, "CHR", "8")
    return desk


def cell(desk) -> tuple[int, str]:
    """Row and column of the cursor in the lines."""
    index = desk.page.grid.currentIndex()
    return index.row(), desk.page.model.columns[index.column()].name


def test_tab_and_shift_tab_walk_the_head_and_the_cells_like_enter(desk):
    desk.press(KEY.Key_N, CTRL)
    desk.type("berger")
    desk.press(KEY.Key_Tab)
    visited = [desk.focus().objectName()]
    for _stop in range(3):
        desk.press(KEY.Key_Tab)
        visited.append(desk.focus().objectName())
    assert visited == ["poNumber", "requestedDate", "shipTo", "term"]
    desk.press(KEY.Key_Backtab, SHIFT)
    assert desk.focus().objectName() == "shipTo"
    desk.enter(2)
    desk.type("CHR")
    desk.press(KEY.Key_Tab)
    assert cell(desk) == (0, "quantity")
    desk.press(KEY.Key_Backtab, SHIFT)
    assert cell(desk) == (0, "sku")


def test_escape_closes_the_list_then_the_cell_then_asks_and_parks(two_lines, firm_url):
    desk = two_lines
    desk.type("lmp")
    assert any(
        popup.isVisible() for popup in desk.page.grid.findChildren(type(desk.page.header.search.popup))
    )
    desk.press(KEY.Key_Escape)
    assert desk.page.grid.is_keying()
    desk.press(KEY.Key_Escape)
    assert not desk.page.grid.is_keying()
    desk.press(KEY.Key_Escape)
    assert "Park this order?" in desk.message()
    desk.press(KEY.Key_1, ALT)
    assert desk.page is None
    assert rows(firm_url, "select state, count(*) from sales_order") == [("draft", 1)]


def test_escape_can_throw_the_draft_away(two_lines, firm_url):
    two_lines.press(KEY.Key_Escape, times=2)
    two_lines.press(KEY.Key_2, ALT)
    assert two_lines.page is None
    assert rows(firm_url, "select count(*) from sales_order") == [(0,)]


def test_escape_leaves_an_amendment_at_once_if_nothing_was_keyed_else_asks(two_lines):
    desk = two_lines
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_E, CTRL)
    desk.press(KEY.Key_Escape)
    assert not desk.page.session.is_amending
    desk.press(KEY.Key_E, CTRL)
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Delete, CTRL)
    assert len(skus(desk)) == 1
    assert desk.focus() is desk.page.grid
    assert cell(desk) == (0, "quantity")
    desk.press(KEY.Key_Escape)
    assert desk.page.session.is_amending
    desk.press(KEY.Key_2, ALT)
    assert not desk.page.session.is_amending
    assert len(skus(desk)) == 2
    assert desk.focus() is desk.page.grid
    assert cell(desk)[0] >= 0


def test_f1_tells_what_the_field_takes(two_lines):
    desk = two_lines
    desk.press(KEY.Key_F1)
    assert "bar code" in QToolTip.text()
    desk.press(KEY.Key_C, ALT)
    desk.press(KEY.Key_F1)
    assert "phone" in QToolTip.text()
    for name in ("poNumber", "requestedDate", "shipTo", "term"):
        assert desk.find(object, name).whatsThis(), name


def test_f2_edits_and_a_letter_replaces_the_cell(two_lines):
    desk = two_lines
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_F2)
    assert desk.focused_text() == "CHR-ERG-BLK"
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Right, times=2)
    desk.type("9")
    desk.enter()
    assert desk.draft.lines[1].quantity_micro == 9 * MICRO


def test_f3_shows_and_hides_the_further_fields(two_lines):
    two_lines.press(KEY.Key_F3)
    assert two_lines.focus().parentWidget().objectName() == "contact" or (
        two_lines.focus().objectName() == "contact"
    )
    two_lines.press(KEY.Key_F3)
    assert not two_lines.page.header.shows_more


@pytest.mark.parametrize(("key", "modifiers"), [(KEY.Key_F4, NONE), (KEY.Key_Down, ALT)])
def test_f4_and_alt_down_look_up_articles(two_keyed, key, modifiers):
    two_keyed.press(key, modifiers)
    shown = [
        p for p in two_keyed.page.grid.findChildren(type(two_keyed.page.header.search.popup)) if p.isVisible()
    ]
    assert shown
    assert shown[0].rows()


def test_f5_reads_the_list_again(two_lines, firm_url):
    desk = two_lines
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_F, CTRL)
    change_unseen(firm_url, "update sales_order set customer_name = 'Renamed unseen'")
    desk.press(KEY.Key_F5)
    assert desk.context.desk().list.model.row(0).customer_name == "Renamed unseen"


def test_f7_checks_again_and_f8_walks_the_issues_and_goes_to_each(desk, firm_url):
    open_order(desk, ("CHR", "0"), ("DSK-16", "4"))
    change_unseen(firm_url, "update stock set on_hand_micro = 0, reserved_micro = 0")
    change_unseen(firm_url, "delete from arrival_line")
    desk.press(KEY.Key_F7)
    codes = [issue.code for issue in desk.page.verdict.issues]
    assert codes[0] == "line.quantity_zero"
    assert "line.no_supply" in codes
    desk.press(KEY.Key_F8)
    assert desk.page.verdict.current().code == codes[0]
    assert cell(desk) == (0, "quantity")
    desk.press(KEY.Key_F8)
    assert desk.page.verdict.current().code == codes[1]
    desk.press(KEY.Key_F8, times=len(codes) - 1)
    assert desk.page.verdict.current().code == codes[0]
    desk.press(KEY.Key_Return, ALT)
    assert desk.draft.lines[0].quantity_micro == MICRO
    desk.press(KEY.Key_F8)
    assert desk.page.verdict.current() == desk.page.verdict.issues[0], "the heaviest is not passed over"


def test_f9_shows_and_hides_the_price_detail(two_lines):
    two_lines.press(KEY.Key_Up)
    panel = two_lines.page.splitter.widget(1)
    seen = panel.isVisible()
    two_lines.press(KEY.Key_F9)
    assert panel.isVisible() is not seen
    two_lines.press(KEY.Key_F9)
    assert panel.isVisible() is seen


def test_ins_opens_a_line_above_the_cursor_and_sections_go_there_too(two_lines):
    desk = two_lines
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_Insert)
    desk.type("LMP")
    desk.enter()
    assert [sku[:3] for sku in skus(desk)] == ["DSK", "LMP", "CHR"]
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_S, CTRL | SHIFT)
    desk.type("Light")
    desk.enter()
    assert [line.kind for line in desk.draft.lines] == ["goods", "section", "goods", "goods"]
    assert desk.draft.lines[1].text == "Light"


def test_ctrl_z_takes_back_the_orders_last_step_also_while_a_cell_is_open(two_keyed):
    assert two_keyed.page.grid.is_keying()
    two_keyed.press(KEY.Key_Z, CTRL)
    assert two_keyed.draft.lines[1].quantity_micro == MICRO
    two_keyed.press(KEY.Key_Z, CTRL)
    assert skus(two_keyed) == ["DSK-1608-OAK"]
    two_keyed.press(KEY.Key_Z, CTRL | SHIFT, times=2)
    assert two_keyed.draft.lines[1].quantity_micro == 8 * MICRO


def test_ctrl_s_closes_the_cell_saves_and_says_so(two_lines, firm_url):
    two_lines.press(KEY.Key_Up)
    two_lines.press(KEY.Key_Right, times=2)
    two_lines.type("3")
    two_lines.press(KEY.Key_S, CTRL)
    assert "saved" in two_lines.message()
    assert (3 * MICRO,) in rows(firm_url, "select quantity_micro from order_line")


def test_ctrl_c_takes_lines_to_a_sheet(two_lines):
    two_lines.press(KEY.Key_Escape)
    two_lines.page.grid.selectAll()
    two_lines.press(KEY.Key_C, CTRL)
    copied = [row.split("\t") for row in QApplication.clipboard().text().strip("\n").split("\n")]
    assert [row[0] for row in copied[:3]] == ["SKU", "DSK-1608-OAK", "CHR-ERG-BLK"]
    assert copied[2][2] == "8"


def test_ctrl_n_w_tab_f_and_digits_move_between_orders_and_desks(two_lines):
    desk, tabs = two_lines, two_lines.context.desk().tabs
    first = desk.page
    desk.press(KEY.Key_N, CTRL)
    assert desk.page is not first
    desk.press(KEY.Key_Tab, CTRL)
    desk.press(KEY.Key_Tab, CTRL)
    assert desk.page is first
    desk.press(KEY.Key_Tab, CTRL)
    desk.press(KEY.Key_W, CTRL)
    assert len(tabs.pages()) == 2, "the list and the first order"
    desk.press(KEY.Key_F, CTRL)
    assert desk.page is None
    desk.press(KEY.Key_2, CTRL)
    assert desk.frame.current_desk() == desk.frame.desk_ids()[1]
    desk.press(KEY.Key_1, CTRL)
    assert desk.frame.current_desk() == desk.frame.desk_ids()[0]


@pytest.mark.parametrize(
    ("letter", "name"),
    [("C", "customer"), ("P", "poNumber"), ("R", "requestedDate"), ("S", "shipTo"), ("T", "term")],
)
def test_alt_and_a_letter_go_to_the_fields_of_the_head(two_lines, letter, name):
    two_lines.press(getattr(KEY, f"Key_{letter}"), ALT)
    assert two_lines.focus().objectName() == name


def test_ctrl_k_and_ctrl_slash_open_palette_and_key_sheet_and_escape_gives_the_focus_back(two_lines):
    desk = two_lines
    desk.press(KEY.Key_K, CTRL)
    assert desk.frame.palette_popup.isVisible()
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Slash, CTRL)
    assert desk.frame.shortcut_sheet.isVisible()
    desk.press(KEY.Key_Escape)
    assert not desk.frame.shortcut_sheet.isVisible()
    assert desk.page.isAncestorOf(desk.focus())


def test_ctrl_r_asks_whether_typed_prices_are_carried_over(two_lines, firm_url):
    desk = two_lines
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    for column in range(desk.page.model.columnCount()):
        if desk.page.model.columns[column].name == "price":
            desk.press(KEY.Key_Right, times=column)
    desk.type("199")
    desk.enter()
    desk.press(KEY.Key_R, CTRL)
    assert "typed price" in desk.message()
    desk.press(KEY.Key_1, ALT)
    assert [line.price_source for line in desk.draft.lines] == ["auto", "manual"]
    assert desk.draft.state == OrderState.DRAFT
    desk.press(KEY.Key_R, CTRL)
    desk.press(KEY.Key_2, ALT)
    assert [line.price_source for line in desk.draft.lines] == ["auto", "auto"]
    desk.press(KEY.Key_R, CTRL)
    assert rows(firm_url, "select count(*) from sales_order") == [(4,)], "nothing typed, nothing asked"


def test_an_impossible_day_in_the_head_is_said_and_nothing_is_confirmed_under_it(two_lines, firm_url):
    desk = two_lines
    desk.press(KEY.Key_R, ALT)
    desk.type("2026-02-30")
    desk.enter()
    assert "2026-02-30" in desk.message()
    assert "Requested ship date" in desk.message()
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("draft",)]
    assert desk.focus().objectName() == "requestedDate"
    assert desk.focused_text() == "2026-02-30"
    desk.press(KEY.Key_A, CTRL)
    desk.type("+3")
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("confirmed",)]


def test_a_parked_order_that_opens_by_itself_leaves_the_keys_to_the_desk_in_front(two_lines):
    desk = two_lines
    order_id = desk.draft.id
    orders = desk.context.desk()
    desk.press(KEY.Key_W, CTRL)
    desk.show("customers")
    search = desk.focus()
    orders.open_order(
        order_id
    )  # as the start does with each parked order, while a person is elsewhere already
    desk.idle()
    assert orders.page() is not None
    assert orders.page().order_id == order_id
    assert desk.focus() is search
    desk.type("zeta")
    assert desk.focused_text() == "zeta"
    orders.close_page()
    desk.idle()
    assert desk.focus() is search


def test_changes_that_change_nothing_make_no_revision(two_lines):
    two_lines.press(KEY.Key_Return, CTRL)
    two_lines.press(KEY.Key_E, CTRL)
    two_lines.press(KEY.Key_Return, CTRL)
    session = two_lines.page.session
    assert "Nothing was changed" in two_lines.message()
    assert (session.is_amending, session.draft.revision) == (False, 0)
