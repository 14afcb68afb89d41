"""What writing history needs to know, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.importing.problems import RowProblem
from app.domain.tax import TaxKey, TaxSubject, find_tax_code
from app.domain.tax_rules import TaxFacts
from app.domain.terms import DueRule
from app.services.importing.claims import in_parts
from app.services.importing.plans import ImportPlan
from app.services.invoicing.drafts import Buyer
from app.services.invoicing.facts import BUYER_FIELDS
from app.services.setup import FirmFacts, read_tax_rules, require_firm
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import NumberSeries
from db.schema.parties import Customer, PaymentTerm
from db.schema.products import Product
from db.schema.stock import Warehouse
from db.search import upper_code
from db.statements import insert_row

SERIES = "imported"
DOCUMENT, ADJUSTMENT = "document", "adjustment"
"""Kinds of `imported_record`: ids of invoices, and of nothing (0)."""
COUNTER = ""
"""The key of the counter sale among the buyers."""


@dataclass(frozen=True, slots=True)
class ProductRef:
    """A product as history lines name it."""

    id: int
    sku: str
    name: str
    unit: str
    kind: str
    tax_class: str

    @property
    def has_stock(self) -> bool:
        """Whether it lies on a shelf."""
        return self.kind == "goods"


@dataclass(frozen=True, slots=True)
class BuyerRef:
    """A customer with its payment term."""

    buyer: Buyer
    term_id: int
    term_name: str
    due: DueRule


@dataclass(frozen=True, slots=True)
class Office:
    """The firm's side: currency, chosen tax, series and warehouse."""

    firm: FirmFacts
    tax: TaxFacts
    series_id: int
    warehouse_id: int
    file_name: str

    @property
    def currency(self) -> str:
        """The firm's currency, which is that of all amounts."""
        return self.firm.currency

    def tax_key(self, day: dt.date) -> TaxKey | None:
        """The chosen tax on a day; None before its first rate."""
        rate = self.tax.rate_on(day)
        return None if rate is None else TaxKey(self.tax.category, rate, self.tax.code)

    def moment(self, at: dt.datetime) -> dt.datetime:
        """The file's local time as a moment."""
        return at.replace(tzinfo=ZoneInfo(self.firm.time_zone))


@dataclass(frozen=True, slots=True)
class HistoryFacts:
    """Everything that a document is written from. Products by upper-case code, buyers by the file's code."""

    office: Office
    products: Mapping[str, ProductRef]
    buyers: Mapping[str, BuyerRef]
    refused: Mapping[str, RowProblem]
    """Codes of products and customers that our rules do not take, as "product/X" and "customer/X"."""


def check_plan(view: Reading, plan: ImportPlan) -> tuple[FirmFacts, TaxFacts]:
    """Firm and tax of the plan; refused where the currency is not the firm's or there is no such tax."""
    firm = require_firm(view)
    require_currency(plan.currency, firm, plan.file_name)
    rules = read_tax_rules(view)
    subject = TaxSubject("standard", firm.country, firm.country, business=True, has_vat_id=True)
    code = plan.tax_code or find_tax_code(subject, rules.rules, rules.eu_countries)
    tax = rules.taxes.get(code or "")
    if tax is None:
        raise RefusedError("import.unknown_tax", tax=code or "", known=", ".join(sorted(rules.taxes)))
    return firm, tax


def require_currency(currency: str, firm: FirmFacts, file_name: str) -> None:
    """Refuse a file in another currency than the firm's: nothing is converted here."""
    if currency and currency != firm.currency:
        raise RefusedError(
            "import.wrong_currency", file=file_name, currency=currency, firm_currency=firm.currency
        )


def read_office(uow: UnitOfWork, plan: ImportPlan) -> Office:
    """The firm's side; the series "imported" is made at its first use."""
    firm, tax = check_plan(uow, plan)
    warehouse = firm.default_warehouse_id or uow.db.execute(sa.select(sa.func.min(Warehouse.id))).scalar()
    if warehouse is None:
        raise NotFoundError("import.no_warehouse")
    return Office(firm, tax, series_of(uow), int(warehouse), plan.file_name)


def series_of(uow: UnitOfWork) -> int:
    """The id of the series "imported", which has gaps and no dates of its own."""
    series = NumberSeries
    known = uow.db.execute(sa.select(series.id).where(series.kind == SERIES).limit(1)).scalar()
    if known is not None:
        return int(known)
    return insert_row(uow.db, series, {"kind": SERIES, "prefix": "", "gapless": False})


def read_product_refs(view: Reading, codes: Iterable[str]) -> dict[str, ProductRef]:
    """The products that exist, by the upper-case code; variants of configured articles have none that people use."""
    upper = upper_code(view.db, Product.sku)
    columns = (Product.id, Product.sku, Product.name, Product.unit, Product.kind, Product.tax_class)
    found: dict[str, ProductRef] = {}
    for some in in_parts(codes):
        wanted = sa.select(upper, *columns).where(upper.in_(some), Product.variant_of_id.is_(None))
        for row in view.db.execute(wanted):
            found[str(row[0])] = ProductRef(*row[1:])
    return found


def read_buyer_refs(view: Reading, ids: Mapping[str, int]) -> dict[str, BuyerRef]:
    """The customers by the file's code."""
    columns = [getattr(Customer, name) for name in BUYER_FIELDS]
    term = PaymentTerm
    extra = (Customer.sort_key, Customer.language, Customer.term_id)
    statement = sa.select(
        Customer.id,
        *columns,
        *extra,
        term.name.label("term_name"),
        term.days,
        term.end_of_month,
        term.extra_days,
    ).join(term, term.id == Customer.term_id)
    by_id: dict[int, BuyerRef] = {}
    for some in in_parts(set(ids.values())):
        for row in view.db.execute(statement.where(Customer.id.in_(some))):
            address = dict(zip(BUYER_FIELDS, row[1 : len(BUYER_FIELDS) + 1], strict=True))
            buyer = Buyer(row.id, row.name, row.sort_key, row.language, address)
            due = DueRule(row.days, end_of_month=row.end_of_month, extra_days=row.extra_days)
            by_id[row.id] = BuyerRef(buyer, row.term_id, row.term_name, due)
    return {code: by_id[id_] for code, id_ in ids.items() if id_ in by_id}
