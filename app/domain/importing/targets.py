"""What each kind of import can take in: fields, their types and the names people give them."""

from dataclasses import dataclass
from enum import StrEnum


class ImportKind(StrEnum):
    """What a file holds; the values are the words of `main.py import`."""

    CUSTOMERS = "customers"
    PRODUCTS = "products"
    PRICES = "prices"
    COSTS = "costs"
    STOCK = "stock"
    ORDERS = "orders"
    OPEN_ITEMS = "open-items"
    SUBSTITUTES = "substitutes"


class FieldType(StrEnum):
    """How a cell of the field is read."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    QUANTITY = "quantity"
    WHOLE = "whole"
    PRICE = "price"
    AMOUNT = "amount"
    DATE = "date"
    TIMESTAMP = "timestamp"
    BOOLEAN = "boolean"
    COUNTRY = "country"


NUMBERS = frozenset(
    {FieldType.NUMBER, FieldType.QUANTITY, FieldType.WHOLE, FieldType.PRICE, FieldType.AMOUNT}
)
DATES = frozenset({FieldType.DATE, FieldType.TIMESTAMP})


@dataclass(frozen=True, slots=True)
class TargetField:
    """One field that a column can fill; the first synonym is its usual column name."""

    name: str
    type: FieldType
    required: bool
    synonyms: tuple[str, ...]


def _needed(name: str, kind: FieldType, synonyms: str) -> TargetField:
    return TargetField(name, kind, required=True, synonyms=_names(name, synonyms))


def _wanted(name: str, kind: FieldType, synonyms: str) -> TargetField:
    return TargetField(name, kind, required=False, synonyms=_names(name, synonyms))


def _names(name: str, synonyms: str) -> tuple[str, ...]:
    return (name, *(word.strip() for word in synonyms.split("|") if word.strip()))


_T = FieldType
_CUSTOMER = (
    "customer id|customer no|customer number|customer code|account|account no|debtor|"
    "kundennummer|kunden-nr|kundennr|kunde|debitor|debitorennummer"
)
_SKU = (
    "stock code|item|item no|item number|article|article no|product|product code|"
    "part number|artikelnummer|artikel-nr|artikelnr|art.-nr.|artikel|teilenummer|material"
)
_DESCRIPTION = (
    "name|title|text|product name|item description|bezeichnung|beschreibung|artikelbezeichnung|artikeltext"
)
_QUANTITY = "qty|pieces|pcs|amount ordered|menge|anzahl|stück|stückzahl|bestellmenge"
_UNIT = "uom|unit of measure|einheit|mengeneinheit|me"
_PRICE = (
    "unit price|net price|list price|sales price|preis|einzelpreis|stückpreis|"
    "verkaufspreis|vk|vk-preis|listenpreis|nettopreis"
)
_COST = "unit cost|standard cost|purchase price|ek|ek-preis|einkaufspreis|einstandspreis|einstand|kosten"
_CURRENCY = "currency code|cur|währung|waehrung|wkz"
_FROM_DATE = "from date|start|start date|gültig ab|gültig von"
_COUNTRY = "country code|land|ländercode|staat|nation"
_VAT_RATE = "vat|tax|tax rate|vat rate|tax code|mwst|mwst-satz|ust|umsatzsteuer|steuersatz|steuerschlüssel"
_INVOICE = (
    "invoice no|invoice number|document|document no|document number|voucher|"
    "rechnungsnummer|rechnung|rechnungsnr|rechnungs-nr|beleg|belegnummer|belegnr"
)
_DUE = "due|due on|payable by|fällig|fällig am|fälligkeit|fälligkeitsdatum"

FIELDS: dict[ImportKind, tuple[TargetField, ...]] = {
    ImportKind.CUSTOMERS: (
        _needed("customer", _T.CODE, f"{_CUSTOMER}|code|number|no|nummer"),
        _needed("name", _T.TEXT, "company|company name|customer name|firma|firmenname|name 1|kundenname"),
        _wanted("name_2", _T.TEXT, "name2|company 2|addition|zusatz|namenszusatz|firma 2"),
        _wanted("street", _T.TEXT, "address|address 1|address line 1|straße|strasse|anschrift|adresse"),
        _wanted("postcode", _T.CODE, "zip|zip code|postal code|post code|plz|postleitzahl"),
        _wanted("city", _T.TEXT, "town|place|ort|stadt|wohnort"),
        _wanted("country", _T.COUNTRY, _COUNTRY),
        _wanted("vat_id", _T.CODE, "vat id|vat no|vat number|vat registration|ust-id|ustid|ust-idnr|uid"),
        _wanted("email", _T.TEXT, "e-mail|mail|email address|e-mail-adresse|mailadresse"),
        _wanted("phone", _T.TEXT, "telephone|tel|phone number|telefon|telefonnummer|rufnummer"),
        _wanted("contact", _T.TEXT, "contact person|contact name|ansprechpartner|kontakt"),
        _wanted("terms_days", _T.WHOLE, "terms|payment terms|payment days|zahlungsziel|zahlungsbedingung"),
        _wanted("credit_limit", _T.AMOUNT, "limit|credit|kreditlimit|kreditrahmen"),
        _wanted("price_group", _T.CODE, "group|customer group|preisgruppe|kundengruppe"),
        _wanted("currency", _T.CODE, _CURRENCY),
        _wanted("language", _T.CODE, "lang|sprache"),
    ),
    ImportKind.PRODUCTS: (
        _needed("sku", _T.CODE, f"{_SKU}|code|number|nummer"),
        _needed("description", _T.TEXT, _DESCRIPTION),
        _wanted("gtin", _T.CODE, "ean|ean code|barcode|upc|gtin/ean"),
        _wanted("unit", _T.CODE, _UNIT),
        _wanted("price", _T.PRICE, _PRICE),
        _wanted("cost", _T.PRICE, _COST),
        _wanted("tax_class", _T.CODE, _VAT_RATE),
        _wanted("metals", _T.TEXT, "metal|metal content|metalle|metallgehalt|kupferzahl"),
        _wanted("weight_g", _T.NUMBER, "weight|weight g|gewicht|gewicht g"),
        _wanted("family", _T.TEXT, "category|group|product group|warengruppe|produktgruppe|kategorie"),
        _wanted("service", _T.BOOLEAN, "is service|non stock|dienstleistung|leistung"),
        _wanted("un_number", _T.CODE, "un|un no|un-nummer|un-nr"),
        _wanted("hazard_class", _T.CODE, "adr class|dangerous goods class|gefahrklasse|gefahrgutklasse"),
        _wanted("packing_group", _T.CODE, "pg|verpackungsgruppe|vg"),
        _wanted("shipping_name", _T.TEXT, "proper shipping name|psn|versandbezeichnung"),
        _wanted("limited_amount", _T.WHOLE, "limited quantity|lq|begrenzte menge"),
        _wanted("inner_amount", _T.WHOLE, "inner packing|innenverpackung"),
        _wanted("licence_kind", _T.CODE, "licence|license|lizenz|erlaubnis"),
        _wanted(
            "commodity_code", _T.CODE, "hs code|cn code|tariff number|zolltarifnummer|warennummer|kn-code"
        ),
        _wanted("origin_country", _T.COUNTRY, "origin|country of origin|ursprung|ursprungsland"),
        _wanted("eccn", _T.CODE, "export control number|dual use|al-nummer|ausfuhrlistennummer"),
        _wanted("age_least", _T.WHOLE, "minimum age|age|mindestalter|altersfreigabe"),
    ),
    ImportKind.PRICES: (
        _needed("sku", _T.CODE, _SKU),
        _needed("price", _T.PRICE, _PRICE),
        _wanted("price_list", _T.CODE, "list|price list|preisliste|liste"),
        _wanted("customer", _T.CODE, _CUSTOMER),
        _wanted(
            "min_quantity",
            _T.QUANTITY,
            f"from|from quantity|break|ab|ab menge|staffel|mindestmenge|{_QUANTITY}",
        ),
        _wanted("unit", _T.CODE, _UNIT),
        _wanted("per", _T.WHOLE, "price unit|price per|pro|je|preiseinheit|pe"),
        _wanted("currency", _T.CODE, _CURRENCY),
        _wanted("valid_from", _T.DATE, _FROM_DATE),
        _wanted("valid_until", _T.DATE, "to date|end|end date|valid to|gültig bis"),
        _wanted(
            "agreed", _T.NUMBER, "agreed quantity|contract quantity|vereinbart|vereinbarte menge|abrufmenge"
        ),
        _wanted(
            "includes_tax",
            _T.BOOLEAN,
            "prices include vat|includes vat|incl vat|with vat|preise mit ust.|inkl. mwst|inkl. ust|brutto",
        ),
    ),
    ImportKind.COSTS: (
        _needed("sku", _T.CODE, _SKU),
        _needed("cost", _T.PRICE, f"{_COST}|price|preis"),
        _wanted("unit", _T.CODE, _UNIT),
        _wanted("currency", _T.CODE, _CURRENCY),
        _wanted("valid_from", _T.DATE, _FROM_DATE),
    ),
    ImportKind.SUBSTITUTES: (
        _needed("sku", _T.CODE, _SKU),
        _needed(
            "substitute",
            _T.CODE,
            "alternative|replacement|instead|replaced by|ersatz|ersatzartikel|ersatz für",
        ),
        _wanted("takes", _T.WHOLE, "factor|quantity of it|faktor|braucht|menge ersatz"),
        _wanted("instead_of", _T.WHOLE, "replaces|quantity replaced|ersetzt|menge artikel"),
        _wanted("both_ways", _T.BOOLEAN, "both|mutual|beidseitig|gegenseitig"),
        _wanted("rank", _T.WHOLE, "priority|order|rang|priorität|reihenfolge"),
        _wanted("valid_from", _T.DATE, _FROM_DATE),
        _wanted("valid_until", _T.DATE, "to date|end|end date|valid to|gültig bis"),
        _wanted("note", _T.TEXT, "remark|comment|bemerkung|hinweis|notiz|vermerk|anmerkung"),
    ),
    ImportKind.STOCK: (
        _needed("sku", _T.CODE, _SKU),
        _needed("quantity", _T.QUANTITY, f"on hand|stock|{_QUANTITY}|bestand|lagerbestand"),
        _wanted("warehouse", _T.CODE, "site|location|store|lager|lagerort|standort"),
        _wanted("bin", _T.CODE, "shelf|place|lagerplatz|platz|regal|fach"),
        _wanted("unit", _T.CODE, _UNIT),
        _wanted("counted_on", _T.DATE, "date|as of|datum|stand|stichtag"),
    ),
    ImportKind.ORDERS: (
        _needed(
            "document",
            _T.CODE,
            f"{_INVOICE}|order|order no|order number|auftrag|auftragsnummer|bestellnummer",
        ),
        _needed("sku", _T.CODE, _SKU),
        _needed("quantity", _T.QUANTITY, _QUANTITY),
        _needed("price", _T.PRICE, _PRICE),
        _needed(
            "date",
            _T.TIMESTAMP,
            "invoice date|order date|document date|rechnungsdatum|auftragsdatum|belegdatum|datum",
        ),
        _wanted("description", _T.TEXT, _DESCRIPTION),
        _wanted("customer", _T.CODE, _CUSTOMER),
        _wanted("country", _T.COUNTRY, _COUNTRY),
        _wanted("unit", _T.CODE, _UNIT),
        _wanted("currency", _T.CODE, _CURRENCY),
    ),
    ImportKind.OPEN_ITEMS: (
        _needed("customer", _T.CODE, _CUSTOMER),
        _needed("document", _T.CODE, f"{_INVOICE}|number|nummer"),
        _needed("date", _T.DATE, "invoice date|document date|rechnungsdatum|belegdatum|datum"),
        _needed(
            "open_amount",
            _T.AMOUNT,
            "open|open amount|balance|outstanding|amount|offen|offener betrag|saldo|restbetrag|betrag",
        ),
        _wanted("due_date", _T.DATE, _DUE),
        _wanted("gross", _T.AMOUNT, "total|invoice amount|gross amount|brutto|bruttobetrag|rechnungsbetrag"),
        _wanted("currency", _T.CODE, _CURRENCY),
        _wanted("text", _T.TEXT, "reference|note|remark|verwendungszweck|bemerkung|referenz"),
    ),
}


def fields_of(kind: ImportKind) -> tuple[TargetField, ...]:
    """The fields of the kind, required ones first."""
    return FIELDS[kind]
