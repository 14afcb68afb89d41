"""The paper of an invoice or credit note, made from its posted rows; only sections and notes are the order's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.domain.advances import ADVANCE
from app.domain.errors import NotFoundError
from app.domain.money import minor_digits
from app.domain.papers import (
    PaperBank,
    PaperContent,
    PaperFact,
    PaperKind,
    PaperLine,
    PaperLineKind,
    PaperParty,
    PaperPayment,
    PaperSender,
    PaperTax,
    PaperTotals,
)
from app.domain.tax import TaxGroup, TaxKey
from app.domain.tax_parts import PartTax
from app.i18n import PER, _, format_rate, speaking
from app.messages import spoken
from app.services.documents.figures import date_text, scaled_text
from app.services.documents.words import fact_label, line_unit_word, title_for
from app.services.goods.statements import licence_statements
from app.services.invoicing.advance_notes import advance_notes
from app.services.jurisdictions.words import rows_of_parts
from app.services.letterhead import address_lines, party
from app.services.paper_coins import rounded_totals
from app.services.paper_discounts import PricedLine, price_texts
from app.services.paper_exchange import exchange_notes
from app.services.paper_headings import read_headings
from app.services.paper_rounding import rounding_notes
from app.services.papers import freeze_paper, newest_paper
from app.services.seeds import reworded
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Firm
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax, InvoiceTaxPart
from db.statements import table_of

_LINE_KINDS = {"charge": PaperLineKind.CHARGE, "discount": PaperLineKind.DISCOUNT}
_ADDRESS = ("name", "street", "postcode", "city", "country")


def freeze_invoice_paper(uow: UnitOfWork, invoice_id: int) -> int:
    """Freeze the paper of a posted invoice or credit note; the paper's id."""
    kind, number, content = _content(uow, invoice_id)
    return freeze_paper(
        uow,
        kind=kind,
        document_kind="invoice",
        document_id=invoice_id,
        revision=0,
        number=number,
        content=content,
    )


def ensure_invoice_paper(uow: UnitOfWork, *, invoice_id: int) -> int:
    """The paper's id; papers of imported or demo history are frozen here, on their first view."""
    return newest_paper(uow, "invoice", invoice_id) or freeze_invoice_paper(uow, invoice_id)


_LOGO = sa.select(Firm.logo).limit(1).scalar_subquery()
_HEAD = sa.select(Invoice.__table__, _LOGO.label("logo")).where(Invoice.id == sa.bindparam("invoice"))
_LINES = (
    sa.select(InvoiceLine.__table__)
    .where(InvoiceLine.invoice_id == sa.bindparam("invoice"))
    .order_by(InvoiceLine.position)
)
_TAXES = (
    sa.select(InvoiceTax.__table__)
    .where(InvoiceTax.invoice_id == sa.bindparam("invoice"))
    .order_by(InvoiceTax.tax_ppm.desc(), InvoiceTax.tax_code)
)


def _content(view: Reading, invoice_id: int) -> tuple[str, str, PaperContent]:
    key = {"invoice": invoice_id}
    found = view.db.execute(_HEAD, key).mappings().one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind="invoice", id=invoice_id)
    head = dict(found)
    lines = [dict(row) for row in view.db.execute(_LINES, key).mappings()]
    taxes = [dict(row) for row in view.db.execute(_TAXES, key).mappings()]
    parts = _read_parts(view, invoice_id) if any(tax["tax_stack"] for tax in taxes) else {}
    credited = _credited_invoices(view, invoice_id) if head["kind"] == "credit_note" else ()
    known = [line["order_line_id"] for line in lines if line["order_line_id"] is not None]
    is_billed = head["kind"] == "invoice"
    headings = read_headings(view, known, kits_only=not is_billed)
    licences = licence_statements(view, known, head["language"]) if is_billed else ()
    with speaking(head["language"]):
        shown = [(line["order_line_id"], _line(line, head, head["language"])) for line in lines]
        facts = _facts(head, credited, head["language"])
        rows = tuple(row for tax in taxes for row in _paper_taxes(tax, parts.get(tax["tax_code"], ())))
        # BT-111 is of VAT; of a sales tax nobody asks what it is in the seller's money
        home_tax = sum(tax["home_tax_minor"] or 0 for tax in taxes if not tax["tax_stack"])
        content = _build(head, headings.around(shown), rows, facts, head["logo"], home_tax_minor=home_tax)
        takes_off = head["is_advance"] or any(line["kind"] == ADVANCE for line in lines)
        advances = advance_notes(view, head, head["language"]) if takes_off else ()
        content = replace(content, notes=(*content.notes, *advances, *licences))
    return head["kind"], head["number"], content


