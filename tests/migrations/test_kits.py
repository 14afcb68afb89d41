"""0038: no product of an older file is a kit, and the database holds what a kit may be."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.products.kits import read_kits
from app.services.verify import verify
from tests.helpers.older import take_back
from tests.migrations.test_price_lists_in_depth import old_file
from tests.services.verify.damaging import MONDAY

__all__ = ["old_file"]


def test_no_product_of_an_older_file_is_a_kit(old_file):
    url = f"sqlite:///{old_file}"
    open_office(url, clock=FixedClock(MONDAY)).close()
    take_back(old_file, "0038")
    office = open_office(url, clock=FixedClock(MONDAY))
    with office.work.reading(actor=SYSTEM) as view:
        assert read_kits(view, range(1, 50), date(2026, 3, 2)) == {}
        assert verify(view) == ()
    office.close()
    wrong = (
        ("price", "insert into product_kit (product_id, price) values (1, 'half')"),
        ("other", "insert into product_kit_part (kit_id, part_id, quantity_micro) values (1, 1, 5)"),
        ("quantity", "insert into product_kit_part (kit_id, part_id, quantity_micro) values (1, 2, 0)"),
    )
    with closing(sqlite3.connect(old_file)) as raw:
        for name, statement in wrong:
            with pytest.raises(sqlite3.IntegrityError, match=name):
                raw.execute(statement)
