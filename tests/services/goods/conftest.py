"""The order office with stock, and hands for what the law asks of goods."""

from __future__ import annotations

import pytest


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    """A clerk's desk with stock in Hamburg."""
    return order_desk
