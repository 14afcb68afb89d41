"""Document numbers: drawn at posting, in the transaction of the posting, without gaps (C52).

A crash or rollback gives the number back, because it was never committed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.errors import NotFoundError, RefusedError
from app.services.unit_of_work import UnitOfWork
from db.schema.firm import NumberSeries
from db.statements import table_of

IN_ORDER_OF_DATES = ("invoice", "credit_note")
"""The law asks it of these (C52); one desk whose clock is wrong must not stop the orders of all others."""

_ON = sa.bindparam("b_on", type_=sa.Date)
_NEXT = (
    sa.update(NumberSeries)
    .where(NumberSeries.kind == sa.bindparam("b_kind"))
    .where(
        sa.or_(
            NumberSeries.kind.not_in(IN_ORDER_OF_DATES),
            NumberSeries.last_date.is_(None),
            NumberSeries.last_date <= _ON,
        )
    )
    .values(
        next_number=NumberSeries.next_number + 1,
        last_date=sa.case((NumberSeries.last_date > _ON, NumberSeries.last_date), else_=_ON),
    )
    .returning(NumberSeries.id, NumberSeries.prefix, NumberSeries.digits, NumberSeries.next_number)
)
_DRAW = _NEXT.where(NumberSeries.period == sa.bindparam("b_period"))
_NEWER = table_of(NumberSeries).alias("newer")
_DRAW_NEWEST = _NEXT.where(
    NumberSeries.period == sa.case((NumberSeries.yearly, sa.bindparam("b_year")), else_=""),
    ~sa.exists().where(_NEWER.c.kind == NumberSeries.kind, _NEWER.c.period > NumberSeries.period),
)
"""The newest row of the series serves the date, nearly always: found and drawn from in one statement."""
_NEWEST = (
    sa.select(table_of(NumberSeries))
    .where(NumberSeries.kind == sa.bindparam("b_kind"))
    .order_by(NumberSeries.period.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class DrawnNumber:
    """A number as it is printed, with its place in the series; imported history has none."""

    number: str
    series_id: int
    series_number: int | None


def draw_number(uow: UnitOfWork, kind: str, *, on: date) -> DrawnNumber:
    """The next number of the series for a document dated `on`.

    Kinds: order, quote, shipment, invoice, credit_note, payment, arrival. The date of an invoice or credit note
    must not lie before the last one of the series; the refusal names both dates.
    """
    own = {"b_kind": kind, "b_on": on}
    row = uow.db.execute(_DRAW_NEWEST, {**own, "b_year": str(on.year)}).one_or_none()
    if row is None:
        period = _period(uow, kind, on)
        row = uow.db.execute(_DRAW, {**own, "b_period": period}).one_or_none()
        if row is None:
            _explain_refusal(uow, kind, period, on)
    assert row is not None
    drawn = row.next_number - 1
    return DrawnNumber(number=f"{row.prefix}{drawn:0{row.digits}d}", series_id=row.id, series_number=drawn)


def _period(uow: UnitOfWork, kind: str, on: date) -> str:
    """The period of the series that serves the date; a yearly series gets its row on the year's first draw."""
    series = NumberSeries
    newest = uow.db.execute(_NEWEST, {"b_kind": kind}).mappings().one_or_none()
    if newest is None:
        raise NotFoundError("series.missing", kind=kind)
    if not newest["yearly"]:
        return ""
    year = str(on.year)
    if newest["period"] < year:
        insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
        values = {
            "kind": kind,
            "period": year,
            "prefix": _yearly_prefix(newest["prefix"], newest["period"], year),
            "digits": newest["digits"],
            "gapless": newest["gapless"],
            "yearly": True,
        }
        if not newest["period"]:  # the first year goes on from what the card says
            values |= {name: newest[name] for name in ("next_number", "first_number")}
        uow.db.execute(insert(series).values(**values).on_conflict_do_nothing())
    return year


def _yearly_prefix(prefix: str, last_year: str, year: str) -> str:
    """The prefix with the year in it: numbers start again each year and must not come twice."""
    if last_year and last_year in prefix:
        return prefix.replace(last_year, year)
    return prefix if year in prefix else f"{prefix}{year}-"


def _explain_refusal(uow: UnitOfWork, kind: str, period: str, on: date) -> None:
    series = NumberSeries
    last = uow.db.execute(
        sa.select(series.last_date).where(series.kind == kind, series.period == period)
    ).scalar_one_or_none()
    if last is None:
        raise NotFoundError("series.missing", kind=kind)
    raise RefusedError("series.date_before_last", kind=kind, date=on, last_date=last)
