"""What posting reads besides lines: seller, buyer, terms, tax rates, exemption texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.tax_rules import DatedRate
from app.domain.terms import DueRule, due_date
from app.services.invoicing.drafts import Buyer
from app.services.letterhead import read_firm
from app.services.setup.taxes import known_tax_rules
from app.services.unit_of_work import Reading
from db.schema.parties import Customer, PaymentTerm
from db.schema.products import TaxCode, TaxRate

SELLER_FIELDS = (
    "name",
    "street",
    "postcode",
    "city",
    "country",
    "vat_id",
    "tax_number",
    "registration",
    "phone",
    "email",
    "website",
    "bank_name",
    "iban",
    "bic",
    "paper_footer",
)
BUYER_FIELDS = ("number", "name", "street", "postcode", "city", "country", "vat_id", "email")


_BUYER = sa.select(
    *(getattr(Customer, name) for name in BUYER_FIELDS),
    Customer.sort_key,
    Customer.language,
    Customer.term_id,
).where(Customer.id == sa.bindparam("customer"))


def read_seller(view: Reading) -> tuple[Mapping[str, str], str]:
    """The firm as invoices freeze it, and its currency."""
    try:
        firm = read_firm(view)
    except NotFoundError as error:
        raise NotFoundError("invoice.no_firm") from error
    return {name: firm[name] for name in SELLER_FIELDS}, firm["currency"]


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """A customer's card as posting needs it."""

    buyer: Buyer
    term_id: int


def read_buyer(view: Reading, customer_id: int) -> BuyerFacts:
    """The customer as invoices freeze it, with its usual term."""
    row = view.db.execute(_BUYER, {"customer": customer_id}).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="customer", id=customer_id)
    address = dict(zip(BUYER_FIELDS, row[: len(BUYER_FIELDS)], strict=True))
    buyer = Buyer(customer_id, row.name, row.sort_key, row.language, address)
    return BuyerFacts(buyer=buyer, term_id=row.term_id)


_TERM = sa.select(PaymentTerm.name, PaymentTerm.days, PaymentTerm.end_of_month, PaymentTerm.extra_days).where(
    PaymentTerm.id == sa.bindparam("term")
)
_EXEMPTIONS = sa.select(TaxCode.code, TaxCode.exemption_text, TaxCode.exemption_code).where(
    TaxCode.code.in_(sa.bindparam("codes", expanding=True))
)

_RATES = (
    sa.select(TaxCode.code, TaxRate.valid_from, TaxRate.rate_ppm)
    .join(TaxRate, TaxRate.tax_code_id == TaxCode.id)
    .where(TaxCode.code.in_(sa.bindparam("codes", expanding=True)))
    .order_by(TaxRate.valid_from)
)


def read_due(view: Reading, term_id: int, *, on: dt.date) -> tuple[dt.date, str]:
    """The due date under a payment term, and the term's name."""
    row = view.db.execute(_TERM, {"term": term_id}).one()
    rule = DueRule(days=row.days, end_of_month=row.end_of_month, extra_days=row.extra_days)
    return due_date(on, rule), row.name


def read_rates(view: Reading, codes: Collection[str]) -> dict[str, tuple[DatedRate, ...]]:
    """The rates of each tax code, oldest first."""
    rules = known_tax_rules(view)
    if rules is not None:
        found = {code: rules.taxes[code].rates for code in codes if code in rules.taxes}
        return {code: each for code, each in found.items() if each}
    rates: dict[str, tuple[DatedRate, ...]] = {}
    for row in view.db.execute(_RATES, {"codes": list(codes)}):
        rates[row.code] = (*rates.get(row.code, ()), DatedRate(row.valid_from, row.rate_ppm))
    return rates


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why a tax is not charged: the sentence, and its code in the VATEX list of EN 16931."""

    text: str = ""
    code: str = ""


NO_EXEMPTION = Exemption()


def read_exemptions(view: Reading, codes: Collection[str]) -> dict[str, Exemption]:
    """The exemption of each tax code."""
    rules = known_tax_rules(view)
    if rules is not None:
        taxes = (rules.taxes[code] for code in codes if code in rules.taxes)
        return {tax.code: Exemption(tax.exemption_text, tax.exemption_code) for tax in taxes}
    rows: Any = view.db.execute(_EXEMPTIONS, {"codes": list(codes)})
    return {row.code: Exemption(row.exemption_text, row.exemption_code) for row in rows}
