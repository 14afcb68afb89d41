"""Rates as they are stored: the one that holds on a day, lists of them, and those typed by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.exchange import EURO, TYPED, Exchange, RateFact, exchange_on, rate_decimal
from app.domain.findings import Findings, refuse_blocked
from app.services.settings_store import read_firm_setting
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import RATE_DAYS
from db.held_names import hold_names
from db.rows import fetch, select_as
from db.schema.currencies import ExchangeRate
from db.schema.firm import Firm
from db.statements import insert_row, table_of, update_version

KIND = "rate"
SHOWN_MOST = 1000
DAYS_MOST = 366
_RATE = table_of(ExchangeRate)
_FAR_OFF = 2  # times as much, or as little, as the rate before
_FACTS = (
    sa.select(_RATE.c.day, _RATE.c.currency, _RATE.c.rate_nano, _RATE.c.source)
    .where(_RATE.c.currency.in_(sa.bindparam("currencies", expanding=True)))
    .where(_RATE.c.day <= sa.bindparam("on"), _RATE.c.day >= sa.bindparam("oldest"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateInput:
    """A rate as keyed: one euro is so much. `far_off`: whoever keyed it knows that it is far from the one before."""

    currency: str
    day: date | None
    rate_nano: int | None
    far_off: bool = False


@dataclass(frozen=True, slots=True)
class RateCard:
    """A stored rate."""

    id: int
    currency: str
    day: date
    rate_nano: int
    source: str
    set_at: dt.datetime
    set_by: str
    version: int


def read_exchange(view: Reading, currency: str, *, on: date) -> Exchange | None:
    """The rate of a document in this currency on a day: the last one that is not older than the firm allows."""
    home = str(view.db.execute(sa.select(Firm.currency).limit(1)).scalar_one())
    days = int(read_firm_setting(view, RATE_DAYS))
    values = {"currencies": [home, currency], "on": on, "oldest": on - timedelta(days=days)}
    facts = (RateFact(*row) for row in view.db.execute(_FACTS, values))
    return exchange_on(facts, home=home, currency=currency, on=on, days_max=days)


def read_rate_text(view: Reading, currency: str) -> str:
    """The rate of today for a document in this currency, as it stores it; "" for the firm's own, and without a rate."""
    home = str(view.db.execute(sa.select(Firm.currency).limit(1)).scalar_one())
    if currency in {"", home}:
        return ""
    found = read_exchange(view, currency, on=view.clock.today())
    return found.text if found else ""


def read_offers(view: Reading) -> tuple[str, ...]:
    """The rates of today of all currencies that have one, as documents store them, by currency."""
    home = str(view.db.execute(sa.select(Firm.currency).limit(1)).scalar_one())
    days, today = int(read_firm_setting(view, RATE_DAYS)), view.clock.today()
    near = sa.and_(_RATE.c.day <= today, _RATE.c.day >= today - timedelta(days=days))
    rows = view.db.execute(
        sa.select(_RATE.c.day, _RATE.c.currency, _RATE.c.rate_nano, _RATE.c.source).where(near)
    )
    facts = [RateFact(*row) for row in rows]
    currencies = sorted({EURO, *(fact.currency for fact in facts)} - {home})
    found = (
        exchange_on(facts, home=home, currency=each, on=today, days_max=days) for each in currencies if facts
    )
    return tuple(exchange.text for exchange in found if exchange is not None)


def read_rates_on(view: Reading, on: date) -> tuple[RateCard, ...]:
    """Of each currency the last rate on or before a day, by currency."""
    newest = (
        sa.select(_RATE.c.currency, sa.func.max(_RATE.c.day).label("day"))
        .where(_RATE.c.day <= on)
        .group_by(_RATE.c.currency)
        .subquery()
    )
    is_newest = sa.and_(newest.c.currency == _RATE.c.currency, newest.c.day == _RATE.c.day)
    statement = select_as(RateCard, ExchangeRate).join(newest, is_newest).order_by(_RATE.c.currency)
    return fetch(view.db, RateCard, statement)


def read_rates_of(view: Reading, currency: str) -> tuple[RateCard, ...]:
    """The newest rates of a currency, newest first."""
    statement = select_as(RateCard, ExchangeRate).where(_RATE.c.currency == currency)
    return fetch(view.db, RateCard, statement.order_by(_RATE.c.day.desc()).limit(SHOWN_MOST))


def read_typed_rates(view: Reading) -> tuple[RateCard, ...]:
    """The rates that were typed by hand, newest first."""
    statement = select_as(RateCard, ExchangeRate).where(_RATE.c.source == TYPED)
    return fetch(
        view.db, RateCard, statement.order_by(_RATE.c.day.desc(), _RATE.c.currency).limit(SHOWN_MOST)
    )


def read_currencies(view: Reading) -> tuple[str, ...]:
    """Every currency that has a rate, and the euro."""
    found = view.db.execute(sa.select(_RATE.c.currency).distinct()).scalars()
    return tuple(sorted({EURO, *found}))


