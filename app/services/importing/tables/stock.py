"""Stock from a file: what lies in a warehouse is set to what the file says, each difference as a count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.importing.problems import RowProblem
from app.domain.importing.records import Record
from app.domain.money import MICRO
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.domain.units import same_unit
from app.i18n import _
from app.services.importing.claims import claim, settle_claim
from app.services.importing.history.facts import ProductRef, read_product_refs
from app.services.importing.reasons import refused_by
from app.services.importing.tables.batch import Result, Source, created, in_order, present, refuse, repeated
from app.services.stock.changes import count_stock, open_stock
from app.services.stock.moves import ProductQuantity
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.stock import StockMove, Warehouse
from db.search import code_key

KIND = "stock"


def import_stock(uow: UnitOfWork, source: Source, records: Sequence[Record]) -> Sequence[Result]:
    """Set what is on hand; the same file again changes nothing, whatever was sold since."""
    products = read_product_refs(uow, [code_key(record.text("sku")) for record in records])
    warehouses = _warehouses(uow)
    results: dict[int, Result] = {}
    for place, record in enumerate(records):
        product = products.get(code_key(record.text("sku")))
        code = record.text("warehouse").casefold()
        warehouse_id = warehouses.get(code) if code else source.firm.default_warehouse_id
        problem = _problem(record, product, warehouse_id)
        if problem is None:
            assert product is not None, "an unknown product is a problem"
            assert warehouse_id is not None, "an unknown warehouse is a problem"
            results[place] = _count(uow, source, record, product, warehouse_id)
        else:
            results[place] = problem
    return in_order(len(records), results)


def _problem(record: Record, product: ProductRef | None, warehouse_id: int | None) -> RowProblem | None:
    quantity = record.quantity("quantity")
    assert quantity is not None, "the quantity is a required field"
    if product is None:
        return refuse(record, "product-unknown", value=record.text("sku"))
    if not product.has_stock:
        return refuse(record, "service-has-no-stock", value=product.sku)
    if warehouse_id is None:
        return refuse(record, "warehouse-unknown", value=record.text("warehouse"))
    for unit in (record.text("unit"), quantity.unit):
        if unit and not same_unit(unit, product.unit):
            return refuse(record, "unit-differs", value=unit, unit=product.unit)
    micro = quantity.amount * MICRO
    if micro != micro.to_integral_value() or micro > MAX_QUANTITY_MICRO:
        return refuse(record, "quantity-out-of-range", value=str(quantity.amount))
    return None


def _count(uow: UnitOfWork, source: Source, record: Record, product: ProductRef, warehouse_id: int) -> Result:
    key = f"{source.file_key}:{warehouse_id}:{product.id}"
    if key in source.made:
        return repeated(record, product.sku)
    quantity = record.quantity("quantity")
    assert quantity is not None, "the quantity is a required field"
    counted = ProductQuantity(product.id, int(quantity.amount * MICRO))
    try:
        with uow.savepoint():
            if not claim(uow, KIND, key):
                return present(KIND, product.sku)
            _book(uow, source, counted, warehouse_id)
            settle_claim(uow, KIND, key, product.id)
    except RefusedError as error:
        if not error.issues:
            raise
        return refused_by(error.issues[0], row=record.row, line=record.line)
    source.made.add(key)
    return created(KIND, product.sku)


def _book(uow: UnitOfWork, source: Source, counted: ProductQuantity, warehouse_id: int) -> None:
    """The first stock of a product is its opening, later figures are counts."""
    reason = _("Imported from {file}").format(file=source.file_name)
    moved = sa.select(StockMove.id).where(
        StockMove.product_id == counted.product_id, StockMove.warehouse_id == warehouse_id
    )
    if uow.db.execute(moved.limit(1)).first() is not None:
        count_stock(uow, warehouse_id=warehouse_id, counted=[counted], reason=reason)
    elif counted.quantity_micro:
        open_stock(uow, warehouse_id=warehouse_id, lines=[counted], reason=reason)


def _warehouses(view: Reading) -> dict[str, int]:
    """Ids by code and by name."""
    found: dict[str, int] = defaultdict(int)
    for row in view.db.execute(sa.select(Warehouse.id, Warehouse.code, Warehouse.name)):
        found[row.name.casefold()] = row.id
        found[row.code.casefold()] = row.id
    return dict(found)