def _credited_invoices(view: Reading, invoice_id: int) -> tuple[tuple[str, dt.date], ...]:
    """Number and date of the invoices that a credit note takes back."""
    mine, theirs = table_of(InvoiceLine).alias("mine"), table_of(InvoiceLine).alias("theirs")
    statement = (
        sa.select(Invoice.number, Invoice.date)
        .join(theirs, theirs.c.invoice_id == Invoice.id)
        .join(mine, mine.c.credited_line_id == theirs.c.id)
        .where(mine.c.invoice_id == invoice_id)
        .distinct()
        .order_by(Invoice.number)
    )
    return tuple((row.number, row.date) for row in view.db.execute(statement))


def _build(
    head: Mapping[str, Any],
    lines: tuple[PaperLine, ...],
    taxes: tuple[PaperTax, ...],
    facts: tuple[PaperFact, ...],
    logo: bytes | None,
    *,
    home_tax_minor: int,
) -> PaperContent:
    language = head["language"]
    kind = PaperKind(head["kind"])
    return PaperContent(
        kind=kind,
        title=_title(kind, head["is_advance"], language),
        number=head["number"],
        sender=_sender(head["seller"]),
        recipient=_buyer(head["buyer"], home=head["seller"]["country"]),
        language=language,
        document_date=head["date"],
        currency=head["currency"],
        facts=facts,
        ship_to=_ship_to(head),
        lines=lines,
        totals=PaperTotals(
            net_minor=head["net_minor"],
            gross_minor=head["gross_minor"],
            taxes=taxes,
            **rounded_totals(head["gross_minor"], head["rounding_minor"]),
        ),
        payment=_payment(head) if kind is PaperKind.INVOICE else None,
        notes=_notes(head, home_tax_minor),
        footers=tuple(line for line in head["seller"]["paper_footer"].splitlines() if line.strip()),
        logo=logo,
    )


def _title(kind: PaperKind, is_advance: bool, language: str) -> str:
    if is_advance and kind is PaperKind.INVOICE:
        return _("Advance invoice")
    return title_for(kind, language)


def _sender(seller: Mapping[str, str]) -> PaperSender:
    return PaperSender(
        name=seller["name"],
        address_lines=address_lines(seller["street"], seller["postcode"], seller["city"], seller["country"]),
        vat_id=seller["vat_id"],
        phone=seller["phone"],
        email=seller["email"],
        website=seller["website"],
        registration=seller["registration"],
        bank=PaperBank(bank_name=seller["bank_name"], iban=seller["iban"], bic=seller["bic"]),
    )


def _buyer(buyer: Mapping[str, str], *, home: str) -> PaperParty:
    name, street, postcode, city, country = (buyer.get(field, "") for field in _ADDRESS)
    return party(name, street, postcode, city, country, home=home, vat_id=buyer.get("vat_id", ""))


def _ship_to(head: Mapping[str, Any]) -> PaperParty | None:
    """The place of delivery where it differs from the buyer's address."""
    to, buyer = head["ship_to"], head["buyer"]
    if not any(to.get(field) for field in _ADDRESS):
        return None
    if all(to.get(field, "") == buyer.get(field, "") for field in _ADDRESS):
        return None
    name, street, postcode, city, country = (to.get(field, "") for field in _ADDRESS)
    return party(name, street, postcode, city, country, home=head["seller"]["country"])


def _facts(
    head: Mapping[str, Any], credited: tuple[tuple[str, dt.date], ...], language: str
) -> tuple[PaperFact, ...]:
    invoices = ", ".join(f"{number} ({date_text(day, language)})" for number, day in credited)
    texts = {
        "credited_invoice": invoices,
        "customer_number": head["buyer"].get("number", ""),
        "customer_vat_id": head["buyer"].get("vat_id", ""),
        "customer_po": head["po_number"],
        "order_number": head["order_numbers"],
        "delivery_number": head["delivery_numbers"],
        "date_of_supply": "" if head["is_advance"] else date_text(head["supply_date"], language),
    }
    if head["kind"] == "credit_note":
        texts["reason"] = spoken(head["reason"])
    texts["tax_number"] = head["seller"].get("tax_number", "")
    return tuple(PaperFact(fact_label(name, language), text) for name, text in texts.items() if text)


