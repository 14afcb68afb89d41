"""Drafts: started, saved edit by edit (compare-and-set per field), parked, reopened, thrown away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.orders.draft import HEADER_FIELDS, Draft, Header, Line, header_values
from app.domain.orders.repricing import draft_totals, reprice_all, reprice_changed
from app.domain.orders.states import OrderState, require_move
from app.domain.orders.storable import refuse_unstorable
from app.domain.search_words import sort_key
from app.services.holds.laying import forget_holds
from app.services.line_choices import copy_choices, forget_choices
from app.services.orders.approval_requests import forget_requests, void_approval
from app.services.orders.context import read_order_context
from app.services.orders.draft_lines import (
    LINE_COLUMNS,
    conflict,
    line_row,
    save_lines,
    unchanged,
)
from app.services.orders.issue_ages import forget_issues
from app.services.orders.typed_prices import require_typed_prices
from app.services.rates import read_exchange
from app.services.settings_store import read_firm_setting
from app.services.stock.serving import hold_orders_beside
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import TAX_ROUNDING
from db.rows import ids, one_of
from db.schema.firm import Firm
from db.schema.orders import Order, OrderLine
from db.schema.parties import PaymentTerm
from db.statements import insert_row, insert_rows, table_of

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
_ID = sa.bindparam("id", type_=sa.BigInteger)
_TERM = sa.select(PaymentTerm.name).where(PaymentTerm.id == _ORDER.c.term_id).scalar_subquery()
_HEAD_OF = sa.select(_ORDER, _TERM.label("term")).where(_ORDER.c.id == _ID)
_LINES_OF = (
    sa.select(*(_LINE.c[column].label(name) for name, column in LINE_COLUMNS.items()), _LINE.c.id)
    .where(_LINE.c.order_id == _ID)
    .order_by(_LINE.c.position, _LINE.c.line_key)
)
_HEADS_OF_MANY = sa.select(_ORDER).where(one_of(_ORDER.c.id, ids()))
_LINES_OF_MANY = (
    sa.select(*(_LINE.c[column].label(name) for name, column in LINE_COLUMNS.items()), _LINE.c.order_id)
    .where(one_of(_LINE.c.order_id, ids()))
    .order_by(_LINE.c.order_id, _LINE.c.position, _LINE.c.line_key)
)
_OPEN_TO_EDIT = frozenset({OrderState.DRAFT, OrderState.QUOTED, OrderState.ORDERED})


@dataclass(frozen=True, slots=True)
class ParkedDraft:
    """A draft as the list of parked orders shows it."""

    id: int
    kind: str
    customer_name: str
    gross_minor: int
    currency: str
    lines: int


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft after a save. `is_merged`: it holds more than the caller knew, so show it anew."""

    draft: Draft
    is_merged: bool


def start_draft(uow: UnitOfWork, *, kind: str = "order") -> int:
    """A new, empty draft of the actor; its id. It has no number before it is confirmed (C52)."""
    uow.actor.require("order.edit")
    currency = uow.db.execute(sa.select(Firm.currency).limit(1)).scalar_one()
    rounding = read_firm_setting(uow, TAX_ROUNDING)
    values = {
        "kind": kind, "currency": currency, "order_date": uow.today, "created_by": uow.actor.name,
        "created_at": uow.now, "parked_by": uow.actor.name, "tax_rounding": rounding,
    }  # fmt: skip
    order_id = insert_row(uow.db, Order, values)
    uow.changed("order", order_id, version=1)
    return order_id


def read_draft(view: Reading, order_id: int) -> Draft:
    """The order with its lines as a value; two queries. Works for confirmed orders too.

    Lines that an amendment removed stay in the table with quantity 0, and are not part of the order.
    """
    return read_stored(view, order_id).draft


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """An order with the ids of its rows of lines by key, of removed lines too, and the name of its payment term."""

    draft: Draft
    line_ids: dict[str, int]
    term: str


def read_stored(view: Reading, order_id: int) -> StoredOrder:
    """The order as `read_draft` gives it, with what else stands in its rows; the same two queries."""
    row = view.db.execute(_HEAD_OF, {"id": order_id}).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    rows = view.db.execute(_LINES_OF, {"id": order_id}).all()
    draft = _as_stored(row, (Line(*line[:-1]) for line in rows))
    return StoredOrder(draft, {line.key: line.id for line in rows}, row["term"] or "")


def read_orders(view: Reading, order_ids: Collection[int]) -> tuple[Draft, ...]:
    """These orders with their lines, in the order in which they are named; two queries, however many."""
    values = {"ids": list(order_ids)}
    lines: dict[int, list[Line]] = {}
    for row in view.db.execute(_LINES_OF_MANY, values).all():
        lines.setdefault(row[-1], []).append(Line(*row[:-1]))
    heads = {row["id"]: row for row in view.db.execute(_HEADS_OF_MANY, values).mappings()}
    return tuple(_as_stored(heads[id_], lines.get(id_, ())) for id_ in order_ids if id_ in heads)


