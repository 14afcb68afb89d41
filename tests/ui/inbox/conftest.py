"""A clerk who asks for what is below a floor, and an owner who answers."""

from __future__ import annotations

import pytest

from tests.helpers.floor_firm import OWNER, make_floor_firm
from tests.helpers.window import open_on


@pytest.fixture
def firm(office):
    return make_floor_firm(office)


@pytest.fixture
def owner(qtbot, firm, clerk):
    """The owner's window with the inbox in front, beside that of the clerk."""
    desk = open_on(qtbot, firm, actor=OWNER)
    desk.show("inbox")
    return desk
