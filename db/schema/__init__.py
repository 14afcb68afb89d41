"""The tables, one file an area. Each is made when it is first used; `whole_metadata` makes them all."""

import sqlalchemy as sa

from db.schema import (
    approvals,
    bonus,
    configurator,
    costs,
    currencies,
    firm,
    goods,
    holds,
    invoicing,
    jurisdictions,
    making,
    orders,
    owned,
    papers,
    parties,
    prices,
    products,
    promotions,
    screening,
    search_index,
    shipping,
    stock,
)
from db.schema.base import Base
from db.schema.mapping import make_tables


def whole_metadata() -> sa.MetaData:
    """Every table of the program."""
    make_tables(Base)
    return Base.metadata


__all__ = [
    "Base",
    "approvals",
    "bonus",
    "configurator",
    "costs",
    "currencies",
    "firm",
    "goods",
    "holds",
    "invoicing",
    "jurisdictions",
    "making",
    "orders",
    "owned",
    "papers",
    "parties",
    "prices",
    "products",
    "promotions",
    "screening",
    "search_index",
    "shipping",
    "stock",
    "whole_metadata",
]
