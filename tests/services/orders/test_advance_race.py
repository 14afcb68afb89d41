"""Clerks who ask for advances on one order at the same moment never ask for more than the order."""

from __future__ import annotations

import sqlalchemy as sa

from app.services.verify import verify
from db.schema.invoicing import Invoice
from tests.helpers.advance_race import ask_often
from tests.helpers.order_office import CHAIR
from tests.helpers.stock_race import Outcome, race


def test_programs_that_ask_together_ask_for_the_order_and_not_a_cent_more(desk, firm_url, tmp_path):
    order_id = desk.ordered((CHAIR, 1))
    jobs = [{"order": order_id, "times": 4}] * 2
    outcomes: list[Outcome] = race(tmp_path, ask_often, firm_url[0], *jobs)
    assert [each.errors for each in outcomes] == [[], []]
    assert (sum(each.won for each in outcomes), sum(each.told for each in outcomes)) == (5, 3)
    with desk.reading() as view:
        net = sa.select(sa.func.sum(Invoice.net_minor)).where(Invoice.order_id == order_id)
        assert view.db.execute(net).scalar_one() == desk.head(order_id)["net_minor"]
        assert verify(view) == ()
