"""Several processes take the same scarce goods: nobody oversells, nobody fails, losers are told (B28)."""

from __future__ import annotations

import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.money import MICRO
from db.schema.orders import Fulfilment
from db.schema.stock import StockMove
from tests.helpers.stock_office import HAMBURG, make_stock_office
from tests.helpers.stock_race import race, take_crosswise, take_one_each, work_all_day

RACERS = 4


def test_four_processes_take_one_scarce_product_and_nobody_oversells(work, database_url, tmp_path):
    office = make_stock_office(work)
    office.add_stock(1, HAMBURG, 25)
    order = office.add_order(*[(1, 1)] * 40)
    lines = office.line_ids(order)
    shares = [lines[place::RACERS] for place in range(RACERS)]
    outcomes = race(tmp_path, take_one_each, database_url, *shares)
    assert [outcome.errors for outcome in outcomes] == [[]] * RACERS
    assert sum(outcome.won for outcome in outcomes) == 25
    assert sum(outcome.told for outcome in outcomes) == 15
    assert office.level(1, HAMBURG).reserved_micro == 25 * MICRO
    assert len(office.fulfilments(order)) == 25


def test_orders_that_take_two_products_in_opposite_order_do_not_lock_one_another_out(
    postgres_url, clock, tmp_path
):
    opened = open_office(postgres_url, clock=clock)
    office = make_stock_office(opened.work)
    office.add_stock(1, HAMBURG, 15)
    office.add_stock(2, HAMBURG, 60)
    lines = [office.line_ids(office.add_order((1, 1), (2, 1))) for _ in range(24)]
    shares = [lines[place::RACERS] for place in range(RACERS)]
    outcomes = race(tmp_path, take_crosswise, postgres_url, *shares)
    assert [outcome.errors for outcome in outcomes] == [[]] * RACERS
    assert office.level(1, HAMBURG).free_micro >= 0
    held = office.level(1, HAMBURG).reserved_micro + office.level(2, HAMBURG).reserved_micro
    assert held == 2 * MICRO * sum(outcome.won for outcome in outcomes)
    opened.close()


def test_reserving_shipping_releasing_and_receiving_at_once_keeps_every_sum(work, database_url, tmp_path):
    office = make_stock_office(work)
    office.add_stock(1, HAMBURG, 12)
    orders = [office.add_order((1, 1)) for _ in range(36)]
    pairs = [(order, office.line_ids(order)[0]) for order in orders]
    shares = [pairs[place::RACERS] for place in range(RACERS)]
    outcomes = race(tmp_path, work_all_day, database_url, *shares)
    assert [outcome.errors for outcome in outcomes] == [[]] * RACERS
    level = office.level(1, HAMBURG)
    with office.reading() as view:
        moved = view.db.execute(sa.select(sa.func.sum(StockMove.quantity_micro))).scalar_one()
        held = view.db.execute(sa.select(sa.func.sum(Fulfilment.reserved_micro))).scalar_one()
        shipped = view.db.execute(sa.select(sa.func.sum(Fulfilment.shipped_micro))).scalar_one()
        out = view.db.execute(
            sa.select(sa.func.sum(StockMove.quantity_micro)).where(StockMove.kind == "shipment")
        ).scalar_one()
    assert level.on_hand_micro == moved
    assert level.reserved_micro == held <= moved
    assert -out == shipped > 0
