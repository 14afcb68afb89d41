"""What the firm's own card must be like to be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.findings import Findings
from app.domain.identifiers import is_email, is_iban, is_vat_id
from app.domain.issues import Issue
from app.domain.parties import NAME_LENGTH, SHORT_LENGTH

_CURRENCY = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmCard:
    """The firm's letterhead, tax number and bank account, as keyed."""

    name: str
    country: str
    currency: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    vat_id: str = ""
    tax_number: str = ""
    registration: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    bank_name: str = ""
    iban: str = ""
    bic: str = ""
    logo: bytes | None = None
    paper_footer: str = ""
    language: str = "en"
    time_zone: str = "Europe/Berlin"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmInput(FirmCard):
    """What an empty firm starts with: its card and its first warehouse."""

    warehouse_code: str = "MAIN"
    warehouse_name: str = "Main warehouse"


@dataclass(frozen=True, slots=True)
class FirmKnown:
    """What the card may refer to."""

    tax_countries: frozenset[str]
    currencies: frozenset[str]
    languages: tuple[str, ...]


def check_firm(card: FirmCard, known: FirmKnown) -> tuple[Issue, ...]:
    """Everything wrong with the firm's card; `where` is the field's name."""
    found = Findings("firm")
    found.block(not card.name.strip(), "name_missing", "name")
    for field in ("name", "street", "city", "registration", "bank_name", "website"):
        found.block(len(getattr(card, field)) > NAME_LENGTH, "too_long", field, longest=NAME_LENGTH)
    for field in ("postcode", "vat_id", "tax_number", "phone", "iban", "bic"):
        found.block(len(getattr(card, field)) > SHORT_LENGTH, "too_long", field, longest=SHORT_LENGTH)
    found.block(card.country not in known.tax_countries, "country_unknown", "country", country=card.country)
    is_currency = _CURRENCY.fullmatch(card.currency) and card.currency in known.currencies
    found.block(not is_currency, "currency_unknown", "currency", currency=card.currency)
    found.block(card.language not in known.languages, "language_unknown", "language", language=card.language)
    found.block(not is_time_zone(card.time_zone), "time_zone_unknown", "time_zone", zone=card.time_zone)
    found.block(card.email and not is_email(card.email), "email_wrong", "email", email=card.email)
    found.block(card.iban and not is_iban(card.iban), "iban_wrong", "iban", iban=card.iban)
    wrong_vat = card.vat_id and not is_vat_id(card.vat_id, card.country)
    found.warn(wrong_vat, "vat_id_wrong", "vat_id", vat_id=card.vat_id)
    return found.all


def check_warehouse_code(code: str, name: str) -> tuple[Issue, ...]:
    """What is wrong with a warehouse's code and name."""
    found = Findings("warehouse")
    found.block(not _CODE.fullmatch(code), "code_wrong", "warehouse_code", code=code)
    found.block(not name.strip(), "name_missing", "warehouse_name")
    return found.all


def is_time_zone(name: str) -> bool:
    """Whether the name is one of the tz database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
