"""The simulator: 10,000 orders priced by today's rules and with the draft of a price list, as a window asks."""

from __future__ import annotations

import resource
import time
from dataclasses import replace
from itertools import pairwise

import sqlalchemy as sa

from app.domain.orders.asking import asked_order
from app.domain.pricing import AskedOrder, RulesSnapshot, price
from app.domain.rights import SYSTEM
from app.services.prices import read_price_lists
from app.services.prices.drafts import LIST, DraftRef, copy_as_draft, read_drafts
from app.services.simulator import OrdersWanted, simulate_orders
from app.services.simulator.choosing import read_order_ids
from app.services.simulator.pages import PAGE, read_ground, read_page
from app.services.unit_of_work import Reading, Work
from bench.data import BenchData
from bench.result import Entry, Samples
from db.schema.orders import Order

ORDERS = 10_000
SCALE = 2  # of the firm that has so many orders


def simulate_10k(data: BenchData) -> Entry:
    """The last 10,000 orders, read in pages and priced twice; the floor is the price function alone, on all of them."""
    enough = data.url or _has_enough(data)
    wide = data if enough else replace(data, scale=SCALE, _offices=[], _folder=None)
    try:
        return _measured(wide, wide.office_to_write().work)
    finally:
        if wide is not data:
            wide.close()


def _has_enough(data: BenchData) -> bool:
    with data.office().work.reading(actor=SYSTEM) as view:
        return int(view.db.execute(sa.select(sa.func.count()).select_from(Order)).scalar_one()) >= ORDERS


def _measured(data: BenchData, work: Work) -> Entry:
    ref, wanted = _draft(work), OrdersWanted(most=ORDERS)
    turns: list[float] = []
    with work.reading(actor=SYSTEM) as view:
        cpu, started = time.process_time(), time.perf_counter()
        found = simulate_orders(view, (ref,), wanted, lambda *_told: turns.append(time.perf_counter()))
        wall_s, cpu_s = time.perf_counter() - started, time.process_time() - cpu
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        floor_s = _floor(view, ref, wanted)
    lines = sum(order.lines for order in found.orders)
    more = {
        "lines_s": round(2 * lines / wall_s),
        "floor_lines_s": round(2 * lines / floor_s),
        "turn_ms": round(max(b - a for a, b in pairwise(turns)) * 1000, 1) if turns[1:] else 0,
        "peak_mb": round(peak_mb),
    }
    samples, floor = Samples((wall_s,), (cpu_s,)), Samples((floor_s,), (floor_s,))
    facts = {"unit": "s", "rows": len(found.orders), "lines": lines, "more": more}
    return samples.entry("simulate.10k", seed=data.seed, floor=floor, **facts)


def _draft(work: Work) -> DraftRef:
    """A draft made of the general list; that of an earlier run is taken again."""
    with work.begin(actor=SYSTEM) as uow:
        known = next((card.ref for card in read_drafts(uow)), None)
        if known is not None:
            return known
        general = next(card.id for card in read_price_lists(uow) if card.kind == "general")
        return DraftRef(LIST, copy_as_draft(uow, DraftRef(LIST, general)))


def _floor(view: Reading, ref: DraftRef, wanted: OrdersWanted) -> float:
    """Seconds of the price function alone, for the same orders in memory."""
    ground = read_ground(view, (ref,), wanted)
    ids, _left_out = read_order_ids(view, wanted, ground.world.currency)
    seconds = 0.0
    for at in range(0, len(ids), PAGE):
        page = read_page(view, ground, ids[at : at + PAGE], wanted)
        asked = [asked_order(draft, context) for draft, context in page]
        seconds += _priced(asked, ground.world.rules) + _priced(asked, ground.drafted)
    return seconds


def _priced(orders: list[AskedOrder], rules: RulesSnapshot) -> float:
    started = time.perf_counter()
    for order in orders:
        price(order, rules)
    return time.perf_counter() - started
