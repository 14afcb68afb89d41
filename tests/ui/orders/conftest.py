"""A window on a small firm."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from tests.helpers.window import open_url


@pytest.fixture
def desk(qtbot, firm_url):
    """The window with the orders desk in front."""
    return open_url(qtbot, firm_url)


@pytest.fixture
def elsewhere(firm_url):
    """Another desk on the same firm, by its services."""
    office = open_office(firm_url)
    yield office
    office.close()
