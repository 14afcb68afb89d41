"""Rows written by statements that are made once per shape: the same as SQLAlchemy writes them, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from app.domain.rights import SYSTEM
from db.bulk import RowUpdate, insert_all, insert_many, insert_one
from db.rows import ids, one_of
from db.schema.firm import Audit, Usage
from db.schema.prices import PriceList
from db.statements import table_of
from db.wanted import WantedRows

AUDIT, USAGE, LIST = table_of(Audit), table_of(Usage), table_of(PriceList)
NOON = datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=UTC)
ODD = 'a "quoted" \\ text, {braces}, 50 %, NULL, ä€'


def audit(place):
    after = {"n": [place, None, ODD]}
    return {
        "at": NOON,
        "actor": ODD,
        "kind": "odd",
        "entity_id": place,
        "before": {},
        "after": after,
        "reason": "",
    }


def read(db, table, *where):
    return [dict(row) for row in db.execute(sa.select(table).where(*where).order_by(table.c.id)).mappings()]


def price_lists(db, *codes):
    common = {"name": ODD, "kind": "general", "currency": "EUR", "valid_to": None, "active": False}
    rows = [
        {"code": code, "valid_from": date(2026, 1, place + 1), **common} for place, code in enumerate(codes)
    ]
    insert_many(db, LIST, rows)
    return [row["id"] for row in read(db, LIST, LIST.c.code.in_(codes))]


def test_many_rows_are_stored_in_their_order_with_every_type_as_it_was(work):
    with work.begin(actor=SYSTEM) as uow:
        insert_many(uow.db, AUDIT, [audit(n) for n in range(30)])
    with work.reading(actor=SYSTEM) as view:
        rows = read(view.db, AUDIT, AUDIT.c.kind == "odd")
    assert [row["entity_id"] for row in rows] == list(range(30))
    assert rows[7] == rows[7] | audit(7)


def test_no_rows_are_no_statement(work):
    seen: list[str] = []
    with work.begin(actor=SYSTEM) as uow:
        sa.event.listen(uow.db, "before_cursor_execute", lambda *args: seen.append(args[2]))
        insert_many(uow.db, AUDIT, [])
        RowUpdate(LIST, sets=("name",)).run(uow.db, [])
        update = "update price_list set valid_to = null from {wanted} where price_list.id = wanted.list_id"
        assert WantedRows(update, ("list_id",)).run(uow.db, []) == 0
    assert seen == []


@pytest.mark.parametrize(("audits", "lists"), [(2, 3), (0, 3), (2, 0), (0, 0)])
def test_rows_of_several_tables_and_a_notice_are_one_round_trip_where_the_database_can(work, audits, lists):
    common = {"name": ODD, "kind": "general", "currency": "EUR", "valid_from": NOON.date(), "valid_to": None}
    rows = [{"code": f"L{place}", **common} for place in range(lists)]
    seen: list[str] = []
    with work.begin(actor=SYSTEM) as uow:
        sa.event.listen(uow.db, "before_cursor_execute", lambda *args: seen.append(args[2]))
        insert_all(uow.db, [(AUDIT, [audit(n) for n in range(audits)]), (LIST, rows)], ("odd_channel", ODD))
    on_sqlite = bool(audits) + bool(lists)
    assert len(seen) == (on_sqlite if work.database.is_sqlite else 1)
    with work.reading(actor=SYSTEM) as view:
        kept = read(view.db, AUDIT, AUDIT.c.kind == "odd")
        listed = read(view.db, LIST, LIST.c.name == ODD)
    assert [(row["entity_id"], row["after"]) for row in kept] == [
        (n, audit(n)["after"]) for n in range(audits)
    ]
    assert [row["code"] for row in listed] == [row["code"] for row in rows]


def test_nothing_to_insert_and_nobody_to_tell_is_no_statement(work):
    seen: list[str] = []
    with work.begin(actor=SYSTEM) as uow:
        sa.event.listen(uow.db, "before_cursor_execute", lambda *args: seen.append(args[2]))
        insert_all(uow.db, [(AUDIT, [])])
    assert seen == []


def test_one_row_answers_with_its_id(work):
    with work.begin(actor=SYSTEM) as uow:
        first, second = insert_one(uow.db, AUDIT, audit(1)), insert_one(uow.db, AUDIT, audit(2))
        assert [row["id"] for row in read(uow.db, AUDIT, AUDIT.c.kind == "odd")] == [first, second]


def test_columns_that_nobody_named_have_the_schema_s_value(work):
    with work.begin(actor=SYSTEM) as uow:
        price_lists(uow.db, "A")
        (row,) = read(uow.db, LIST, LIST.c.code == "A")
    assert (row["version"], row["priority"], row["price_group"], row["customer_id"]) == (1, 0, "", None)


def test_rows_are_changed_one_by_one_and_only_those(work):
    update = RowUpdate(LIST, sets=("name", "valid_to", "active"), adds=("priority",))
    with work.begin(actor=SYSTEM) as uow:
        one, two, three = price_lists(uow.db, "A", "B", "C")
        for _ in range(2):
            changes = [
                {"id": two, "name": ODD + "2", "valid_to": date(2027, 1, 1), "active": True, "priority": 3},
                {"id": one, "name": "", "valid_to": None, "active": False, "priority": -1},
            ]
            update.run(uow.db, changes)
        rows = {row["id"]: row for row in read(uow.db, LIST, LIST.c.code.in_(("A", "B", "C")))}
    shown = {id_: (row["name"], row["valid_to"], row["active"], row["priority"]) for id_, row in rows.items()}
    assert shown == {
        one: ("", None, False, -2),
        two: (ODD + "2", date(2027, 1, 1), True, 6),
        three: (ODD, None, False, 0),
    }


def test_a_row_by_several_keys(work):
    usage = {"user_name": "ada", "kind": "product", "count": 1, "last_at": NOON}
    update = RowUpdate(USAGE, adds=("count",), keys=("user_name", "entity_id"))
    with work.begin(actor=SYSTEM) as uow:
        insert_many(uow.db, USAGE, [usage | {"entity_id": n} for n in (1, 2)])
        update.run(uow.db, [{"user_name": "ada", "entity_id": 2, "count": 4}])
        rows = uow.db.execute(sa.select(USAGE.c.entity_id, USAGE.c.count).order_by(USAGE.c.entity_id))
        assert [tuple(row) for row in rows] == [(1, 1), (2, 5)]


def test_a_row_named_twice_is_our_mistake(work):
    with work.begin(actor=SYSTEM) as uow, pytest.raises(AssertionError, match="each row once"):
        RowUpdate(LIST, adds=("priority",)).run(uow.db, [{"id": 1, "priority": 1}, {"id": 1, "priority": 2}])


@pytest.mark.parametrize("wanted", [0, 1, 3, 2000])
def test_ids_as_one_parameter(work, wanted):
    with work.begin(actor=SYSTEM) as uow:
        found = price_lists(uow.db, "A", "B", "C")
        asked = found[:wanted] + list(range(10**9, 10**9 + wanted - 3))
        rows = uow.db.execute(
            sa.select(LIST.c.id).where(one_of(LIST.c.id, ids()), ~LIST.c.active), {"ids": asked}
        )
        assert sorted(rows.scalars()) == found[:wanted]


def test_ids_as_one_parameter_use_the_index(sqlite_url):
    engine = sa.create_engine(sqlite_url)
    statement = sa.select(LIST.c.id).where(one_of(LIST.c.id, ids()), LIST.c.active)
    with engine.connect() as connection:
        text = f"explain query plan {statement.compile(engine)}"
        plan = connection.exec_driver_sql(text, ("[1]",)).all()
    engine.dispose()
    assert any("SEARCH price_list" in row[3] for row in plan), plan
