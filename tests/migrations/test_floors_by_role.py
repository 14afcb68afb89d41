"""0039: the rights of an older file have no floor of their own, and the database holds what one may be."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from app.bootstrap import open_office
from app.domain.pricing import PriceRight
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.prices.rights import create_price_right, read_price_rights
from tests.helpers.older import take_back
from tests.services.verify.damaging import MONDAY

TEN = PriceRight("sales", "", 100_000, 200_000)


def test_the_rights_of_an_older_file_have_no_floor_of_their_own(tmp_path):
    url = f"sqlite:///{tmp_path / 'office.db'}"
    office = open_office(url, clock=FixedClock(MONDAY))
    with office.work.begin(actor=SYSTEM) as uow:
        create_price_right(uow, TEN)
    office.close()
    take_back(tmp_path / "office.db", "0039")
    office = open_office(url, clock=FixedClock(MONDAY))
    with office.work.reading(actor=SYSTEM) as view:
        assert [card.right for card in read_price_rights(view)] == [TEN]
    office.close()
    with (
        closing(sqlite3.connect(tmp_path / "office.db")) as raw,
        pytest.raises(sqlite3.IntegrityError, match="floor"),
    ):
        raw.execute("insert into price_right (role, floor_ppm) values ('owner', -1)")
