"""0048: articles and lines of an older file are not configured, and its orders are as they were signed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.verify import verify
from tests.helpers.older import file_before


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file without what 0048 brings."""
    return file_before(tmp_path, "0048")


def test_nothing_of_an_older_file_is_configured(old_file):
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
    finally:
        office.close()
    with closing(sqlite3.connect(old_file)) as raw:
        assert raw.execute("select distinct configuration from order_line").fetchall() == [("",)]
        assert raw.execute("select distinct product_model_id from product").fetchall() == [(None,)]
        assert raw.execute("select count(*) from product_model").fetchone() == (0,)
