"""0050, 0051: lines of an older file open without choices; customers own nothing yet, nobody has favourites."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.line_choices import read_choices
from app.services.verify import verify
from tests.helpers.older import file_before


def test_nothing_was_noted_in_an_older_file(tmp_path):
    old_file = file_before(tmp_path, "0050")
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            assert read_choices(view, 1, "a", "") is None
    finally:
        office.close()
    with closing(sqlite3.connect(old_file)) as raw:
        for table in ("owned_item", "configuration_template", "order_line_choices", "template_favourite"):
            assert raw.execute(f"select count(*) from {table}").fetchone() == (0,)
