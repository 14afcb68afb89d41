"""Processes that ask for changes of the same orders, answer them, and change the orders otherwise meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.domain.errors import ConflictError, RefusedError
from app.domain.orders.draft import Draft, apply_edits, edit_header, edit_line
from app.domain.orders.repricing import reprice_changed
from app.services.orders.amending import amend_order
from app.services.orders.amendment_approvals import ask_amendment, read_asked_changes
from app.services.orders.approvals import grant_approval, read_approvals_of
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft
from app.services.unit_of_work import UnitOfWork, Work, tried_again
from tests.helpers.order_office import CLERK, OWNER, micro
from tests.helpers.stock_race import Outcome

ROUNDS = 4


def ask_all(work: Work, orders: list[int], rounds: int = ROUNDS) -> Outcome:
    """Ask for one more, two more ... of the first line of each order."""
    return _run(work, orders, _ask, rounds)


def answer_all(work: Work, orders: list[int]) -> Outcome:
    """Say yes to what waits, and confirm what is approved."""
    return _run(work, orders, _answer)


def change_all(work: Work, orders: list[int]) -> Outcome:
    """Change the note of each order, which needs no approval."""
    return _run(work, orders, _change)


def _run(
    work: Work, orders: list[int], step: Callable[[UnitOfWork, int, int], bool], rounds: int = ROUNDS
) -> Outcome:
    outcome = Outcome(errors=[])
    assert outcome.errors is not None
    for turn in range(rounds):
        for order_id in orders:
            try:
                outcome.won += tried_again(partial(_once, work, step, order_id, turn))
            except (ConflictError, RefusedError):
                outcome.told += 1
            except Exception as error:  # noqa: BLE001 - the test asserts that there was none
                outcome.errors.append(repr(error))
    return outcome


def _once(work: Work, step: Callable[[UnitOfWork, int, int], bool], order_id: int, turn: int) -> bool:
    with work.begin(actor=CLERK if step is not _answer else OWNER) as uow:
        return step(uow, order_id, turn)


def _ask(uow: UnitOfWork, order_id: int, turn: int) -> bool:
    before = read_draft(uow, order_id)
    line = before.lines[0]
    more = edit_line(line, quantity_micro=line.quantity_micro + micro(1 + turn))
    ask_amendment(uow, before=before, after=_edited(uow, before, more))
    return True


def _answer(uow: UnitOfWork, order_id: int, _turn: int) -> bool:
    cards = read_approvals_of(uow, order_id)
    if cards and cards[-1].state == "open":
        grant_approval(uow, cards[-1].id, version=cards[-1].version)
    _card, asked = read_asked_changes(uow, order_id)
    if asked is None or asked.card.state != "granted":
        return False
    amend_order(uow, before=read_draft(uow, order_id), after=asked.draft)
    return True


def _change(uow: UnitOfWork, order_id: int, turn: int) -> bool:
    before = read_draft(uow, order_id)
    amend_order(uow, before=before, after=_edited(uow, before, edit_header(before, note=f"turn {turn}")))
    return True


def _edited(uow: UnitOfWork, before: Draft, edits: object) -> Draft:
    products = [line.product_id for line in before.lines if line.product_id is not None]
    context = read_order_context(uow, customer_id=before.header.customer_id, product_ids=products)
    each = edits if isinstance(edits, tuple) else (edits,)
    return reprice_changed(before, apply_edits(before, list(each)), context)
