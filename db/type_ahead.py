"""Type-ahead in one or two statements: exact codes, own usage, names that begin so; then full text if needed.

Written as texts, compiled once: building the same statement from parts at each key costs more than running it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from db.search import CUSTOMERS, PRODUCTS, SearchTable, TypedWords, code_key, full_text_query

OWN_MOST = 120
CANDIDATES = 40
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class TypeAhead:
    """What is found: the columns of `table` x by name, and the selects of exact codes by place."""

    kind: str
    table: str
    texts: SearchTable
    columns: tuple[str, ...]
    exact: tuple[str, ...]
    exact_for_customer: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    """Expressions for further columns where no exact code says otherwise."""
    code: str = "number"
    """The column of its own code."""
    begins: tuple[str, ...] = ()
    """Selects of codes that begin so."""
    hides: str = ""
    """What nobody finds by its name: a condition of x."""


_UPPER = {"sqlite": "upper({})", "postgresql": 'upper({} collate "C")'}
_POSITION = {"sqlite": "instr(' ' || t.text, {})", "postgresql": "strpos(' ' || t.text, {})"}

CUSTOMER = TypeAhead(
    kind="customer",
    table="customer",
    texts=CUSTOMERS,
    columns=(
        "id", "number", "name", "postcode", "city", "country", "phone", "email", "open_minor", "on_hold", "active",
        "sort_key",
    ),
    exact=("select 0, {columns} from customer x where x.number in (:code, :code_upper)",),
)  # fmt: skip

PRODUCT = TypeAhead(
    kind="product",
    table="product",
    texts=PRODUCTS,
    columns=("id", "sku", "name", "family", "kind", "unit", "gtin", "active", "discontinued", "sort_key"),
    extra=("null", "''"),
    code="sku",
    hides="x.variant_of_id is not null",
    begins=(
        "select * from (select 6, {columns} from product x where {upper_sku} >= :code_upper"
        " and {upper_sku} < :code_last and x.active and x.variant_of_id is null"
        " order by {upper_sku}, x.id limit :most)",
    ),
    exact=(
        "select 1, {columns} from product x where {upper_sku} = :code_upper and x.variant_of_id is null",
        "select 1, {columns} from product x where x.gtin = :code",
        "select 1, {own_columns}, null, u.code from product_unit u join product x on x.id = u.product_id"
        " where u.gtin = :code",
    ),
    exact_for_customer=(
        "select * from (select case when {upper_part} = :code_upper then 0 else 2 end, {own_columns}, p.code, ''"
        " from customer_part p join product x on x.id = p.product_id where p.customer_id = :customer_id"
        " and substr({upper_part}, 1, length(:code_upper)) = :code_upper order by length(p.code), p.code limit :most)",
    ),
)


def read_first(
    connection: sa.Connection,
    ahead: TypeAhead,
    typed: TypedWords,
    *,
    code: str,
    user: str,
    customer_id: int | None = None,
) -> list[Any]:
    """Rows (place, columns ...): exact codes 0-2, own usage 3, names that begin so 4, codes that begin so 6."""
    values: dict[str, object] = {"user": user, "most": CANDIDATES}
    if code:
        values |= {"code": code, "code_upper": code_key(code)}
        if ahead.begins:
            values["code_last"] = code_key(code) + LAST
    if code and customer_id is not None and ahead.exact_for_customer:
        values["customer_id"] = customer_id
    values |= {f"word{i}": " " + word for i, word in enumerate(typed.words)}
    if typed.words:
        values["joined"] = " " + typed.joined
        first = " ".join(typed.words)
        values |= {"first": first, "last": first + LAST}
    statement = _first_statement(
        connection.dialect.name, ahead, len(typed.words), bool(code), "customer_id" in values
    )
    return list(connection.execute(statement, values))


def read_matches(connection: sa.Connection, ahead: TypeAhead, typed: TypedWords) -> list[Any]:
    """Rows (5, columns ...) that have all words, in no order that means anything."""
    condition, values = full_text_query(connection, ahead.texts, typed, limit=CANDIDATES)
    columns = _columns(ahead, with_extra=True)
    sql = f"select 5, {columns} from {ahead.table} x where x.id in ({condition})"
    return list(connection.execute(sa.text(sql), values))


@cache
def _first_statement(
    dialect: str, ahead: TypeAhead, words: int, has_code: bool, for_customer: bool
) -> sa.TextClause:
    names = {
        "columns": _columns(ahead, with_extra=True),
        "own_columns": _columns(ahead, with_extra=False),
        "upper_sku": _UPPER[dialect].format("x.sku"),
        "upper_part": _UPPER[dialect].format("p.code"),
    }
    parts = [part.format(**names) for part in (*ahead.exact, *ahead.begins)] if has_code else []
    if for_customer:
        parts = [*(part.format(**names) for part in ahead.exact_for_customer), *parts]
    parts.append(_own_part(dialect, ahead, words, names["columns"]))
    if words:
        found = f" and not ({ahead.hides})" if ahead.hides else ""
        parts.append(
            f"select * from (select 4, {names['columns']} from {ahead.table} x where x.sort_key >= :first"
            f" and x.sort_key < :last and x.active{found} order by x.sort_key, x.id limit :most)"
        )
    aliased = [f"{part} part{i}" if part.endswith(")") and part.startswith("select * from") else part
               for i, part in enumerate(parts)]  # fmt: skip
    return sa.text(" union all ".join(aliased))


def _own_part(dialect: str, ahead: TypeAhead, words: int, columns: str) -> str:
    position = _POSITION[dialect]
    each = " and ".join(f"{position.format(f':word{i}')} > 0" for i in range(words))
    where = f" where ({each}) or {position.format(':joined')} > 0" if words else ""
    return (
        f"select * from (select 3, {columns} from (select entity_id, count from usage where user_name = :user"
        f" and kind = '{ahead.kind}' order by count desc, entity_id limit {OWN_MOST}) o"
        f" join {ahead.texts.table} t on t.{ahead.texts.key} = o.entity_id"
        f" join {ahead.table} x on x.id = o.entity_id{where} order by o.count desc, o.entity_id limit :most)"
    )


def _columns(ahead: TypeAhead, *, with_extra: bool) -> str:
    own = [f"x.{name}" for name in ahead.columns]
    return ", ".join([*own, *ahead.extra] if with_extra else own)
