"""What an order depends on outside itself, read into one immutable value (constant number of queries)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.order_checks.header import Surroundings
from app.domain.orders.context import CustomerFacts, OrderContext, ProductFacts
from app.domain.orders.draft import Draft
from app.domain.orders.states import OrderState
from app.domain.pricing import RulesSnapshot
from app.domain.quantity import Unit
from app.services.credit import read_credit
from app.services.pricing import read_rules
from app.services.setup.taxes import read_tax_rules
from app.services.unit_of_work import Reading
from db.schema.firm import Firm
from db.schema.orders import Order
from db.schema.parties import Customer
from db.schema.products import Product, ProductUnit
from db.statements import table_of

_CUSTOMER = table_of(Customer)
_PRODUCT = table_of(Product)
_UNIT = table_of(ProductUnit)
_ORDER = table_of(Order)
_CUSTOMER_COLUMNS = (
    "id", "number", "name", "country", "is_business", "vat_id", "price_group", "discount_ppm", "credit_limit_minor",
    "on_hold", "active", "email",
)  # fmt: skip


def read_order_context(
    view: Reading,
    *,
    customer_id: int | None,
    product_ids: Iterable[int],
    rules: RulesSnapshot | None = None,
    only_products: bool = False,
) -> OrderContext:
    """The context of an order for this customer with these products.

    Pass `rules` to save reading them; `only_products` reads the price rows of these products alone.
    """
    ids = frozenset(product_ids)
    firm = view.db.execute(sa.select(Firm.country, Firm.currency).limit(1)).one_or_none()
    if firm is None:
        raise NotFoundError("firm.missing")
    if rules is None:
        rules = read_rules(view, currency=firm.currency, product_ids=ids if only_products else None)
    return OrderContext(
        today=view.clock.today(),
        currency=firm.currency,
        ship_from=firm.country,
        taxes=read_tax_rules(view),
        rules=rules,
        customer=read_customer_facts(view, customer_id) if customer_id is not None else None,
        products=read_product_facts(view, ids),
    )


def read_customer_facts(view: Reading, customer_id: int, *, lock: bool = False) -> CustomerFacts | None:
    """The customer with credit used and overdue as of today, or None if it is gone.

    `lock` holds the customer's row first, so that its credit stands still.
    """
    columns = [_CUSTOMER.c[name] for name in _CUSTOMER_COLUMNS]
    statement = sa.select(*columns).where(_CUSTOMER.c.id == customer_id)
    if lock:
        statement = statement.with_for_update()
    row = view.db.execute(statement).mappings().one_or_none()
    if row is None:
        return None
    credit = read_credit(view, customer_id)
    return CustomerFacts(
        **row,
        credit_used_minor=credit.used_minor,
        overdue_minor=credit.overdue_minor,
        overdue_days=credit.overdue_days,
    )


def read_product_facts(view: Reading, product_ids: Iterable[int]) -> dict[int, ProductFacts]:
    """The products by id with all their units; two queries."""
    ids = sorted(set(product_ids))
    if not ids:
        return {}
    successor = _PRODUCT.alias("successor")
    rows = view.db.execute(
        sa.select(_PRODUCT, successor.c.sku.label("successor_sku"))
        .join_from(_PRODUCT, successor, successor.c.id == _PRODUCT.c.successor_id, isouter=True)
        .where(_PRODUCT.c.id.in_(ids))
    ).mappings()
    units = _read_units(view, ids)
    return {row["id"]: _product_facts(row, units.get(row["id"], ())) for row in rows}


def _read_units(view: Reading, ids: list[int]) -> dict[int, tuple[Unit, ...]]:
    units: dict[int, tuple[Unit, ...]] = {}
    rows = view.db.execute(
        sa.select(_UNIT).where(_UNIT.c.product_id.in_(ids)).order_by(_UNIT.c.id)
    ).mappings()
    for row in rows:
        unit = Unit(row["code"], row["factor_num"], row["factor_den"], row["decimals"])
        units[row["product_id"]] = (*units.get(row["product_id"], ()), unit)
    return units


def _product_facts(row: sa.RowMapping, units: tuple[Unit, ...]) -> ProductFacts:
    base = Unit(row["unit"], 1, 1, row["unit_decimals"])
    return ProductFacts(
        id=row["id"],
        sku=row["sku"],
        name=row["name"],
        kind=row["kind"],
        family=row["family"],
        tax_class=row["tax_class"],
        units=(base, *units),
        weight_g=row["weight_g"],
        min_micro=row["min_quantity_micro"],
        step_micro=row["step_micro"],
        cost_micro=row["standard_cost_micro"],
        discontinued=row["discontinued"],
        active=row["active"],
        successor_id=row["successor_id"],
        successor_sku=row["successor_sku"] or "",
    )


def read_surroundings(view: Reading, draft: Draft) -> Surroundings:
    """Other orders with the same customer order number (C49), and the quote that the order was made of."""
    return Surroundings(orders_with_same_po=_read_same_po(view, draft), quote=_read_quote(view, draft))


def _read_same_po(view: Reading, draft: Draft) -> tuple[tuple[int, str], ...]:
    """The newest other orders of this customer with the number; cancelled ones don't count."""
    po_number = draft.header.po_number.strip()
    if not po_number or draft.header.customer_id is None:
        return ()
    rows = view.db.execute(
        sa.select(_ORDER.c.id, _ORDER.c.number)
        .where(_ORDER.c.customer_id == draft.header.customer_id, _ORDER.c.po_number == po_number)
        .where(_ORDER.c.id != draft.id, _ORDER.c.kind == "order", _ORDER.c.number.is_not(None))
        .where(_ORDER.c.state != OrderState.CANCELLED)
        .order_by(_ORDER.c.id.desc())
        .limit(5)
    )
    return tuple((row.id, row.number) for row in rows)


def _read_quote(view: Reading, draft: Draft) -> tuple[str, date] | None:
    """Number and last day of the quote that a draft was made of."""
    if draft.state != OrderState.DRAFT or draft.header.valid_until is None:
        return None
    quote = _ORDER.alias("quote")
    row = view.db.execute(
        sa.select(quote.c.number, quote.c.valid_until)
        .join_from(_ORDER, quote, quote.c.id == _ORDER.c.quote_id)
        .where(_ORDER.c.id == draft.id, quote.c.valid_until.is_not(None))
    ).one_or_none()
    return (row.number, row.valid_until) if row else None
