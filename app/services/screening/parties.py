"""Screening one party now, and reading what is known of an order's parties without working anything out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.rights import Actor
from app.domain.screening.entries import Party
from app.domain.screening.facts import FoundHit, ListInForce, PartyFacts, Role, ScreeningFacts
from app.domain.screening.matching import Hit
from app.domain.screening.party_key import party_key
from app.services.screening.held import ListsInForce, lists_in_force, prepared_lists
from app.services.screening.holding import Owner, follow_hits
from app.services.screening.lists import ListEdition
from app.services.screening.results import Screened, StoredResult, read_results, store_results
from app.services.unit_of_work import Reading, Work
from db.schema.parties import Customer


@dataclass(frozen=True, slots=True)
class Screening:
    """One party against the lists in force: stored before, or worked out just now."""

    party: Party
    lists: tuple[ListEdition, ...]
    screened_at: datetime
    stored: StoredResult | None
    hits: tuple[Hit, ...] = ()

    @property
    def is_clean(self) -> bool:
        """No entry comes near the party."""
        return not (self.stored.hits if self.stored else self.hits)


def screen_party(
    view: Reading,
    name: str,
    address: str = "",
    country: str = "",
    *,
    city: str = "",
    threshold: float | None = None,
) -> Screening:
    """The party's stored result, or what the lists say of it now; nothing is written."""
    party = Party(name=name, street=address, city=city, country=country)
    lists = lists_in_force(view, threshold=threshold)
    key = party_key(party)
    stored = read_results(view, lists.key, [key]).get(key)
    if stored is not None:
        return Screening(party, lists.editions, stored.screened_at, stored)
    hits = find_hits(view, lists, party)
    return Screening(party, lists.editions, view.clock.now(), None, hits)


def find_hits(view: Reading, lists: ListsInForce, party: Party) -> tuple[Hit, ...]:
    """Work out the hits of a party; none without lists."""
    if not lists.editions:
        return ()
    return prepared_lists(view, lists).find_hits(party, threshold=lists.threshold)


def screen_order_parties(
    work: Work,
    actor: Actor,
    customer_id: int,
    ship_to: Party | None = None,
    *,
    threshold: float | None = None,
) -> int:
    """Screen the customer and the ship-to of an order where that is missing; how many were screened.

    Worked out while reading and only then written, so that nobody waits for lists that are being prepared.
    """
    with work.reading(actor=actor) as view:
        lists = lists_in_force(view, threshold=threshold)
        if not lists.editions:
            return 0
        parties = {party_key(party): party for _, party in read_order_parties(view, customer_id, ship_to)}
        known = read_results(view, lists.key, list(parties))
        missing = [party for key, party in parties.items() if key not in known]
        found = [Screened(party, find_hits(view, lists, party), customer_id) for party in missing]
        named = _owners(view, customer_id)
    with work.begin(actor=actor) as uow:
        stored = store_results(uow, lists.key, found)
        follow_hits(uow, named, tells=True)
    return stored


def _owners(view: Reading, customer_id: int) -> dict[str, list[Owner]]:
    """The customer by the key of his own party: what comes near him holds him."""
    own = read_order_parties(view, customer_id, None)
    return {party_key(party): [Owner(party.name, customer_id)] for _, party in own}


def read_order_parties(view: Reading, customer_id: int, ship_to: Party | None) -> list[tuple[Role, Party]]:
    """Who is screened for an order: the customer, and whoever gets the goods when that is somebody else.

    The counter sale is nobody.
    """
    statement = sa.select(
        Customer.name, Customer.street, Customer.city, Customer.country, Customer.is_counter_sale
    )
    row = view.db.execute(statement.where(Customer.id == customer_id)).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="customer", id=customer_id)
    customer = Party(*row[:4])
    parties = [] if row.is_counter_sale else [(Role.CUSTOMER, customer)]
    if ship_to is not None and ship_to.name.strip() and party_key(ship_to) != party_key(customer):
        parties.append((Role.SHIP_TO, ship_to))
    return parties


def read_screening(
    view: Reading, customer_id: int, ship_to: Party | None = None, *, threshold: float | None = None
) -> ScreeningFacts:
    """What is stored of an order's parties: four small queries, nothing is worked out."""
    lists = lists_in_force(view, threshold=threshold)
    shown = tuple(_shown_list(edition) for edition in lists.editions)
    today = view.clock.today()
    if not shown:
        return ScreeningFacts((), (), today)
    parties = read_order_parties(view, customer_id, ship_to)
    results = read_results(view, lists.key, [party_key(party) for _, party in parties])
    facts = [_facts(role, party, results.get(party_key(party)), view) for role, party in parties]
    return ScreeningFacts(shown, tuple(facts), today)


def _shown_list(edition: ListEdition) -> ListInForce:
    return ListInForce(edition.kind, edition.edition, edition.published, edition.imported_at, edition.entries)


def _facts(role: Role, party: Party, result: StoredResult | None, view: Reading) -> PartyFacts:
    if result is None:
        return PartyFacts(role, party.name, party_key(party), is_screened=False)
    today = view.clock.today()
    released = sum(1 for hit in result.hits if hit.is_released(today))
    hits = tuple(
        FoundHit(hit.id, hit.entry_id, hit.list_kind, hit.reference, hit.name, hit.score_mille)
        for hit in result.hits
        if not hit.is_released(today)
    )
    return PartyFacts(role, party.name, party_key(party), is_screened=True, hits=hits, released=released)
