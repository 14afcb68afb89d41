"""Drafts: started, saved edit by edit (compare-and-set per field), parked, reopened, thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.orders.draft import (
    HEADER_FIELDS,
    LINE_FIELDS,
    Draft,
    Header,
    Line,
    LineDifference,
    differences,
    header_values,
    line_values,
)
from app.domain.orders.repricing import draft_totals
from app.domain.search_words import sort_key
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Firm
from db.schema.orders import Order, OrderLine
from db.statements import insert_row, insert_rows, table_of

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
_LINE_COLUMNS = {name: "line_key" if name == "key" else name for name in LINE_FIELDS}


@dataclass(frozen=True, slots=True)
class ParkedDraft:
    """A draft as the list of parked orders shows it."""

    id: int
    kind: str
    customer_name: str
    gross_minor: int
    currency: str
    lines: int


def start_draft(uow: UnitOfWork, *, kind: str = "order") -> int:
    """A new, empty draft of the actor; its id. It has no number before it is confirmed (C52)."""
    uow.actor.require("order.edit")
    currency = uow.db.execute(sa.select(Firm.currency).limit(1)).scalar_one()
    values = {
        "kind": kind, "currency": currency, "order_date": uow.today, "created_by": uow.actor.name,
        "created_at": uow.now, "parked_by": uow.actor.name,
    }  # fmt: skip
    order_id = insert_row(uow.db, Order, values)
    uow.changed("order", order_id, version=1)
    return order_id


def read_draft(view: Reading, order_id: int) -> Draft:
    """The order with its lines as a value; two queries. Works for confirmed orders too."""
    row = view.db.execute(sa.select(_ORDER).where(_ORDER.c.id == order_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    lines = view.db.execute(
        sa.select(*(_LINE.c[column].label(name) for name, column in _LINE_COLUMNS.items()))
        .where(_LINE.c.order_id == order_id)
        .order_by(_LINE.c.position, _LINE.c.line_key)
    ).mappings()
    return Draft(
        id=order_id,
        version=row["version"],
        kind=row["kind"],
        currency=row["currency"],
        order_date=row["order_date"],
        header=Header(**{name: row[name] for name in HEADER_FIELDS}),
        lines=tuple(Line(**line) for line in lines),
        price_mode=row["price_mode"],
        rules_version=row["rules_version"],
        state=row["state"],
        number=row["number"],
        revision=row["revision"],
    )


def read_parked_drafts(view: Reading) -> tuple[ParkedDraft, ...]:
    """The actor's drafts, oldest first: what the desk reopens at its next start."""
    lines = sa.select(sa.func.count()).where(_LINE.c.order_id == _ORDER.c.id).scalar_subquery()
    columns = [_ORDER.c[n] for n in ("id", "kind", "customer_name", "gross_minor", "currency")]
    statement = (
        sa.select(*columns, lines.label("lines"))
        .where(_ORDER.c.state == "draft", _ORDER.c.parked_by == view.actor.name)
        .order_by(_ORDER.c.id)
    )
    return tuple(ParkedDraft(**row) for row in view.db.execute(statement).mappings())


def save_draft(uow: UnitOfWork, *, before: Draft, after: Draft) -> int:
    """Write what differs between two states of a draft; the new version.

    Keyed fields are compared and set: where the database holds neither the old nor the new value,
    nothing at all is written and `ConflictError` shows both (C50). Derived fields are overwritten.
    """
    assert before.id == after.id, "two states of one draft"
    uow.actor.require("order.edit")
    version = _save_head(uow, before, after)
    for difference in differences(before, after):
        _save_line(uow, after.id, difference)
    uow.changed("order", after.id, version=version)
    return version


def throw_away_draft(uow: UnitOfWork, order_id: int) -> None:
    """Delete a draft for good. A numbered document is never deleted (C53)."""
    uow.actor.require("order.edit")
    _require_draft(uow, order_id)
    uow.db.execute(sa.delete(_LINE).where(_LINE.c.order_id == order_id))
    uow.db.execute(sa.delete(_ORDER).where(_ORDER.c.id == order_id, _ORDER.c.state == "draft"))
    uow.changed("order", order_id, version=0)


