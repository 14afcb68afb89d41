"""Screening every customer and further address that has no result against the lists in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from app.domain.rights import Actor
from app.domain.screening.entries import Party
from app.domain.screening.matching import USUAL_THRESHOLD, ScreeningLists
from app.domain.screening.party_key import party_key
from app.i18n import _
from app.services.screening.held import ListsInForce, lists_in_force, prepared_lists
from app.services.screening.notices import newest_result, tell_new_hits
from app.services.screening.results import Screened, store_results
from app.services.unit_of_work import Reading, Work
from db.schema.parties import Address, Customer
from db.schema.screening import ScreeningResult

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]
_PAGE = 500  # parties a transaction: a few milliseconds of writing
_FORGET = 10_000


@dataclass(frozen=True, slots=True)
class CustomersScreened:
    """What a run came to: parties looked at, screened anew, those with hits; whether it was stopped."""

    parties: int
    screened: int
    with_hits: int
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A party that has no result yet, and whose it is."""

    customer_id: int
    party: Party


def silent(fraction: float, text: str) -> None:
    """Nobody listens."""


def never() -> bool:
    """Nobody cancels."""
    return False


def screen_customers(
    work: Work,
    actor: Actor,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    *,
    threshold: float = USUAL_THRESHOLD,
) -> CustomersScreened:
    """Screen who is not screened yet, page by page; what is done stays when it is stopped.

    When somebody imports a list meanwhile, the rest is asked of the new one and the run goes over all again.
    """
    total = CustomersScreened(0, 0, 0)
    with work.reading(actor=actor) as view:
        before = newest_result(view)
    while True:
        lists, ready, wanted, parties = _look(work, actor, threshold, progress)
        if ready is None:
            return CustomersScreened(parties, 0, 0)
        done = _screen(work, actor, lists, ready, wanted, progress, cancelled)
        total = CustomersScreened(
            parties, total.screened + done.screened, total.with_hits + done.with_hits, done.stopped
        )
        if not done.stopped and not _is_in_force(work, actor, lists):
            continue
        if total.with_hits:
            work.run(partial(tell_new_hits, after_id=before), actor=actor)
        if not done.stopped:
            forget_superseded(work, actor, lists.key)
            progress(1.0, _("Customers screened"))
        return total


def _look(
    work: Work, actor: Actor, threshold: float, progress: Progress
) -> tuple[ListsInForce, ScreeningLists | None, list[_Wanted], int]:
    """The lists, and every party without a result."""
    progress(0.0, _("Preparing the lists"))
    with work.reading(actor=actor) as view:
        lists = lists_in_force(view, threshold=threshold)
        everybody = list(_everybody(view))
        if not lists.editions:
            return lists, None, [], len(everybody)
        known = _known_keys(view, lists.key)
        ready = prepared_lists(view, lists)
    wanted: dict[str, _Wanted] = {}
    for each in everybody:
        key = party_key(each.party)
        if key not in known:
            wanted.setdefault(key, each)
    return lists, ready, list(wanted.values()), len(everybody)


def _everybody(view: Reading) -> Iterator[_Wanted]:
    """Every customer but the counter sale, and every active further address."""
    cards = sa.select(Customer.id, Customer.name, Customer.street, Customer.city, Customer.country)
    for row in view.db.execute(cards.where(Customer.is_counter_sale.is_(False)).order_by(Customer.id)):
        yield _Wanted(row[0], Party(*row[1:]))
    places = sa.select(Address.customer_id, Address.name, Address.street, Address.city, Address.country)
    for row in view.db.execute(places.where(Address.active.is_(True)).order_by(Address.id)):
        yield _Wanted(row[0], Party(*row[1:]))


def _known_keys(view: Reading, lists_key: str) -> set[str]:
    statement = sa.select(ScreeningResult.party_key).where(ScreeningResult.lists_key == lists_key)
    return set(view.db.execute(statement).scalars())


def _screen(
    work: Work,
    actor: Actor,
    lists: ListsInForce,
    ready: ScreeningLists,
    wanted: Sequence[_Wanted],
    progress: Progress,
    cancelled: Cancelled,
) -> CustomersScreened:
    """Page by page: worked out first, then written in a short transaction."""
    screened = with_hits = 0
    for first in range(0, len(wanted), _PAGE):
        if cancelled():
            return CustomersScreened(0, screened, with_hits, stopped=True)
        page = [
            Screened(each.party, ready.find_hits(each.party, threshold=lists.threshold), each.customer_id)
            for each in wanted[first : first + _PAGE]
        ]
        with work.begin(actor=actor) as uow:
            if lists_in_force(uow, threshold=lists.threshold).key != lists.key:
                return CustomersScreened(0, screened, with_hits)
            screened += store_results(uow, lists.key, page)
        with_hits += sum(1 for each in page if each.hits)
        done = first + len(page)
        text = _("{done} of {count} customers screened").format(done=done, count=len(wanted))
        progress(done / len(wanted), text)
    return CustomersScreened(0, screened, with_hits)


def _is_in_force(work: Work, actor: Actor, lists: ListsInForce) -> bool:
    with work.reading(actor=actor) as view:
        return lists_in_force(view, threshold=lists.threshold).key == lists.key


def forget_superseded(work: Work, actor: Actor, lists_key: str) -> int:
    """Drop results without hits of editions that are not in force any more; how many.

    Those with hits stay, and what an order was confirmed on is in the order's own records.
    """
    superseded = (ScreeningResult.lists_key != lists_key, ScreeningResult.hit_count == 0)
    few = sa.select(ScreeningResult.id).where(*superseded).limit(_FORGET)
    gone = 0
    while True:
        with work.begin(actor=actor) as uow:
            count = uow.db.execute(sa.delete(ScreeningResult).where(ScreeningResult.id.in_(few))).rowcount
        gone += count
        if count < _FORGET:
            return gone


def count_unscreened(view: Reading, *, threshold: float = USUAL_THRESHOLD) -> int:
    """How many customers and addresses have no result against the lists in force; 0 without lists."""
    lists = lists_in_force(view, threshold=threshold)
    if not lists.editions:
        return 0
    known = _known_keys(view, lists.key)
    return len({key for each in _everybody(view) if (key := party_key(each.party)) not in known})
