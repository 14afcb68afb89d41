"""Processes that race for the last use of a promotion."""

from __future__ import annotations

from app.domain.errors import ConflictError
from app.services.orders.confirming import confirm
from app.services.unit_of_work import Work
from tests.helpers.order_office import CLERK
from tests.helpers.stock_race import Outcome


def confirm_all(work: Work, orders: object) -> Outcome:
    """Confirm one draft after the other; who comes too late is told so, and loses nothing."""
    assert isinstance(orders, list)
    outcome = Outcome(errors=[])
    assert outcome.errors is not None
    for order_id in orders:
        try:
            confirm(work, order_id, actor=CLERK)
            outcome.won += 1
        except ConflictError as error:
            outcome.told += 1
            if error.code not in {"order.promotion_used_up", "order.prices_moved"}:
                outcome.errors.append(repr(error))
        except Exception as error:  # noqa: BLE001 - the test asserts that there was none
            outcome.errors.append(repr(error))
    return outcome
