"""One kind of database is enough for keys; the services are tested on both."""

from __future__ import annotations

import pytest

from tests.helpers.desk_window import desk_window


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def window(qtbot, office):
    yield from desk_window(qtbot, office)
