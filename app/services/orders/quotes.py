"""Quotes: a draft sent with a validity, revised (old papers stay readable), turned into an order.

A quote keeps its prices until its validity ends at the end of that day (A13); ordering later warns.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.issues import Severity
from app.domain.orders.draft import Draft, differences, header_values, line_values
from app.domain.orders.repricing import draft_totals
from app.domain.orders.states import OrderState, require_move
from app.domain.search_words import sort_key
from app.services.numbering import draw_number
from app.services.orders.confirming import content_hash
from app.services.orders.drafts import line_row, read_draft, start_draft
from app.services.orders.papers import freeze_order_paper
from app.services.orders.planning import OrderPlan
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import Order, OrderLine
from db.statements import insert_rows, table_of, update_version

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)


def send_quote(uow: UnitOfWork, plan: OrderPlan, *, valid_until: date) -> str:
    """Turn a draft into a quote with its own number and frozen paper; the number. Nothing is reserved."""
    uow.actor.require("order.confirm")
    draft = plan.draft
    blocks = tuple(issue for issue in plan.issues if issue.severity is Severity.BLOCK)
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    if valid_until < uow.today:
        raise RefusedError("quote.valid_until_past", date=valid_until)
    require_move(draft.state, OrderState.QUOTED, number=draft.number)
    drawn = draw_number(uow, "quote", on=uow.today)
    values = {
        "kind": "quote", "state": OrderState.QUOTED, "number": drawn.number, "series_id": drawn.series_id,
        "series_number": drawn.series_number, "valid_until": valid_until, "order_date": uow.today,
        "content_hash": content_hash(draft), "parked_by": "",
    }  # fmt: skip
    version = update_version(uow.db, Order, id=draft.id, version=draft.version, values=values, kind="order")
    freeze_order_paper(uow, draft.id)
    after = {"state": "quoted", "number": drawn.number, "gross_minor": draft_totals(draft).gross_minor}
    uow.audit("order", draft.id, before={"state": "draft"}, after=after)
    uow.changed("order", draft.id, version=version)
    return drawn.number


def revise_quote(uow: UnitOfWork, *, before: Draft, after: Draft) -> int:
    """A new revision of a quote with its own paper; the new version."""
    uow.actor.require("order.edit")
    if before.state != OrderState.QUOTED:
        raise RefusedError(
            "order.wrong_state", number=before.number or "", state=before.state, wanted="revised"
        )
    totals = draft_totals(after)
    values = {
        **header_values(after.header),
        "customer_sort": sort_key(after.header.customer_name),
        "net_minor": totals.net_minor,
        "tax_minor": totals.tax_minor,
        "gross_minor": totals.gross_minor,
        "revision": before.revision + 1,
        "rules_version": after.rules_version,
        "content_hash": content_hash(after),
    }
    version = update_version(uow.db, Order, id=before.id, version=before.version, values=values, kind="order")
    for change in differences(before, after):
        mine = (_LINE.c.order_id == before.id, _LINE.c.line_key == change.key)
        if change.new is None:
            uow.db.execute(sa.delete(_LINE).where(*mine))
        elif change.old is None:
            insert_rows(uow.db, OrderLine, [line_row(before.id, change.new)])
        else:
            fields = line_values(change.new)
            del fields["key"]
            uow.db.execute(sa.update(_LINE).where(*mine).values(**fields))
    freeze_order_paper(uow, before.id)
    amounts = {"gross_minor": draft_totals(before).gross_minor, "revision": before.revision}
    uow.audit(
        "order",
        before.id,
        before=amounts,
        after={"gross_minor": totals.gross_minor, "revision": before.revision + 1},
    )
    uow.changed("order", before.id, version=version)
    return version


def order_from_quote(uow: UnitOfWork, quote_id: int, *, version: int) -> int:
    """A draft order with the quote's head, lines and prices; its id. The quote counts as ordered."""
    uow.actor.require("order.edit")
    quote = read_draft(uow, quote_id)
    if quote.version != version:
        raise ConflictError("document.changed_elsewhere", kind="order", id=quote_id)
    require_move(quote.state, OrderState.ORDERED, number=quote.number)
    order_id = start_draft(uow, kind="order")
    totals = draft_totals(quote)
    head = header_values(quote.header) | {
        "quote_id": quote_id, "customer_sort": sort_key(quote.header.customer_name), "net_minor": totals.net_minor,
        "tax_minor": totals.tax_minor, "gross_minor": totals.gross_minor, "rules_version": quote.rules_version,
    }  # fmt: skip
    uow.db.execute(sa.update(_ORDER).where(_ORDER.c.id == order_id).values(**head))
    insert_rows(uow.db, OrderLine, [line_row(order_id, line) for line in quote.lines])
    new_version = update_version(
        uow.db, Order, id=quote_id, version=version, values={"state": OrderState.ORDERED}, kind="order"
    )
    uow.audit("order", quote_id, before={"state": "quoted"}, after={"state": "ordered", "order_id": order_id})
    uow.changed("order", quote_id, version=new_version)
    return order_id