def _save_head(uow: UnitOfWork, before: Draft, after: Draft) -> int:
    old, new = header_values(before.header), header_values(after.header)
    changed = {name: (old[name], new[name]) for name in HEADER_FIELDS if old[name] != new[name]}
    totals = draft_totals(after)
    values: dict[str, Any] = {name: pair[1] for name, pair in changed.items()}
    values |= {
        "net_minor": totals.net_minor, "tax_minor": totals.tax_minor, "gross_minor": totals.gross_minor,
        "rules_version": after.rules_version, "version": _ORDER.c.version + 1,
    }  # fmt: skip
    if "customer_name" in changed:
        values["customer_sort"] = sort_key(after.header.customer_name)
    statement = (
        sa.update(_ORDER)
        .where(_ORDER.c.id == after.id, _ORDER.c.state == "draft")
        .where(*(_unchanged(_ORDER.c[name], pair) for name, pair in changed.items()))
        .values(**values)
        .returning(_ORDER.c.version)
    )
    version = uow.db.execute(statement).scalar_one_or_none()
    if version is None:
        _require_draft(uow, after.id)
        stored = uow.db.execute(sa.select(_ORDER).where(_ORDER.c.id == after.id)).mappings().one()
        raise _conflict("header", changed, dict(stored))
    return int(version)


def _save_line(uow: UnitOfWork, order_id: int, difference: LineDifference) -> None:
    mine = (_LINE.c.order_id == order_id, _LINE.c.line_key == difference.key)
    if difference.new is None:
        uow.db.execute(sa.delete(_LINE).where(*mine))
        return
    if difference.old is None:
        insert_rows(uow.db, OrderLine, [line_row(order_id, difference.new)])
        return
    inputs = difference.inputs
    values = {name: pair[1] for name, pair in inputs.items()} | difference.derived
    conditions = [_unchanged(_LINE.c[name], pair) for name, pair in inputs.items()]
    if uow.db.execute(sa.update(_LINE).where(*mine, *conditions).values(**values)).rowcount == 1:
        return
    stored = uow.db.execute(sa.select(_LINE).where(*mine)).mappings().one_or_none()
    if stored is None:
        raise ConflictError("order.line_removed_elsewhere", line=difference.key)
    raise _conflict(f"lines/{difference.key}", inputs, dict(stored))


def _unchanged(column: Any, pair: tuple[Any, Any]) -> sa.ColumnElement[bool]:
    """The stored value is still the old one, or already the new one (a repeat after a lost answer)."""
    old, new = pair
    return sa.or_(column.is_not_distinct_from(old), column.is_not_distinct_from(new))


def _conflict(
    target: str, changed: Mapping[str, tuple[Any, Any]], stored: Mapping[str, Any]
) -> ConflictError:
    for name, (old, new) in changed.items():
        if stored[name] not in (old, new):
            return ConflictError(
                "order.edit_conflict", field=f"{target}/{name}", mine=new, theirs=stored[name]
            )
    return ConflictError("document.changed_elsewhere", kind="order", id=stored["id"])


def _require_draft(uow: UnitOfWork, order_id: int) -> None:
    found = uow.db.execute(
        sa.select(_ORDER.c.state, _ORDER.c.number).where(_ORDER.c.id == order_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    if found.state != "draft":
        raise RefusedError("order.not_a_draft", number=found.number or "", state=found.state)


def line_row(order_id: int, line: Line) -> dict[str, Any]:
    """A line as a row of the table."""
    return {"order_id": order_id} | {_LINE_COLUMNS[name]: value for name, value in line_values(line).items()}


def duplicate_order(
    uow: UnitOfWork, order_id: int, *, keep_manual_prices: bool, on: date | None = None
) -> int:
    """A new draft with the head and lines of an order; its id. Typed prices are carried only if wished (A17)."""
    source = read_draft(uow, order_id)
    new_id = start_draft(uow, kind="order")
    head = header_values(source.header) | {"po_number": "", "requested_date": on, "valid_until": None}
    head["customer_sort"] = sort_key(source.header.customer_name)
    uow.db.execute(sa.update(_ORDER).where(_ORDER.c.id == new_id).values(**head))
    rows = []
    for line in source.lines:
        row = line_row(new_id, line)
        if not keep_manual_prices and line.product_id is not None:
            row |= {"price_source": "auto", "discount_source": "auto"}
        rows.append(row)
    insert_rows(uow.db, OrderLine, rows)
    return new_id
