"""The order office, in which product models are saved and lines configured."""

from __future__ import annotations

import pytest

from tests.helpers.order_office import OrderOffice


@pytest.fixture
def database_url(order_firm: tuple[str, OrderOffice]) -> str:
    return order_firm[0]


@pytest.fixture
def desk(order_desk: OrderOffice) -> OrderOffice:
    """A clerk's desk with stock in Hamburg."""
    return order_desk
