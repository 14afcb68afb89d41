"""The window on a firm with stock, the desk of stock in front."""

from __future__ import annotations

import pytest

from tests.helpers.stock_office import make_stock_office
from tests.helpers.window import open_on


@pytest.fixture
def firm(work):
    return make_stock_office(work)


@pytest.fixture
def desk(qtbot, office, firm):
    desk = open_on(qtbot, office)
    desk.show("stock")
    return desk
