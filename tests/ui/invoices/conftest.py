"""One kind of database is enough for keys; the services are tested on both."""

from __future__ import annotations

import pytest


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url
