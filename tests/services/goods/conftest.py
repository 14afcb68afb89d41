"""The order office with stock, and hands for what the law asks of goods."""

from __future__ import annotations

import pytest

from tests.helpers.order_office import make_order_office


@pytest.fixture
def desk(work):
    """A clerk's desk with stock in Hamburg."""
    return make_order_office(work)