def _as_stored(row: sa.RowMapping, every: Iterable[Line]) -> Draft:
    lines = tuple(every)
    if row["state"] not in _OPEN_TO_EDIT:
        lines = tuple(line for line in lines if line.quantity_micro or not line.has_amount)
    return Draft(
        id=row["id"],
        version=row["version"],
        kind=row["kind"],
        currency=row["currency"],
        order_date=row["order_date"],
        header=Header(**{name: row[name] for name in HEADER_FIELDS}),
        lines=lines,
        price_mode=row["price_mode"],
        tax_rounding=row["tax_rounding"],
        rules_version=row["rules_version"],
        state=row["state"],
        number=row["number"],
        revision=row["revision"],
        approval=row["approval"],
    )


def read_parked_drafts(view: Reading) -> tuple[ParkedDraft, ...]:
    """The actor's drafts, oldest first: what the desk reopens at its next start."""
    lines = sa.select(sa.func.count()).where(_LINE.c.order_id == _ORDER.c.id).scalar_subquery()
    columns = [_ORDER.c[n] for n in ("id", "kind", "customer_name", "gross_minor", "currency")]
    statement = (
        sa.select(*columns, lines.label("lines"))
        .where(_ORDER.c.state == OrderState.DRAFT, _ORDER.c.parked_by == view.actor.name)
        .order_by(_ORDER.c.id)
    )
    return tuple(ParkedDraft(**row) for row in view.db.execute(statement).mappings())


def save_draft(uow: UnitOfWork, *, before: Draft, after: Draft) -> int:
    """Write what differs between two states of a draft; the new version. See `save_edits`."""
    return save_edits(uow, before=before, after=after).draft.version


def save_edits(uow: UnitOfWork, *, before: Draft, after: Draft) -> SavedDraft:
    """Write what differs between two states of a draft; the draft as it is stored then.

    Keyed fields are compared and set: where the database holds neither the old nor the new value,
    nothing at all is written and `ConflictError` shows both (C50). If somebody else saved other fields
    since `before`, both stay, and prices, taxes and sums are computed from all of them.
    """
    assert before.id == after.id, "two states of one draft"
    uow.actor.require("order.edit")
    require_typed_prices(uow, before, after)
    refuse_unstorable(after)
    if before.approval:  # the change ends the request, and what it gives back serves others
        hold_orders_beside(uow, after.id)
    version = _save_head(uow, before, after)
    save_lines(uow, before, after)
    uow.changed("order", after.id, version=version)
    if version == before.version + 1:
        return SavedDraft(replace(after, version=version), is_merged=False)
    return SavedDraft(_settle(uow, before), is_merged=True)


def _settle(uow: UnitOfWork, before: Draft) -> Draft:
    """Derive anew what two people's edits to one draft changed since `before`."""
    stored = read_draft(uow, before.id)
    products = {line.product_id for line in stored.lines if line.product_id is not None}
    context = read_order_context(
        uow,
        customer_id=stored.header.customer_id,
        product_ids=products,
        configurations=stored.configurations,
        only_products=True,
        order_id=stored.id,
    )
    settled = reprice_changed(before, stored, context)
    save_lines(uow, stored, settled)
    uow.db.execute(sa.update(_ORDER).where(_ORDER.c.id == stored.id).values(**totals_of(settled)))
    return settled


def throw_away_draft(uow: UnitOfWork, order_id: int) -> None:
    """Delete a draft for good; the quote that it was made of is open again.

    A numbered document is never deleted (C53).
    """
    uow.actor.require("order.edit")
    hold_orders_beside(uow, order_id)
    _delete_draft(uow, order_id, quote_id=_lock_draft(uow, order_id))


def throw_away_if_empty(uow: UnitOfWork, order_id: int) -> None:
    """Delete a draft into which nobody keyed anything; whatever it became elsewhere meanwhile, it stays that."""
    uow.actor.require("order.edit")
    try:
        quote_id = _lock_draft(uow, order_id)
    except (NotFoundError, RefusedError):
        return
    if read_draft(uow, order_id).is_empty:
        _delete_draft(uow, order_id, quote_id=quote_id)


def _delete_draft(uow: UnitOfWork, order_id: int, *, quote_id: int | None) -> None:
    forget_issues(uow, order_id)
    forget_holds(uow, order_id)
    forget_requests(uow, order_id)
    forget_choices(uow, order_id)
    uow.db.execute(sa.delete(_LINE).where(_LINE.c.order_id == order_id))
    uow.db.execute(sa.delete(_ORDER).where(_ORDER.c.id == order_id, _ORDER.c.state == OrderState.DRAFT))
    uow.changed("order", order_id, version=0)
    if quote_id is not None:
        _reopen_quote(uow, quote_id)


def _reopen_quote(uow: UnitOfWork, quote_id: int) -> None:
    row = uow.db.execute(sa.select(_ORDER.c.state, _ORDER.c.number).where(_ORDER.c.id == quote_id)).one()
    require_move(row.state, OrderState.QUOTED, number=row.number)
    version = uow.db.execute(
        sa.update(_ORDER)
        .where(_ORDER.c.id == quote_id)
        .values(state=OrderState.QUOTED, version=_ORDER.c.version + 1)
        .returning(_ORDER.c.version)
    ).scalar_one()
    uow.audit("order", quote_id, before={"state": row.state}, after={"state": OrderState.QUOTED})
    uow.changed("order", quote_id, version=version)


