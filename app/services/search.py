"""Type-ahead: what a customer or product is found by, and which ones this user picks most."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.search_words import words_of
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Usage
from db.schema.search_index import CustomerText, ProductText
from db.search import TypedWords
from db.statements import insert_rows

_TABLES = {"customer": (CustomerText, "customer_id"), "product": (ProductText, "product_id")}
OWN_MOST = 300
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


def note_usage(uow: UnitOfWork, kind: str, id: int) -> None:
    """Remember that this user picked the record once more: own usage ranks first."""
    insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Usage).values(
        user_name=uow.actor.name, kind=kind, entity_id=id, count=1, last_at=uow.now
    )
    statement = statement.on_conflict_do_update(
        index_elements=[Usage.user_name, Usage.kind, Usage.entity_id],
        set_={"count": Usage.count + 1, "last_at": uow.now},
    )
    uow.db.execute(statement)


def find_own(view: Reading, kind: str, typed: TypedWords, *, limit: int) -> tuple[int, ...]:
    """Ids among those that this user picks most, most used first, whose text matches."""
    table, key = _TABLES[kind]
    column = table.__table__.c[key]
    rows = view.db.execute(
        sa.select(Usage.entity_id, table.__table__.c.text)
        .join(table, column == Usage.entity_id)
        .where(Usage.user_name == view.actor.name, Usage.kind == kind)
        .order_by(Usage.count.desc(), Usage.entity_id)
        .limit(OWN_MOST)
    )
    return tuple(row.entity_id for row in rows if typed.matches(row.text))[:limit]
