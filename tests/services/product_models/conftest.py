"""The order office, in which product models are saved and lines configured."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.order_office import OrderOffice, make_order_office


@pytest.fixture
def desk(work: Any) -> OrderOffice:
    """A clerk's desk with stock in Hamburg."""
    return make_order_office(work)
