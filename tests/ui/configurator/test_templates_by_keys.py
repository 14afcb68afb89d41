"""Templates by keys: kept, found by letters, taken as one step, shared, renamed, deleted."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget

from tests.helpers.order_keys import rows
from tests.helpers.table_model import YAML
from tests.helpers.window import CTRL, KEY
from tests.ui.configurator.test_order_line_by_keys import open_table
from tests.ui.configurator.test_versions_by_keys import release

ALL = "select name, owner, is_shared from configuration_template order by name"


def keep_large(desk, name="Large one"):
    page = open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_T, CTRL)
    desk.type(name)
    desk.enter()
    desk.press(KEY.Key_Escape)
    return page


def test_choices_are_kept_under_a_name_and_taken_again_as_one_step(desk, firm_url):
    page = keep_large(desk)
    session = page.opened.session
    session.clear_all()
    desk.press(KEY.Key_T, CTRL)
    desk.type("L")
    desk.enter()
    assert dict(session.choices) == {"size.large": True}
    desk.press(KEY.Key_Z, CTRL)
    assert dict(session.choices) == {}
    assert [(name, bool(shared)) for name, _owner, shared in rows(firm_url, ALL)] == [("Large one", False)]


def test_a_template_is_shared_renamed_and_deleted(desk, firm_url):
    keep_large(desk)
    desk.press(KEY.Key_T, CTRL)
    desk.press(KEY.Key_Space)
    assert [bool(shared) for _name, _owner, shared in rows(firm_url, ALL)] == [True]
    desk.press(KEY.Key_F2)
    desk.type("Big one")
    desk.enter()
    assert [name for name, _owner, _shared in rows(firm_url, ALL)] == ["Big one"]
    desk.press(KEY.Key_Delete)
    assert rows(firm_url, ALL) == []


def test_the_form_has_the_keys_again_when_the_list_is_left(desk):
    keep_large(desk)
    before = desk.page.window().focusWidget()
    desk.press(KEY.Key_T, CTRL)
    desk.press(KEY.Key_Escape)
    assert desk.page.window().focusWidget() is before
    assert before.isVisible()


def test_a_favourite_stands_first(desk, firm_url):
    keep_large(desk, "Large one")
    desk.press(KEY.Key_T, CTRL)
    desk.press(KEY.Key_Down)
    desk.type("Also large")
    desk.enter()
    assert shown_templates(desk) == ["Also large", "Large one"]
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Asterisk)
    assert shown_templates(desk) == ["★  Large one", "Also large"]
    assert rows(firm_url, "select count(*) from template_favourite") == [(1,)]


def shown_templates(desk):
    found = desk.page.window().findChild(QListWidget, "templates")
    return [found.item(row).text() for row in range(found.count())]


def test_a_name_is_asked_for(desk):
    keep_large(desk, " ")
    assert "The template has no name. Enter one." in desk.message()


def test_what_became_invalid_is_told_with_the_rule_against_it(desk, firm_url):
    page = keep_large(desk)
    release(firm_url, YAML.replace("size = large -> frame = steel", "size = small"))
    desk.ask("configurator.open", page.wish.product_id, sku=page.wish.sku)
    desk.press(KEY.Key_T, CTRL)
    desk.enter()
    assert desk.message() == "No longer possible together: Size: Large.\nLarge tables stand on steel."


def test_ctrl_enter_over_an_open_list_takes_what_is_configured_and_no_template(desk):
    page = keep_large(desk)
    page.opened.session.clear_all()
    before = page.opened.session.preview
    desk.press(KEY.Key_T, CTRL)
    desk.press(KEY.Key_Return, CTRL)
    assert page.opened.session.preview == before
    assert desk.draft.lines[0].configuration
    assert desk.draft.lines[0].text.startswith("Table Small")


def test_ctrl_enter_keeps_a_name_that_was_keyed_before_it_takes_anything(desk, firm_url):
    page = open_table(desk)
    desk.press(KEY.Key_T, CTRL)
    desk.type("Usual")
    desk.press(KEY.Key_Return, CTRL)
    assert [name for name, _owner, _shared in rows(firm_url, ALL)] == ["Usual"]
    assert desk.page is page
