"""0045: what is held belongs to a line or to an order whose changes wait; the parts of an older file stay theirs."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.verify import verify
from db.migrate import upgrade
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.helpers.older import back_before
from tests.helpers.postgres import as_owner
from tests.migrations.test_numbers_once import inspected, run
from tests.services.verify.damaging import MONDAY

STORED = Path(__file__).parent / "old" / "keyline-0009.db.gz"
PARTS = (
    "select id, order_line_id, product_id, warehouse_id, arrival_line_id, quantity_micro, reserved_micro,"
    " picking_micro, shipped_micro, promise_date, reason, held_until from fulfilment order by id"
)


def rows(path, statement):
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(statement).fetchall()


def test_the_parts_of_an_older_file_stay_with_their_lines(tmp_path):
    path = tmp_path / "office.db"
    with gzip.open(STORED) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    before = [row[:-1] for row in rows(path, PARTS.replace("held_until", "null"))]
    assert before, "the file has parts"
    open_office(f"sqlite:///{path}").close()
    assert [row[:-1] for row in rows(path, PARTS)] == before
    assert rows(path, "select count(*) from fulfilment where order_id is not null") == [(0,)]
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("pragma foreign_key_check").fetchall() == []
        to_order = (
            "insert into fulfilment (order_id, product_id, warehouse_id, quantity_micro{more})"
            " values (1, 1, 1, 5{also})"
        )
        with pytest.raises(sqlite3.IntegrityError, match="ck_fulfilment_of_changes"):
            raw.execute(to_order.format(more="", also=""))
        with pytest.raises(sqlite3.IntegrityError, match="ck_fulfilment_owner"):
            raw.execute(to_order.format(more=", held_until, order_line_id", also=", 9, 1"))
        raw.execute(to_order.format(more=", held_until", also=", 9"))


def test_a_shipped_order_is_upgraded_in_both_databases(database_url):
    office = open_office(database_url, clock=FixedClock(MONDAY))
    firm = InvoiceOffice(office.work).set_up()
    firm.ship(firm.order(firm.customer(), [Line()]))
    office.close()
    url = as_owner(database_url)
    run(url, *back_before("0045"))
    upgrade(url)
    names = inspected(url, lambda look: {index["name"] for index in look.get_indexes("fulfilment")})
    assert {"ix_fulfilment_held", "ix_fulfilment_waiting", "ix_fulfilment_order_id"} <= names
    office = open_office(database_url, clock=FixedClock(MONDAY))
    with office.work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()
    office.close()
