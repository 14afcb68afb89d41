"""0018, 0026: customers of an older file have no class; who was on hold has a hold that a person releases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.credit import read_credits
from app.services.holds.asking import read_standing_holds
from app.services.verify import verify
from tests.helpers.older import unpack_older
from tests.services.verify.damaging import MONDAY


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    return unpack_older(tmp_path, "0009")


def test_customers_of_an_older_file_have_no_class(old_file):
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    try:
        with office.work.reading(actor=SYSTEM) as view:
            known = view.db.execute(sa.text("select id from customer")).scalars().all()
            assert {each.credit_class for each in read_credits(view, known).values()} == {""}
            assert verify(view) == ()
    finally:
        office.close()


def test_who_was_on_hold_is_held_and_nothing_of_him_is_picked(old_file):
    with closing(sqlite3.connect(old_file)) as file:
        file.execute("update customer set on_hold = 0")
        file.execute("update customer set on_hold = 1 where id = (select min(id) from customer)")
        file.commit()
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    try:
        with office.work.reading(actor=SYSTEM) as view:
            (card,) = read_standing_holds(view)
            assert (card.hold.kind, card.hold.placed_by) == ("manual", "system")
            assert {stop.value for stop in card.hold.stops} == {"pick", "ship"}
            assert verify(view) == ()
    finally:
        office.close()
