"""Importing a file of order lines: survey, products and customers, opening stock, then each document."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.importing.problems import RowProblem
from app.domain.importing.report import DocumentOutcome, DocumentResult, ImportReport, ReportBuilder
from app.domain.importing.retail.documents import RetailAdjustment, RetailDocument, RetailOutcome
from app.domain.importing.retail.rows import RefusedRow
from app.domain.importing.retail.stock import opening_stock
from app.domain.importing.targets import ImportKind
from app.domain.money import MICRO
from app.i18n import _
from app.services.importing.claims import all_imported, in_parts, read_imported
from app.services.importing.history.facts import (
    ADJUSTMENT,
    COUNTER,
    DOCUMENT,
    HistoryFacts,
    Office,
    check_plan,
    read_buyer_refs,
    read_office,
    read_product_refs,
)
from app.services.importing.history.masters import Masters, counter_sale, make_customers, make_products
from app.services.importing.history.moves import book_opening, still_to_open
from app.services.importing.history.survey import Survey, classified, survey_file
from app.services.importing.history.writing import AdjustmentNames, Writer, document_problem
from app.services.importing.plans import Scope
from app.services.importing.runs import Run, keep_or_undo
from app.services.importing.units import Units, one_each, one_for_all

_SURVEYED, _MASTERS_MADE, _OPENED = 0.10, 0.15, 0.20  # shares of the whole time, as measured


def import_order_lines(run: Run) -> ImportReport:
    """Import the file as closed history; of kind products or customers only those."""
    with run.work.reading(actor=run.actor) as view:
        firm, _tax = check_plan(view, run.plan)
    run = replace(run, plan=replace(run.plan, currency=firm.currency))  # a price in another one is refused
    survey = survey_file(run.plan, firm.currency, run.watch(0.0, _SURVEYED, _("Reading the file")))
    report = ReportBuilder(run.plan.kind.value, run.plan.file_name, firm.currency)
    if run.plan.scope is Scope.DOCUMENT:
        return _Import(run, survey, report, one_each(run.work, run.actor)).carry_out()
    with run.work.begin(actor=run.actor) as uow:
        return keep_or_undo(_Import(run, survey, report, one_for_all(uow)).carry_out())


@dataclass(frozen=True, slots=True)
class _Import:
    run: Run
    survey: Survey
    report: ReportBuilder
    units: Units

    def carry_out(self) -> ImportReport:
        """Write everything."""
        with self.units() as uow:
            office = read_office(uow, self.run.plan)
        masters = Masters()
        kind = self.run.plan.kind
        self.run.progress(_SURVEYED, _("Products and customers"))
        if kind is not ImportKind.CUSTOMERS:
            make_products(self.units, self.survey.index, masters, office.firm)
        if kind is not ImportKind.PRODUCTS:
            make_customers(self.units, self.survey.index, masters, office.firm)
        if kind is not ImportKind.ORDERS:
            return self._masters_report(masters)
        facts = self._facts(office, masters)
        self._open_stock(facts)
        return self._write_all(facts)

    def _facts(self, office: Office, masters: Masters) -> HistoryFacts:
        with self.units() as uow:
            ids = dict(masters.customer_ids)
            if self.survey.has_counter_sales:
                ids[COUNTER] = counter_sale(uow, office.firm)
            products = read_product_refs(uow, self.survey.index.products)
            return HistoryFacts(office, products, read_buyer_refs(uow, ids), masters.refused)

    def _open_stock(self, facts: HistoryFacts) -> None:
        """An opening move for each product that the new documents need more of than imports left."""
        first_day: list[dt.date] = []
        needed = opening_stock(self._still_to_write(facts, first_day))
        quantities = {
            facts.products[code].id: pieces * MICRO
            for code, pieces in needed.items()
            if facts.products[code].has_stock
        }
        if not quantities:
            return
        with self.units() as uow:
            missing = still_to_open(uow, facts.office, quantities)
        for some in in_parts(sorted(missing), 100):
            with self.units() as uow:
                part = {product_id: missing[product_id] for product_id in some}
                book_opening(uow, facts.office, part, day=min(first_day))

    def _still_to_write(self, facts: HistoryFacts, first_day: list[dt.date]) -> Iterator[RetailOutcome]:
        """The outcomes that will move stock; documents with a refused row are learnt of on the way."""
        today = self.run.work.clock.today()
        with self.units() as uow:
            present = read_imported(uow, DOCUMENT, self.survey.index.row_counts)
            booked = all_imported(uow, ADJUSTMENT)
        names = AdjustmentNames()
        watch = self.run.watch(_MASTERS_MADE, _OPENED, _("Stock at the start"))
        for outcome in classified(self.run.plan, self.survey.index, watch):
            if isinstance(outcome, RefusedRow):
                self._note_spoiled(outcome)
            elif isinstance(outcome, RetailAdjustment):
                if names.key_of(outcome) not in booked and outcome.code in facts.products:
                    first_day[:] = [min([*first_day, outcome.at.date()])]
                    yield outcome
            elif outcome.number not in present and not document_problem(
                facts, outcome, self.survey.spoiled, today=today
            ):
                first_day[:] = [min([*first_day, outcome.at.date()])]
                yield outcome

    def _note_spoiled(self, refused: RefusedRow) -> None:
        if refused.problem.code == "customer-differs":
            self.survey.spoiled.add(refused.number)

    def _write_all(self, facts: HistoryFacts) -> ImportReport:
        writer = Writer(
            self.units, facts, self.survey.spoiled, self.report, today=self.run.work.clock.today()
        )
        rows, stopped = self._write_until_stopped(writer)
        for some in in_parts(sorted(writer.touched), 500):
            with self.units() as uow:
                for product_id in some:
                    uow.changed("stock", product_id, version=0)
        self.run.progress(1.0, "")
        return self.report.finish(rows_in=rows, cancelled=stopped)

    def _write_until_stopped(self, writer: Writer) -> tuple[int, bool]:
        """How many rows came out of the file, and whether the person stopped it."""
        fractions = deque([0.0], maxlen=1)
        outcomes = classified(self.run.plan, self.survey.index, fractions.append)
        total = 0
        for number, outcome in enumerate(outcomes):
            share = _OPENED + fractions[-1] * (1 - _OPENED)
            if self.run.stopped(share, _("Documents: {count}").format(count=number)):
                return total, True
            writer.write(outcome)
            total += len(outcome.lines) if isinstance(outcome, RetailDocument) else 1
        assert total == self.survey.index.rows, "the file did not change while it was read"
        return total, False

    def _masters_report(self, masters: Masters) -> ImportReport:
        """Products or customers as the report's documents, with the rows that name them."""
        of_products = self.run.plan.kind is ImportKind.PRODUCTS
        name = "product" if of_products else "customer"
        rows = self.survey.rows_by_product if of_products else self.survey.rows_by_customer
        new = masters.new_products if of_products else masters.new_customers
        for code, count in sorted(rows.items()):
            refused = masters.refused.get(f"{name}/{code}")
            if refused is not None:
                self.report.refuse_all([refused] * count)
                continue
            outcome = DocumentOutcome.CREATED if code in new else DocumentOutcome.PRESENT
            shown = code or _("counter sale")
            self.report.add_document(DocumentResult(number=shown, kind=name, rows=count, outcome=outcome))
        for problem in self._unreadable():
            self.report.refuse(problem)
        return self.report.finish(rows_in=self.survey.index.rows)

    def _unreadable(self) -> Iterator[RowProblem]:
        outcomes = classified(self.run.plan, self.survey.index, lambda _part: None)
        seen = (one.problem for one in outcomes if isinstance(one, RefusedRow))
        return (one for one in seen if one.code not in {"customer-differs", "service-without-amount"})
