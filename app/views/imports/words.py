"""Kinds, fields and choices of an import in words."""

from __future__ import annotations

from app.domain.importing.report import DocumentOutcome
from app.domain.importing.targets import ImportKind
from app.domain.importing.titles import MOST_TITLES
from app.i18n import _
from app.services.importing import Scope

Choices = tuple[tuple[object, str], ...]


def kind_choices() -> Choices:
    """What a file may hold."""
    return (
        (ImportKind.CUSTOMERS, _("Customers")),
        (ImportKind.PRODUCTS, _("Products")),
        (ImportKind.PRICES, _("Prices")),
        (ImportKind.STOCK, _("Stock")),
        (ImportKind.ORDERS, _("Orders (closed history)")),
        (ImportKind.OPEN_ITEMS, _("Open items")),
        (ImportKind.COSTS, _("Costs")),
        (ImportKind.SUBSTITUTES, _("Substitutes")),
    )


def encoding_choices() -> Choices:
    """Encodings by the name that files are known by."""
    return (
        ("utf-8", "UTF-8"),
        ("utf-8-sig", _("UTF-8 with mark")),
        ("cp1252", _("Windows Western (1252)")),
        ("iso-8859-1", _("ISO 8859-1 (Western)")),
        ("iso-8859-15", _("ISO 8859-15 (Western with €)")),
        ("cp1250", _("Windows Central European (1250)")),
        ("iso-8859-2", _("ISO 8859-2 (Central European)")),
        ("cp1251", _("Windows Cyrillic (1251)")),
        ("cp1253", _("Windows Greek (1253)")),
        ("cp1254", _("Windows Turkish (1254)")),
        ("cp1257", _("Windows Baltic (1257)")),
        ("cp850", _("DOS Western (850)")),
        ("cp852", _("DOS Central European (852)")),
        ("cp437", "DOS (437)"),
        ("mac_roman", "Mac Roman"),
        ("utf-16", _("UTF-16 with mark")),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
    )


def delimiter_choices() -> Choices:
    """What stands between two cells."""
    return ((",", _("comma  ,")), (";", _("semicolon  ;")), ("\t", _("tab")), ("|", _("bar  |")))


def mark_choices() -> Choices:
    """What stands before the cents."""
    return ((".", _("point  1.50")), (",", _("comma  1,50")))


def order_choices() -> Choices:
    """How days are written."""
    return (("dmy", _("day/month/year")), ("mdy", _("month/day/year")), ("ymd", _("year/month/day")))


def header_choices() -> Choices:
    """What the first row is, or below which titles the names of the columns stand."""
    below = ((str(row), _("names in row {row}").format(row=row)) for row in range(2, MOST_TITLES + 2))
    return (("yes", _("column names")), ("no", _("already data")), *below)


def scope_choices() -> Choices:
    """What is kept when a row is refused."""
    return (
        (Scope.DOCUMENT, _("each document by itself")),
        (Scope.FILE, _("the whole file or nothing")),
    )


def outcome_word(outcome: DocumentOutcome) -> str:
    """What became of a document."""
    words = {
        DocumentOutcome.CREATED: _("new"),
        DocumentOutcome.UPDATED: _("changed"),
        DocumentOutcome.PRESENT: _("already there"),
    }
    return words[outcome]


def document_word(kind: str) -> str:
    """What a document of the report is."""
    words = {
        "sale": _("sale"),
        "credit": _("credit note"),
        "bad_debt": _("bad debt"),
        "adjustment": _("stock adjustment"),
        "customer": _("customer"),
        "product": _("product"),
        "price": _("price"),
        "cost": _("cost"),
        "stock": _("stock"),
        "open-item": _("open item"),
    }
    return words.get(kind, kind.replace("_", " "))


def field_word(name: str) -> str:
    """A field as people call it."""
    words = {
        "customer": _("Customer number"),
        "name": _("Name"),
        "name_2": _("Second name"),
        "street": _("Street"),
        "postcode": _("Postcode"),
        "city": _("City"),
        "country": _("Country"),
        "vat_id": _("VAT id"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "contact": _("Contact"),
        "terms_days": _("Payment days"),
        "credit_limit": _("Credit limit"),
        "price_group": _("Price group"),
        "currency": _("Currency"),
        "language": _("Language"),
        "gtin": _("GTIN"),
        "cost": _("Cost"),
        "tax_class": _("Tax class"),
        "weight_g": _("Weight in g"),
        "metals": _("Metals"),
        "family": _("Family"),
        "service": _("Service"),
    }
    return words.get(name) or _document_field_word(name)


def _document_field_word(name: str) -> str:
    words = {
        "sku": _("SKU"),
        "description": _("Description"),
        "unit": _("Unit"),
        "price": _("Price"),
        "price_list": _("Price list"),
        "min_quantity": _("From quantity"),
        "valid_from": _("Valid from"),
        "valid_until": _("Valid until"),
        "quantity": _("Quantity"),
        "warehouse": _("Warehouse"),
        "bin": _("Bin"),
        "counted_on": _("Counted on"),
        "document": _("Document number"),
        "date": _("Date"),
        "open_amount": _("Open amount"),
        "due_date": _("Due date"),
        "gross": _("Gross amount"),
        "text": _("Text"),
    }
    return words.get(name, name)
