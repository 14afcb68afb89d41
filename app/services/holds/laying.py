"""Laying a hold, releasing it for what there is now, and ending it; the story of the order or customer tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import refuse_blocked
from app.domain.holds import (
    STOPS,
    Hold,
    HoldKind,
    Release,
    Stop,
    check_hold,
    check_release,
    released,
)
from app.domain.rights import SYSTEM
from app.services.holds.rows import OF_THESE, HoldCard, hold_of, read_cards
from app.services.unit_of_work import UnitOfWork
from db.schema.holds import OrderHold
from db.schema.orders import Order
from db.schema.parties import Customer
from db.statements import insert_row, table_of, update_version

_HOLD, _ORDER, _CUSTOMER = table_of(OrderHold), table_of(Order), table_of(Customer)
KIND = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldInput:
    """A hold as keyed, of one order or of one customer; `stops` None is what the kind stops."""

    kind: HoldKind
    reason: str
    order_id: int | None = None
    customer_id: int | None = None
    stops: frozenset[Stop] | None = None
    until: date | None = None


def place_hold(uow: UnitOfWork, data: HoldInput) -> int:
    """Hold an order, or all orders of a customer; the hold's id."""
    require_for(uow, data.kind)
    stops = STOPS[data.kind] if data.stops is None else data.stops
    refuse_blocked("hold", check_hold(data.kind, stops, data.reason, data.until, uow.today))
    _hold_target(uow, data)
    return _insert(uow, data, stops, cause="", release=None)


def require_for(uow: UnitOfWork, kind: HoldKind) -> None:
    """Refuse whoever neither lays nor releases holds of the kind: the rights of `app.domain.holds.RIGHTS` by name."""
    if kind is HoldKind.CREDIT:
        uow.actor.require("hold.credit")
    elif kind is HoldKind.COMPLIANCE:
        uow.actor.require("hold.compliance")
    elif kind is HoldKind.MANUAL:
        uow.actor.require("hold.manual")
    else:
        uow.actor.require("hold.shipping")


def lay_by_rule(uow: UnitOfWork, data: HoldInput, cause: str, release: Release | None = None) -> int:
    """The live hold that a rule lays under its cause, made or brought up to date; its id.

    `release`: it was approved at once, for what there is now.
    """
    assert cause, "a person's hold has no cause"
    mine = _HOLD.c.order_id == data.order_id if data.order_id else _HOLD.c.customer_id == data.customer_id
    own = sa.select(_HOLD).where(mine, _HOLD.c.cause == cause, _HOLD.c.ended_at.is_(None))
    row = uow.db.execute(own).mappings().one_or_none()
    if row is None:
        return _insert(uow, data, STOPS[data.kind], cause=cause, release=release)
    if release is not None:
        _write_release(uow, hold_of(row), release)
    return int(row["id"])


def release_hold(
    uow: UnitOfWork, hold_id: int, *, version: int, reason: str, until: date | None, content: str = ""
) -> None:
    """Let through what the hold stops, as it is now, up to and with `until`. Beyond that it holds again.

    `content`: the content hash of an order that is a draft still.
    """
    card = read_hold(uow, hold_id)
    require_for(uow, card.hold.kind)
    refuse_blocked("hold", check_release(card.hold.kind, reason, until, uow.today))
    if card.hold.version != version or not card.is_standing:
        raise RefusedError("hold.answered")
    world = replace(card.world, content=content or card.world.content)
    _write_release(
        uow, card.hold, released(card.hold, world, by=uow.actor.name, at=uow.now, reason=reason, until=until)
    )


