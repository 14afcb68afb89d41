"""The composition root: a database URL becomes an office. Used by desktop, CLI, API and tests. No Qt."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from app.domain.changes import Change
from app.domain.errors import OutsideError
from app.domain.events import ComponentsCome, GoodsShipped, InvoicePosted, LinesServed, OrderSettled
from app.services.clock import Clock, SystemClock
from app.services.unit_of_work import Handler, UnitOfWork, Work
from db.schema.firm import Firm
from db.session import Database, connect
from db.version import newest_revision, read_revision


@dataclass(frozen=True, slots=True)
class Office:
    """An open database with everything that services need."""

    url: str
    database: Database
    work: Work
    copied_to: Path | None = None

    @property
    def clock(self) -> Clock:
        """The office's clock."""
        return self.work.clock

    def hear(self, changes: Iterable[Change]) -> None:
        """Follow what was changed, here or by another process: today is the day where the firm is now."""
        if isinstance(self.clock, SystemClock) and any(change.kind == "firm" for change in changes):
            with contextlib.suppress(
                OutsideError
            ):  # the database went away meanwhile: the next start asks again
                zone = _zone_of(self.database)
                if zone:
                    self.clock.use_zone(zone)

    def close(self) -> None:
        """Close the connections."""
        self.database.dispose()


def open_office(url: str, *, clock: Clock | None = None, must_exist: bool = False) -> Office:
    """Open (and make or upgrade) the database behind the URL; with `must_exist` no new file is made.

    An older SQLite file is copied before it is upgraded; a newer one is refused (`database.newer`).
    """
    if must_exist:
        refuse_missing(url)
    database = connect(url)
    try:
        copied_to = _upgrade(database, url, clock or SystemClock())
        office_clock = clock or _clock_of(database)
    except BaseException:
        database.dispose()
        raise
    work = Work(database, office_clock, origin=uuid.uuid4().hex[:12], handlers=_handlers())
    office = Office(url=url, database=database, work=work, copied_to=copied_to)
    work.listen(office.hear)
    return office


def refuse_missing(url: str) -> None:
    """Refuse a SQLite file that is not there: a mistyped name makes no empty database."""
    database = connect(url)
    if database.is_sqlite and not database.path.exists():
        raise OutsideError("database.missing", database=str(database.path))


def _upgrade(database: Database, url: str, clock: Clock) -> Path | None:
    """Upgrade if needed, which finds it closed; where the copy went."""
    path = database.path if database.is_sqlite else None
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    current = read_revision(database) if path is None or path.exists() else None
    if current == newest_revision():
        return None
    database.dispose()
    from db import migrate  # noqa: PLC0415 - with Alembic 0.2 s, and most starts upgrade nothing

    copy = migrate.copy_name(path, current, clock.now()) if path is not None and current else None
    migrate.upgrade(url, copy_to=copy)
    return copy


def _clock_of(database: Database) -> Clock:
    zone = _zone_of(database)
    return SystemClock(zone) if zone else SystemClock()


def _zone_of(database: Database) -> str | None:
    with database.reading() as connection:
        return connection.execute(sa.select(Firm.time_zone).limit(1)).scalar_one_or_none()


def _handlers() -> dict[type, tuple[Handler, ...]]:
    """Events that one service raises and another answers, inside the same transaction."""
    return {
        GoodsShipped: (
            _handler("app.services.orders.progress", "on_goods_shipped"),
            _handler("app.services.owned.shipped", "on_goods_shipped"),
        ),
        InvoicePosted: (_handler("app.services.orders.progress", "on_invoice_posted"),),
        LinesServed: (_handler("app.services.orders.promises", "on_lines_served"),),
        ComponentsCome: (_handler("app.services.making.renewing", "on_components_come"),),
        OrderSettled: (_handler("app.services.making.following", "on_order_settled"),),
    }


def _handler(module: str, name: str) -> Handler:
    """A handler whose module is imported by its first event: a window opens before it needs any."""

    def handle(uow: UnitOfWork, event: object) -> None:
        getattr(import_module(module), name)(uow, event)

    return handle
