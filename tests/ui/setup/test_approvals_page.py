"""The tab of approvals by keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.rights import SYSTEM
from app.services.orders.approval_settings import ApprovalSettings, read_approval_settings
from app.services.people import UserInput, create_user
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def page(open_setup, work):
    with work.begin(actor=SYSTEM) as uow:
        for name, role in (("olaf", "owner"), ("anna", "sales")):
            create_user(uow, UserInput(name=name, roles=(role,)))
    return open_setup("approvals")


def kept(work):
    with work.reading(actor=SYSTEM) as view:
        return read_approval_settings(view)


def test_hours_and_deputies_are_keyed_and_saved(window, page, work):
    window.press(KEY.Key_Space)
    for text in ("48", "8", "olaf: anna"):
        window.press(KEY.Key_Return)
        window.type(text)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert kept(work) == ApprovalSettings(True, "olaf: anna", 48, 8)


def test_a_deputy_that_nobody_is_is_marked_at_the_field(window, page, work):
    window.key_field("approval:deputies", "olaf: gundula")
    window.press(KEY.Key_S, CTRL)
    assert "gundula" in page.findChild(QLabel, "deputiesError").text()
    assert kept(work).deputies == ""
