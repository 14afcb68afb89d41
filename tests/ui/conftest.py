"""One kind of database is enough for keys; the services are tested on both."""

from __future__ import annotations

import pytest

from app.views.kit.qt_types import QtTypes
from tests.helpers.few_parts import make_few_parts
from tests.helpers.window import open_on


@pytest.fixture(scope="session", autouse=True)
def qt_types(qapp):
    """As at the start of the program: before any lane imports a screen. Windows made by hand do not do it."""
    types = QtTypes()
    while not types.is_made:
        types.make()


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def window(qtbot, office):
    """All desks over the office of the test."""
    return open_on(qtbot, office)


@pytest.fixture
def few_parts(monkeypatch):
    """Of price desk and set-up only the parts that the test asks for."""
    make_few_parts(monkeypatch)


@pytest.fixture
def whole_desk():
    """The test is about all parts of its desk, where others of the folder have few."""
