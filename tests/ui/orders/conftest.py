"""A window on a small firm."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import Desk


@pytest.fixture
def firm_url(sqlite_url):
    """A database with the small firm."""
    office = open_office(sqlite_url)
    make_small_firm(office.work)
    office.close()
    return sqlite_url


@pytest.fixture
def desk(qtbot, firm_url):
    """The window, closed again at the end."""
    window = Desk(qtbot, firm_url)
    yield window
    window.close()
