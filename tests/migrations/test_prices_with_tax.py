"""0035: the price lists of an older file are without tax, and its orders stay as they were said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.prices import read_price_lists
from app.services.verify import verify
from tests.helpers.older import file_before


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file without the columns of 0035."""
    return file_before(tmp_path, "0035")


def test_lists_and_orders_of_an_older_file_stay_without_tax(old_file):
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            assert {card.includes_tax for card in read_price_lists(view)} == {False}
    finally:
        office.close()
    with closing(sqlite3.connect(old_file)) as raw:
        found = raw.execute("select distinct price_mode, price_kind from sales_order").fetchall()
    assert found == [("net", "")]
