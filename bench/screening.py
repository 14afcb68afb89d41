"""Screening: one name against 20,000 entries, and 100,000 customers screened anew."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.bootstrap import Office
from app.domain.rights import SYSTEM
from app.domain.screening.entries import (
    EntryKind,
    ListAddress,
    ListEntry,
    ListKind,
    ListName,
    NameKind,
    Party,
)
from app.services.screening import ReadList, import_list, screen_customers
from app.services.screening.held import lists_in_force, prepared_lists
from bench.data import BenchData
from bench.result import Entry, Samples, measure

ENTRIES = 20_000
NAMES = 500
CUSTOMERS = 100_000
BUDGET_MS = 25.0
"""Of one name against the entries (issue 3, section 3)."""
_PARTS = (
    "ros neft gaz tar him mash prib stroi ener tekh avia kor sud vod met rub zen fid kas pars mah bon shah tav saf"
    " kav min raz bah nik tos kam lar hil dar osh pet kon sal vir zar ulo ban mal tid lem hor gos par tok bel al jaz"
).split()
_TRADES = "Trading Shipping Petroleum Industries Construction Holding Airlines Exchange Bank Engineering Metals".split()
_FORMS = ("LTD.", "LLC", "COMPANY", "S.A.", "OOO", "JSC", "FZE", "GMBH", "CO., LTD.")


def screen_20k(data: BenchData) -> Entry:
    """500 names, half of them an entry's with a letter dropped, half of nobody, against 20,000 entries with aliases."""
    with _own_office(data) as office:
        listed = _import(office, data.seed)
        source = random.Random(f"names-{data.seed}")
        parties = [_asked(source, listed, number) for number in range(NAMES)]
        with office.work.reading(actor=SYSTEM) as view:
            started = time.perf_counter()
            ready = prepared_lists(view, lists_in_force(view))
            ready_s = time.perf_counter() - started
        samples = measure(ready.find_hits, parties)
    entry = samples.entry("screen.20k", seed=data.seed, budget=BUDGET_MS, rows=len(listed.entries))
    return replace(entry, more={"ready_s": round(ready_s, 2)})


def screen_customers_anew(data: BenchData) -> Entry:
    """Every customer of a firm with 100,000, after a list was imported: seconds in all, milliseconds a customer."""
    with _own_office(data, cards=0 if data.url else CUSTOMERS // 1000) as office:
        _import(office, data.seed)
        cpu, started = time.process_time(), time.perf_counter()
        done = screen_customers(office.work, SYSTEM)
        wall_s, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    samples = Samples((wall_s,), (cpu_s,))
    more = {"each_ms": round(wall_s * 1000 / max(done.screened, 1), 3), "with_hits": done.with_hits}
    return samples.entry("screen.customers", seed=data.seed, unit="s", rows=done.screened, more=more)


@contextmanager
def _own_office(data: BenchData, cards: int = 0) -> Iterator[Office]:
    """A copy of its own, so that the list stops no order of the benches that follow; or else the named database."""
    own = replace(data, cards=max(data.cards, cards), _offices=[], _folder=None)
    try:
        yield own.office_to_write()
    finally:
        own.close()


def _import(office: Office, seed: int) -> ReadList:
    """A made-up list of 20,000 entries."""
    source = random.Random(f"list-{seed}")
    entries = tuple(_entry(source, number) for number in range(1, ENTRIES + 1))
    content_hash = f"{seed:064d}"
    today = office.clock.today()
    listed = ReadList(ListKind.OFAC_SDN, "bench", today, content_hash, ("bench",), entries)
    with office.work.reading(actor=SYSTEM) as view:
        known = {edition.content_hash for edition in lists_in_force(view).editions}
    if content_hash not in known:
        with office.work.begin(actor=SYSTEM) as uow:
            import_list(uow, listed, anyway=True)
    return listed


def _entry(source: random.Random, number: int) -> ListEntry:
    first = _coined(source)
    names = [ListName(f"{first} {_coined(source)} {source.choice(_TRADES)} {source.choice(_FORMS)}".upper())]
    if number % 5 == 0:
        names = [ListName(f"{first.upper()}, {_coined(source)} {_coined(source)}")]
    names += [
        ListName(f"{_coined(source)} {source.choice(_TRADES)}", NameKind.ALIAS) for _ in range(number % 3)
    ]
    kind = EntryKind.ORGANISATION if number % 5 else EntryKind.PERSON
    where = (ListAddress("", "Tehran", "IR"),)
    return ListEntry(0, ListKind.OFAC_SDN, str(number), kind, tuple(names), where, "TEST")


def _coined(source: random.Random) -> str:
    return "".join(source.choice(_PARTS) for _ in range(source.choice((2, 3, 3)))).capitalize()


def _asked(source: random.Random, listed: ReadList, number: int) -> Party:
    if number % 2:
        return Party(f"{_coined(source)} {source.choice(_TRADES)} GmbH", city="Hamburg", country="DE")
    name = source.choice(source.choice(listed.entries).names).text
    at = source.randrange(len(name))
    return Party(name[:at] + name[at + 1 :], city="Tehran", country="IR")
