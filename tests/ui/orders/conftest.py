"""A window on a small firm."""

from __future__ import annotations

import pytest

from tests.helpers.window import open_url


@pytest.fixture
def desk(qtbot, firm_url):
    """The window with the orders desk in front."""
    return open_url(qtbot, firm_url)
