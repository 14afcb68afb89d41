"""0010: price lists of an older file go on as they were, and the database holds what lists may be."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.orders.repricing import changed_prices
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.orders.planning import plan_order
from app.services.prices import read_price_lists
from app.services.verify import verify
from tests.helpers.older import unpack_older
from tests.services.verify.damaging import MONDAY


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """The stored file of version 0009: three lists, a confirmed order with a contract and a break, two drafts."""
    return unpack_older(tmp_path, "0009")


def test_prices_of_an_older_file_stay_and_its_hashes_hold(old_file):
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            lists = {card.code: card for card in read_price_lists(view)}
            drafts = (
                view.db.execute(sa.text("select id from sales_order where state = 'draft'")).scalars().all()
            )
            plans = [plan_order(view, id_) for id_ in drafts]
    finally:
        office.close()
    assert {(each.breaks_over, each.counts, each.parent_id) for each in lists.values()} == {
        ("line", "order", None)
    }
    assert lists["DEAL"].priority == 3
    assert len(plans) == 2
    for plan in plans:
        assert changed_prices(plan.draft, plan.context) == ()


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ("price_list set breaks_over = 'moon'", "breaks_over"),
        ("price_list set counts = 'ever'", "counts"),
        ("price_list set parent_id = id", "parent"),
        ("price_list set factor_ppm = -1", "formula"),
        ("price_row set agreed_micro = 0", "agreed"),
    ],
)
def test_what_no_list_can_be_is_refused_by_the_database(old_file, wrong, rule):
    open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY)).close()
    with closing(sqlite3.connect(old_file)) as raw, pytest.raises(sqlite3.IntegrityError, match=rule):
        raw.execute(f"update {wrong}")
