"""Mapped tables, one file an area. Importing this package registers every table on `Base.metadata`."""

from db.schema import firm, invoicing, orders, papers, parties, products, search_index, shipping, stock
from db.schema.base import Base

metadata = Base.metadata

__all__ = [
    "Base",
    "firm",
    "invoicing",
    "metadata",
    "orders",
    "papers",
    "parties",
    "products",
    "search_index",
    "shipping",
    "stock",
]
