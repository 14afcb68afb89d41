"""Sections and notes of the orders behind a delivery note or an invoice."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from app.domain.orders.draft import KIT, KIT_ORIGIN
from app.domain.paper_headings import HEADINGS, Headings, OrderedLine, headings_of
from app.services.unit_of_work import Reading
from db.schema.orders import OrderLine
from db.statements import table_of

_LINE = table_of(OrderLine).c
_SHOWN = sa.select(_LINE.order_id).where(_LINE.id.in_(sa.bindparam("ids", expanding=True)))
_LINES = (
    sa.select(_LINE.order_id, _LINE.id, _LINE.kind, _LINE.text, _LINE.sku, _LINE.line_key, _LINE.origin)
    .where(_LINE.order_id.in_(_SHOWN))
    .order_by(_LINE.order_id, _LINE.position, _LINE.id)
)


def read_headings(view: Reading, order_line_ids: Collection[int], *, kits_only: bool = False) -> Headings:
    """The headings around these order lines, as the orders stand now: one query.

    `kits_only`: without sections and notes, as on a credit note, which names the kit of what comes back.
    """
    found = Headings({}, {})
    if not order_line_ids:
        return found
    shown = set(order_line_ids)
    rows = view.db.execute(_LINES, {"ids": sorted(shown)})
    for _order, lines in groupby(rows, key=lambda row: row.order_id):
        meant = [_ordered(row) for row in lines if not (kits_only and row.kind in HEADINGS)]
        part = headings_of(meant, shown)
        found.before.update(part.before)
        found.after.update(part.after)
    return found


def _ordered(row: Any) -> OrderedLine:
    if row.kind == KIT:
        return OrderedLine(row.id, row.kind, f"{row.sku} {row.text}", row.line_key)
    kit = row.origin.removeprefix(KIT_ORIGIN) if row.origin.startswith(KIT_ORIGIN) else ""
    return OrderedLine(row.id, row.kind, row.text, kit)
