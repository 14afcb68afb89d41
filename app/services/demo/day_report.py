"""What an office day made, read back from the database and written as PDFs: for people and for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.domain.money import Money, Rate, decimal_of_micro
from app.domain.orders.draft import Line
from app.domain.orders.repricing import draft_totals
from app.messages import text_of_issue
from app.services.demo.day import OfficeDay
from app.services.demo.office import OWNER, DemoOffice
from app.services.invoicing.detail import InvoiceDetailLine, read_invoice
from app.services.ledger.aging import read_aging
from app.services.orders.drafts import read_draft
from app.services.papers import read_papers, read_pdf
from app.services.parties import read_customer
from app.services.shipping.reading import read_shipment
from app.services.unit_of_work import Reading
from app.services.verify import verify
from db.schema.invoicing import Payment


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line in decimal texts; prices per `unit`, rates in percent."""

    kind: str
    sku: str
    text: str
    quantity: str
    unit: str
    list_price: str = ""
    discount: str = ""
    net_price: str = ""
    amount: str = ""
    tax_rate: str = ""
    tax_code: str = ""
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class DayTax:
    """The tax of a document by rate."""

    rate: str
    code: str
    base: str
    tax: str


@dataclass(frozen=True, slots=True)
class DayDocument:
    """A document with its sums; a delivery note has quantities only, a payment an amount only."""

    kind: str
    number: str
    date: str
    customer: str
    currency: str
    lines: tuple[DayLine, ...] = ()
    net: str = ""
    taxes: tuple[DayTax, ...] = ()
    gross: str = ""
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class DayAging:
    """What the customer owes on a day."""

    as_of: str
    customer: str
    not_due: str
    days_1_30: str
    days_31_60: str
    days_61_90: str
    over_90: str
    credit: str