def _line(line: Mapping[str, Any], head: Mapping[str, Any], language: str) -> PaperLine:
    places = minor_digits(head["currency"])
    names = ("list_price_micro", "discount_ppm", "discount_on_micro", "price_micro")
    write = partial(_price_text, per=line["price_per"], language=language, places=places)
    kind = _LINE_KINDS.get(line["kind"], PaperLineKind.GOODS)
    if line["kind"] == ADVANCE:  # its quantity is its amount, for counting only
        return PaperLine(
            text=line["text"],
            kind=PaperLineKind.CHARGE,
            position=str(line["position"]),
            amount_minor=line["amount_minor"],
            tax_label=format_rate(line["tax_ppm"]),
        )
    told = price_texts(PricedLine(*(line[name] for name in names)), write)
    return PaperLine(
        text=spoken(line["text"]),
        kind=kind,
        position=str(line["position"]),
        sku=line["sku"],
        detail=told.detail,
        quantity_text=scaled_text(line["quantity_micro"], 6, language),
        unit_text=line_unit_word(line["unit"], kind, language),
        unit_price_text=told.price,
        discount_text=told.discount,
        amount_minor=line["amount_minor"],
        tax_label=format_rate(line["tax_ppm"]),
    )


def _price_text(micro: int, per: int, language: str, places: int) -> str:
    """The price, and for how many units it is where that is not one (A11)."""
    text = scaled_text(micro, 6, language, fewest=places)
    return text if per == 1 else f"{text}{PER}{scaled_text(per, 0, language)}"


def _read_parts(view: Reading, invoice_id: int) -> dict[str, list[tuple[str, PartTax]]]:
    """What each jurisdiction takes, with its name of that day, by the code of the stacked tax."""
    part = InvoiceTaxPart
    statement = (
        sa.select(part.tax_code, part.name, part.code, part.rate_ppm, part.tax_minor)
        .where(part.invoice_id == invoice_id)
        .order_by(part.tax_code, part.position)
    )
    found: dict[str, list[tuple[str, PartTax]]] = {}
    for row in view.db.execute(statement):
        named = (row.name, PartTax(row.code, row.rate_ppm, row.tax_minor))
        found.setdefault(row.tax_code, []).append(named)
    return found


def _paper_taxes(tax: Mapping[str, Any], parts: Sequence[tuple[str, PartTax]]) -> tuple[PaperTax, ...]:
    if tax["tax_stack"]:
        key = TaxKey(tax["tax_category"], tax["tax_ppm"], tax["tax_code"], tax["tax_stack"])
        return rows_of_parts(TaxGroup(key, tax["base_minor"], tax["tax_minor"]), parts)
    return (_tax(tax),)


def _tax(tax: Mapping[str, Any]) -> PaperTax:
    rate = format_rate(tax["tax_ppm"])
    return PaperTax(
        label=_("{rate} VAT").format(rate=rate),
        base_minor=tax["base_minor"],
        tax_minor=tax["tax_minor"],
        exemption_text=reworded(tax["exemption_text"]),
    )


def _payment(head: Mapping[str, Any]) -> PaperPayment | None:
    payable = head["gross_minor"] + head["rounding_minor"]
    if payable == 0:
        return None
    return PaperPayment(
        amount_minor=payable,
        due_date=head["due_date"],
        reference=head["number"],
        terms_text=reworded(head["term_text"]),
    )


def _notes(head: Mapping[str, Any], home_tax_minor: int) -> tuple[str, ...]:
    notes = list(exchange_notes(head["exchange"], head["language"], home_tax_minor))
    if head["price_mode"] == "gross":
        notes.append(_("Prices include VAT; the tax is taken out of the gross sum of each rate."))
    notes += rounding_notes(head["tax_rounding"])
    if head["kind"] == "invoice" and head["gross_minor"] + head["rounding_minor"] == 0:
        notes.append(_("Nothing is to be paid."))
    return tuple(notes)
