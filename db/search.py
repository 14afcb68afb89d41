"""The one place where FTS5 and tsvector differ: ids of the rows whose words begin with what was typed."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

SHORT_WORD = 3  # PostgreSQL walks every posting of a prefix, so shorter ones only filter beside a longer one


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What was typed, normalised: its words, and all of them as one word ("van der" finds "Vander")."""

    words: tuple[str, ...]
    joined: str

    def matches(self, text: str) -> bool:
        """Whether a normalised text has, for each word typed, a word that begins with it."""
        padded = " " + text
        return all(" " + word in padded for word in self.words) or " " + self.joined in padded


@dataclass(frozen=True, slots=True)
class SearchTable:
    """A text table of `db.schema.search_index` with its key and its full-text table on SQLite."""

    table: str
    key: str
    fts: str


_TO_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def code_key(code: str) -> str:
    """A code as `upper_code` compares it: without outer blanks, a-z in upper case."""
    return code.strip().translate(_TO_UPPER)


def upper_code(connection: sa.Connection, column: Any) -> sa.ColumnElement[str]:
    """The column with a-z in upper case, served by an expression index of the guards on both databases."""
    is_sqlite = connection.dialect.name == "sqlite"
    return sa.func.upper(column if is_sqlite else sa.collate(column, "C"))


CUSTOMERS = SearchTable("customer_text", "customer_id", "customer_fts")
PRODUCTS = SearchTable("product_text", "product_id", "product_fts")


def select_matches(
    connection: sa.Connection, where: SearchTable, typed: TypedWords, *, limit: int
) -> sa.TextualSelect:
    """A select of at most `limit` ids (column `id`) in no order that means anything."""
    sql, values = full_text_query(connection, where, typed, limit=limit)
    return sa.text(sql).bindparams(**values).columns(sa.column("id", sa.BigInteger))


def full_text_query(
    connection: sa.Connection, where: SearchTable, typed: TypedWords, *, limit: int
) -> tuple[str, dict[str, Any]]:
    """The same as SQL text with its parameters; the text depends on the number of words alone."""
    assert typed.words, "nothing typed finds nothing: the caller answers that"
    if connection.dialect.name == "sqlite":
        return _fts5(where, typed, limit)
    return _tsvector(where, typed, limit)


def _fts5(where: SearchTable, typed: TypedWords, limit: int) -> tuple[str, dict[str, Any]]:
    query = " AND ".join(f'"{word}"*' for word in typed.words)
    if typed.joined != typed.words[0]:
        query = f'({query}) OR "{typed.joined}"*'
    sql = f"select rowid as id from {where.fts} where {where.fts} match :search_query limit :search_limit"
    return sql, {"search_query": query, "search_limit": limit}


def _tsvector(where: SearchTable, typed: TypedWords, limit: int) -> tuple[str, dict[str, Any]]:
    """Long words go through the index; short ones beside them filter what it found."""
    long = [word for word in typed.words if len(word) >= SHORT_WORD] or list(typed.words)
    short = [word for word in typed.words if word not in long]
    query = " & ".join(f"{word}:*" for word in long)
    if typed.joined != typed.words[0]:
        query = f"({query}) | {typed.joined}:*"
    values: dict[str, Any] = {"search_limit": limit, "search_query": query}
    condition = "to_tsvector('simple', text) @@ to_tsquery('simple', :search_query)"
    if short:
        each = " and ".join(f"strpos(' ' || text, :short_{i}) > 0" for i in range(len(short)))
        condition += f" and (({each}) or strpos(' ' || text, :search_joined) > 0)"
        values |= {f"short_{i}": " " + word for i, word in enumerate(short)}
        values["search_joined"] = " " + typed.joined
    return f"select {where.key} as id from {where.table} where {condition} limit :search_limit", values
