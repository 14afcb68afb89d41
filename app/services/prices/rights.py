"""What each role may give away: replaced as a whole, audited, part of the rules of prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from app.domain.findings import refuse_blocked
from app.domain.money import Rate
from app.domain.price_inputs import check_price_rights
from app.domain.pricing import PriceRight
from app.services.settings_store import bump_rules_version
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema import prices as tables
from db.statements import insert_rows

RIGHTS = -2
"""The id under which these rights speak of their changes (kind "price")."""
_COLUMNS = ("role", "family", "max_discount_ppm", "min_margin_ppm")


def read_price_rights(view: Reading) -> tuple[PriceRight, ...]:
    """The rows by role and family."""
    columns = tables.PriceRight.__table__.c
    statement = sa.select(*(columns[name] for name in _COLUMNS)).order_by(columns.role, columns.family)
    return tuple(PriceRight(*row) for row in view.db.execute(statement).all())


def replace_price_rights(uow: UnitOfWork, rows: Sequence[PriceRight]) -> None:
    """Keep these rows in place of those that there are; all are refused together."""
    uow.actor.require("price.edit")
    version = bump_rules_version(uow)
    refuse_blocked("price", check_price_rights(rows))
    before = read_price_rights(uow)
    if set(before) == set(rows):
        return
    uow.db.execute(sa.delete(tables.PriceRight))
    insert_rows(uow.db, tables.PriceRight, [asdict(row) for row in rows])
    uow.audit("price", RIGHTS, before=_told(before), after=_told(rows))
    uow.changed("price", RIGHTS, version=version)


def _told(rows: Sequence[PriceRight]) -> dict[str, object]:
    """The rows as history shows them: by role and family."""
    return {
        f"right.{row.role}/{row.family}": f"{_percent(row.max_discount_ppm)} / {_percent(row.min_margin_ppm)}"
        for row in rows
    }


def _percent(ppm: int | None) -> str:
    return "-" if ppm is None else f"{Rate(ppm).percent} %"
