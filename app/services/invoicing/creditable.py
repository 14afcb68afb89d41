"""What of an invoice was credited so far: read under a lock, and raised by what a credit note takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.advances import ADVANCE
from app.domain.crediting import CreditableLine, CreditPart, CreditProgress, TaxLeft
from app.domain.errors import ConflictError
from app.domain.tax import TaxKey
from app.services.invoicing.drafts import DraftLine
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.invoicing import AdvanceDeduction, CreditedQuantity, InvoiceLine, InvoiceTax, InvoiceTaxPart
from db.schema.orders import OrderLine
from db.schema.products import Product
from db.schema.promotions import PromotionRule
from db.statements import table_of

_KEY = (InvoiceTax.tax_category, InvoiceTax.tax_ppm, InvoiceTax.tax_code, InvoiceTax.tax_stack)


@dataclass(frozen=True, slots=True)
class KnownLine:
    """An invoice line with its columns and its credit so far; `decimals`: of its base unit, if it has a product."""

    row: Mapping[str, Any]
    creditable: CreditableLine
    decimals: int | None

    @property
    def progress(self) -> CreditProgress:
        """The line's credit so far."""
        return self.creditable.progress

    @property
    def key(self) -> TaxKey:
        """The line's tax."""
        return self.creditable.key


