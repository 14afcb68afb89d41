"""The demo firm from nothing to today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.i18n import _, format_date
from app.services.clock import FixedClock
from app.services.demo.catalogue import make_catalogue
from app.services.demo.closing import close_history
from app.services.demo.components import make_components
from app.services.demo.customers import make_customers
from app.services.demo.firm import make_firm, place_in_bins
from app.services.demo.history import History, live_through, working_days
from app.services.demo.office import OWNER, DemoOffice
from app.services.demo.prices import make_prices
from app.services.demo.proofs import note_first_proofs
from app.services.demo.sizes import SIZES
from app.services.demo.supply import make_stock
from app.services.unit_of_work import Reading, Work
from db.schema.firm import Firm
from db.schema.invoicing import Invoice
from db.schema.orders import Order
from db.schema.parties import Customer
from db.schema.products import Product

Progress = Callable[[float, str], None]
CARDS_SHARE = 0.08  # of the time go into cards, the rest into the history


class CancelledError(Exception):
    """Somebody pressed cancel; nothing was made."""


@dataclass(frozen=True, slots=True)
class DemoFirm:
    """What was made."""

    first_day: date
    last_day: date
    products: int
    customers: int
    orders: int
    invoices: int


def make_demo_firm(
    work: Work,
    *,
    seed: int = 1,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    size: str = "standard",
    scale: int = 1,
    cards_only: bool = False,
) -> DemoFirm:
    """Make the demo firm in an empty database, by the services, with the clock led through the months.

    The same seed on the same day gives the same firm. `progress(fraction, text)` hears after every day;
    `cancelled()` true raises `CancelledError` there. The firm is there as a whole or not at all, whatever
    stops its making: it is one transaction. `size` "small" is for tests; `scale` above 1 adds rows by the
    bulk path (`app.services.demo.bulk`). Refused (`firm.exists`) when the database has a firm.
    """
    tell = _teller(progress, cancelled, 0.5 if scale > 1 else 1.0)
    with work.as_one() as whole:
        office = _start(whole, seed, size)
        days = working_days(office.clock.today(), work.clock.today())
        _make(office, days, tell)
        if scale > 1:
            from app.services.demo.bulk import add_bulk  # noqa: PLC0415 - only the big one needs it

            tell_bulk = _teller(progress, cancelled, 0.5, start=0.5)
            add_bulk(office, scale=scale, tell=tell_bulk, cards_only=cards_only)
        return office.read(_count, days[0], work.clock.today())


def make_demo_office(work: Work, *, seed: int) -> DemoOffice:
    """A small demo firm with its maker's knowledge of it, for the office day."""
    office = _start(work, seed, "small")
    _make(office, working_days(office.clock.today(), work.clock.today()), lambda _fraction, _text: None)
    return office


def _start(work: Work, seed: int, size: str) -> DemoOffice:
    """An empty office on the first morning of its history."""
    with work.reading(actor=OWNER) as view:
        if view.db.execute(sa.select(Firm.id)).first() is not None:
            raise RefusedError("firm.exists")
    first = work.clock.today() - timedelta(days=SIZES[size].history_days)
    clock = FixedClock(datetime.combine(first, time(6), tzinfo=UTC))
    return DemoOffice(work.under(clock), clock, seed, SIZES[size], until=work.clock.now())


def _make(office: DemoOffice, days: list[date], tell: Progress) -> None:
    _make_cards(office, days[0], tell)
    history = History(supply=make_stock(office))
    if office.size.makes_to_measure:
        make_components(office)
    place_in_bins(office)

    def told(done: int, of: int) -> None:
        text = _("Living through {day}").format(day=format_date(days[done - 1]))
        tell(CARDS_SHARE + (1 - CARDS_SHARE) * done / of, text)

    live_through(office, history, days, told=told)
    office.clock.set(office.until)
    close_history(office, office.clock.today())


def _make_cards(office: DemoOffice, first_day: date, tell: Progress) -> None:
    tell(0.0, _("Making the firm"))
    make_firm(office)
    tell(CARDS_SHARE / 8, _("Making products"))
    products = make_catalogue(office)
    tell(CARDS_SHARE / 4, _("Making customers"))
    make_customers(office)
    note_first_proofs(office)
    tell(CARDS_SHARE * 3 / 4, _("Making prices"))
    make_prices(office, products, since=first_day)


def _teller(
    progress: Progress | None, cancelled: Callable[[], bool] | None, share: float, start: float = 0.0
) -> Progress:
    def tell(fraction: float, text: str) -> None:
        if cancelled is not None and cancelled():
            raise CancelledError
        if progress is not None:
            progress(start + fraction * share, text)

    return tell


def _count(view: Reading, first_day: date, last_day: date) -> DemoFirm:
    counts = [
        view.db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in (Product, Customer, Order, Invoice)
    ]
    return DemoFirm(first_day, last_day, *counts)
