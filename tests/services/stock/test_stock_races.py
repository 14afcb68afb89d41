"""Several processes take the same scarce goods: nobody oversells, nobody fails, losers are told (B28)."""

from __future__ import annotations

import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.costs import CostedReceipt, moving_averages
from app.domain.money import MICRO
from app.services.stock.fulfilments import LinePart, fulfil_lines
from db.schema.costs import ReceiptCost
from db.schema.orders import Fulfilment
from db.schema.stock import StockMove
from db.statements import table_of
from tests.helpers.stock_office import HAMBURG, MUNICH, VIENNA, make_stock_office, part
from tests.helpers.stock_race import (
    race,
    receive_at_costs,
    receive_there,
    take_crosswise,
    take_one_each,
    work_all_day,
)

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


def test_goods_in_several_warehouses_at_once_serve_each_waiting_line_once(work, database_url, tmp_path):
    """Every piece that comes in anywhere goes to somebody, and nobody gets more than he waits for."""
    office = make_stock_office(work)
    for place in (HAMBURG, MUNICH) * 5:
        order = office.add_order((1, 3))
        with office.begin() as uow:
            fulfil_lines(uow, [LinePart(office.line_ids(order)[0], part(1, place, wait=3, promise=None))])
    shares = [[HAMBURG] * 6, [MUNICH] * 6, [VIENNA] * 6, [MUNICH, VIENNA, HAMBURG] * 2]
    outcomes = race(tmp_path, receive_there, database_url, *shares)
    assert [outcome.errors for outcome in outcomes] == [[]] * RACERS
    with office.reading() as view:
        rows = view.db.execute(sa.select(Fulfilment.__table__)).all()
    held: dict[int, int] = {}
    for row in rows:
        held[row.order_line_id] = held.get(row.order_line_id, 0) + row.reserved_micro
    assert sum(held.values()) == 24 * MICRO
    assert sum(row.quantity_micro for row in rows) == 30 * MICRO
    assert max(held.values()) == 3 * MICRO
    assert all(office.level(1, place).free_micro == 0 for place in (HAMBURG, MUNICH, VIENNA))


def test_receipts_of_a_product_in_several_warehouses_move_its_average_one_after_another(
    work, database_url, tmp_path
):
    office = make_stock_office(work)
    shares = [
        [(place, (place * 100 + step) * MICRO) for step in range(8)] for place in (HAMBURG, MUNICH, VIENNA)
    ]
    outcomes = race(tmp_path, receive_at_costs, database_url, *shares)
    assert [outcome.errors for outcome in outcomes] == [[]] * 3
    with office.reading() as view:
        rows = view.db.execute(sa.select(table_of(ReceiptCost)).order_by(ReceiptCost.id)).all()
    receipts = [CostedReceipt(row.on_hand_micro, row.quantity_micro, row.cost_micro) for row in rows]
    assert [receipt.on_hand_micro for receipt in receipts] == [place * MICRO for place in range(24)]
    assert [row.average_micro for row in rows] == list(moving_averages(None, receipts))
