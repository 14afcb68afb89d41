"""Kinds of licence keyed into the set-up's grid."""

from __future__ import annotations

from app.domain.rights import SYSTEM
from app.services.goods.licence_kinds import read_licence_kinds
from tests.helpers.window import CTRL, KEY


def test_a_kind_is_keyed_and_one_without_name_is_marked(window, work, open_setup):
    page = open_setup("licence_kind")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.type("tobacco")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "name"]
    page.grid.select_row(0, 1)
    window.type("Tobacco trade")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    with work.reading(actor=SYSTEM) as view:
        assert [(card.code, card.name) for card in read_licence_kinds(view)] == [("tobacco", "Tobacco trade")]
