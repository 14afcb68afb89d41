"""Aging over 20,000 open items; the import of real order lines."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
from pathlib import Path

import psutil
import sqlalchemy as sa

from app.bootstrap import Office, open_office
from app.domain.importing.targets import ImportKind
from app.domain.pages import PageRequest
from app.domain.rights import SYSTEM
from app.services.importing.preparing import ImportChoices, prepare_import
from app.services.importing.running import run_import
from app.services.ledger.aging import read_aging, read_aging_page, read_aging_total
from app.services.setup import FirmInput, create_firm
from app.services.unit_of_work import Reading
from bench.clerk import clerk_beside
from bench.data import BenchData
from bench.result import LEAST, Entry, measure
from db.schema.invoicing import OpenItem

AGING_SCALE = 20  # one invoice of ten is open: 200,000 orders leave 20,000 open items


def aging_20k(data: BenchData) -> Entry:
    """The aging list of today as its page shows it: the sums and the first rows. The whole list beside it."""
    own = data if data.url or data.scale == AGING_SCALE else BenchData(scale=AGING_SCALE, seed=data.seed)
    with own.office().work.reading(actor=SYSTEM) as view:
        item = OpenItem
        rows = view.db.execute(sa.select(sa.func.count()).where(item.is_open)).scalar_one()
        today = view.clock.today()
        grouped = (
            sa.select(item.customer_id, sa.func.sum(item.amount_minor - item.applied_minor))
            .where(item.is_open, item.date <= today)
            .group_by(item.customer_id)
        )
        floor = measure(lambda _n: view.db.execute(grouped).all(), range(LEAST))
        samples = measure(lambda _n: _show_aging(view, today), range(LEAST))
        past = measure(lambda _n: _show_aging(view, today - dt.timedelta(days=30)), range(LEAST))
        whole = measure(lambda _n: read_aging(view, as_of=today), range(LEAST))
    if own is not data:
        own.close()
    more = {
        "as_of_30_days_ago_p50": past.entry("", seed=0).p50,
        "every_customer_p50": whole.entry("", seed=0).p50,
    }
    return samples.entry("aging.20k", seed=data.seed, floor=floor, budget=30.0, rows=rows, more=more)


def _show_aging(view: Reading, day: dt.date) -> None:
    read_aging_total(view, as_of=day)
    read_aging_page(view, as_of=day, request=PageRequest(count=200, sort="number"))


def import_real(file: Path, data: BenchData) -> Entry:
    """Real order lines as closed history into an empty firm, once, beside a clerk who saves; seconds."""
    folder = Path(tempfile.mkdtemp(prefix="keyline-import-"))
    office = open_office(data.url or f"sqlite:///{folder / 'import.db'}")
    try:
        _empty_firm(office)
        with office.work.reading(actor=SYSTEM) as view:
            preview = prepare_import(view, ImportKind.ORDERS, str(file), ImportChoices(currency="GBP"))
        assert not preview.problems, preview.problems
        with clerk_beside(office.url) as beside:
            cpu, start = time.process_time(), time.perf_counter()
            report = run_import(office.work, preview.plan, SYSTEM)
            wall, used = time.perf_counter() - start, time.process_time() - cpu
    finally:
        office.close()
        shutil.rmtree(folder, ignore_errors=True)
    figures = (round(wall, 2),) * 3
    more = {"documents": len(report.documents), "rows_refused": report.rows_refused, **beside.figures()}
    more["rss_mb"] = round(psutil.Process().memory_info().rss / 2**20)
    return Entry(
        "import.real",
        1,
        "s",
        *figures,
        round(used, 2),
        None,
        None,
        120.0,
        data.seed,
        report.rows_in,
        more=more,
    )


def _empty_firm(office: Office) -> None:
    firm = FirmInput(name="Import Ltd", country="DE", currency="GBP", city="Hamburg")
    with office.work.begin(actor=SYSTEM) as uow:
        create_firm(uow, firm)
