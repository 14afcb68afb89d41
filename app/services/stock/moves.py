"""Stock moves: the only way that stock on hand changes. A trigger keeps `stock.on_hand_micro`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.events import ComponentsCome
from app.domain.issues import Issue, Remedy, Severity
from app.domain.quantity import MAX_QUANTITY_MICRO, fits_decimals, shown_quantity
from app.services.stock.availability import RESERVED
from app.services.stock.holds import take_over
from app.services.stock.levels import StockKey, lock_stock, read_levels
from app.services.stock.waiting import OWNER
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.making import WorkshopComponent, WorkshopOrder
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.products import Product
from db.schema.stock import StockMove, Warehouse
from db.statements import insert_rows, table_of

HOLDERS_SHOWN = 5
_NUMBER = sa.func.coalesce(Order.number, Order.customer_name)


@dataclass(frozen=True, slots=True)
class ProductQuantity:
    """So much of a product, in base micro units; of a receipt what a base unit cost, None: nobody said."""

    product_id: int
    quantity_micro: int
    cost_micro: int | None = None


@dataclass(frozen=True, slots=True)
class ProductName:
    """What a product is called, whether it has stock at all, and how fine it is counted."""

    id: int
    sku: str
    name: str
    kind: str
    unit: str
    decimals: int


def post_moves(
    uow: UnitOfWork,
    quantities: Mapping[StockKey, int],
    *,
    kind: str,
    source_kind: str = "",
    source_id: int | None = None,
    reason: str = "",
) -> None:
    """Write the moves (+ in, - out) of one event, in one statement; the caller holds the rows."""
    common = {
        "kind": kind,
        "source_kind": source_kind,
        "source_id": source_id,
        "reason": reason,
        "date": uow.today,
        "at": uow.now,
        "actor": uow.actor.name,
    }
    rows = [
        {"product_id": product_id, "warehouse_id": warehouse_id, "quantity_micro": quantity, **common}
        for (product_id, warehouse_id), quantity in sorted(quantities.items())
        if quantity
    ]
    insert_rows(uow.db, table_of(StockMove), rows)
    for product_id in sorted({key[0] for key in quantities}):
        uow.changed("stock", product_id, version=0)


def tell_components(uow: UnitOfWork, keys: Iterable[StockKey]) -> None:
    """What is made of articles that came, or are announced, in these places may have a day now.

    The caller holds the orders (`hold_orders_waiting`).
    """
    by_warehouse: dict[int, set[int]] = {}
    for product_id, warehouse_id in keys:
        by_warehouse.setdefault(warehouse_id, set()).add(product_id)
    for warehouse_id, products in sorted(by_warehouse.items()):
        uow.react(ComponentsCome(tuple(sorted(products)), warehouse_id))


def sum_quantities(lines: Iterable[ProductQuantity]) -> dict[int, int]:
    """The quantities by product; two lines of one product add up."""
    sums: dict[int, int] = {}
    for line in lines:
        sums[line.product_id] = sums.get(line.product_id, 0) + line.quantity_micro
    return sums


def require_warehouse(view: Reading, warehouse_id: int) -> str:
    """The warehouse's name; refused if there is none."""
    name = view.db.execute(sa.select(Warehouse.name).where(Warehouse.id == warehouse_id)).scalar_one_or_none()
    if name is None:
        raise NotFoundError("document.not_found", kind="warehouse", id=warehouse_id)
    return name


def read_products(view: Reading, product_ids: Iterable[int]) -> dict[int, ProductName]:
    """The products by id; those that do not exist are missing."""
    columns = (Product.id, Product.sku, Product.name, Product.kind, Product.unit, Product.unit_decimals)
    rows = view.db.execute(sa.select(*columns).where(Product.id.in_(sorted(set(product_ids)))))
    return {row[0]: ProductName(*row) for row in rows}


def require_quantities(
    view: Reading, lines: Sequence[ProductQuantity], *, from_micro: int = 1
) -> dict[int, ProductName]:
    """The products of the lines; every bad line is refused with its place: unknown, a service, out of range."""
    products = read_products(view, (line.product_id for line in lines))
    issues = [] if lines else [Issue("stock.no_lines", Severity.BLOCK)]
    for place, line in enumerate(lines):
        product = products.get(line.product_id)
        where = f"lines/{place}"
        if product is None:
            issues.append(Issue("stock.unknown_product", Severity.BLOCK, where, {"id": line.product_id}))
            continue
        if product.kind != "goods":
            issues.append(Issue("stock.has_no_stock", Severity.BLOCK, where, {"sku": product.sku}))
        if not from_micro <= line.quantity_micro <= MAX_QUANTITY_MICRO:
            params = {"sku": product.sku, "quantity": shown_quantity(line.quantity_micro)}
            issues.append(Issue("stock.bad_quantity", Severity.BLOCK, f"{where}/quantity", params))
        elif not fits_decimals(line.quantity_micro, product.decimals):
            params = {
                "sku": product.sku,
                "quantity": shown_quantity(line.quantity_micro),
                "unit": product.unit,
            }
            issues.append(Issue("stock.part_of_a_unit", Severity.BLOCK, f"{where}/quantity", params))
    if issues:
        raise RefusedError("stock.refused", issues=issues)
    return products