def lock_lines(uow: UnitOfWork, invoice_id: int) -> dict[int, KnownLine]:
    """Every line of the invoice with its credit so far, locked: credits of one invoice come one by one."""
    start_counting(uow, invoice_id)
    credited = (
        sa.select(CreditedQuantity.__table__)
        .where(CreditedQuantity.invoice_line_id.in_(_lines_of(invoice_id)))
        .order_by(CreditedQuantity.invoice_line_id)
        .with_for_update()
    )
    so_far = {row["invoice_line_id"]: row for row in uow.db.execute(credited).mappings()}
    bases = _credited_bases(uow, invoice_id)
    rows = uow.db.execute(
        sa.select(
            *table_of(InvoiceLine).c,
            OrderLine.factor_num,
            OrderLine.factor_den,
            OrderLine.order_id,
            OrderLine.origin,
            Product.unit_decimals,
        )
        .outerjoin(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
        .outerjoin(Product, Product.id == InvoiceLine.product_id)
        .where(InvoiceLine.invoice_id == invoice_id)
        .order_by(InvoiceLine.position)
    ).mappings()
    return {row["id"]: _known(row, so_far[row["id"]], bases.get(row["id"], 0)) for row in rows}


def _lines_of(invoice_id: int) -> sa.Select[Any]:
    return sa.select(InvoiceLine.id).where(InvoiceLine.invoice_id == invoice_id)


def start_counting(uow: UnitOfWork, invoice_id: int) -> None:
    """A counter for each line, if none of its credits made one yet."""
    insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
    first = sa.select(
        InvoiceLine.id,
        sa.literal(0),
        sa.func.abs(InvoiceLine.quantity_micro),
        sa.literal(0),
        sa.func.abs(InvoiceLine.amount_minor),
    ).where(InvoiceLine.invoice_id == invoice_id)
    names = ["invoice_line_id", "credited_micro", "limit_micro", "credited_minor", "limit_minor"]
    uow.db.execute(
        insert(CreditedQuantity).from_select(names, first.order_by(InvoiceLine.id)).on_conflict_do_nothing()
    )


def _credited_bases(view: Reading, invoice_id: int) -> dict[int, int]:
    """What credit notes took of each line, and invoices off advances, in base units."""
    line, taken = InvoiceLine, AdvanceDeduction
    credited = sa.select(line.credited_line_id.label("id"), sa.func.abs(line.base_micro).label("base")).where(
        line.credited_line_id.in_(_lines_of(invoice_id))
    )
    deductions = sa.select(taken.advance_line_id, taken.quantity_micro).where(
        taken.advance_line_id.in_(_lines_of(invoice_id))
    )
    every = sa.union_all(credited, deductions).subquery()
    statement = sa.select(every.c.id, sa.func.sum(every.c.base)).group_by(every.c.id)
    return {row[0]: int(row[1]) for row in view.db.execute(statement)}


def _known(row: Any, credited: Any, credited_base: int) -> KnownLine:
    progress = CreditProgress(
        quantity_micro=row["quantity_micro"],
        base_micro=row["base_micro"],
        price_micro=row["price_micro"],
        amount_minor=row["amount_minor"],
        credited_micro=credited["credited_micro"],
        credited_minor=credited["credited_minor"],
        credited_base_micro=credited_base,
        factor_num=row["factor_num"] or 0,
        factor_den=row["factor_den"] or 0,
        price_per=row["price_per"],
    )
    key = TaxKey(row["tax_category"], row["tax_ppm"], row["tax_code"], row["tax_stack"])
    return KnownLine(dict(row), CreditableLine(progress, key), row["unit_decimals"])


def read_taken_by_promotions(view: Reading, known: Mapping[int, KnownLine]) -> dict[int, dict[int, int]]:
    """By invoice line of a promotion what it took off the other lines, as their orders remember it."""
    promoted = {
        id_: (line.row["order_id"], line.row["origin"])
        for id_, line in known.items()
        if line.creditable.takes and (line.row["origin"] or "").startswith("P")
    }
    if not promoted:
        return {}
    invoiced = {line.row["order_line_id"]: id_ for id_, line in known.items() if line.row["order_line_id"]}
    statement = sa.select(OrderLine.id, OrderLine.order_id, OrderLine.trace).where(
        OrderLine.id.in_(list(invoiced)), OrderLine.trace.is_not(None)
    )
    parts = [
        (invoiced[row.id], row.order_id, part["rule_id"], part["off_minor"])
        for row in view.db.execute(statement)
        for part in row.trace.get("promoted", ())
    ]
    rules = sa.select(PromotionRule.id, PromotionRule.number).where(
        PromotionRule.id.in_({rule_id for _line, _order, rule_id, _off in parts})
    )
    numbers: dict[int, int] = {row.id: row.number for row in view.db.execute(rules)}
    taken: dict[int, dict[int, int]] = {id_: {} for id_ in promoted}
    for line_id, order_id, rule_id, off in parts:
        for id_, asked in promoted.items():
            if asked == (order_id, f"P{numbers.get(rule_id)}"):
                taken[id_][line_id] = off
    return taken


def read_left(
    view: Reading, invoice_id: int, known: Mapping[int, KnownLine], parts: Mapping[int, CreditPart]
) -> dict[TaxKey, TaxLeft]:
    """What credits left of each tax, and whether this one takes the last of it."""
    mine = _sums_by_key(view, InvoiceTax.invoice_id == invoice_id)
    earlier = (
        sa.select(InvoiceLine.invoice_id).where(InvoiceLine.credited_line_id.in_(list(known))).distinct()
    )
    credited = _sums_by_key(view, InvoiceTax.invoice_id.in_(earlier))
    taken = _taken_by_key(view, known)
    unfinished = {
        line.key
        for id_, line in known.items()
        if line.progress.left_minor > (parts[id_].amount_minor if id_ in parts else 0)
    }
    is_stacked = any(key.stack for key in mine)
    parts_left = _parts_left(view, invoice_id, earlier) if is_stacked else {}
    left = {}
    for key, (base, tax) in mine.items():
        base_gone, tax_gone = (sum(each.get(key, (0, 0))[i] for each in (credited, taken)) for i in (0, 1))
        left[key] = TaxLeft(
            base - base_gone, tax - tax_gone, key not in unfinished, parts_left.get(key.code, ())
        )
    return left


def _taken_by_key(view: Reading, known: Mapping[int, KnownLine]) -> dict[TaxKey, tuple[int, int]]:
    """What invoices took off these lines of an advance, by tax."""
    advances = [id_ for id_, line in known.items() if line.row["kind"] == ADVANCE]
    if not advances:
        return {}
    taken = AdvanceDeduction
    statement = (
        sa.select(taken.advance_line_id, sa.func.sum(taken.net_minor), sa.func.sum(taken.tax_minor))
        .where(taken.advance_line_id.in_(advances))
        .group_by(taken.advance_line_id)
    )
    return {known[row[0]].key: (int(row[1]), int(row[2])) for row in view.db.execute(statement)}


def _sums_by_key(view: Reading, condition: Any) -> dict[TaxKey, tuple[int, int]]:
    tax = InvoiceTax
    statement = (
        sa.select(*_KEY, sa.func.sum(tax.base_minor), sa.func.sum(tax.tax_minor))
        .where(condition)
        .group_by(*_KEY)
    )
    rows: Any = view.db.execute(statement)
    return {TaxKey(*key): (int(base), int(minor)) for *key, base, minor in rows}


def _part_sums(view: Reading, condition: Any) -> dict[tuple[str, int], int]:
    """What jurisdictions took, by the code of the stack and the place in it."""
    part = InvoiceTaxPart
    statement = (
        sa.select(part.tax_code, part.position, sa.func.sum(part.tax_minor))
        .where(condition)
        .group_by(part.tax_code, part.position)
    )
    return {(code, position): int(minor) for code, position, minor in view.db.execute(statement)}


def _parts_left(view: Reading, invoice_id: int, earlier: Any) -> dict[str, tuple[int, ...]]:
    """What credits left of each jurisdiction's tax, by the code of its stack."""
    mine = _part_sums(view, InvoiceTaxPart.invoice_id == invoice_id)
    credited = _part_sums(view, InvoiceTaxPart.invoice_id.in_(earlier)) if mine else {}
    left: dict[str, tuple[int, ...]] = {}
    for (code, position), minor in sorted(mine.items()):
        left[code] = (*left.get(code, ()), minor - credited.get((code, position), 0))
    return left


def raise_credited(uow: UnitOfWork, known: Mapping[int, KnownLine], lines: Sequence[DraftLine]) -> None:
    """Count the credit note's lines, if nobody credited since they were read."""
    row = CreditedQuantity
    statement = (
        sa.update(row)
        .where(row.invoice_line_id == sa.bindparam("b_id"), row.credited_micro == sa.bindparam("b_seen"))
        .values(
            credited_micro=row.credited_micro + sa.bindparam("b_quantity", type_=sa.BigInteger),
            credited_minor=row.credited_minor + sa.bindparam("b_amount", type_=sa.BigInteger),
        )
    )
    changes = [
        {
            "b_id": line.credited_line_id,
            "b_seen": known[line.credited_line_id].progress.credited_micro,
            "b_quantity": abs(line.quantity_micro),
            "b_amount": abs(line.amount_minor),
        }
        for line in lines
        if line.credited_line_id is not None
    ]
    if uow.db.execute(statement, changes).rowcount != len(changes):
        raise ConflictError("credit.credited_elsewhere")