def hold_again(uow: UnitOfWork, hold_id: int) -> None:
    """A release is taken back, or something new was found: the hold stands as on its first day."""
    nothing = {
        "released_by": "",
        "released_at": None,
        "release_reason": "",
        "release_until": None,
        "release_content": "",
    }
    row = uow.db.execute(
        sa.update(_HOLD)
        .where(_HOLD.c.id == hold_id, _HOLD.c.released_at.is_not(None))
        .values(**nothing, version=_HOLD.c.version + 1)
        .returning(_HOLD.c.kind, _HOLD.c.order_id, _HOLD.c.customer_id, _HOLD.c.version)
    ).one_or_none()
    if row is not None:
        _tell(uow, hold_id, row.version, row.order_id, row.customer_id, {"hold": ""}, {"hold": row.kind}, "")


def end_holds(uow: UnitOfWork, *conditions: sa.ColumnElement[bool]) -> None:
    """What these live holds held back is no more: the order was cancelled, or their cause is gone."""
    rows = uow.db.execute(
        sa.update(_HOLD)
        .where(_HOLD.c.ended_at.is_(None), *conditions)
        .values(ended_at=uow.now, version=_HOLD.c.version + 1)
        .returning(_HOLD.c.id, _HOLD.c.kind, _HOLD.c.order_id, _HOLD.c.customer_id, _HOLD.c.version)
    ).all()
    for row in rows:
        _tell(uow, row.id, row.version, row.order_id, row.customer_id, {"hold": row.kind}, {"hold": ""}, "")


def forget_holds(uow: UnitOfWork, order_id: int) -> None:
    """A draft is thrown away, and its holds with it; the audit keeps them."""
    end_holds(uow, _HOLD.c.order_id == order_id)
    uow.db.execute(sa.delete(_HOLD).where(_HOLD.c.order_id == order_id))


def read_hold(uow: UnitOfWork, hold_id: int) -> HoldCard:
    """The live hold, its row held until the end of the transaction."""
    target = sa.select(_HOLD.c.order_id, _HOLD.c.customer_id).where(
        _HOLD.c.id == hold_id, _HOLD.c.ended_at.is_(None)
    )
    row = uow.db.execute(target.with_for_update()).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind=KIND, id=hold_id)
    values = {"orders": [row.order_id or 0], "customers": [row.customer_id or 0]}
    return next(card for card in read_cards(uow, OF_THESE, values) if card.hold.id == hold_id)


def mark_customer(uow: UnitOfWork, customer_id: int, today: date) -> None:
    """What the customer's row says of his holds, for lists and searches; `verify` proves it."""
    uow.db.execute(MARKED.where(_CUSTOMER.c.id == customer_id), {"today": today})


_TODAY = sa.bindparam("today", type_=sa.Date)
IN_FORCE = sa.and_(
    _HOLD.c.customer_id == _CUSTOMER.c.id,
    _HOLD.c.ended_at.is_(None),
    sa.or_(_HOLD.c.until.is_(None), _HOLD.c.until >= _TODAY),
    sa.or_(_HOLD.c.released_at.is_(None), _HOLD.c.release_until < _TODAY),
)
"""A customer's hold as his row counts it: neither over nor released."""
_IS_HELD = sa.exists().where(IN_FORCE)
MARKED = sa.update(_CUSTOMER).where(_CUSTOMER.c.on_hold != _IS_HELD).values(on_hold=_IS_HELD)


def _hold_target(uow: UnitOfWork, data: HoldInput) -> None:
    """The order or customer, held: nobody ships it at this moment. Refused where there is none to hold."""
    table, id_ = (_ORDER, data.order_id) if data.order_id is not None else (_CUSTOMER, data.customer_id)
    columns = (table.c.id, *((table.c.state, table.c.number) if table is _ORDER else ()))
    row = uow.db.execute(sa.select(*columns).where(table.c.id == id_).with_for_update()).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order" if table is _ORDER else "customer", id=id_)
    if table is _ORDER and row.state not in {"draft", "quoted", "confirmed"}:
        raise RefusedError("hold.nothing_left", number=row.number or "", state=row.state)


