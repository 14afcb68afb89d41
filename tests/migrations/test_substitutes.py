"""0037: an older file gets an empty table of substitutes; its successors are offered as before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.domain.substitutes import Substitute
from app.services.clock import FixedClock
from app.services.products.substitutes import read_substitutes
from app.services.verify import verify
from tests.helpers.older import take_back
from tests.migrations.test_price_lists_in_depth import old_file
from tests.services.verify.damaging import MONDAY

__all__ = ["old_file"]


def opened(path):
    return open_office(f"sqlite:///{path}", clock=FixedClock(MONDAY))


def test_the_successors_of_an_older_file_are_offered_as_before(old_file):
    opened(old_file).close()
    with closing(sqlite3.connect(old_file)) as raw:
        (one,), (other,) = raw.execute("select id from product order by id limit 2").fetchall()
        raw.execute("update product set successor_id = ? where id = ?", (other, one))
        raw.commit()
    take_back(old_file, "0037")
    office = opened(old_file)
    with office.work.reading(actor=SYSTEM) as view:
        assert read_substitutes(view, [one], date(2026, 3, 2)) == {
            one: (Substitute(other, is_successor=True),)
        }
        assert verify(view) == ()
    office.close()
    with closing(sqlite3.connect(old_file)) as raw, pytest.raises(sqlite3.IntegrityError, match="rate"):
        raw.execute("insert into product_substitute (product_id, substitute_id, takes) values (1, 2, 0)")
