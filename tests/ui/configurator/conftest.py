"""A window on a small firm that sells a table which is configured."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from tests.helpers.table_model import sell_tables
from tests.helpers.window import open_url

SKU = "DSK-1608-OAK"


@pytest.fixture
def desk(qtbot, firm_url):
    office = open_office(firm_url)
    sell_tables(office, SKU)
    office.close()
    return open_url(qtbot, firm_url)
