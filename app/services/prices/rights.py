"""What each role may give away: changed row by row, audited, part of the rules of prices."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa

from app.domain.errors import ConflictError
from app.domain.findings import refuse_blocked
from app.domain.price_inputs import check_price_right
from app.domain.pricing import PriceRight
from app.services.history import HistoryEntry, changes_between, read_acts
from app.services.settings_store import bump_rules_version
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema import prices as tables
from db.statements import insert_row, table_of

RIGHTS = -2
"""The id under which these rights speak of their changes (kind "price")."""
_TABLE = table_of(tables.PriceRight)


@dataclass(frozen=True, slots=True)
class PriceRightCard:
    """A row of the rights and its id."""

    id: int
    right: PriceRight


def read_price_rights(view: Reading) -> tuple[PriceRightCard, ...]:
    """The rows by role and family."""
    columns = _TABLE.c
    statement = sa.select(
        columns.id,
        columns.role,
        columns.family,
        columns.max_discount_ppm,
        columns.min_margin_ppm,
        columns.floor_ppm,
    ).order_by(columns.role, columns.family)
    return tuple(PriceRightCard(id_, PriceRight(*row)) for id_, *row in view.db.execute(statement).all())


def read_price_right_history(view: Reading, id: int) -> tuple[HistoryEntry, ...]:
    """Who changed a row and what, newest first."""
    found: list[HistoryEntry] = []
    key = _key(id)
    for act in read_acts(view, "price", RIGHTS):
        if key in act.before and key not in act.after:
            break  # an older row had the number
        if key in act.after:
            sides = [dict(side[key]) if key in side else {} for side in (act.before, act.after)]  # type: ignore[call-overload]  # as audited
            found.append(HistoryEntry(act.at, act.actor, changes_between(*sides), act.reason))
    return tuple(found)


def create_price_right(uow: UnitOfWork, data: PriceRight) -> int:
    """Say what a role may on a family, or on all; its id."""
    version = _begin(uow)
    _refuse(data, {card.id: card.right for card in read_price_rights(uow)})
    id_ = insert_row(uow.db, tables.PriceRight, asdict(data))
    _tell(uow, version, id_, None, data)
    return id_


def change_price_right(uow: UnitOfWork, id: int, data: PriceRight, *, before: PriceRight) -> None:
    """Put a row in place of the one that was `before`; ConflictError where that is another one by now."""
    version = _begin(uow)
    others = _others(uow, id, before)
    if data == before:
        return
    _refuse(data, others)
    uow.db.execute(sa.update(_TABLE).where(_TABLE.c.id == id).values(**asdict(data)))
    _tell(uow, version, id, before, data)


def remove_price_right(uow: UnitOfWork, id: int) -> None:
    """Take a row out: on this family the role has its row for all again, or no limit."""
    version = _begin(uow)
    known = {card.id: card.right for card in read_price_rights(uow)}
    if id not in known:
        raise ConflictError("document.changed_elsewhere", kind="price", id=id)
    uow.db.execute(sa.delete(_TABLE).where(_TABLE.c.id == id))
    _tell(uow, version, id, known[id], None)


def _begin(uow: UnitOfWork) -> int:
    """The rules' next version: until this transaction ends nobody else changes a rule."""
    uow.actor.require("price.edit")
    return bump_rules_version(uow)


def _others(uow: UnitOfWork, id: int, before: PriceRight) -> dict[int, PriceRight]:
    known = {card.id: card.right for card in read_price_rights(uow)}
    if known.pop(id, None) != before:
        raise ConflictError("document.changed_elsewhere", kind="price", id=id)
    return known


def _refuse(data: PriceRight, others: dict[int, PriceRight]) -> None:
    refuse_blocked("price", check_price_right(data, tuple(others.values())))


def _tell(
    uow: UnitOfWork, version: int, id: int, before: PriceRight | None, after: PriceRight | None
) -> None:
    sides = [{} if right is None else {_key(id): asdict(right)} for right in (before, after)]
    uow.audit("price", RIGHTS, before=sides[0], after=sides[1])
    uow.changed("price", RIGHTS, version=version)


def _key(id: int) -> str:
    """How an act names a row."""
    return f"right.{id}"
