"""A historic credit note: over an invoice line where one fits, else free-standing; paid back the same day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.billing import InvoiceKind
from app.domain.crediting import CreditProgress, credit_of_part
from app.domain.errors import ConflictError
from app.domain.importing.retail.documents import RetailDocument
from app.domain.tax import PriceMode, TaxKey
from app.i18n import _
from app.services.importing.claims import in_parts
from app.services.importing.history.facts import COUNTER, HistoryFacts
from app.services.importing.history.lines import HistoryLine, draft_line, history_lines
from app.services.importing.history.sales import ship_to
from app.services.importing.history.settling import settle
from app.services.invoicing.drafts import InvoiceDraft, totals_of
from app.services.invoicing.posting import post_draft
from app.services.numbering import DrawnNumber
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.invoicing import CreditedQuantity, Invoice, InvoiceLine


@dataclass(slots=True)
class Creditable:
    """An invoice line that a credit may take back, and what is left of it."""

    id: int
    order_line_id: int | None
    product_id: int | None
    key: TaxKey
    progress: CreditProgress

    def fits(self, line: HistoryLine, key: TaxKey, currency: str) -> bool:
        """Whether the credit line takes back a part of this line, to the cent."""
        wanted = line.quantity_micro
        same = (self.product_id, self.progress.price_micro, self.key) == (
            line.product.id,
            line.price_micro,
            key,
        )
        return (
            same
            and wanted <= self.progress.left_micro
            and credit_of_part(self.progress, wanted, currency) == line.amount_minor
        )

    def take(self, line: HistoryLine) -> None:
        """Count the line as credited."""
        old = self.progress
        self.progress = CreditProgress(
            quantity_micro=old.quantity_micro,
            base_micro=old.base_micro,
            price_micro=old.price_micro,
            amount_minor=old.amount_minor,
            credited_micro=old.credited_micro + line.quantity_micro,
            credited_minor=old.credited_minor + line.amount_minor,
        )


def write_credit(uow: UnitOfWork, facts: HistoryFacts, document: RetailDocument) -> int:
    """Write the credit note; its id."""
    office, day = facts.office, document.at.date()
    key = office.tax_key(day)
    assert key is not None, "documents before the tax's first day are refused"
    buyer = facts.buyers[document.customer or COUNTER]
    lines = history_lines(document, facts.products, office.currency)
    links = _link(uow, facts, document, lines, key)
    drafts = tuple(
        draft_line(
            line,
            key,
            credited_line_id=link.id if link else None,
            order_line_id=link.order_line_id if link else None,
        )
        for line, link in zip(lines, links, strict=True)
    )
    draft = InvoiceDraft(
        kind=InvoiceKind.CREDIT_NOTE,
        buyer=buyer.buyer,
        date=day,
        supply_date=day,
        due_date=day,
        currency=office.currency,
        price_mode=PriceMode.NET,
        lines=drafts,
        totals=totals_of(drafts, PriceMode.NET),
        ship_to=ship_to(buyer, document),
        reason=_("Cancellation {number} of the imported history").format(number=document.number),
        imported=True,
    )
    posted = post_draft(uow, draft, number=DrawnNumber(document.number, office.series_id, None))
    settle(uow, office, posted, day=day)
    return posted.invoice_id


def _link(
    uow: UnitOfWork, facts: HistoryFacts, document: RetailDocument, lines: Sequence[HistoryLine], key: TaxKey
) -> list[Creditable | None]:
    """The invoice line of each credit line; a counter sale has no customer whose invoice it could be."""
    if document.customer is None:
        return [None] * len(lines)
    customer_id = facts.buyers[document.customer].buyer.customer_id
    wanted = {line.product.id for line in lines if line.kind != "discount" and line.amount_minor > 0}
    candidates = _read_creditable(uow, customer_id, wanted, until=document.at.date())
    links: list[Creditable | None] = []
    seen = {each.id: each.progress.credited_micro for each in candidates}
    for line in lines:
        is_positive = line.kind != "discount" and line.amount_minor > 0
        fitting = (each for each in candidates if each.fits(line, key, facts.office.currency))
        link = next(fitting, None) if is_positive else None
        if link is not None:
            link.take(line)
        links.append(link)
    used = {link.id: link for link in links if link is not None}
    _raise_credited(uow, used, seen)
    return links


def _read_creditable(
    view: Reading, customer_id: int, product_ids: set[int], *, until: dt.date
) -> list[Creditable]:
    """The customer's invoice lines of the products, newest first."""
    line, credited = InvoiceLine, CreditedQuantity
    statement = (
        sa.select(
            line.id, line.order_line_id, line.product_id, line.tax_category, line.tax_ppm, line.tax_code,
            line.quantity_micro, line.base_micro, line.price_micro, line.amount_minor,
            sa.func.coalesce(credited.credited_micro, 0), sa.func.coalesce(credited.credited_minor, 0),
        )
        .join(Invoice, Invoice.id == line.invoice_id)
        .outerjoin(credited, credited.invoice_line_id == line.id)
        .where(Invoice.customer_id == customer_id, Invoice.kind == InvoiceKind.INVOICE.value)
        .where(Invoice.date <= until, line.quantity_micro > 0, line.amount_minor > 0)
        .where(line.price_per == 1)  # as every price of imported history
        .order_by(Invoice.date.desc(), line.id.desc())
    )  # fmt: skip
    found = []
    for some in in_parts(sorted(product_ids)):
        for row in view.db.execute(statement.where(line.product_id.in_(some))):
            amounts: tuple[int, ...] = tuple(row)[6:12]
            progress = CreditProgress(*amounts)
            found.append(Creditable(row[0], row[1], row[2], TaxKey(row[3], row[4], row[5]), progress))
    return found


def _raise_credited(uow: UnitOfWork, used: Mapping[int, Creditable], seen: Mapping[int, int]) -> None:
    """Count what was taken; the table refuses more than the invoice line holds."""
    if not used:
        return
    insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
    rows = [
        {
            "invoice_line_id": id_,
            "credited_micro": 0,
            "limit_micro": each.progress.quantity_micro,
            "credited_minor": 0,
            "limit_minor": each.progress.amount_minor,
        }
        for id_, each in sorted(used.items())
    ]
    uow.db.execute(insert(CreditedQuantity).on_conflict_do_nothing(), rows)
    row = CreditedQuantity
    statement = (
        sa.update(row)
        .where(row.invoice_line_id == sa.bindparam("b_id"), row.credited_micro == sa.bindparam("b_seen"))
        .values(credited_micro=sa.bindparam("b_quantity"), credited_minor=sa.bindparam("b_amount"))
    )
    changes = [
        {
            "b_id": id_,
            "b_seen": seen[id_],
            "b_quantity": each.progress.credited_micro,
            "b_amount": each.progress.credited_minor,
        }
        for id_, each in sorted(used.items())
    ]
    if uow.db.execute(statement, changes).rowcount != len(changes):
        raise ConflictError("credit.credited_elsewhere")
