"""What the ids in a history are called: people read a term's name, not that it is term 3."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.configurator import ProductModel
from db.schema.parties import Customer, PaymentTerm
from db.schema.prices import PriceList
from db.schema.products import Product
from db.schema.stock import Warehouse
from db.statements import table_of

Names = Mapping[tuple[str, int], str]

_TABLES: dict[str, tuple[Any, str]] = {
    "term": (PaymentTerm, "name"),
    "warehouse": (Warehouse, "name"),
    "product": (Product, "sku"),
    "customer": (Customer, "name"),
    "price_list": (PriceList, "code"),
    "product_model": (ProductModel, "code"),
}
_FIELDS = {
    "term_id": "term",
    "default_term_id": "term",
    "default_warehouse_id": "warehouse",
    "successor_id": "product",
    "customer_id": "customer",
    "parent_id": "price_list",
    "product_model_id": "product_model",
}
_GROUPS = {"customer_part": "customer", "product": "product", "substitute": "product", "kit_part": "product"}
"""Fields whose name holds an id: `customer_part.17`, `product.4/5/2026-01-01`."""


def read_names(view: Reading, records: Iterable[Mapping[str, object]]) -> Names:
    """The names of everything that the records refer to; none are read where they refer to nothing."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for record in records:
        for field, value in record.items():
            reference = _reference(field, value)
            if reference is not None:
                wanted[reference[0]].add(reference[1])
    names: dict[tuple[str, int], str] = {}
    for kind, ids in sorted(wanted.items()):
        table, column = table_of(_TABLES[kind][0]), _TABLES[kind][1]
        rows = view.db.execute(
            sa.select(table.c.id, table.c[column]).where(among(view.db, table.c.id, sorted(ids)))
        )
        names.update(((kind, row[0]), str(row[1])) for row in rows)
    return names


def with_names(record: Mapping[str, object], names: Names) -> dict[str, object]:
    """The record with names in the place of ids; what is gone keeps its id."""
    return dict(_named(field, value, names) for field, value in record.items())


def _named(field: str, value: object, names: Names) -> tuple[str, object]:
    reference = _reference(field, value)
    name = names.get(reference) if reference is not None else None
    if name is None:
        return field, value
    if field in _FIELDS:
        return field, name
    group, _dot, rest = field.partition(".")
    _id, slash, place = rest.partition("/")
    return f"{group}.{name}{slash}{place}", value


def _reference(field: str, value: object) -> tuple[str, int] | None:
    if field in _FIELDS:
        return (_FIELDS[field], value) if isinstance(value, int) else None
    group, _dot, rest = field.partition(".")
    id_ = rest.partition("/")[0]
    return (_GROUPS[group], int(id_)) if group in _GROUPS and id_.isdigit() else None
