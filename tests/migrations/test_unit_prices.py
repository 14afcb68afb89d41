"""0046: the prices of an older file are for the base unit, and cost what they did."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from app.bootstrap import open_office
from tests.helpers.older import back_before

STORED = Path(__file__).parent / "old" / "keyline-0009.db.gz"


def test_prices_of_an_older_file_are_for_the_base_unit(tmp_path):
    path = tmp_path / "office.db"
    with gzip.open(STORED) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    open_office(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as raw:
        for statement in back_before("0046"):
            raw.execute(statement)
        raw.commit()
        prices = raw.execute("select id, price_micro, per, min_quantity_micro from price_row").fetchall()
    open_office(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as raw:
        assert (
            raw.execute("select id, price_micro, per, min_quantity_micro from price_row").fetchall() == prices
        )
        assert raw.execute("select distinct unit, unit_num, unit_den from price_row").fetchall() == [
            ("", 1, 1)
        ]
