"""Type-ahead: what a customer or product is found by, and which ones this user picks most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from app.domain.search_words import words_of
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Usage
from db.schema.search_index import CustomerText, ProductText
from db.search import TypedWords
from db.statements import insert_into, insert_rows
from db.type_ahead import TypeAhead, read_first, read_matches

_TABLES = {"customer": (CustomerText, "customer_id"), "product": (ProductText, "product_id")}
OWN, NAME_BEGINS, CODE_BEGINS = 3, 4, 6  # places, as `db.type_ahead` numbers them
_RANKS = (0, 1, 2, 3, 6, 8, 4)  # by place; own usage has three
FLAGS = frozenset({"active", "on_hold", "discontinued"})
MAX_WORDS = 8


def typed_words(text: str) -> TypedWords:
    """What was typed, ready for search; without words when nothing in it can be found."""
    words = words_of(text)[:MAX_WORDS]
    return TypedWords(words=words, joined="".join(words))


def index(uow: UnitOfWork, kind: str, texts: Mapping[int, str]) -> None:
    """Write what new records are found by, in the same transaction. Kinds: customer, product."""
    table, key = _TABLES[kind]
    insert_rows(uow.db, table, [{key: id_, "text": text} for id_, text in texts.items()])


def reindex(uow: UnitOfWork, kind: str, id: int, text: str) -> None:
    """Write anew what a record is found by."""
    table, key = _TABLES[kind]
    column = table.__table__.c[key]
    uow.db.execute(sa.update(table).where(column == id).values(text=text))


@lru_cache(maxsize=2)
def _count_up(dialect: sa.Dialect) -> sqlite.Insert:
    """Built once for a database: building it takes longer than running it."""
    statement = insert_into(dialect, Usage)
    return statement.on_conflict_do_update(
        index_elements=[Usage.user_name, Usage.kind, Usage.entity_id],
        set_={"count": Usage.count + 1, "last_at": statement.excluded.last_at},
    )


def note_usage(uow: UnitOfWork, kind: str, id: int) -> None:
    """Remember that this user picked the record once more: own usage ranks first."""
    values = {"user_name": uow.actor.name, "kind": kind, "entity_id": id, "count": 1, "last_at": uow.now}
    uow.db.execute(_count_up(uow.db.dialect), values)


def find(
    view: Reading, ahead: TypeAhead, text: str, *, limit: int, customer_id: int | None = None
) -> list[Any]:
    """The best rows (columns of `ahead`) for what was typed; without words the user's own most used.

    Exact codes first, then own usage that begins so, codes that begin so, other own usage by name or code, names
    that begin so, own usage found by something else (a contact, a city), the rest by name; inactive ones last.
    """
    typed = typed_words(text)
    code = text.strip() if typed.words else ""
    rows = read_first(view.db, ahead, typed, code=code, user=view.actor.name, customer_id=customer_id)
    if typed.words:
        begins = {row[1] for row in rows if row[0] in {NAME_BEGINS, CODE_BEGINS}}
        name, own_code = 1 + ahead.columns.index("sort_key"), 1 + ahead.columns.index(ahead.code)
        if len(begins) < limit:
            rows += sorted(
                read_matches(view.db, ahead, typed),
                key=lambda row: (_likeness(row[name], "", typed), row[name]),
            )
        rows.sort(key=lambda row: _rank(row[0], row[name], row[own_code], typed))
    best: dict[int, list[Any]] = {}
    for _place, *columns in rows:
        best.setdefault(columns[0], columns)
    active = ahead.columns.index("active")
    chosen = sorted(best.values(), key=lambda row: not row[active])[:limit]
    for row in chosen:  # SQLite hands flags of a plain text statement back as numbers
        for place in (i for i, name in enumerate(ahead.columns) if name in FLAGS):
            row[place] = bool(row[place])
    return chosen


def _rank(place: int, name: str, code: str, typed: TypedWords) -> int:
    """Where a row stands; the sooner, the smaller."""
    if place == OWN:
        return (3, 5, 7)[_likeness(name, code, typed)]
    return _RANKS[place]


def _likeness(name: str, code: str, typed: TypedWords) -> int:
    """0 where name or code begins with what was typed, 1 where they have its words, 2 where something else does."""
    first = " ".join(typed.words)
    if name.startswith(first):
        return 0
    own = " ".join(words_of(code)) if code else ""
    if own.startswith(first):
        return 0
    return 1 if typed.matches(f"{name} {own}") else 2
