"""Sample papers, with sums made here and not by the program."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

from PIL import Image

from app.domain.papers import (
    CellAlign,
    PaperAmount,
    PaperBank,
    PaperColumn,
    PaperContent,
    PaperFact,
    PaperKind,
    PaperLine,
    PaperLineKind,
    PaperParty,
    PaperPayment,
    PaperSender,
    PaperTable,
    PaperTax,
    PaperTotals,
)
from app.services.documents.words import title_for

SENDER = PaperSender(
    name="Nordlicht Büromöbel GmbH",
    address_lines=("Speicherstraße 12", "20457 Hamburg"),
    vat_id="DE123456789",
    phone="+49 40 1234560",
    email="office@nordlicht.example",
    registration="Amtsgericht Hamburg, HRB 98765",
    bank=PaperBank("Hansebank", "DE02120300000000202051", "BYLADEM1001"),
)
RECIPIENT = PaperParty(("Café Größenwahn", "Königsallee 27", "40212 Düsseldorf"), vat_id="DE987654321")


def sample_logo() -> bytes:
    """A small PNG with transparency."""
    out = io.BytesIO()
    Image.new("RGBA", (120, 40), (31, 86, 115, 128)).save(out, "PNG")
    return out.getvalue()


def amounts_of(count: int) -> list[int]:
    """Line amounts in cents that never repeat a sum."""
    return [10_000 + number * number * 7 + number for number in range(1, count + 1)]


def sample_paper(count: int = 6, kind: PaperKind = PaperKind.INVOICE, language: str = "en", **changes: Any):
    """A paper with `count` lines at 19 %; its totals are exact."""
    lines = tuple(
        PaperLine(
            text=f"Office chair Fjord number {number}",
            position=str(number),
            sku=f"ND-{number:04}",
            detail="Anthracite" if number % 3 == 0 else "",
            quantity_text="2",
            unit_text="pc",
            unit_price_text="12.345",
            discount_text="10 %" if number % 4 == 0 else "",
            amount_minor=amount,
            tax_label="19 %",
            bin_text=f"A-{number:02}",
        )
        for number, amount in enumerate(amounts_of(count), start=1)
    )
    net = sum(amounts_of(count))
    tax = (net * 19 + 50) // 100
    content = PaperContent(
        kind=kind,
        title=title_for(kind, language),
        number="2026-00042",
        sender=SENDER,
        recipient=RECIPIENT,
        language=language,
        document_date=dt.date(2026, 3, 14),
        facts=(PaperFact("Your order", "PO 4711"), PaperFact("Our order", "O-2026-0815")),
        ship_to=PaperParty(("Warehouse 2", "Hafenstraße 5", "40213 Düsseldorf")),
        lines=lines,
        totals=PaperTotals(net, net + tax, (PaperTax("19 % VAT", net, tax),)),
        payment=PaperPayment(net + tax, dt.date(2026, 4, 13), "2026-00042", "30 days net"),
        notes=("Thank you for your order.",),
        logo=sample_logo(),
    )
    return replace(content, **changes)


def reminder_paper(count: int = 3):
    """A reminder with a table of open invoices."""
    columns = (
        PaperColumn("Invoice", 3),
        PaperColumn("Due date", 2),
        PaperColumn("Open", 2, CellAlign.RIGHT),
    )
    amounts = amounts_of(count)
    rows = tuple((f"INV-{number:04}", "3 Mar 2026", amount) for number, amount in enumerate(amounts, start=1))
    table = PaperTable(
        columns, rows, title="Open invoices", total_row=("Total", "", sum(amounts)), carried_column=2
    )
    return sample_paper(
        0, PaperKind.REMINDER, totals=None, payment=None, intro=("Dear Anna,",), tables=(table,)
    )


def every_kind_of_line():
    """One line of each kind."""
    return (
        PaperLine("Meeting room", PaperLineKind.SECTION),
        PaperLine("Desk", position="1", quantity_text="1", amount_minor=10_000, tax_label="19 %"),
        PaperLine("Rebate", PaperLineKind.DISCOUNT, position="2", amount_minor=-1_000, tax_label="19 %"),
        PaperLine("Freight", PaperLineKind.CHARGE, position="3", amount_minor=500, tax_label="19 %"),
        PaperLine("Subtotal room", PaperLineKind.SUBTOTAL, amount_minor=9_500),
        PaperLine("Call the concierge", PaperLineKind.NOTE),
    )


def received(label: str, amount_minor: int) -> PaperAmount:
    """A payment already received."""
    return PaperAmount(label, amount_minor)
