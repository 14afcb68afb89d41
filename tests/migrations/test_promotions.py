"""0019: an older file has no promotions, its orders no coupons, and the database holds what promotions may be."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.orders.repricing import changed_prices
from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.orders.planning import plan_order
from app.services.prices.promotions import create_promotion, read_promotions
from app.services.verify import verify
from tests.helpers.older import unpack_older
from tests.services.verify.damaging import MONDAY

TENTH = PromotionInput(name="Ten", effect="percent", currency="EUR", rate_ppm=100_000)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    return unpack_older(tmp_path, "0009")


def test_an_older_file_goes_on_without_promotions_and_takes_one(old_file):
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            assert read_promotions(view) == ()
            drafts = sa.text("select id from sales_order where state = 'draft'")
            order_id = view.db.execute(drafts).scalars().all()[0]
            plan = plan_order(view, order_id)
        assert (plan.draft.header.coupons, changed_prices(plan.draft, plan.context)) == ("", ())
        with office.work.begin(actor=SYSTEM) as uow:
            create_promotion(uow, TENTH)
        with office.work.reading(actor=SYSTEM) as view:
            plan = plan_order(view, order_id)
            assert "P1" in {line.origin for line in changed_prices(plan.draft, plan.context)}
    finally:
        office.close()


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ("promotion_rule set effect = 'magic'", "effect"),
        ("promotion_rule set counts = 'moon'", "counts"),
        ("promotion_rule set rate_ppm = 1000001", "rate"),
        ("promotion_rule set budget_minor = -1", "amount"),
        ("promotion_rule set get_micro = -1", "quantity"),
        ("promotion_rule set least_minor = -1", "least"),
        ("promotion_rule set max_uses = -1", "uses"),
        ("promotion_tally set uses = -1", "counts"),
    ],
)
def test_the_database_holds_what_a_promotion_may_be(old_file, wrong, rule):
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    with office.work.begin(actor=SYSTEM) as uow:
        create_promotion(uow, TENTH)
    office.close()
    with (
        closing(sqlite3.connect(old_file)) as raw,
        pytest.raises(sqlite3.IntegrityError, match=f"ck_promotion_(rule|tally)_{rule}"),
    ):
        raw.execute(f"update {wrong}")
