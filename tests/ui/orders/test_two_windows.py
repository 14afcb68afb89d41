"""Two windows on one database: what one keys shows in the other; nobody overwrites the other unseen."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.bootstrap import open_office
from app.domain.errors import OutsideError
from app.domain.orders.draft import Line, edit_header, edit_line, insert_line
from app.domain.rights import SYSTEM
from app.services.orders.drafts import read_draft
from tests.helpers.order_keys import (
    MICRO,
    MINE,
    add_line,
    amend_chairs,
    amend_elsewhere,
    assert_both_shown,
    change_elsewhere,
    change_unseen,
    rows,
    start_order,
    type_po_number,
)
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, open_url


def test_an_order_confirmed_in_one_window_shows_in_the_list_of_the_other_within_two_seconds(
    desk, qtbot, firm_url
):
    other = open_url(qtbot, firm_url)
    try:
        listed = other.context.desk().list.model
        start_order(desk)
        add_line(desk, "CHR", "8")
        desk.press(Qt.Key.Key_Return, CTRL)

        def is_listed() -> bool:
            row = listed.row(0)
            return row is not None and row.number == "SO-000001"

        qtbot.waitUntil(is_listed)
        other.idle()
    finally:
        other.close()


def test_a_field_changed_elsewhere_is_not_overwritten_and_both_values_are_shown(desk, firm_url):
    open_order(desk, ("CHR", "8"))
    change_unseen(firm_url, "update sales_order set po_number = 'THEIRS-9', version = version + 1")
    type_po_number(desk)
    desk.enter()
    assert_both_shown(desk)
    assert [line.sku for line in desk.draft.lines] == ["CHR-ERG-BLK"]


def test_what_another_window_keyed_meanwhile_into_other_fields_shows_after_the_next_save(desk, firm_url):
    open_order(desk, ("CHR", "8"))
    change_unseen(
        firm_url,
        "update sales_order set note = 'THEIRS', version = version + 1",
        "update order_line set quantity_micro = 2000000",
    )
    type_po_number(desk)
    desk.enter()
    desk.idle()
    head, line = desk.draft.header, desk.draft.lines[0]
    assert (head.po_number, head.note, line.quantity_micro) == ("MINE-7", "THEIRS", 2_000_000)
    assert line.amount_minor == 2 * 23_655, "the line multiplies, whoever keyed it"


def test_the_last_piece_goes_to_one_clerk_and_the_other_is_told_at_once(desk, qtbot, firm_url):
    other = open_url(qtbot, firm_url)
    try:
        for window in (desk, other):
            start_order(window)
            add_line(window, "DSK-18", "3")
        desk.press(Qt.Key.Key_Return, CTRL)
        assert desk.draft.state == "confirmed"

        def is_told() -> bool:
            return "line.no_supply" in {issue.code for issue in other.page.verdict.issues}

        qtbot.waitUntil(is_told)
        other.idle()
    finally:
        other.close()


def test_a_field_being_typed_is_not_overwritten_by_news_and_leaving_it_shows_both(desk, elsewhere):
    open_order(desk, ("CHR", "8"))
    type_po_number(desk)
    change_elsewhere(desk, elsewhere, lambda draft: edit_header(draft, po_number="THEIRS-9"))
    assert desk.focused_text() == "MINE-7"
    desk.enter()
    assert_both_shown(desk)
    desk.press(Qt.Key.Key_1, ALT)
    assert desk.draft.header.po_number == "MINE-7"


def test_a_cell_being_typed_is_not_overwritten_by_news(desk, elsewhere):
    open_order(desk, ("CHR", "8"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("5")
    change_elsewhere(desk, elsewhere, lambda draft: edit_line(draft.lines[0], quantity_micro=3_000_000))
    assert desk.focused_text() == "5"
    desk.enter()
    message = desk.page.message_bar.text()
    assert "“5”" in message
    assert "“3”" in message
    assert desk.draft.lines[0].quantity_micro == 3_000_000
    desk.press(Qt.Key.Key_1, ALT)
    assert desk.draft.lines[0].quantity_micro == 5_000_000


def test_news_show_once_the_field_is_left_as_it_was(desk, elsewhere):
    open_order(desk, ("CHR", "8"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("5")
    change_elsewhere(desk, elsewhere, lambda draft: edit_header(draft, po_number="THEIRS-9"))
    assert desk.draft.header.po_number == "4500-1"
    desk.press(Qt.Key.Key_Escape)
    assert desk.draft.header.po_number == "THEIRS-9"
    assert desk.draft.lines[0].quantity_micro == 8_000_000


def test_an_amendment_goes_onto_what_somebody_else_amended_meanwhile(desk, elsewhere):
    amend_chairs(desk, "6")
    amend_elsewhere(desk, elsewhere)
    assert "Somebody else changed" in desk.page.message_bar.text()
    assert desk.page.session.is_amending
    assert (desk.draft.header.po_number, desk.draft.lines[0].quantity_micro) == ("THEIRS-9", 6_000_000)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert not desk.page.session.is_amending
    with elsewhere.work.reading(actor=SYSTEM) as view:
        stored = read_draft(view, desk.page.order_id)
    assert (stored.header.po_number, stored.lines[0].quantity_micro) == ("THEIRS-9", 6_000_000)


def test_an_amendment_of_the_same_field_shows_both_values_and_takes_the_chosen_one(desk, elsewhere):
    amend_chairs(desk, "6")
    type_po_number(desk)
    desk.enter()
    amend_elsewhere(desk, elsewhere)
    assert_both_shown(desk)
    desk.press(Qt.Key.Key_1, ALT)
    desk.press(Qt.Key.Key_Return, CTRL)
    with elsewhere.work.reading(actor=SYSTEM) as view:
        stored = read_draft(view, desk.page.order_id)
    assert (stored.header.po_number, stored.lines[0].quantity_micro) == ("MINE-7", 6_000_000)


def test_a_line_of_a_new_product_keeps_its_price_and_cost_when_somebody_else_amended_meanwhile(
    desk, elsewhere
):
    open_order(desk, ("CHR", "8"))
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.page.grid.edit_new_line()
    add_line(desk, "DSK", "6")
    keyed = desk.draft.lines[1]
    assert keyed.cost_micro is not None
    amend_elsewhere(desk, elsewhere)
    assert desk.draft.header.po_number == "THEIRS-9"
    assert desk.draft.lines[1] == keyed


def test_a_conflict_is_settled_later_if_the_database_is_away_when_their_value_is_read(
    desk, elsewhere, qtbot, monkeypatch
):
    open_order(desk, ("CHR", "8"))
    session, read_again = desk.page.session, desk.page.session.news.read_again

    def away(take, failed=None):
        monkeypatch.setattr(session.news, "read_again", read_again)
        assert failed is not None
        failed(OutsideError("database.away"))

    type_po_number(desk)
    change_elsewhere(desk, elsewhere, lambda draft: edit_header(draft, po_number="THEIRS-9"))
    monkeypatch.setattr(session.news, "read_again", away)
    desk.enter()
    qtbot.waitUntil(lambda: desk.draft.header.po_number == "THEIRS-9")
    desk.idle()
    assert not session.saving.is_away
    assert "THEIRS-9" in desk.page.message_bar.text()
    desk.press(Qt.Key.Key_1, ALT)
    assert session.saving.is_saved
    with elsewhere.work.reading(actor=SYSTEM) as view:
        assert read_draft(view, desk.page.order_id).header.po_number == "MINE-7"


def test_a_field_that_was_left_is_open_to_what_others_change_when_the_clerk_comes_back(desk, firm_url):
    """What was typed into it is saved: the clerk who looks at it again types nothing."""
    open_order(desk, ("CHR", "8"))
    type_po_number(desk)
    desk.enter()
    desk.idle()
    desk.page.header.po_number.setFocus()
    office = open_office(firm_url)
    change_elsewhere(desk, office, lambda draft: edit_header(draft, note="THEIRS"))
    office.close()
    desk.idle()
    assert (desk.draft.header.po_number, desk.draft.header.note) == (MINE, "THEIRS")


def test_what_waits_for_facts_is_forgotten_with_the_amendment(desk, firm_url):
    """A line whose article is still being read does not come onto the order that stays as it was."""
    amend_chairs(desk, "6")
    desk.idle()
    session = desk.page.session
    ((product_id,),) = rows(firm_url, "select id from product where sku = 'DSK-1608-OAK'")
    line = Line(session.new_key(), 5000, kind="goods", product_id=product_id, quantity_micro=MICRO)
    session.edit(insert_line(line))
    assert session.is_waiting
    session.stop_amending()
    desk.idle()
    assert desk.draft == session.before_amendment