def _insert(
    uow: UnitOfWork, data: HoldInput, stops: frozenset[Stop], *, cause: str, release: Release | None
) -> int:
    by = SYSTEM.name if cause else uow.actor.name
    values: dict[str, Any] = {
        "order_id": data.order_id, "customer_id": data.customer_id, "kind": data.kind.value,
        "stops": ",".join(each.value for each in Stop if each in stops), "reason": data.reason.strip(), "cause": cause,
        "placed_by": by, "placed_at": uow.now, "until": data.until, "release_reason": "",
    }  # fmt: skip
    id_ = insert_row(uow.db, OrderHold, values)
    after: dict[str, object] = {"hold": data.kind.value, **({"hold_until": data.until} if data.until else {})}
    _tell(uow, id_, 1, data.order_id, data.customer_id, {"hold": ""}, after, data.reason.strip())
    if release is not None:
        row = uow.db.execute(sa.select(_HOLD).where(_HOLD.c.id == id_)).mappings().one()
        _write_release(uow, hold_of(row), release)
    return id_


def _write_release(uow: UnitOfWork, hold: Hold, release: Release) -> None:
    values = {
        "released_by": release.by, "released_at": release.at, "release_reason": release.reason,
        "release_until": release.until, "release_content": release.content, "release_order_minor": release.order_minor,
        "release_used_minor": release.used_minor, "release_overdue_minor": release.overdue_minor,
    }  # fmt: skip
    version = update_version(uow.db, _HOLD, id=hold.id, version=hold.version, values=values, kind=KIND)
    if release.used_minor is not None:
        _raise_others(uow, hold, release)
    after: dict[str, object] = {"hold": "", "released": hold.kind.value}
    after |= {"hold_until": release.until} if release.until else {}
    before: dict[str, object] = {"hold": hold.kind.value}
    _tell(uow, hold.id, version, hold.order_id, hold.customer_id, before, after, release.reason)


def _raise_others(uow: UnitOfWork, hold: Hold, release: Release) -> None:
    """Who releases a credit hold sees all that the customer uses: what was released for less is released for that."""
    whose = sa.select(_ORDER.c.customer_id).where(_ORDER.c.id == hold.order_id).scalar_subquery()
    customer = sa.literal(hold.customer_id) if hold.customer_id is not None else whose
    orders = sa.select(_ORDER.c.id).where(_ORDER.c.customer_id == customer)
    used, overdue = release.used_minor, release.overdue_minor or 0
    below = _HOLD.c.release_overdue_minor < overdue
    raised = uow.db.execute(
        sa.update(_HOLD)
        .where(_HOLD.c.id != hold.id, _HOLD.c.ended_at.is_(None), _HOLD.c.released_at.is_not(None))
        .where(_HOLD.c.kind == HoldKind.CREDIT.value)
        .where(sa.or_(_HOLD.c.customer_id == customer, _HOLD.c.order_id.in_(orders)))
        .where(sa.or_(_HOLD.c.release_used_minor < used, below))
        .values(
            release_used_minor=sa.case(
                (_HOLD.c.release_used_minor < used, used), else_=_HOLD.c.release_used_minor
            ),
            release_overdue_minor=sa.case((below, overdue), else_=_HOLD.c.release_overdue_minor),
            version=_HOLD.c.version + 1,
        )
        .returning(_HOLD.c.id, _HOLD.c.version)
    ).all()
    for row in raised:
        uow.changed(KIND, row.id, version=row.version)


def _tell(
    uow: UnitOfWork,
    id: int,
    version: int,
    order_id: int | None,
    customer_id: int | None,
    before: Mapping[str, object],
    after: Mapping[str, object],
    reason: str,
) -> None:
    """The story of the order or customer has it, and who shows either hears of it."""
    kind, of = ("order", order_id) if order_id is not None else ("customer", customer_id)
    assert of is not None, "a hold is of one of them"
    uow.audit(kind, of, before=before, after=after, reason=reason)
    uow.changed(KIND, id, version=version)
    uow.changed(kind, of, version=0)
    if customer_id is not None:
        mark_customer(uow, customer_id, uow.today)
