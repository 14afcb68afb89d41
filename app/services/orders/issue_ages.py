"""Since when each issue stands on a draft, kept beside it: another desk that opens the draft sees the same.

What is written here is no edit of the order: its version stays, and nobody is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.issues import Place
from app.domain.orders.states import OrderState
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Order, OrderIssue
from db.statements import table_of

_ISSUE = table_of(OrderIssue)
_ORDER = table_of(Order)
_ID = sa.bindparam("id", type_=sa.BigInteger)
_SINCE = sa.select(_ISSUE.c.code, _ISSUE.c.place, _ISSUE.c.since).where(_ISSUE.c.order_id == _ID)


def read_since(view: Reading, order_id: int) -> dict[Place, datetime]:
    """The first sight of each issue of the draft."""
    return {(row.code, row.place): row.since for row in view.db.execute(_SINCE, {"id": order_id})}


def note_issues(uow: UnitOfWork, order_id: int, since: Mapping[Place, datetime]) -> None:
    """Keep the issues that stand on the draft; an earlier sight of another desk stays, what is gone is forgotten."""
    uow.actor.require("order.edit")
    statement = sa.select(_ORDER.c.id).where(
        _ORDER.c.id == order_id, _ORDER.c.state == OrderState.DRAFT.value
    )
    if uow.db.execute(statement.with_for_update(read=True)).one_or_none() is None:
        return  # it went on or was thrown away meanwhile
    known = read_since(uow, order_id)
    for code, place in known.keys() - since.keys():
        mine = (_ISSUE.c.order_id == order_id, _ISSUE.c.code == code, _ISSUE.c.place == place)
        uow.db.execute(sa.delete(_ISSUE).where(*mine))
    rows = [
        {"order_id": order_id, "code": code, "place": place, "since": moment}
        for (code, place), moment in since.items()
        if (code, place) not in known
    ]
    if rows:
        insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
        uow.db.execute(insert(_ISSUE).on_conflict_do_nothing(), rows)


def forget_issues(uow: UnitOfWork, order_id: int) -> None:
    """The draft is thrown away."""
    uow.db.execute(sa.delete(_ISSUE).where(_ISSUE.c.order_id == order_id))
