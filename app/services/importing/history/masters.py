"""Products and customers of a file of order lines: made where they do not exist yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.domain.importing.problems import RowProblem
from app.domain.importing.retail.index import RetailCustomer, RetailIndex, RetailProduct
from app.domain.parties import CustomerInput
from app.domain.price_inputs import PriceRowInput
from app.domain.products import ProductInput
from app.i18n import _
from app.services import seeds
from app.services.importing.claims import in_parts, note_imported, read_imported
from app.services.importing.creating import make_accepted
from app.services.importing.history.facts import read_product_refs
from app.services.importing.reasons import refused_by
from app.services.importing.units import Units
from app.services.parties import create_counter_sale, create_customers
from app.services.prices import general_list, set_prices
from app.services.products import create_products
from app.services.setup import FirmFacts
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.parties import Customer, PaymentTerm

_AT_ONCE = 40  # some 30 ms a transaction


@dataclass(slots=True)
class Masters:
    """What the codes of the file became."""

    customer_ids: dict[str, int] = field(default_factory=dict)
    new_products: set[str] = field(default_factory=set)
    new_customers: set[str] = field(default_factory=set)
    refused: dict[str, RowProblem] = field(default_factory=dict)


def make_products(units: Units, index: RetailIndex, masters: Masters, firm: FirmFacts) -> None:
    """Make the products that do not exist yet, each with its usual price in the general price list."""
    for codes in in_parts(index.products, _AT_ONCE):
        with units() as uow:
            known = read_product_refs(uow, codes)
            _make_some_products(uow, [index.products[c] for c in codes if c not in known], masters, firm)


def _make_some_products(
    uow: UnitOfWork, wanted: Sequence[RetailProduct], masters: Masters, firm: FirmFacts
) -> None:
    if not wanted:
        return
    made = make_accepted(uow, create_products, [_product(each) for each in wanted])
    for place, issue in made.refused.items():
        masters.refused[f"product/{wanted[place].code}"] = refused_by(issue, row=0)
    masters.new_products.update(wanted[place].code for place in made.ids)
    prices = {made.ids[place]: wanted[place].usual_price_micro for place in made.ids}
    rows = [PriceRowInput(product_id=id_, price_micro=price) for id_, price in prices.items() if price > 0]
    if rows:
        set_prices(uow, general_list(uow, firm.currency), rows)


def _product(product: RetailProduct) -> ProductInput:
    return ProductInput(
        sku=product.code, name=product.name, kind="service" if product.is_service else "goods"
    )


def make_customers(units: Units, index: RetailIndex, masters: Masters, firm: FirmFacts) -> None:
    """Make the customers that do not exist yet; the file knows no more of them than code and country."""
    for codes in in_parts(index.customers, _AT_ONCE):
        with units() as uow:
            known = find_customer_ids(uow, codes)
            masters.customer_ids.update(known)
            _make_some_customers(uow, [index.customers[c] for c in codes if c not in known], masters, firm)


def _make_some_customers(
    uow: UnitOfWork, wanted: Sequence[RetailCustomer], masters: Masters, firm: FirmFacts
) -> None:
    made = make_accepted(uow, create_customers, [_customer(each, firm) for each in wanted])
    for place, issue in made.refused.items():
        masters.refused[f"customer/{wanted[place].code}"] = refused_by(issue, row=0)
    ids = {wanted[place].code: id_ for place, id_ in made.ids.items()}
    masters.customer_ids.update(ids)
    masters.new_customers.update(ids)
    note_imported(uow, "customer", list(ids.items()))


def _customer(customer: RetailCustomer, firm: FirmFacts) -> CustomerInput:
    known = customer.country in seeds.countries()
    unclear = "" if known or not customer.country else _("The imported file names no single country.")
    return CustomerInput(
        number=customer.code,
        name=_("Customer {number}").format(number=customer.code),
        country=customer.country if known else firm.country,
        language=firm.language,
        notes=unclear,
    )


def find_customer_ids(view: Reading, codes: Iterable[str]) -> dict[str, int]:
    """Customers by the file's code: imported under it before, or with it as their number."""
    wanted = list(codes)
    found: dict[str, int] = {}
    for some in in_parts(wanted):
        rows = view.db.execute(sa.select(Customer.number, Customer.id).where(Customer.number.in_(some)))
        found.update((row[0], row[1]) for row in rows)
    return {**found, **read_imported(view, "customer", wanted)}


def counter_sale(uow: UnitOfWork, firm: FirmFacts) -> int:
    """The id of the customer that sales without a name go to."""
    is_counter = sa.select(sa.func.min(Customer.id)).where(Customer.is_counter_sale.is_(True))
    known = uow.db.execute(is_counter).scalar()
    if known is not None:
        return int(known)
    at_once = sa.select(PaymentTerm.id).order_by(PaymentTerm.days, PaymentTerm.id).limit(1)
    term = uow.db.execute(at_once).scalar_one()
    return create_counter_sale(uow, country=firm.country, term_id=term, language=firm.language)
