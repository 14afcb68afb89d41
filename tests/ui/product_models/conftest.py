"""A window on a small firm with a table model in use, on the product models desk."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from tests.helpers.table_model import sell_tables
from tests.helpers.window import CTRL, KEY, open_url

SKU = "DSK-1608-OAK"


@pytest.fixture
def desk(qtbot, firm_url):
    office = open_office(firm_url)
    sell_tables(office, SKU)
    office.close()
    found = open_url(qtbot, firm_url)
    found.show("product_models")
    return found


@pytest.fixture
def draft(desk):
    """A draft of the model in use, open on the desk."""
    desk.press(KEY.Key_D, CTRL)
    return desk
