"""Four processes confirm one-line orders for one scarce product."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.bootstrap import Office, open_office
from app.domain.errors import ConflictError, RefusedError
from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services.demo.ordering import Wish, key_draft, product_line
from app.services.orders.confirming import confirm
from app.services.orders.context import read_product_facts
from app.services.stock.changes import adjust_stock
from app.services.unit_of_work import Work
from bench.data import BenchData
from bench.drafts import make_drafts, read_customers, read_sellable
from bench.result import Entry, percentile
from db.schema.orders import Fulfilment
from db.schema.stock import Stock

RACERS = 4
ORDERS_EACH = 40
SCARCE = 60
TRIES = 5
PATIENCE_S = 120
_DESK: list[tuple[Office, Any]] = []  # of this racer's process


@dataclass(frozen=True, slots=True)
class Lap:
    """What one process saw; waits in milliseconds."""

    confirmed: int
    refused: int
    errors: int
    seconds: float
    waits: tuple[float, ...]


def race_confirm(data: BenchData) -> Entry:
    """Orders a second over all racers, with what was oversold and what failed."""
    office = data.office_to_write()
    product_id, drafts = _prepare(office.work, data.seed)
    context = multiprocessing.get_context("spawn")
    url = office.url if data.is_sqlite else data.url
    warm_ups = make_drafts(office.work, count=RACERS, lines=1, seed=data.seed + 2)
    with context.Pool(RACERS, _enter, (url, context.Barrier(RACERS))) as pool:
        pool.map(_warm, warm_ups, chunksize=1)
        start = time.perf_counter()
        laps = pool.map(run_lap, [drafts[n::RACERS] for n in range(RACERS)], chunksize=1)
        wall = time.perf_counter() - start
    oversold = _oversold(office.work, product_id)
    done = sum(lap.confirmed for lap in laps)
    speeds = [lap.confirmed / lap.seconds for lap in laps]
    waits = [wait for lap in laps for wait in lap.waits]
    rate = round(done / max(lap.seconds for lap in laps), 1)
    more = {
        "oversold": oversold,
        "errors": sum(lap.errors for lap in laps),
        "refused": sum(lap.refused for lap in laps),
        "slowest_to_fastest": round(min(speeds) / max(speeds), 2),
        "wait_p95": percentile(waits, 95),
        "wait_max": round(max(waits), 1),
        "wall_s": round(wall, 2),
        "budget_is": "at least",
    }
    budget = 80.0 if data.is_sqlite else 60.0
    return Entry(
        "race.confirm",
        len(waits),
        "orders/s",
        rate,
        rate,
        rate,
        None,
        None,
        None,
        budget,
        data.seed,
        lines=1,
        more=more,
    )


def run_lap(drafts: list[int]) -> Lap:
    """Confirm the drafts one after the other; a refusal because stock went is planned again, as a clerk does."""
    office, barrier = _DESK[0]
    barrier.wait(PATIENCE_S)
    counts = {"confirmed": 0, "refused": 0, "errors": 0}
    waits = []
    start = time.perf_counter()
    for order_id in drafts:
        before = time.perf_counter()
        counts[_confirm(office.work, order_id, counts)] += 1
        waits.append((time.perf_counter() - before) * 1000)
    return Lap(**counts, seconds=time.perf_counter() - start, waits=tuple(waits))


def _confirm(work: Work, order_id: int, counts: dict[str, int]) -> str:
    for _try in range(TRIES):
        try:
            confirm(work, order_id, actor=SYSTEM, approve=True)
        except (RefusedError, ConflictError):
            counts["refused"] += 1
        except Exception:  # noqa: BLE001 - any other failure is what the race must not have
            return "errors"
        else:
            return "confirmed"
    return "refused"


def _enter(url: str, barrier: Any) -> None:
    """A racer opens its office once, as a desk does in the morning."""
    _DESK.append((open_office(url), barrier))


def _warm(order_id: int) -> None:
    """An order of other goods: no racer confirms the first order of its day against the clock."""
    office, barrier = _DESK[0]
    barrier.wait(PATIENCE_S)
    confirm(office.work, order_id, actor=SYSTEM, approve=True)


def _prepare(work: Work, seed: int) -> tuple[int, list[int]]:
    """A product with little stock left, and more orders for it than it has pieces."""
    with work.reading(actor=SYSTEM) as view:
        product_id = read_sellable(view)[-1]
        facts: Any = read_product_facts(view, [product_id])[product_id]
        customers = read_customers(view, RACERS * ORDERS_EACH, seed)
        levels = view.db.execute(
            sa.select(Stock.warehouse_id, Stock.on_hand_micro - Stock.reserved_micro)
            .where(Stock.product_id == product_id)
            .order_by(Stock.warehouse_id)
        ).all()
    for place, (warehouse_id, free) in enumerate(levels):
        change = (SCARCE * MICRO if place == 0 else 0) - free
        if change:
            with work.begin(actor=SYSTEM) as uow:
                adjust_stock(
                    uow, warehouse_id=warehouse_id, product_id=product_id, change_micro=change, reason="race"
                )
    drafts = []
    for customer_id in customers:
        wish = Wish(customer_id, (product_line(facts, "k1", 1, MICRO, facts.units[0].code),))
        with work.begin(actor=SYSTEM) as uow:
            drafts.append(key_draft(uow, wish))
    return product_id, drafts


def _oversold(work: Work, product_id: int) -> int:
    """Pieces reserved beyond what lies there."""
    with work.reading(actor=SYSTEM) as view:
        held = view.db.execute(
            sa.select(sa.func.coalesce(sa.func.sum(Fulfilment.reserved_micro), 0)).where(
                Fulfilment.product_id == product_id
            )
        ).scalar_one()
        on_hand = view.db.execute(
            sa.select(sa.func.coalesce(sa.func.sum(Stock.on_hand_micro), 0)).where(
                Stock.product_id == product_id
            )
        ).scalar_one()
    return max(0, int(held) - int(on_hand)) // MICRO
