"""A rate that is known to change before the goods leave is told at the check, once, and of nothing else."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.domain.orders.draft import edit_header
from app.domain.tax_rules import DatedRate
from app.services.orders.planning import plan_order
from app.services.orders.previewing import preview_amendment
from app.services.setup.taxes import TaxInput, read_taxes, update_tax
from app.services.stock.arrivals import ExpectedLine, create_arrival
from db.schema.firm import Audit
from db.statements import table_of
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, OWNER, micro

MONDAY, WEDNESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6)
CODE = "order.rate_will_change"


def change_rate(desk, day, ppm=160_000):
    with desk.begin(OWNER) as uow:
        card = next(card for card in read_taxes(uow) if card.facts.code == "S")
        facts = card.facts
        rates = (*facts.rates, DatedRate(day, ppm))
        data = TaxInput(code="S", name=facts.name, category=facts.category, rates=rates)
        update_tax(uow, facts.id, data, version=card.version)


def chairs_on(desk, day):
    with desk.begin(OWNER) as uow:
        coming = [ExpectedLine(desk.ids[CHAIR], micro(50), day)]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Timber & Co", lines=coming)


def issues_of(desk, order_id):
    with desk.reading() as view:
        return [issue for issue in plan_order(view, order_id).issues if issue.code == CODE]


def amendment_issues(desk, order_id, *edits):
    before = desk.read(order_id)
    with desk.reading() as view:
        return [
            issue
            for issue in preview_amendment(view, before, desk.edited(before, *edits)).issues
            if issue.code == CODE
        ]


def test_goods_that_come_after_the_change_are_told(desk):
    chairs_on(desk, FRIDAY)
    order_id = desk.key((LAMP, 5), (CHAIR, 60))
    assert issues_of(desk, order_id) == []
    change_rate(desk, WEDNESDAY)
    (issue,) = issues_of(desk, order_id)
    assert issue.where == f"lines/{desk.read(order_id).lines[1].key}/tax"
    assert (issue.params["date"], issue.params["percent"], issue.params["stored"]) == (WEDNESDAY, 16, 19)
    desk.confirm(order_id)
    (entry,) = desk.rows(sa.select(table_of(Audit).c.after).where(table_of(Audit).c.kind == "order"))
    assert CODE in entry["after"]["accepted"]


def test_goods_that_leave_before_the_change_are_not_told_unless_they_are_wished_later(desk):
    change_rate(desk, WEDNESDAY)
    order_id = desk.key((CHAIR, 1))
    assert issues_of(desk, order_id) == []
    desk.edit(order_id, edit_header(desk.read(order_id), requested_date=FRIDAY))
    assert [issue.params["date"] for issue in issues_of(desk, order_id)] == [WEDNESDAY]


def test_a_change_of_a_confirmed_order_tells_it_of_what_gets_another_day(desk):
    chairs_on(desk, FRIDAY)
    order_id = desk.ordered((LAMP, 5), (CHAIR, 50))
    change_rate(desk, WEDNESDAY)
    before = desk.read(order_id)
    assert amendment_issues(desk, order_id, edit_header(before, note="Ring twice")) == []
    assert amendment_issues(desk, order_id, desk.set_quantity(order_id, 0, 6)) == []
    assert len(amendment_issues(desk, order_id, desk.set_quantity(order_id, 1, 60))) == 1
    later = edit_header(before, requested_date=FRIDAY)
    assert [issue.where.split("/")[1] for issue in amendment_issues(desk, order_id, later)] == [
        before.lines[0].key
    ]
