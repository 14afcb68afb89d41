"""What a customer, an address and a contact must be like to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.findings import Findings
from app.domain.identifiers import is_email, is_vat_id, tidy_vat_id, vat_country
from app.domain.issues import Issue
from app.domain.money import MICRO

MAX_LIMIT_MINOR = 10**14  # above it is a slip of the keyboard
NAME_LENGTH = 200
SHORT_LENGTH = 40
PAPER_KINDS = (
    "quote",
    "order_confirmation",
    "delivery_note",
    "invoice",
    "credit_note",
    "statement",
    "reminder",
)
"""Kinds of paper that a contact may be the one for."""


class DeliveryWish(StrEnum):
    """Whether an order may go in parts."""

    PARTIAL = "partial"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerInput:
    """A customer as keyed. An empty number is drawn; no `term_id` is the firm's usual term, no `currency` its own."""

    name: str
    country: str
    number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    is_business: bool = True
    vat_id: str = ""
    language: str = "en"
    term_id: int | None = None
    credit_limit_minor: int | None = None
    credit_class: str = ""
    price_group: str = ""
    discount_ppm: int = 0
    delivery_wish: str = "partial"
    notes: str = ""
    active: bool = True
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressInput:
    """A further address as keyed."""

    label: str
    name: str
    street: str
    postcode: str
    city: str
    country: str
    is_default_ship_to: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInput:
    """A person as keyed; `papers` are kinds of `PAPER_KINDS`."""

    name: str
    phone: str = ""
    email: str = ""
    papers: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What keyed data may refer to."""

    countries: frozenset[str]
    term_ids: frozenset[int]
    languages: tuple[str, ...]
    credit_classes: frozenset[str] = frozenset()  # folded


def check_customer(data: CustomerInput, known: Known, *, prefix: str = "") -> tuple[Issue, ...]:
    """Everything wrong with a customer as keyed; `where` is the field's name."""
    found = Findings("customer", prefix=prefix)
    found.block(not data.name.strip(), "name_missing", "name")
    _check_lengths(found, data)
    found.block(data.country not in known.countries, "country_unknown", "country", country=data.country)
    found.block(
        data.term_id is not None and data.term_id not in known.term_ids,
        "term_unknown",
        "term_id",
        term=data.term_id,
    )
    found.block(data.email and not is_email(data.email), "email_wrong", "email", email=data.email)
    limit = data.credit_limit_minor
    found.block(limit is not None and limit < 0, "limit_negative", "credit_limit_minor")
    found.block(limit is not None and limit > MAX_LIMIT_MINOR, "limit_too_high", "credit_limit_minor")
    known_class = (
        not data.credit_class.strip() or data.credit_class.strip().casefold() in known.credit_classes
    )
    found.block(not known_class, "class_unknown", "credit_class", code=data.credit_class)
    found.block(not 0 <= data.discount_ppm <= MICRO, "discount_range", "discount_ppm")
    found.block(data.language not in known.languages, "language_unknown", "language", language=data.language)
    found.block(data.delivery_wish not in set(DeliveryWish), "wish_unknown", "delivery_wish")
    is_code = len(data.currency) == 3 and data.currency.isascii() and data.currency.isupper()
    found.block(data.currency and not is_code, "currency_wrong", "currency", currency=data.currency)
    _check_vat_id(found, data)
    return found.all


def _check_lengths(found: Findings, data: CustomerInput) -> None:
    for field, longest in (
        ("name", NAME_LENGTH),
        ("street", NAME_LENGTH),
        ("city", NAME_LENGTH),
        ("number", SHORT_LENGTH),
        ("postcode", SHORT_LENGTH),
        ("phone", SHORT_LENGTH),
        ("vat_id", SHORT_LENGTH),
        ("price_group", SHORT_LENGTH),
    ):
        found.block(len(getattr(data, field)) > longest, "too_long", field, longest=longest)


def _check_vat_id(found: Findings, data: CustomerInput) -> None:
    vat_id = tidy_vat_id(data.vat_id)
    if not vat_id:
        return
    found.warn(not is_vat_id(vat_id, data.country), "vat_id_wrong", "vat_id", vat_id=vat_id)
    named = vat_country(vat_id)
    found.warn(
        named and named != data.country, "vat_id_elsewhere", "vat_id", vat_id=vat_id, country=data.country
    )
    found.warn(not data.is_business, "vat_id_of_consumer", "vat_id", vat_id=vat_id)


def check_address(data: AddressInput, known: Known) -> tuple[Issue, ...]:
    """Everything wrong with an address as keyed."""
    found = Findings("customer")
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(not data.city.strip(), "city_missing", "city")
    found.block(data.country not in known.countries, "country_unknown", "country", country=data.country)
    for field, longest in (("label", NAME_LENGTH), ("name", NAME_LENGTH), ("postcode", SHORT_LENGTH)):
        found.block(len(getattr(data, field)) > longest, "too_long", field, longest=longest)
    return found.all


def check_contact(data: ContactInput) -> tuple[Issue, ...]:
    """Everything wrong with a contact as keyed."""
    found = Findings("customer")
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(len(data.name) > NAME_LENGTH, "too_long", "name", longest=NAME_LENGTH)
    found.block(len(data.phone) > SHORT_LENGTH, "too_long", "phone", longest=SHORT_LENGTH)
    found.block(data.email and not is_email(data.email), "email_wrong", "email", email=data.email)
    found.block(data.papers and not data.email, "papers_without_email", "email", name=data.name)
    unknown = [kind for kind in data.papers if kind not in PAPER_KINDS]
    found.block(unknown, "paper_unknown", "papers", papers=", ".join(unknown))
    return found.all
