"""Open items of an earlier program: each becomes an imported invoice or credit note over what is open.

Outside the tax (the earlier program has declared it), under its own number in the series "imported", so that
aging, statements, reminders and payments treat it as any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.billing import InvoiceKind
from app.domain.importing.problems import RowProblem
from app.domain.importing.records import Record
from app.domain.importing.report import DocumentOutcome, DocumentResult
from app.domain.money import MICRO, minor_per_major
from app.domain.tax import PriceMode, TaxCategory, TaxKey
from app.domain.terms import due_date
from app.domain.told_texts import written
from app.services.importing.claims import claim, settle_claim
from app.services.importing.history.facts import DOCUMENT, BuyerRef, read_buyer_refs, series_of
from app.services.importing.history.lines import MAX_AMOUNT_MINOR
from app.services.importing.history.masters import find_customer_ids
from app.services.importing.tables.batch import Result, Source, in_order, refuse, repeated, wrong_currency
from app.services.invoicing.drafts import DraftLine, InvoiceDraft, totals_of
from app.services.invoicing.posting import post_draft
from app.services.numbering import DrawnNumber
from app.services.unit_of_work import UnitOfWork

KIND = "open-item"
OUT_OF_SCOPE = TaxKey(TaxCategory.OUT_OF_SCOPE.value, 0, "O")


def import_open_items(uow: UnitOfWork, source: Source, records: Sequence[Record]) -> Sequence[Result]:
    """Post the open amounts of the rows."""
    ids = find_customer_ids(uow, [record.text("customer") for record in records])
    buyers = read_buyer_refs(uow, ids)
    series_id = series_of(uow)
    results: dict[int, Result] = {}
    for place, record in enumerate(records):
        buyer = buyers.get(record.text("customer"))
        problem = _problem(uow, source, record, buyer)
        if problem is None:
            assert buyer is not None, "an unknown customer is a problem"
            results[place] = _post(uow, source, record, buyer, series_id)
        else:
            results[place] = problem
    return in_order(len(records), results)


def _problem(uow: UnitOfWork, source: Source, record: Record, buyer: BuyerRef | None) -> RowProblem | None:
    number, day = record.text("document"), record.day("date")
    assert day is not None, "the date is a required field"
    if number in source.made:
        return repeated(record, number)
    if buyer is None:
        return refuse(record, "customer-unknown", value=record.text("customer"))
    if day > uow.today:
        return refuse(record, "date-ahead", value=number, date=day)
    if len(number) > 40:
        return refuse(record, "number-too-long", value=number)
    amount = _open_minor(record, source)
    if amount is None:
        return refuse(record, "amount-decimals", value="open_amount")
    if amount == 0:
        return refuse(record, "nothing-open", value=number)
    if abs(amount) > MAX_AMOUNT_MINOR:
        return refuse(record, "amount-out-of-range", value=number)
    return wrong_currency(record, source)


def _open_minor(record: Record, source: Source) -> int | None:
    micro = record.whole("open_amount")
    assert micro is not None, "the open amount is a required field"
    minor, rest = divmod(micro * minor_per_major(source.firm.currency), MICRO)
    return None if rest else minor


def _post(uow: UnitOfWork, source: Source, record: Record, buyer: BuyerRef, series_id: int) -> DocumentResult:
    number, amount = record.text("document"), _open_minor(record, source)
    assert amount is not None, "amounts with too many decimals are refused"
    micro = record.whole("open_amount") or 0
    if not claim(uow, DOCUMENT, number):
        return DocumentResult(number, KIND, 1, amount, micro, DocumentOutcome.PRESENT)
    draft = _draft(record, source, buyer, amount)
    posted = post_draft(uow, draft, number=DrawnNumber(number, series_id, None))
    settle_claim(uow, DOCUMENT, number, posted.invoice_id)
    source.made.add(number)
    return DocumentResult(number, KIND, 1, amount, micro)


def _draft(record: Record, source: Source, buyer: BuyerRef, amount: int) -> InvoiceDraft:
    day = record.day("date")
    assert day is not None, "the date is a required field"
    kind = InvoiceKind.INVOICE if amount > 0 else InvoiceKind.CREDIT_NOTE
    line = DraftLine(
        kind="free",
        text=record.text("text") or written(("made.brought_forward", {})),
        quantity_micro=MICRO,
        unit="pc",
        base_micro=MICRO,
        price_micro=abs(amount) * MICRO // minor_per_major(source.firm.currency),
        amount_minor=abs(amount),
        tax=OUT_OF_SCOPE,
    )
    return InvoiceDraft(
        kind=kind,
        buyer=buyer.buyer,
        date=day,
        supply_date=day,
        due_date=record.day("due_date") or due_date(day, buyer.due),
        currency=source.firm.currency,
        price_mode=PriceMode.NET,
        lines=(line,),
        totals=totals_of((line,), PriceMode.NET),
        ship_to={},
        term_text=buyer.term_name,
        reason=written(("made.brought_forward_from", {"file": source.file_name})),
        imported=True,
    )
