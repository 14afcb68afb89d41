"""A computed invoice or credit note before it is posted: everything but its number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.advances import Share
from app.domain.billing import InvoiceKind, mirrored
from app.domain.issues import Issue
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, Totals, document_totals

Address = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line to post, in the columns of `invoice_line`: its prices are for `price_per` of its unit."""

    kind: str
    text: str
    quantity_micro: int
    unit: str
    base_micro: int
    price_micro: int
    amount_minor: int
    tax: TaxKey
    sku: str = ""
    product_id: int | None = None
    order_line_id: int | None = None
    shipment_line_id: int | None = None
    credited_line_id: int | None = None
    list_price_micro: int | None = None
    discount_ppm: int = 0
    price_per: int = 1
    discount_on_micro: int | None = None
    ordered_tax: TaxKey | None = None  # the order's, where the day of supply has another rate

    @property
    def taxed(self) -> TaxedAmount:
        """The line as `document_totals` wants it."""
        return TaxedAmount(self.amount_minor, self.tax)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom the invoice is for, frozen at posting (C54)."""

    customer_id: int
    name: str
    sort_key: str
    language: str
    address: Address


@dataclass(frozen=True, slots=True)
class Abroad:
    """The country that shipped, where it is not the firm's own, and the firm's VAT id there ("": it has none)."""

    country: str = ""
    vat_id: str = ""

    def seller(self, firm: Address) -> dict[str, str]:
        """The firm as a paper freezes it: with its id of the country that shipped, and no tax number of its own."""
        if not self.country:
            return dict(firm)
        found = {**firm, "ships_from": self.country}
        return {**found, "vat_id": self.vat_id, "tax_number": ""} if self.vat_id else found


AT_HOME = Abroad()


def abroad_of(seller: Address) -> Abroad:
    """The same of a paper that was issued; with a tax number it has the firm's own id, for want of one there."""
    country = seller.get("ships_from", "")
    vat_id = "" if seller.get("tax_number") else seller["vat_id"]
    return Abroad(country, vat_id) if country else AT_HOME


@dataclass(frozen=True, slots=True)
class Deduction:
    """What a line (by its place, from 1) takes off for a line of an advance; a share with minus gives it back."""

    position: int
    advance_id: int
    advance_line_id: int
    share: Share
    quantity_micro: int
    key: TaxKey


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """A whole document; `orders` are (order id, version) pairs that it bills.

    `issues` is what may be posted as it is, but should be known before it is frozen. `exchange`: the rate that its
    orders or the credited invoice keep. `credited_advance`: the advance that a credit note gives back.
    `rounding_minor`: what is added to the gross so that it is a multiple of `coin_minor`, the smallest coin.
    `advance_left`: an advance of which something is left though nothing more is to be invoiced, and how much (gross).
    `shipped_from`: number and warehouse of each shipment.
    """

    kind: InvoiceKind
    buyer: Buyer
    date: dt.date
    supply_date: dt.date
    due_date: dt.date
    currency: str
    price_mode: PriceMode
    lines: tuple[DraftLine, ...]
    totals: Totals
    ship_to: Address
    term_text: str = ""
    po_number: str = ""
    order_numbers: str = ""
    delivery_numbers: str = ""
    reason: str = ""
    orders: tuple[tuple[int, int], ...] = ()
    imported: bool = False
    exchange: str = ""
    tax_rounding: TaxRounding = TaxRounding.GROUP
    coin_minor: int = 0
    rounding_minor: int = 0
    issues: tuple[Issue, ...] = ()
    is_advance: bool = False
    credited_advance: int | None = None
    deductions: tuple[Deduction, ...] = ()
    advance_left: tuple[int, int] | None = None
    abroad: Abroad = AT_HOME
    shipped_from: tuple[tuple[str, int], ...] = ()

    @property
    def payable_minor(self) -> int:
        """What is to be paid, or given back."""
        return self.totals.gross_minor + self.rounding_minor


def totals_of(
    lines: tuple[DraftLine, ...], mode: PriceMode, rounding: TaxRounding = TaxRounding.GROUP
) -> Totals:
    """The totals of the lines."""
    return document_totals((line.taxed for line in lines), mode, rounding)


def as_credit_note(draft: InvoiceDraft) -> InvoiceDraft:
    """An invoice below zero as a credit note with positive amounts (D67); a credit note is never turned round."""
    assert draft.kind is InvoiceKind.INVOICE, "only an invoice is turned round"
    lines = tuple(_mirrored_line(line) for line in draft.lines)
    return replace(
        draft, kind=InvoiceKind.CREDIT_NOTE, lines=lines, totals=mirrored(draft.totals), due_date=draft.date,
        rounding_minor=-draft.rounding_minor,
    )  # fmt: skip


def _mirrored_line(line: DraftLine) -> DraftLine:
    """A discount turns its price, goods turn their quantity."""
    if line.price_micro < 0:
        return replace(line, price_micro=-line.price_micro, amount_minor=-line.amount_minor)
    return replace(
        line,
        quantity_micro=-line.quantity_micro,
        base_micro=-line.base_micro,
        amount_minor=-line.amount_minor,
    )
