"""0049: nothing of an older file is made, and its firm gets numbers for workshop orders."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.verify import verify
from tests.helpers.older import file_before


def test_an_older_file_makes_nothing_and_may_begin(tmp_path):
    old_file = file_before(tmp_path, "0049")
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
    finally:
        office.close()
    with closing(sqlite3.connect(old_file)) as raw:
        assert raw.execute("select distinct variant_of_id, configuration from product").fetchall() == [
            (None, "")
        ]
        assert raw.execute("select count(*) from workshop_order").fetchone() == (0,)
        series = "select next_number, gapless from number_series where kind = 'workshop'"
        assert raw.execute(series).fetchone() == (1, 0)
