"""A window on a small firm."""

from __future__ import annotations

import pytest

from tests.helpers.window import Desk


@pytest.fixture
def desk(qtbot, firm_url):
    """The window, closed again at the end."""
    window = Desk(qtbot, firm_url)
    yield window
    window.close()
