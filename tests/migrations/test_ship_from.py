"""0047: orders of an older file ship as they were routed, and are taxed from the firm's country as before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.setup import read_registrations, read_tax_rules
from app.services.verify import verify
from tests.helpers.older import file_before


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file without what 0047 brings."""
    return file_before(tmp_path, "0047")


def test_orders_and_mapping_of_an_older_file_name_no_country(old_file):
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            assert {rule.ship_from for rule in read_tax_rules(view).rules} == {None}
            assert read_registrations(view) == ()
    finally:
        office.close()
    with closing(sqlite3.connect(old_file)) as raw:
        assert raw.execute("select distinct warehouse_id from sales_order").fetchall() == [(None,)]
