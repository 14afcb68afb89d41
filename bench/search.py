"""Type-ahead over customers and products."""

from __future__ import annotations

import random
from typing import Any

import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services.parties import find_customers
from app.services.products import find_products
from bench.data import BenchData
from bench.result import Entry, measure
from db.schema.parties import Customer
from db.schema.products import Product

PREFIXES = 200


def typeahead_customer(data: BenchData) -> Entry:
    """200 seeded prefixes of 1-4 letters against the customers."""
    return _typeahead(data, "typeahead.customer", Customer, find_customers)


def typeahead_product(data: BenchData) -> Entry:
    """200 seeded prefixes of 1-4 letters against the products."""
    return _typeahead(data, "typeahead.product", Product, find_products)


def _typeahead(data: BenchData, name: str, table: Any, find: Any) -> Entry:
    with data.office().work.reading(actor=SYSTEM) as view:
        prefixes, rows = _prefixes(view.db, table, data.seed)
        floor = measure(lambda text: _bare(view.db, table, text), prefixes)
        samples = measure(lambda text: find(view, text), prefixes)
    budget = (2.0 if data.is_sqlite else 4.0) * (2 if rows > 500_000 else 1)
    return samples.entry(name, seed=data.seed, floor=floor, budget=budget, rows=rows)


def _prefixes(db: sa.Connection, table: Any, seed: int) -> tuple[list[str], int]:
    """Half of the beginnings come from the 20 commonest words, half from any name."""
    source = random.Random(seed)
    rows = int(db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
    names = db.execute(sa.select(table.sort_key).order_by(table.id).limit(5000)).scalars().all()
    words = [word for name in names for word in name.split() if len(word) > 1]
    counted: dict[str, int] = {}
    for word in words:
        counted[word] = counted.get(word, 0) + 1
    common = sorted(counted, key=lambda word: (-counted[word], word))[:20]
    chosen = [source.choice(common if number % 2 else words) for number in range(PREFIXES)]
    return [word[: source.randint(1, 4)] for word in chosen], rows


def _bare(db: sa.Connection, table: Any, text: str) -> object:
    """The full text alone, ten ids."""
    kind = "customer" if table is Customer else "product"
    if db.dialect.name == "sqlite":
        statement = f"select rowid from {kind}_fts where {kind}_fts match ? limit 10"
        return db.exec_driver_sql(statement, (f'"{text}"*',)).all()
    found = "to_tsvector('simple', text) @@ to_tsquery('simple', %s)"
    statement = f"select {kind}_id from {kind}_text where {found} limit 10"
    return db.exec_driver_sql(statement, (f"'{text}':*",)).all()
