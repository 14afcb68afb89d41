"""What invoices take off for advances, and what credit notes over such invoices give back of it (D57, D58)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.domain.advances import (
    ADVANCE,
    AdvanceRate,
    BilledLine,
    HeldAdvance,
    Share,
    Taken,
    quantity_of,
    take_advances,
)
from app.domain.errors import ConflictError
from app.domain.money import MICRO
from app.i18n import _, speaking
from app.services.documents.figures import date_text
from app.services.invoicing.creditable import KnownLine
from app.services.invoicing.drafts import Deduction, DraftLine, InvoiceDraft, totals_of
from app.services.ledger.advances import read_held
from app.services.settings_store import read_firm_setting
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import ADVANCE_RATE
from db.rows import ids, one_of
from db.schema.invoicing import AdvanceDeduction, CreditedQuantity, InvoiceLine
from db.statements import insert_rows, table_of


def with_deductions(
    view: Reading, draft: InvoiceDraft, line_orders: Sequence[int], *, is_last: bool
) -> InvoiceDraft:
    """The invoice less the advances of its orders, as far as it goes; `line_orders` are the orders of its lines.

    `is_last`: no other invoice of these orders follows, so what is left of their advances is told.
    """
    held = read_held(view, {order_id for order_id, _version in draft.orders})
    if not held or draft.totals.gross_minor <= 0:
        return draft
    rule = AdvanceRate(str(read_firm_setting(view, ADVANCE_RATE)))
    billed = [
        BilledLine(order_id, line.taxed) for order_id, line in zip(line_orders, draft.lines, strict=True)
    ]
    mode, rounding = draft.price_mode, draft.tax_rounding
    taken = take_advances(billed, held, rule, mode, rounding)
    with speaking(draft.buyer.language):
        lines = tuple(_line(each, draft) for each in taken)
    first = len(draft.lines) + 1
    deductions = tuple(
        Deduction(
            position=first + place,
            advance_id=each.held.advance_id,
            advance_line_id=each.held.line_id,
            share=each.share,
            quantity_micro=line.quantity_micro,
            key=each.key,
        )
        for place, (each, line) in enumerate(zip(taken, lines, strict=True))
    )
    every = (*draft.lines, *lines)
    totals = totals_of(every, mode, rounding)
    left = _left(held, taken) if is_last else None
    return replace(draft, lines=every, totals=totals, deductions=deductions, advance_left=left)


def _left(held: Sequence[HeldAdvance], taken: Sequence[Taken]) -> tuple[int, int] | None:
    """An advance of which something is left, and what is left of all."""
    lefts: dict[int, int] = {}
    for each in held:
        lefts[each.advance_id] = lefts.get(each.advance_id, 0) + each.left.gross_minor
    for one in taken:
        lefts[one.held.advance_id] -= one.share.gross_minor
    first = next((id_ for id_, minor in lefts.items() if minor > 0), None)
    return None if first is None else (first, sum(lefts.values()))


def _line(taken: Taken, draft: InvoiceDraft) -> DraftLine:
    minor = taken.share.amount_minor
    day = date_text(taken.held.date, draft.buyer.language)
    quantity = quantity_of(minor, draft.currency)
    return DraftLine(
        kind=ADVANCE,
        text=_("Less advance invoice {number} of {date}").format(number=taken.held.number, date=day),
        quantity_micro=quantity,
        unit="",
        base_micro=quantity,
        price_micro=-MICRO,
        amount_minor=-minor,
        tax=taken.key,
        sku=taken.held.number,
    )


def keep_deductions(uow: UnitOfWork, draft: InvoiceDraft, invoice_id: int) -> None:
    """Write what the posted document takes off or gives back; refused where somebody used it up meanwhile."""
    if not draft.deductions:
        return
    places = sa.select(InvoiceLine.position, InvoiceLine.id).where(InvoiceLine.invoice_id == invoice_id)
    line_ids: dict[int, int] = {row[0]: row[1] for row in uow.db.execute(places)}
    rows = [
        {
            "line_id": line_ids[each.position],
            "advance_line_id": each.advance_line_id,
            "amount_minor": each.share.amount_minor,
            "quantity_micro": each.quantity_micro,
            "net_minor": each.share.net_minor,
            "tax_minor": each.share.tax_minor,
            "home_net_minor": each.share.home_net_minor,
        }
        for each in draft.deductions
    ]
    insert_rows(uow.db, AdvanceDeduction, rows)
    _count(uow, draft.deductions)
    for advance_id in sorted({each.advance_id for each in draft.deductions}):
        uow.changed("invoice", advance_id, version=1)


_USED = CreditedQuantity.credited_minor + sa.bindparam("b_amount", type_=sa.BigInteger)
_COUNT = (
    sa.update(CreditedQuantity)
    .where(CreditedQuantity.invoice_line_id == sa.bindparam("b_id"))
    .where(_USED >= 0, CreditedQuantity.limit_minor >= _USED)
    .values(
        credited_minor=_USED,
        credited_micro=CreditedQuantity.credited_micro + sa.bindparam("b_quantity", type_=sa.BigInteger),
    )
)


def _count(uow: UnitOfWork, deductions: Sequence[Deduction]) -> None:
    sums: dict[int, tuple[int, int]] = {}
    for each in deductions:
        minor, quantity = sums.get(each.advance_line_id, (0, 0))
        sums[each.advance_line_id] = (minor + each.share.amount_minor, quantity + each.quantity_micro)
    changes = [
        {"b_id": id_, "b_amount": minor, "b_quantity": quantity}
        for id_, (minor, quantity) in sorted(sums.items())
    ]
    if uow.db.execute(_COUNT, changes).rowcount != len(changes):
        raise ConflictError("advance.used_elsewhere")


_ADVANCE_LINE = table_of(InvoiceLine).alias("advance_line")
_OF_LINES = (
    sa.select(AdvanceDeduction.__table__, _ADVANCE_LINE.c.invoice_id.label("advance_id"))
    .join(_ADVANCE_LINE, _ADVANCE_LINE.c.id == AdvanceDeduction.advance_line_id)
    .where(one_of(AdvanceDeduction.line_id, ids()))
)
_BACK = (
    sa.select(
        InvoiceLine.credited_line_id, sa.func.sum(AdvanceDeduction.amount_minor),
        sa.func.sum(AdvanceDeduction.net_minor), sa.func.sum(AdvanceDeduction.tax_minor),
        sa.func.sum(AdvanceDeduction.home_net_minor),
    )
    .join(AdvanceDeduction, AdvanceDeduction.line_id == InvoiceLine.id)
    .where(one_of(InvoiceLine.credited_line_id, ids()))
    .group_by(InvoiceLine.credited_line_id)
)  # fmt: skip


def given_back(
    view: Reading, known: Mapping[int, KnownLine], lines: Sequence[DraftLine], currency: str
) -> tuple[Deduction, ...]:
    """What a credit note over an invoice gives back of the advances that it took off: they may be taken off again."""
    wanted = [id_ for id_, line in known.items() if line.creditable.takes and line.row["kind"] == ADVANCE]
    if not wanted:
        return ()
    rows: dict[int, Any] = {
        row["line_id"]: row for row in view.db.execute(_OF_LINES, {"ids": wanted}).mappings()
    }
    before = {row[0]: Share(*map(int, row[1:])) for row in view.db.execute(_BACK, {"ids": wanted})}
    found = []
    for position, line in enumerate(lines, start=1):
        row = rows.get(line.credited_line_id or 0)
        if row is not None:
            whole = Share(row["amount_minor"], row["net_minor"], row["tax_minor"], row["home_net_minor"])
            left = whole + before.get(row["line_id"], Share(0, 0, 0, 0))
            share = -left.part(-line.amount_minor)
            quantity = -quantity_of(-share.amount_minor, currency)
            found.append(
                Deduction(position, row["advance_id"], row["advance_line_id"], share, quantity, line.tax)
            )
    return tuple(found)
