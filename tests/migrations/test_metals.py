"""0028: articles of an older file hold no metal, and the database holds what a quotation may be."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from app.bootstrap import open_office
from app.services.clock import FixedClock
from tests.migrations.test_price_lists_in_depth import old_file
from tests.services.verify.damaging import MONDAY

__all__ = ["old_file"]


def test_articles_of_an_older_file_hold_no_metal(old_file):
    open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY)).close()
    with closing(sqlite3.connect(old_file)) as raw:
        assert raw.execute("select distinct metals from product").fetchall() == [("",)]
        with pytest.raises(sqlite3.IntegrityError, match="price"):
            raw.execute(
                "insert into metal_quote (metal, name, price_micro, per_g, valid_from)"
                " values ('CU', 'Copper', 1, 0, '2026-03-02')"
            )
