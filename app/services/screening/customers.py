"""Screening every customer and further address that has no result against the lists in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.domain.rights import Actor
from app.domain.screening.entries import Party
from app.domain.screening.matching import ScreeningLists
from app.domain.screening.party_key import party_key
from app.i18n import _
from app.services.screening.held import ListsInForce, lists_in_force, prepared_lists
from app.services.screening.holding import Owner, follow_hits, read_held_keys
from app.services.screening.notices import newest_result, tell_new_hits
from app.services.screening.results import Screened, store_results
from app.services.unit_of_work import Reading, Work
from db.schema.orders import Order
from db.schema.parties import Address, Contact, Customer
from db.schema.screening import ScreeningResult

_Owners = dict[str, list[Owner]]
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
    """A party that is to be screened, and whose it is; `order_id`: of an order whose goods go there."""

    customer_id: int
    party: Party
    order_id: int | None = None
    is_place: bool = False  # a further address or a contact: it holds nobody by itself

    @property
    def owner(self) -> Owner:
        if self.order_id is not None:
            return Owner(self.party.name, order_id=self.order_id)
        return Owner(self.party.name, self.customer_id)


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
    threshold: float | None = None,
) -> CustomersScreened:
    """Screen who is not screened yet, page by page; what is done stays when it is stopped.

    When somebody imports a list meanwhile, the rest is asked of the new one and the run goes over all again.
    """
    total = CustomersScreened(0, 0, 0)
    with work.reading(actor=actor) as view:
        before = newest_result(view)
    while True:
        lists, ready, wanted, owners = _look(work, actor, threshold, progress)
        parties = len(owners)
        if ready is None:
            return CustomersScreened(parties, 0, 0)
        done = _screen(work, actor, lists, ready, wanted, owners, progress, cancelled)
        total = CustomersScreened(
            parties, total.screened + done.screened, total.with_hits + done.with_hits, done.stopped
        )
        if not done.stopped and not _is_in_force(work, actor, lists):
            continue
        if total.with_hits:
            work.run(partial(tell_new_hits, after_id=before), actor=actor)
        if not done.stopped:
            _follow_all(work, actor, lists, owners)
            forget_superseded(work, actor, lists.key)
            progress(1.0, _("Customers screened"))
        return total


def _look(
    work: Work, actor: Actor, threshold: float | None, progress: Progress
) -> tuple[ListsInForce, ScreeningLists | None, list[_Wanted], _Owners]:
    """The lists, every party without a result, and whose each party is."""
    progress(0.0, _("Preparing the lists"))
    with work.reading(actor=actor) as view:
        lists = lists_in_force(view, threshold=threshold)
        everybody = [(party_key(each.party), each) for each in _everybody(view)]
        owners: _Owners = {}
        for key, each in everybody:
            owners.setdefault(key, [])
            if not each.is_place:
                owners[key].append(each.owner)
        if not lists.editions:
            return lists, None, [], owners
        known = _known_keys(view, lists.key)
        ready = prepared_lists(view, lists)
    wanted: dict[str, _Wanted] = {}
    for key, each in everybody:
        if key not in known:
            wanted.setdefault(key, each)
    return lists, ready, list(wanted.values()), owners


def _everybody(view: Reading) -> Iterator[_Wanted]:
    """Every customer but the counter sale, every active address and contact, and who else gets goods of open orders."""
    cards = sa.select(Customer.id, Customer.name, Customer.street, Customer.city, Customer.country)
    for row in view.db.execute(cards.where(Customer.is_counter_sale.is_(False)).order_by(Customer.id)):
        yield _Wanted(row[0], Party(*row[1:]))
    places = sa.select(Address.customer_id, Address.name, Address.street, Address.city, Address.country)
    for row in view.db.execute(places.where(Address.active.is_(True)).order_by(Address.id)):
        yield _Wanted(row[0], Party(*row[1:]), is_place=True)
    for customer_id, name, country in view.db.execute(_CONTACTS):
        if " " in name.strip():  # a surname alone comes near everybody
            yield _Wanted(customer_id, Party(name, country=country), is_place=True)
    for customer_id, order_id, *party in view.db.execute(_SHIP_TOS):
        yield _Wanted(customer_id, Party(*party), order_id=order_id)


_CONTACTS: Any = (
    sa.select(Contact.customer_id, Contact.name, Customer.country)
    .join(Customer, Customer.id == Contact.customer_id)
    .where(Contact.active.is_(True))
    .order_by(Contact.id)
)
_SHIP_TOS: Any = (
    sa.select(
        Order.customer_id, Order.id, Order.ship_name, Order.ship_street, Order.ship_city, Order.ship_country
    )
    .join(Customer, Customer.id == Order.customer_id)
    .where(Order.state == "confirmed", Order.ship_name != "", Order.ship_name != Customer.name)
    .order_by(Order.id)
)
"""Orders under way whose goods go to somebody else."""


def _known_keys(view: Reading, lists_key: str) -> set[str]:
    statement = sa.select(ScreeningResult.party_key).where(ScreeningResult.lists_key == lists_key)
    return set(view.db.execute(statement).scalars())


def _screen(
    work: Work,
    actor: Actor,
    lists: ListsInForce,
    ready: ScreeningLists,
    wanted: Sequence[_Wanted],
    owners: _Owners,
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
            near = {party_key(each.party) for each in page if each.hits}
            follow_hits(uow, {key: owners[key] for key in near})
        with_hits += sum(1 for each in page if each.hits)
        done = first + len(page)
        text = _("{done} of {count} customers screened").format(done=done, count=len(wanted))
        progress(done / len(wanted), text)
    return CustomersScreened(0, screened, with_hits)


def _follow_all(work: Work, actor: Actor, lists: ListsInForce, owners: _Owners) -> None:
    """Everybody who has hits, and everybody who is held for some: what was found before is followed too."""
    near = sa.select(ScreeningResult.party_key).where(
        ScreeningResult.lists_key == lists.key, ScreeningResult.hit_count > 0
    )
    with work.reading(actor=actor) as view:
        keys = {*view.db.execute(near).scalars(), *read_held_keys(view)}
    ordered = sorted(keys)
    for first in range(0, len(ordered), _PAGE):
        with work.begin(actor=actor) as uow:
            follow_hits(uow, {key: owners.get(key, ()) for key in ordered[first : first + _PAGE]})


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


def count_unscreened(view: Reading, *, threshold: float | None = None) -> int:
    """How many customers and addresses have no result against the lists in force; 0 without lists."""
    lists = lists_in_force(view, threshold=threshold)
    if not lists.editions:
        return 0
    known = _known_keys(view, lists.key)
    return len({key for each in _everybody(view) if (key := party_key(each.party)) not in known})
