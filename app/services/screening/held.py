"""The lists in force, prepared for questions and held by this process until another edition is imported."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.order_checks.run import thresholds_of
from app.domain.order_checks.screening import UNSCREENED
from app.domain.screening.entries import EntryKind, ListAddress, ListEntry, ListKind, ListName, NameKind
from app.domain.screening.matching import USUAL_THRESHOLD, ScreeningLists
from app.services.check_settings import read_check_settings
from app.services.screening.lists import ListEdition, read_lists
from app.services.unit_of_work import Reading
from db.schema.screening import ScreeningAddress, ScreeningEntry, ScreeningName

PPM = 1_000_000
_MOST_HELD = 2  # the edition in force, and the one before it while somebody still reads
_held: OrderedDict[tuple[str, ...], ScreeningLists] = OrderedDict()
_making = threading.Lock()
_IN_FORCE = ScreeningEntry.closed_by_id.is_(None)
_ENTRIES = (
    sa.select(
        ScreeningEntry.id,
        ScreeningEntry.list_kind,
        ScreeningEntry.reference,
        ScreeningEntry.kind,
        ScreeningEntry.programme,
        sa.case((ScreeningEntry.kind == EntryKind.VESSEL, ScreeningEntry.remarks), else_="").label("remarks"),
    )
    .where(_IN_FORCE)
    .order_by(ScreeningEntry.id)
)
_NAMES = (
    sa.select(ScreeningName.entry_id, ScreeningName.name, ScreeningName.kind, ScreeningName.is_weak)
    .join(ScreeningEntry, ScreeningEntry.id == ScreeningName.entry_id)
    .where(_IN_FORCE)
    .order_by(ScreeningName.entry_id, ScreeningName.place)
)
_ADDRESSES = (
    sa.select(
        ScreeningAddress.entry_id, ScreeningAddress.street, ScreeningAddress.city, ScreeningAddress.country
    )
    .join(ScreeningEntry, ScreeningEntry.id == ScreeningAddress.entry_id)
    .where(_IN_FORCE)
    .order_by(ScreeningAddress.entry_id, ScreeningAddress.place)
)


@dataclass(frozen=True, slots=True)
class ListsInForce:
    """The editions and the threshold of a question; `key` names them in stored results."""

    editions: tuple[ListEdition, ...]
    threshold: float

    @property
    def key(self) -> str:
        """Such as `3.7.2@820`."""
        listed = ".".join(str(edition.id) for edition in self.editions)
        return f"{listed}@{round(self.threshold * 1000)}"


def lists_in_force(view: Reading, *, threshold: float | None = None) -> ListsInForce:
    """The editions in force; none is imported yet where `editions` is empty. A name is a hit as the firm chose it."""
    editions = read_lists(view)
    if threshold is None:
        threshold = _chosen(view) if editions else USUAL_THRESHOLD
    return ListsInForce(editions, threshold)


def _chosen(view: Reading) -> float:
    """From which likeness on a name is a hit in this firm."""
    return thresholds_of(read_check_settings(view))[UNSCREENED] / PPM


def prepared_lists(view: Reading, lists: ListsInForce) -> ScreeningLists:
    """The entries of the editions, prepared once a process: 2 s for 20,000 entries, then at hand."""
    # by their ids, too: an edition that is imported again later has entries of its own
    name = (str(view.db.engine.url), *(f"{each.id} {each.content_hash}" for each in lists.editions))
    with _making:
        if name not in _held:
            _held[name] = ScreeningLists(read_entries(view))
            while len(_held) > _MOST_HELD:
                _held.popitem(last=False)
        _held.move_to_end(name)
        return _held[name]


def read_entries(view: Reading) -> tuple[ListEntry, ...]:
    """The entries in force with names and addresses, by id: three queries."""
    names: dict[int, list[ListName]] = defaultdict(list)
    addresses: dict[int, list[ListAddress]] = defaultdict(list)
    for name in view.db.execute(_NAMES):
        names[name.entry_id].append(ListName(name.name, NameKind(name.kind), name.is_weak))
    for place in view.db.execute(_ADDRESSES):
        addresses[place.entry_id].append(ListAddress(place.street, place.city, place.country))
    return tuple(
        ListEntry(
            row.id,
            ListKind(row.list_kind),
            row.reference,
            EntryKind(row.kind),
            tuple(names[row.id]),
            tuple(addresses[row.id]),
            row.programme,
            row.remarks,  # of ships: their numbers
        )
        for row in view.db.execute(_ENTRIES)
    )