def require_no_configured(view: Reading, came: Mapping[str, int]) -> None:
    """Refuse pieces of configurable articles, by product at its place: a line takes a variant, so nobody gets them."""
    wanted = sorted(set(came.values()))
    asked = sa.select(Product.id, Product.sku).where(
        Product.id.in_(wanted), Product.product_model_id.is_not(None)
    )
    skus = {row.id: row.sku for row in view.db.execute(asked)} if wanted else {}
    issues = [
        Issue("stock.is_configured", Severity.BLOCK, where, {"sku": skus[id_]})
        for where, id_ in came.items()
        if id_ in skus
    ]
    if issues:
        raise RefusedError("stock.refused", issues=issues)


def at_lines(lines: Iterable[ProductQuantity]) -> dict[str, int]:
    """The products by the places of their lines."""
    return {f"lines/{place}": line.product_id for place, line in enumerate(lines)}


def require_reason(reason: str) -> str:
    """The reason without blanks around it; an empty one is refused."""
    if not reason.strip():
        raise RefusedError(
            "stock.refused", issues=[Issue("stock.reason_missing", Severity.BLOCK, "header/reason")]
        )
    return reason.strip()


def require_free(
    uow: UnitOfWork, changes: Mapping[StockKey, int], products: Mapping[int, ProductName]
) -> dict[StockKey, int]:
    """Lock the rows; refuse whatever would take reserved stock, naming the orders that hold it.

    Returns what is on hand now.
    """
    lock_stock(uow, changes, ensure=True)
    levels = read_levels(uow, changes)
    lacks = {key: -change - levels[key].free_micro for key, change in changes.items()}
    if take_over(uow, {key: micro for key, micro in lacks.items() if micro > 0}):
        levels = read_levels(uow, changes)
    short = [key for key, change in sorted(changes.items()) if levels[key].free_micro + change < 0]
    if not short:
        return {key: level.on_hand_micro for key, level in levels.items()}
    holders = read_holders(uow, short)
    issues = []
    for key in short:
        params = {
            "sku": products[key[0]].sku,
            "on_hand": shown_quantity(levels[key].on_hand_micro),
            "reserved": shown_quantity(levels[key].reserved_micro),
            "least": shown_quantity(levels[key].reserved_micro),
            "taken": shown_quantity(-changes[key]),
            "orders": ", ".join(holders.get(key, ())),
        }
        code = "stock.held_by_orders" if levels[key].reserved_micro else "stock.not_enough"
        remedies = (Remedy("stock.show_holders", "stock.product", {"product_id": key[0]}),)
        issues.append(Issue(code, Severity.BLOCK, f"products/{key[0]}/quantity", params, remedies))
    raise RefusedError("stock.refused", issues=issues)


def read_holders(view: Reading, keys: Sequence[StockKey]) -> dict[StockKey, tuple[str, ...]]:
    """The numbers of the orders and workshop orders that hold stock, a handful each; a draft's is its customer."""
    rows = view.db.execute(
        sa.select(Fulfilment.product_id, Fulfilment.warehouse_id, _NUMBER)
        .select_from(Fulfilment)
        .outerjoin(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .join(Order, Order.id == OWNER)
        .where(Fulfilment.product_id.in_(sorted({key[0] for key in keys})), RESERVED)
        .order_by(Order.id)
    )
    in_workshop = view.db.execute(
        sa.select(WorkshopComponent.product_id, WorkshopOrder.warehouse_id, WorkshopOrder.number)
        .join(WorkshopOrder, WorkshopOrder.id == WorkshopComponent.workshop_order_id)
        .where(WorkshopComponent.product_id.in_(sorted({key[0] for key in keys})))
        .where(WorkshopComponent.reserved_micro > 0)
        .order_by(WorkshopOrder.id)
    )
    holders: dict[StockKey, dict[str, None]] = {}
    for product_id, warehouse_id, number in (*rows, *in_workshop):
        holders.setdefault((product_id, warehouse_id), {})[number] = None
    return {key: _shortened(tuple(numbers)) for key, numbers in holders.items()}


def _shortened(numbers: tuple[str, ...]) -> tuple[str, ...]:
    return numbers if len(numbers) <= HOLDERS_SHOWN else (*numbers[:HOLDERS_SHOWN], "...")