def _save_head(uow: UnitOfWork, before: Draft, after: Draft) -> int:
    old, new = header_values(before.header), header_values(after.header)
    changed = {name: (old[name], new[name]) for name in HEADER_FIELDS if old[name] != new[name]}
    values: dict[str, Any] = {name: pair[1] for name, pair in changed.items()}
    values |= totals_of(after) | {
        "rules_version": after.rules_version, "order_date": after.order_date, "currency": after.currency,
        "price_mode": after.price_mode,
        "version": _ORDER.c.version + 1,
    }  # fmt: skip
    if "customer_name" in changed:
        values["customer_sort"] = sort_key(after.header.customer_name)
    statement = (
        sa.update(_ORDER)
        .where(_ORDER.c.id == after.id, _ORDER.c.state == OrderState.DRAFT)
        .where(*(unchanged(_ORDER.c[name], pair) for name, pair in changed.items()))
        .values(**values)
        .returning(_ORDER.c.version, _ORDER.c.approval)
    )
    saved = uow.db.execute(statement).one_or_none()
    if saved is None:
        _lock_draft(uow, after.id)
        stored = uow.db.execute(sa.select(_ORDER).where(_ORDER.c.id == after.id)).mappings().one()
        raise conflict("header", changed, dict(stored))
    if saved.approval:
        void_approval(uow, after.id)
    return int(saved.version)


def totals_of(draft: Draft) -> dict[str, int]:
    """The sums of the order as columns."""
    totals = draft_totals(draft)
    return {
        "net_minor": totals.net_minor,
        "tax_minor": totals.tax_minor,
        "gross_minor": totals.gross_minor,
    }


def _lock_draft(uow: UnitOfWork, order_id: int) -> int | None:
    """Hold a draft and refuse anything else; the quote that it was made of."""
    columns = (_ORDER.c.state, _ORDER.c.number, _ORDER.c.quote_id)
    found = uow.db.execute(sa.select(*columns).where(_ORDER.c.id == order_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    if found.state != OrderState.DRAFT:
        raise RefusedError("order.not_a_draft", number=found.number or "")
    quote_id: int | None = found.quote_id
    return quote_id


def duplicate_order(
    uow: UnitOfWork, order_id: int, *, keep_manual_prices: bool, on: date | None = None, only: str = ""
) -> int:
    """A new draft with the head and lines of an order under today's rules; its id.

    Typed prices and discounts are carried only if wished (A17), and by those who may type them. `only`: the key of the
    one line to carry; NotFoundError where it is not there.
    """
    source = read_draft(uow, order_id)
    if only:
        source = _with_one_line(source, only)
    empty = read_draft(uow, start_draft(uow, kind="order"))
    if keep_manual_prices:
        require_typed_prices(uow, empty, source)
    products = {line.product_id for line in source.lines if line.product_id is not None}
    context = read_order_context(
        uow,
        customer_id=source.header.customer_id,
        product_ids=products,
        configurations=source.configurations,
        only_products=True,
    )
    header = replace(source.header, po_number="", requested_date=on, valid_until=None, pasted="", waived="")
    header = replace(header, exchange=_rate_now(uow, source))
    if not keep_manual_prices:
        header = replace(header, order_discount="")
    lines = tuple(_copied(line, keep_manual=keep_manual_prices) for line in source.keyed_lines)
    empty = replace(empty, header=header, lines=lines, price_mode=source.price_mode, currency=source.currency)
    copy = reprice_all(empty, context)
    write_new(uow, copy)
    if source.configurations:
        copy_choices(uow, source=order_id, target=copy.id)
    return copy.id


def _with_one_line(source: Draft, key: str) -> Draft:
    line = source.line(key)
    if line is None:
        raise NotFoundError("document.not_found", kind="order", id=source.id)
    return replace(source, lines=(line,))


def _rate_now(view: Reading, source: Draft) -> str:
    """The rate of today in the source's currency; its own where there is none."""
    if not source.header.exchange:
        return ""
    found = read_exchange(view, source.currency, on=view.clock.today())
    return found.text if found else source.header.exchange


def _copied(line: Line, *, keep_manual: bool) -> Line:
    copied = replace(line, requested_date=None)
    if keep_manual or line.product_id is None:
        return copied
    return replace(copied, price_source="auto", discount_source="auto")


def write_new(uow: UnitOfWork, draft: Draft, **values: object) -> None:
    """Fill a draft that was just started: its head with further columns, and all its lines."""
    head: dict[str, object] = header_values(draft.header)
    head |= {
        "customer_sort": sort_key(draft.header.customer_name), "rules_version": draft.rules_version,
        "currency": draft.currency, "tax_rounding": draft.tax_rounding, "price_mode": draft.price_mode,
        **totals_of(draft), **values,
    }  # fmt: skip
    uow.db.execute(sa.update(_ORDER).where(_ORDER.c.id == draft.id).values(**head))
    insert_rows(uow.db, OrderLine, [line_row(draft.id, line) for line in draft.lines])
