"""One outcome of the file becomes rows of the database and a line of the report."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.importing.problems import RowProblem
from app.domain.importing.report import DocumentOutcome, DocumentResult, ReportBuilder
from app.domain.importing.retail.documents import RetailAdjustment, RetailDocument, RetailLine, RetailOutcome
from app.domain.importing.retail.rows import RefusedRow
from app.domain.money import MICRO
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.i18n import _
from app.services.importing.claims import claim, read_imported, settle_claim
from app.services.importing.history.credits import write_credit
from app.services.importing.history.facts import ADJUSTMENT, DOCUMENT, HistoryFacts
from app.services.importing.history.lines import is_credit, out_of_range, signed_net
from app.services.importing.history.moves import book_history
from app.services.importing.history.sales import write_sale
from app.services.importing.reasons import refused_by, refused_row
from app.services.importing.units import Units
from app.services.unit_of_work import UnitOfWork
from db.schema.invoicing import Invoice


class AdjustmentNames:
    """Keys for stock corrections, which share numbers: the second equal one of a file is another one."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def key_of(self, adjustment: RetailAdjustment) -> str:
        """The key of the next correction of the file; ask once for each."""
        key = f"{adjustment.number}/{adjustment.code}/{adjustment.quantity}"
        self._seen[key] += 1
        return f"{key}/{self._seen[key]}"


@dataclass(slots=True)
class Writer:
    """Writes outcomes one by one, each in a unit of its own."""

    units: Units
    facts: HistoryFacts
    spoiled: set[str]
    report: ReportBuilder
    today: dt.date
    touched: set[int] = field(default_factory=set)
    """Products whose stock moved."""
    names: AdjustmentNames = field(default_factory=AdjustmentNames)

    def write(self, outcome: RetailOutcome) -> None:
        """Write the outcome and note it in the report: every row is in one place."""
        if isinstance(outcome, RefusedRow):
            self.report.refuse(outcome.problem, amount_micro=outcome.amount_micro)
        elif isinstance(outcome, RetailAdjustment):
            self._adjust(outcome)
        else:
            self._document(outcome)

    def _document(self, document: RetailDocument) -> None:
        problem = document_problem(self.facts, document, self.spoiled, today=self.today)
        if problem is None:
            try:
                with self.units() as uow:
                    result = write_document(uow, self.facts, document)
            except RefusedError as error:
                if not error.issues:
                    raise
                problem = refused_by(error.issues[0], row=document.lines[0].row)
            else:
                self.report.add_document(result)
                self.touched.update(self._products(document))
                return
        self._refuse(document.lines, problem)

    def _refuse(self, lines: Sequence[RetailLine], problem: RowProblem) -> None:
        for line in lines:
            placed = RowProblem(problem.code, row=line.row, value=problem.value, params=problem.params)
            self.report.refuse(placed, amount_micro=line.amount_micro)

    def _products(self, document: RetailDocument) -> set[int]:
        return {self.facts.products[line.code].id for line in document.lines}

    def _adjust(self, adjustment: RetailAdjustment) -> None:
        key = self.names.key_of(adjustment)
        problem = adjustment_problem(self.facts, adjustment, today=self.today)
        if problem is not None:
            self.report.refuse(problem, amount_micro=0)
            return
        with self.units() as uow:
            is_new = write_adjustment(uow, self.facts, adjustment, key)
        outcome = DocumentOutcome.CREATED if is_new else DocumentOutcome.PRESENT
        self.touched.add(self.facts.products[adjustment.code].id)
        self.report.add_document(
            DocumentResult(number=adjustment.number, kind="adjustment", rows=1, outcome=outcome)
        )


def document_problem(
    facts: HistoryFacts, document: RetailDocument, spoiled: set[str], *, today: dt.date
) -> RowProblem | None:
    """What keeps a whole document out."""
    row, number, day = document.lines[0].row, document.number, document.at.date()
    if number in spoiled:
        return refused_row("document-incomplete", row=row, value=number)
    if day > today:
        return refused_row("date-ahead", row=row, value=number, date=day)
    if facts.office.tax_key(day) is None:
        return refused_row("tax-rate-missing", row=row, value=number, date=day, tax=facts.office.tax.code)
    if out_of_range(document, facts.office.currency):
        return refused_row("amount-out-of-range", row=row, value=number)
    if document.customer and document.customer not in facts.buyers:
        return _unknown(facts, "customer", document.customer, row)
    missing = next((line.code for line in document.lines if line.code not in facts.products), None)
    return None if missing is None else _unknown(facts, "product", missing, row)


def adjustment_problem(
    facts: HistoryFacts, adjustment: RetailAdjustment, *, today: dt.date
) -> RowProblem | None:
    """What keeps a stock correction out."""
    row, day = adjustment.row, adjustment.at.date()
    if day > today:
        return refused_row("date-ahead", row=row, value=adjustment.number, date=day)
    if abs(adjustment.quantity) * MICRO > MAX_QUANTITY_MICRO:
        return refused_row("amount-out-of-range", row=row, value=adjustment.number)
    product = facts.products.get(adjustment.code)
    if product is None:
        return _unknown(facts, "product", adjustment.code, row)
    if not product.has_stock:
        return refused_row("service-has-no-stock", row=row, value=adjustment.code)
    return None


def _unknown(facts: HistoryFacts, kind: str, code: str, row: int) -> RowProblem:
    """Why the product or customer could not be made."""
    found = facts.refused.get(f"{kind}/{code}")
    return found or refused_row(f"{kind}-unknown", row=row, value=code)


def write_document(uow: UnitOfWork, facts: HistoryFacts, document: RetailDocument) -> DocumentResult:
    """Write a sale or credit note once; a repeat finds it and leaves it."""
    rows, file_sum = len(document.lines), document.file_sum_micro
    kind = document.kind.value
    if not claim(uow, DOCUMENT, document.number):
        present = _present_net(uow, document.number)
        return DocumentResult(document.number, kind, rows, present, file_sum, DocumentOutcome.PRESENT)
    write = write_credit if is_credit(document, facts.office.currency) else write_sale
    invoice_id = write(uow, facts, document)
    settle_claim(uow, DOCUMENT, document.number, invoice_id)
    net = signed_net(document, facts.office.currency)
    return DocumentResult(document.number, kind, rows, net, file_sum)


def _present_net(uow: UnitOfWork, number: str) -> int:
    """The sum of the document as it was imported, negative for a credit note."""
    ids = read_imported(uow, DOCUMENT, [number])
    row = uow.db.execute(sa.select(Invoice.kind, Invoice.net_minor).where(Invoice.id.in_(ids.values()))).one()
    return -int(row.net_minor) if row.kind == "credit_note" else int(row.net_minor)


def write_adjustment(uow: UnitOfWork, facts: HistoryFacts, adjustment: RetailAdjustment, key: str) -> bool:
    """Book a stock correction once, with the warehouse's remark as its reason; False for a repeat."""
    if not claim(uow, ADJUSTMENT, key):
        return False
    product = facts.products[adjustment.code]
    reason = adjustment.reason or _("Stock correction {number}").format(number=adjustment.number)
    book_history(
        uow,
        facts.office,
        {product.id: adjustment.quantity * MICRO},
        kind="adjustment",
        day=adjustment.at.date(),
        reason=reason,
    )
    after = {"number": adjustment.number, "pieces": adjustment.quantity, "file": facts.office.file_name}
    uow.audit("stock", product.id, before={}, after=after, reason=reason)
    uow.changed("stock", product.id, version=0)
    return True
