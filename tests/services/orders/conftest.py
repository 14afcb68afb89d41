"""The order office on both kinds of database, a copy for each test."""

from __future__ import annotations

import pytest

from tests.helpers.order_office import OrderOffice


@pytest.fixture
def firm_url(order_firm: tuple[str, OrderOffice]) -> tuple[str, OrderOffice]:
    """A database of this test alone, with the firm in it."""
    return order_firm


@pytest.fixture
def database_url(order_firm: tuple[str, OrderOffice]) -> str:
    return order_firm[0]


@pytest.fixture
def desk(order_desk: OrderOffice) -> OrderOffice:
    return order_desk
