"""0017: what a card said of its cost holds from the beginning; orders keep theirs and say no more of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.costs import read_costs_of
from app.services.verify import verify
from tests.helpers.older import unpack_older
from tests.services.verify.damaging import MONDAY


def test_the_costs_of_an_older_files_cards_hold_from_the_beginning(tmp_path):
    path = unpack_older(tmp_path, "0009")
    with closing(sqlite3.connect(path)) as raw:
        cards = dict(raw.execute("select id, standard_cost_micro from product").fetchall())
        lines = raw.execute("select cost_micro from order_line order by id").fetchall()
    known = {id_: cost for id_, cost in cards.items() if cost is not None}
    assert known, "the stored file has costs"
    office = open_office(f"sqlite:///{path}", clock=FixedClock(MONDAY))
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            rows = {id_: read_costs_of(view, id_) for id_ in cards}
            kept = view.db.execute(
                sa.text("select cost_micro, cost_source from order_line order by id")
            ).all()
    finally:
        office.close()
    assert {id_: found[0].cost_micro for id_, found in rows.items() if found} == known
    assert {(row.first_day, row.source, row.currency) for found in rows.values() for row in found} == {
        (None, "card", "EUR")
    }
    assert [(row[0], row[1]) for row in kept] == [(cost, "") for (cost,) in lines]
