"""0052: what an older file says of prices and discounts stands as it was signed."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.verify import verify
from tests.helpers.older import file_before

_LINES = {
    "order_line": "select id, list_price_micro, discount_ppm, price_micro, amount_minor from order_line",
    "invoice_line": "select id, list_price_micro, discount_ppm, price_micro, amount_minor from invoice_line",
}


def test_lines_of_an_older_file_keep_their_money_and_their_hashes(tmp_path):
    old_file = file_before(tmp_path, "0052")
    with closing(sqlite3.connect(old_file)) as raw:
        before = {table: raw.execute(statement).fetchall() for table, statement in _LINES.items()}
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
    finally:
        office.close()
    with closing(sqlite3.connect(old_file)) as raw:
        assert before["order_line"]
        for table, statement in _LINES.items():
            assert raw.execute(statement).fetchall() == before[table]
            parts = raw.execute(f"select distinct discount_on_micro from {table}").fetchall()
            assert set(parts) <= {(None,)}, "the discount counts on all of the price"
