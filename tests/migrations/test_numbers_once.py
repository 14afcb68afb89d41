"""0008: a number stands on one order and one shipment of its series, and stays; doubles of an older file are told."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.bootstrap import open_office
from app.domain.errors import RefusedError
from app.domain.rights import SYSTEM
from app.messages import text_of_error
from app.services.clock import FixedClock
from app.services.verify import verify
from db.migrate import current_revision, head_revision, upgrade
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.helpers.older import BEFORE_0010, forget_references, unpack_older
from tests.helpers.postgres import as_owner
from tests.services.verify.damaging import MONDAY

INDEXES = ("uq_sales_order_series_id_number", "uq_shipment_series_id_number")
TRIGGERS = {"guard_sales_order_number": "sales_order", "guard_shipment_number": "shipment"}
NUMBERED = ("sales_order", "shipment")
DRAWN = {
    "number": "'XX-000001'",
    "series_id": "(select max(id) from number_series)",
    "series_number": "4711",
}


@pytest.fixture
def old_file(tmp_path):
    """The stored file of version 0001, with a firm, a confirmed order and a draft."""
    return unpack_older(tmp_path, "0001")


@pytest.fixture
def older(database_url):
    """The URL, for its owner, of a database with two orders and shipments, as a program before 0008 left it."""
    office = open_office(database_url, clock=FixedClock(MONDAY))
    firm = InvoiceOffice(office.work).set_up()
    for _ in range(2):
        firm.ship(firm.order(firm.customer(), [Line()]))
    office.close()
    url = as_owner(database_url)
    is_sqlite = url.startswith("sqlite")
    triggers = [f"drop trigger {name}" + ("" if is_sqlite else f" on {on}") for name, on in TRIGGERS.items()]
    indexes = [f"drop index {name}" for name in INDEXES]
    columns = [f"alter table {table} drop column price_per" for table in ("order_line", "invoice_line")]
    forget_references(url)
    run(url, *triggers, *indexes, *BEFORE_0010, *columns, "update alembic_version set version_num = '0007'")
    return url


def run(url, *statements):
    """Run statements in one transaction."""
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def inspected(url, look):
    """What `look(inspector)` gives; the connection is gone afterwards."""
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        return look(sa.inspect(connection))


def check(url):
    office = open_office(url, clock=FixedClock(MONDAY))
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
    finally:
        office.close()


def test_an_older_database_keeps_its_numbers_from_now_on(older):
    upgrade(older)
    check(older)
    for table in NUMBERED:
        for column, value in DRAWN.items():
            for wanted in (value, "null"):
                with pytest.raises(IntegrityError, match=r"keeps its number|refuses UPDATE"):
                    run(older, f"update {table} set {column} = {wanted} where number is not null")


def test_what_says_the_same_and_what_has_no_number_yet_may_be_written(older):
    upgrade(older)
    same = "number = number, series_id = series_id, series_number = series_number, version = version + 1"
    drafts = (
        "insert into sales_order (currency, order_date, note, cancel_reason, created_by, created_at, pasted)"
    )
    a_draft = "values ('EUR', '2026-03-02', '', '', 'anna', 0, '')"
    numbered = "update sales_order set number = 'SO-9', series_id = 1, series_number = 9 where number is null"
    run(
        older, *(f"update {table} set {same}" for table in NUMBERED), f"{drafts} {a_draft}", f"{drafts} {a_draft}",
        "delete from sales_order where id = (select max(id) from sales_order)", numbered,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match=r"keeps its number|refuses UPDATE"):
        run(older, "update sales_order set number = null where number = 'SO-9'")


def test_a_number_comes_once_in_its_series_and_may_come_again_in_another(older):
    upgrade(older)
    for table in NUMBERED:
        columns = inspected(older, lambda look, table=table: look.get_columns(table))
        own = {column["name"] for column in columns} - {"id", "series_id", "series_number"}
        listed = ", ".join(sorted(own))
        into = f"insert into {table} ({listed}, series_id, series_number)"
        first = f"select {listed}, %s, null from {table} where id = 1"
        run(older, f"{into} {first % DRAWN['series_id']}")
        with pytest.raises(IntegrityError, match=r"(?i)unique"):
            run(older, f"{into} {first % 'series_id'}")


def test_a_database_with_a_number_twice_is_refused_with_both_documents_and_stays_as_it_was(older):
    run(
        older, "update sales_order set number = 'SO-000001' where id = 2",
        "update shipment set number = 'DN-000002' where id = 1",
    )  # fmt: skip
    with pytest.raises(RefusedError) as refused:
        upgrade(older)
    assert refused.value.code == "database.numbers_twice"
    text = text_of_error(refused.value)
    assert "SO-000001 (sales_order 1, 2); DN-000002 (shipment 1, 2). Nothing was changed." in text
    assert current_revision(older) == "0007"
    for table in NUMBERED:
        indexes = inspected(older, lambda look, table=table: look.get_indexes(table))
        assert not {index["name"] for index in indexes} & set(INDEXES)


def test_the_stored_file_takes_the_guards(old_file):
    check(f"sqlite:///{old_file}")
    with (
        closing(sqlite3.connect(old_file)) as raw,
        pytest.raises(sqlite3.IntegrityError, match="keeps its number"),
    ):
        raw.execute("update sales_order set series_number = 2 where number = 'SO-000001'")


def test_of_the_stored_file_with_doubles_no_copy_stays_and_nothing_is_half_written(old_file):
    with closing(sqlite3.connect(old_file)) as raw:
        raw.execute("update sales_order set number = 'SO-000001', series_id = 1 where number is null")
        raw.commit()
        before = raw.execute("select name, sql from sqlite_master order by name").fetchall()
    for _start in range(2):
        with pytest.raises(RefusedError) as refused:
            open_office(f"sqlite:///{old_file}")
        assert refused.value.params["numbers"] == "SO-000001 (sales_order 1, 2)"
        assert list(old_file.parent.glob("*-before-*")) == []
    with closing(sqlite3.connect(old_file)) as raw:
        assert raw.execute("select name, sql from sqlite_master order by name").fetchall() == before
        assert raw.execute("select version_num from alembic_version").fetchall() == [("0001",)]
        raw.execute("update sales_order set number = null, series_id = null where id = 2")
        raw.commit()
    check(f"sqlite:///{old_file}")
    assert current_revision(f"sqlite:///{old_file}") == head_revision()
