"""One kind of database is enough for keys; the services are tested on both."""

from __future__ import annotations

import pytest

from tests.helpers.window import open_on


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def window(qtbot, office):
    """All desks over the office of the test."""
    return open_on(qtbot, office)
