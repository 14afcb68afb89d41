"""A window on a firm that makes shelves, the workshop's desk in front."""

from __future__ import annotations

import pytest

from tests.helpers.making import Workshop
from tests.helpers.order_office import make_order_office
from tests.helpers.window import open_on


@pytest.fixture
def shop(work):
    """Twenty boards, and screws for three shelves."""
    return Workshop(make_order_office(work), boards=20, screws=12)


@pytest.fixture
def desk(qtbot, office, shop):
    shop.first, shop.second = shop.sell(2), shop.sell(1, width=600)
    desk = open_on(qtbot, office)
    desk.show("workshop")
    return desk
