"""Processes that race for what is left of one customer's credit."""

from __future__ import annotations

from dataclasses import replace

from app.domain.errors import RefusedError
from app.domain.orders.draft import apply_edits, edit_line
from app.domain.orders.repricing import reprice_changed
from app.services.orders.amending import amend_order
from app.services.orders.confirming import confirm
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft
from app.services.unit_of_work import Work, tried_again
from tests.helpers.order_office import CLERK, micro
from tests.helpers.stock_race import Outcome


def confirm_all(work: Work, orders: object) -> Outcome:
    """Confirm one draft after the other; who asks for an approval is told so."""
    assert isinstance(orders, list)
    outcome = Outcome(errors=[])
    for order_id in orders:
        _count(outcome, lambda order_id=order_id: confirm(work, order_id, actor=CLERK))
    return outcome


def raise_all(work: Work, orders: object) -> Outcome:
    """One piece more on the first line of each order, one amendment after the other."""
    assert isinstance(orders, list)
    outcome = Outcome(errors=[])
    for order_id in orders:
        _count(outcome, lambda order_id=order_id: tried_again(lambda: _raise_one(work, order_id)))
    return outcome


def _raise_one(work: Work, order_id: int) -> None:
    with work.begin(actor=CLERK) as uow:
        before = read_draft(uow, order_id)
        line = before.lines[0]
        assert line.product_id is not None
        more = edit_line(line, quantity_micro=line.quantity_micro + micro(1))
        context = read_order_context(
            uow, customer_id=before.header.customer_id, product_ids=[line.product_id]
        )
        after = reprice_changed(before, apply_edits(before, [more]), context)
        amend_order(uow, before=before, after=replace(after, rules_version=context.rules.version))


def _count(outcome: Outcome, call: object) -> None:
    assert outcome.errors is not None
    assert callable(call)
    try:
        call()
        outcome.won += 1
    except RefusedError as error:
        outcome.told += 1
        if error.code != "order.needs_approval":
            outcome.errors.append(repr(error))
    except Exception as error:  # noqa: BLE001 - the test asserts that there was none
        outcome.errors.append(repr(error))