@dataclass(frozen=True, slots=True)
class DayReport:
    """The whole day; `findings` are those of `verify`, `warnings` what was told before the invoice."""

    seed: int
    today: str
    database: str
    documents: tuple[DayDocument, ...]
    payment: DayDocument
    aging: DayAging
    findings: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def report_day(office: DemoOffice, day: OfficeDay, *, folder: Path, database: str) -> DayReport:
    """Read the day's documents and write their PDFs into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    quote = office.read(_order, day.quote_id, "quote")
    order = office.read(_order, day.order_id, "order")
    delivery = office.read(_delivery, day.shipment_id)
    documents = [
        _with_pdf(office, quote, ("order", day.quote_id, "quote"), folder),
        _with_pdf(office, order, ("order", day.order_id, "order_confirmation"), folder),
        _with_pdf(office, delivery, ("shipment", day.shipment_id, "delivery_note"), folder),
    ]
    for id_, kind in ((day.invoice_id, "invoice"), (day.credit_note_id, "credit_note")):
        documents.append(_with_pdf(office, office.read(_invoice, id_), ("invoice", id_, kind), folder))
    return DayReport(
        seed=office.seed,
        today=office.clock.today().isoformat(),
        database=database,
        documents=tuple(documents),
        payment=office.read(_payment, day.payment_id),
        aging=office.read(_aging, day.customer_id, day.aging_on),
        findings=tuple(finding.code for finding in office.read(verify)),
        warnings=tuple(text_of_issue(issue) for issue in day.warnings),
    )


def _with_pdf(
    office: DemoOffice, document: DayDocument, key: tuple[str, int, str], folder: Path
) -> DayDocument:
    document_kind, document_id, kind = key
    papers = office.read(read_papers, document_kind, document_id)
    paper = next(each for each in papers if each.kind == kind)
    path = folder / f"{document.number}.pdf"
    path.write_bytes(read_pdf(office.work, paper.id, actor=OWNER))
    names = {name: getattr(document, name) for name in DayDocument.__slots__}
    return DayDocument(**{**names, "pdf": str(path)})


def _order(view: Reading, order_id: int, kind: str) -> DayDocument:
    draft = read_draft(view, order_id)
    totals = draft_totals(draft)
    lines = tuple(_line(line, draft.currency, is_typed=line.price_source == "manual") for line in draft.lines)
    taxes = tuple(
        DayTax(
            _percent(group.key.rate_ppm),
            group.key.code,
            _money(group.base_minor, draft.currency),
            _money(group.tax_minor, draft.currency),
        )
        for group in totals.groups
    )
    return DayDocument(
        kind=kind,
        number=draft.number or "",
        date=draft.order_date.isoformat(),
        customer=draft.header.customer_name,
        currency=draft.currency,
        lines=lines,
        net=_money(totals.net_minor, draft.currency),
        taxes=taxes,
        gross=_money(totals.gross_minor, draft.currency),
    )


def _line(line: Line | InvoiceDetailLine, currency: str, *, is_typed: bool = False) -> DayLine:
    return DayLine(
        kind=line.kind,
        sku=line.sku,
        text=line.text,
        quantity=_micro(line.quantity_micro),
        unit=line.unit,
        list_price=_micro(line.list_price_micro),
        discount=_percent(line.discount_ppm),
        net_price=_micro(line.price_micro),
        amount=_money(line.amount_minor, currency),
        tax_rate=_percent(line.tax_ppm),
        tax_code=line.tax_code,
        is_typed=is_typed,
    )


def _delivery(view: Reading, shipment_id: int) -> DayDocument:
    shipment = read_shipment(view, shipment_id)
    lines = tuple(
        DayLine(
            kind=line.kind,
            sku=line.sku,
            text=line.text,
            quantity=_micro(line.unit.from_base(line.picked_micro)),
            unit=line.unit_code,
        )
        for line in shipment.lines
        if line.picked_micro
    )
    day = shipment.ship_date or view.clock.today()
    return DayDocument(
        "delivery_note", shipment.number, day.isoformat(), shipment.customer_name, "", lines=lines
    )


def _invoice(view: Reading, invoice_id: int) -> DayDocument:
    detail = read_invoice(view, invoice_id)
    head = detail.head
    lines = tuple(_line(line, head.currency) for line in detail.lines)
    taxes = tuple(
        DayTax(
            _percent(tax.tax_ppm),
            tax.tax_code,
            _money(tax.base_minor, head.currency),
            _money(tax.tax_minor, head.currency),
        )
        for tax in detail.taxes
    )
    return DayDocument(
        kind=head.kind,
        number=head.number,
        date=head.date.isoformat(),
        customer=head.customer_name,
        currency=head.currency,
        lines=lines,
        net=_money(head.net_minor, head.currency),
        taxes=taxes,
        gross=_money(head.gross_minor, head.currency),
    )


def _payment(view: Reading, payment_id: int) -> DayDocument:
    row = view.db.execute(
        sa.select(Payment.number, Payment.date, Payment.customer_id, Payment.currency, Payment.amount_minor)
        .where(Payment.id == payment_id)
    ).one()  # fmt: skip
    name = read_customer(view, row.customer_id).name
    amount = _money(row.amount_minor, row.currency)
    return DayDocument("payment", row.number, row.date.isoformat(), name, row.currency, gross=amount)


def _aging(view: Reading, customer_id: int, as_of: dt.date) -> DayAging:
    line = read_aging(view, as_of=as_of, customer_id=customer_id)[0]
    amounts = {
        name.removesuffix("_minor"): _money(getattr(line.aging, name), "EUR") for name in line.aging.__slots__
    }
    return DayAging(as_of=as_of.isoformat(), customer=line.name, **amounts)


def _micro(value: int | None) -> str:
    return "" if value is None else f"{decimal_of_micro(value):f}"


def _money(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).decimal:f}"


def _percent(ppm: int) -> str:
    return f"{Rate(ppm).percent:f}"