def create_rate(uow: UnitOfWork, data: RateInput) -> int:
    """Type a rate; its id. It takes the place of a file's rate of the same day."""
    uow.actor.require("setup.edit")
    hold_names(uow.db, KIND, [KIND])
    known = _find(uow, data)
    _check(uow, data, is_known=known is not None and known.source == TYPED)
    if known is not None:
        _write(uow, known, data)
        return known.id
    values = {**_values(data), "set_at": uow.now, "set_by": uow.actor.name}
    id_ = insert_row(uow.db, ExchangeRate, values)
    uow.audit(KIND, id_, before={}, after=_audited(data))
    uow.changed(KIND, id_, version=1)
    return id_


def update_rate(uow: UnitOfWork, id: int, data: RateInput, *, version: int) -> int:
    """Change a typed rate; its new version. Documents keep the rate that they were made with."""
    uow.actor.require("setup.edit")
    hold_names(uow.db, KIND, [KIND])
    before = _require(uow, id)
    other = _find(uow, data)
    _check(uow, data, is_known=other is not None and other.id != id)
    values = {**_values(data), "set_at": uow.now, "set_by": uow.actor.name}
    new_version = update_version(uow.db, ExchangeRate, id=id, version=version, values=values, kind=KIND)
    old = RateInput(currency=before.currency, day=before.day, rate_nano=before.rate_nano)
    uow.audit(KIND, id, before=_audited(old), after=_audited(data))
    uow.changed(KIND, id, version=new_version)
    return new_version


def remove_rate(uow: UnitOfWork, id: int) -> None:
    """Take a typed rate out; documents keep it."""
    uow.actor.require("setup.edit")
    before = _require(uow, id)
    uow.db.execute(sa.delete(_RATE).where(_RATE.c.id == id))
    old = RateInput(currency=before.currency, day=before.day, rate_nano=before.rate_nano)
    uow.audit(KIND, id, before=_audited(old), after={})
    uow.changed(KIND, id, version=0)


def _write(uow: UnitOfWork, known: RateCard, data: RateInput) -> None:
    """A typed rate in the place of a file's."""
    values = {**_values(data), "set_at": uow.now, "set_by": uow.actor.name}
    version = update_version(
        uow.db, ExchangeRate, id=known.id, version=known.version, values=values, kind=KIND
    )
    before = {"rate_nano": known.rate_nano, "source": known.source}
    uow.audit(KIND, known.id, before=before, after={"rate_nano": data.rate_nano, "source": TYPED})
    uow.changed(KIND, known.id, version=version)


def _require(view: Reading, id: int) -> RateCard:
    found = fetch(view.db, RateCard, select_as(RateCard, ExchangeRate).where(_RATE.c.id == id))
    if not found:
        raise NotFoundError("document.not_found", kind=KIND, id=id)
    return found[0]


def _find(view: Reading, data: RateInput) -> RateCard | None:
    if data.day is None:
        return None
    statement = select_as(RateCard, ExchangeRate)
    same = statement.where(_RATE.c.currency == data.currency, _RATE.c.day == data.day)
    return next(iter(fetch(view.db, RateCard, same)), None)


def _check(uow: UnitOfWork, data: RateInput, *, is_known: bool) -> None:
    found = Findings("rate")
    is_code = len(data.currency) == 3 and data.currency.isascii() and data.currency.isalpha()
    wrong = not is_code or not data.currency.isupper() or data.currency == EURO
    found.block(wrong, "code_wrong", "currency", currency=data.currency)
    found.block(data.day is None, "day_missing", "day")
    found.block(data.day is not None and data.day > uow.today, "typed_ahead", "day", date=data.day)
    found.block(not data.rate_nano, "not_above_zero", "rate", currency=data.currency)
    found.block(is_known, "known_already", "day", currency=data.currency, date=data.day)
    if not found.issues and not data.far_off:
        _check_near(uow, data, found)
    refuse_blocked("rate", found.all)


def _check_near(view: Reading, data: RateInput, found: Findings) -> None:
    """A slip of the decimal point is found by the rate before."""
    before = view.db.execute(
        sa.select(_RATE.c.rate_nano, _RATE.c.day)
        .where(_RATE.c.currency == data.currency, _RATE.c.day < data.day)
        .order_by(_RATE.c.day.desc())
        .limit(1)
    ).one_or_none()
    if before is None or data.rate_nano is None:
        return
    is_far = not before.rate_nano <= _FAR_OFF * data.rate_nano <= _FAR_OFF**2 * before.rate_nano
    params = {
        "before": rate_decimal(before.rate_nano),
        "rate": rate_decimal(data.rate_nano),
        "date": before.day,
    }
    found.block(is_far, "far_off", "rate", currency=data.currency, **params)


def _values(data: RateInput) -> dict[str, object]:
    return {"currency": data.currency, "day": data.day, "rate_nano": data.rate_nano, "source": TYPED}


def _audited(data: RateInput) -> dict[str, object]:
    return {"currency": data.currency, "day": data.day, "rate_nano": data.rate_nano}
