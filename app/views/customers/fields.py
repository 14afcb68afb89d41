"""The fields of a customer's card, and how they become what the service takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.money import Money, Rate, micro_of, minor_digits, minor_of
from app.domain.parties import CustomerInput
from app.i18n import LANGUAGES, _, country_name
from app.services import seeds
from app.services.credit_classes import read_credit_classes
from app.services.goods.licence_kinds import read_licence_kinds
from app.services.parties import CustomerFacts
from app.services.setup import TermCard, read_firm, read_terms
from app.services.unit_of_work import Reading
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.forms import Field

Choices = tuple[tuple[object, str], ...]


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What every card of the desk offers to choose from."""

    currency: str
    country: str
    language: str
    usual_term: int | None
    terms: tuple[TermCard, ...]
    countries: Choices
    credit_classes: Choices = (("", ""),)
    licence_kinds: Choices = ()


def read_desk_facts(view: Reading) -> DeskFacts:
    """Terms, countries by name, and the firm's own country and currency."""
    firm = read_firm(view)
    names = sorted((country_name(code), code) for code in seeds.countries())
    return DeskFacts(
        currency=firm.currency if firm else "EUR",
        country=firm.country if firm else "DE",
        language=firm.language if firm else "en",
        usual_term=firm.default_term_id if firm else None,
        terms=read_terms(view),
        countries=tuple((code, name) for name, code in names),
        credit_classes=_credit_classes(view),
        licence_kinds=tuple((card.code, card.name) for card in read_licence_kinds(view)),
    )


def _credit_classes(view: Reading) -> Choices:
    """The firm's classes of customers; the first is none."""
    codes = sorted(row.data.code for row in read_credit_classes(view) if row.data.code)
    return (("", _("none")), *((code, code) for code in codes))


def language_choices() -> Choices:
    """The languages that papers are made in."""
    names = {"en": _("English"), "de": _("German")}
    return tuple((code, names.get(code, code)) for code in LANGUAGES)


def wish_choices() -> Choices:
    """How a customer wants its orders to come."""
    return (("partial", _("may come in parts")), ("complete", _("only complete")))


def head_fields(facts: DeskFacts) -> tuple[Field, ...]:
    """Who and where."""
    return (
        Field("name", _("&Name"), required=True, span=2, max_length=200),
        Field("number", _("Num&ber"), placeholder=_("drawn when empty"), max_length=40),
        Field("language", _("&Language of papers"), "choice", choices=language_choices()),
        Field("street", _("&Street"), span=2, max_length=200),
        Field("postcode", _("&Postcode"), max_length=40),
        Field("city", _("&City"), max_length=200),
        Field("country", _("C&ountry"), "choice", choices=facts.countries),
        Field("phone", _("P&hone"), max_length=40),
        Field("email", _("&E-mail"), span=2, max_length=200),
        Field(
            "vat_id",
            _("&VAT id"),
            help=_("With the country's letters: DE123456789. Decides the tax abroad."),
            max_length=40,
        ),
        Field("is_business", _("Business (not a consumer)"), "check", span=2),
        Field("active", _("Active"), "check"),
    )


def term_fields(facts: DeskFacts, *, sees_credit: bool) -> tuple[Field, ...]:
    """Terms, credit and prices."""
    terms = tuple((term.id, term.name) for term in facts.terms)
    return (
        Field("term_id", _("&Payment term"), "choice", choices=terms),
        Field(
            "credit_limit",
            _("Credit l&imit"),
            "money",
            places_max=minor_digits(facts.currency),
            suffix=facts.currency,
            read_only=not sees_credit,
            placeholder=_("no limit"),
            help=_("Empty: no limit. 0: only against payment in advance."),
        ),
        Field(
            "credit_class",
            _("C&redit class"),
            "choice",
            choices=facts.credit_classes,
            help=_("From when on overdue items hold the orders: see the set-up."),
        ),
        Field("price_group", _("Price &group"), max_length=40),
        Field(
            "currency",
            _("B&uys in"),
            placeholder=facts.currency,
            max_length=3,
            help=_("Empty: the firm's currency."),
        ),
        Field("discount", _("&Discount"), "number", suffix="%", decimals=1, places_max=PERCENT_PLACES),
        Field("delivery_wish", _("Orders"), "choice", choices=wish_choices(), span=2),
        Field("notes", _("Notes"), "multiline", span=4),
    )


def form_values(who: CustomerFacts, currency: str) -> dict[str, object]:
    """A customer's values by field name."""
    plain = (
        "name", "number", "language", "street", "postcode", "city", "country", "phone", "email", "vat_id",
        "is_business", "active", "term_id", "credit_class", "currency", "price_group", "delivery_wish", "notes",
    )  # fmt: skip
    limit = who.credit_limit_minor
    return {
        **{name: getattr(who, name) for name in plain},
        "credit_limit": None if limit is None else Money(limit, currency).decimal,
        "discount": Rate(who.discount_ppm).percent if who.discount_ppm else None,
    }


def new_values(facts: DeskFacts, name: str) -> dict[str, object]:
    """What a new card starts with."""
    return {
        "name": name,
        "language": facts.language,
        "country": facts.country,
        "is_business": True,
        "active": True,
        "term_id": facts.usual_term,
        "delivery_wish": "partial",
    }


def customer_input(values: Mapping[str, Any], currency: str) -> CustomerInput:
    """The keyed values as the service takes them."""
    rest = {name: value for name, value in values.items() if name not in {"credit_limit", "discount"}}
    limit, discount = values["credit_limit"], values["discount"]
    return CustomerInput(
        **{
            **rest,
            "country": rest["country"] or "",
            "language": rest["language"] or "",
            "credit_class": rest["credit_class"] or "",
            "currency": rest["currency"].strip().upper(),
        },
        credit_limit_minor=None if limit is None else minor_of(limit, currency),
        discount_ppm=micro_of((discount or Decimal(0)) / 100),
    )


FIELD_OF = {"credit_limit_minor": "credit_limit", "discount_ppm": "discount"}
"""Fields that the service calls by another name."""
