"""0043: what an older file found by screening was told then, and is not told again."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services import screening
from tests.helpers.older import take_back, unpack_older
from tests.helpers.screening_office import import_sdn, make_customer


def test_hits_of_an_older_file_were_told(tmp_path):
    path = unpack_older(tmp_path, "0009")
    office = open_office(f"sqlite:///{path}")
    import_sdn(office.work)
    make_customer(office.work, "Mahtab Shipping Company", city="Tehran", country="IR")
    screening.screen_customers(office.work, SYSTEM)
    office.close()
    take_back(path, "0043")
    open_office(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as raw:
        told = raw.execute(
            "select h.told_at = r.screened_at from screening_hit h join screening_result r on r.id = h.result_id"
        ).fetchall()
    assert told
    assert set(told) == {(1,)}
