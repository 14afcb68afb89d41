"""Processes that ask for advances on one order at the same moment."""

from __future__ import annotations

from app.domain.errors import RefusedError
from app.services.invoicing.advances import AdvanceWish, post_advance
from app.services.unit_of_work import Work, tried_again
from tests.helpers.order_office import OWNER
from tests.helpers.stock_race import Outcome

FIFTH = AdvanceWish(percent_ppm=200_000)


def ask_often(work: Work, job: object) -> Outcome:
    """Ask for a fifth of the order, so many times; who asks for more than is left is told so."""
    assert isinstance(job, dict)
    outcome = Outcome(errors=[])
    for _ in range(job["times"]):
        try:
            tried_again(lambda: _ask(work, job["order"]))
            outcome.won += 1
        except RefusedError as refused:
            outcome.told += [issue.code for issue in refused.issues] == ["advance.nothing_left"]
    return outcome


def _ask(work: Work, order_id: int) -> None:
    with work.begin(actor=OWNER) as uow:
        post_advance(uow, order_id=order_id, wish=FIFTH, with_paper=False)
