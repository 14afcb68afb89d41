"""The words printed on papers, per language of the paper.

They are data and not catalogue texts: a paper speaks its reader's language, whatever the window
speaks, and a frozen paper must print the same words after a new translation.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.papers import PaperKind, PaperLineKind
from app.domain.units import told_unit, unit_word


@dataclass(frozen=True, slots=True)
class PaperWords:
    """All fixed words of one language."""

    locale: str
    page_of: str
    carried_forward: str
    brought_forward: str
    copy: str
    revision: str
    date: str
    position: str
    sku: str
    description: str
    quantity: str
    unit: str
    unit_price: str
    discount: str
    tax: str
    amount: str
    ordered: str
    still_open: str
    bin: str
    picked: str
    net_total: str
    tax_on: str
    gross_total: str
    payable: str
    credit_total: str
    ship_to: str
    vat_id: str
    amount_due: str
    due_date: str
    bank_account: str
    reference: str
    phone: str
    still_to_come: str
    received_by: str
    picked_by: str
    dangerous_goods: str
    limited_quantity: str
    proof_of_age: str
    export_licence: str


_ENGLISH = PaperWords(
    locale="en_GB",
    page_of="Page {page} of {pages}",
    carried_forward="Carried forward",
    brought_forward="Brought forward",
    copy="COPY",
    revision="Revision {revision}",
    date="Date",
    position="Pos.",
    sku="Item no.",
    description="Description",
    quantity="Qty",
    unit="Unit",
    unit_price="Unit price",
    discount="Disc.",
    tax="Tax",
    amount="Amount",
    ordered="Ordered",
    still_open="Still open",
    bin="Bin",
    picked="Picked",
    net_total="Net total",
    tax_on="{rate} on {base}",
    gross_total="Total",
    payable="Amount due",
    credit_total="Total credit",
    ship_to="Delivery address",
    vat_id="VAT ID",
    amount_due="Amount due",
    due_date="Due date",
    bank_account="Bank account",
    reference="Payment reference",
    phone="Phone",
    still_to_come="Still to come",
    received_by="Goods received in good order (date, signature)",
    picked_by="Picked by (date, signature)",
    dangerous_goods="Dangerous goods",
    limited_quantity="limited quantity",
    proof_of_age="Hand over only against proof of an age of at least {age} years: {articles}",
    export_licence="Export licence {number}: {articles}",
)

_GERMAN = PaperWords(
    locale="de_DE",
    page_of="Seite {page} von {pages}",
    carried_forward="Übertrag",
    brought_forward="Übertrag",
    copy="KOPIE",
    revision="Revision {revision}",
    date="Datum",
    position="Pos.",
    sku="Artikel-Nr.",
    description="Bezeichnung",
    quantity="Menge",
    unit="Einheit",
    unit_price="Einzelpreis",
    discount="Rabatt",
    tax="USt.",
    amount="Betrag",
    ordered="Bestellt",
    still_open="Noch offen",
    bin="Lagerplatz",
    picked="Entnommen",
    net_total="Nettosumme",
    tax_on="{rate} auf {base}",
    gross_total="Gesamtbetrag",
    payable="Zahlbetrag",
    credit_total="Gutschriftsbetrag",
    ship_to="Lieferanschrift",
    vat_id="USt-IdNr.",
    amount_due="Zahlbetrag",
    due_date="Fällig am",
    bank_account="Bankverbindung",
    reference="Verwendungszweck",
    phone="Telefon",
    still_to_come="Folgt noch",
    received_by="Ware ordnungsgemäß erhalten (Datum, Unterschrift)",
    picked_by="Kommissioniert von (Datum, Unterschrift)",
    dangerous_goods="Gefahrgut",
    limited_quantity="begrenzte Menge",
    proof_of_age="Übergabe nur gegen Nachweis eines Alters von mindestens {age} Jahren: {articles}",
    export_licence="Ausfuhrgenehmigung {number}: {articles}",
)

_WORDS = {"en": _ENGLISH, "de": _GERMAN}

_TITLES = {
    PaperKind.QUOTE: ("Quote", "Angebot"),
    PaperKind.ORDER_CONFIRMATION: ("Order confirmation", "Auftragsbestätigung"),
    PaperKind.REVISED_CONFIRMATION: ("Revised order confirmation", "Geänderte Auftragsbestätigung"),
    PaperKind.PICK_LIST: ("Pick list", "Kommissionierliste"),
    PaperKind.DELIVERY_NOTE: ("Delivery note", "Lieferschein"),
    PaperKind.INVOICE: ("Invoice", "Rechnung"),
    PaperKind.CREDIT_NOTE: ("Credit note", "Rechnungskorrektur"),
    PaperKind.STATEMENT: ("Statement of account", "Kontoauszug"),
    PaperKind.REMINDER: ("Payment reminder", "Zahlungserinnerung"),
    PaperKind.WORKSHOP: ("Workshop order", "Werkstattauftrag"),
}

_FACT_LABELS = {
    "customer_number": ("Customer no.", "Kundennummer"),
    "customer_po": ("Your order number", "Ihre Bestellnummer"),
    "order_number": ("Our order", "Unser Auftrag"),
    "order_date": ("Order date", "Auftragsdatum"),
    "delivery_number": ("Delivery note", "Lieferschein"),
    "credited_invoice": ("For invoice", "Zu Rechnung"),
    "date_of_supply": ("Date of supply", "Leistungsdatum"),
    "requested_date": ("Requested date", "Wunschtermin"),
    "promised_date": ("Promised date", "Liefertermin"),
    "valid_until": ("Valid until", "Gültig bis"),
    "due_date": ("Due date", "Fällig am"),
    "payment_terms": ("Terms of payment", "Zahlungsziel"),
    "delivery_terms": ("Delivery", "Lieferung"),
    "customer_vat_id": ("Your VAT ID", "Ihre USt-IdNr."),
    "contact": ("For the attention of", "Zu Händen"),
    "clerk": ("Our contact", "Ansprechpartner"),
    "revision": ("Revision", "Revision"),
    "made_by": ("Made by", "Erstellt von"),
    "tax_number": ("Our tax number", "Unsere Steuernummer"),
    "warehouse": ("Warehouse", "Lager"),
    "carrier": ("Carrier", "Spediteur"),
    "weight": ("Weight", "Gewicht"),
    "reason": ("Reason", "Grund"),
    "as_of": ("As of", "Stichtag"),
    "type": ("Document", "Beleg"),
    "days_late": ("Days late", "Tage überfällig"),
    "paid": ("Paid", "Bezahlt"),
    "open_amount": ("Open", "Offen"),
    "amount": ("Amount", "Betrag"),
    "balance": ("Balance", "Saldo"),
    "date": ("Date", "Datum"),
    "total": ("Total", "Summe"),
    "overdue": ("Overdue", "Überfällig"),
}

_OPEN_ITEMS = {
    "advance": ("Advance invoice {number}", "Anzahlungsrechnung {number}"),
    "invoice": ("Invoice {number}", "Rechnung {number}"),
    "credit_note": ("Credit note {number}", "Rechnungskorrektur {number}"),
    "payment": ("Payment {number}", "Zahlung {number}"),
}


def words_for(language: str) -> PaperWords:
    """Return the words of the paper's language; English for an unknown one."""
    return _WORDS.get(language[:2].lower(), _ENGLISH)


def title_for(kind: PaperKind, language: str) -> str:
    """Return the usual title of a paper, such as "Invoice" or "Rechnung"."""
    return _pick(_TITLES[kind], language)


def fact_label(name: str, language: str) -> str:
    """Return the usual label of a fact beside the address, such as "Your order" for `customer_po`."""
    return _pick(_FACT_LABELS[name], language)


def line_unit_word(code: str, kind: PaperLineKind, language: str) -> str:
    """Return the unit of a line; none for freight or a discount that nobody gave a unit of its own."""
    return unit_word(told_unit(code, kind), language)


def open_item_name(kind: str, number: str, language: str) -> str:
    """Return how a statement names a claim or credit, such as "Invoice INV-000017"."""
    return _pick(_OPEN_ITEMS.get(kind, ("{number}", "{number}")), language).format(number=number)


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if words_for(language) is _GERMAN else pair[0]
