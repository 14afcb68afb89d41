"""Processes that race for scarce goods, each through an office of its own."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from app.bootstrap import open_office
from app.domain.errors import RefusedError
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.services.stock.releases import release_lines
from app.services.unit_of_work import UnitOfWork, Work
from db import session
from tests.helpers.stock_office import HAMBURG, part

PATIENCE_S = 300  # all come, whatever the machine does besides
_RACES = ("advance", "amendment", "credit", "promotion", "stock")
_PRELOADED = (
    *(f"tests.helpers.{name}_race" for name in _RACES),
    "sqlalchemy.dialects.sqlite",
    "psycopg",
    "pytest",
)
MOMENT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass
class Outcome:
    """What happened to one process."""

    won: int = 0
    told: int = 0
    errors: list[str] | None = None


def race(folder: Path, run: Callable[..., Outcome], url: str, *arguments: object) -> list[Outcome]:
    """Run once for each argument, all starting together in processes of their own; their outcomes."""
    context = _context()
    start = context.Barrier(len(arguments))
    files = [folder / f"racer{number}.json" for number in range(len(arguments))]
    homes = {name: value for name, value in os.environ.items() if name.startswith("KEYLINE_")}
    racers = [
        context.Process(target=_run, args=(run, url, argument, start, file, homes))
        for argument, file in zip(arguments, files, strict=True)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=PATIENCE_S)
        assert racer.exitcode == 0
    return [Outcome(**json.loads(file.read_text())) for file in files]


def _context() -> Any:
    """Racers come from a process that has imported what they need: a start of their own took each 1.6 s (measured).

    A fork of the tests' process would copy the locks of its threads and its connections.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context


def _run(
    run: Callable[..., Outcome], url: str, argument: object, start: Any, file: Path, homes: dict[str, str]
) -> None:
    os.environ.update(homes)
    session.BUSY_TIMEOUT_MS, session.CONNECT_TIMEOUT_S = (
        PATIENCE_S * 1000,
        PATIENCE_S,
    )  # as slow as the machine is
    office = open_office(url, clock=FixedClock(MOMENT))
    start.wait(PATIENCE_S)
    outcome = run(office.work, argument)
    office.close()
    file.write_text(json.dumps(asdict(outcome)))


def take_one_each(work: Work, lines: object) -> Outcome:
    """Reserve a piece of product 1 for one order line after the other, each in its unit of work."""
    assert isinstance(lines, list)
    return _try_all(work, [partial(_reserve_one, line=line) for line in lines])


def take_crosswise(work: Work, lines: object) -> Outcome:
    """Reserve pieces of products 1 and 2 together, in either order."""
    assert isinstance(lines, list)

    calls = [
        partial(_reserve_pair, lines=pair, products=(1, 2) if place % 2 else (2, 1))
        for place, pair in enumerate(lines)
    ]
    return _try_all(work, calls)


def work_all_day(work: Work, orders: object) -> Outcome:
    """Reserve, ship, give back and receive, in turn: every path that locks stock and fulfilments."""
    assert isinstance(orders, list)
    calls: list[Callable[[UnitOfWork], object]] = []
    came = [ProductQuantity(1, 1_000_000)]
    for place, (order, line) in enumerate(orders):
        calls.append(partial(_reserve_one, line=line))
        if place % 3 == 0:
            calls.append(partial(_ship, order_id=order))
        elif place % 3 == 1:
            calls.append(partial(release_lines, wanted={line: None}))
        else:
            calls.append(partial(receive_freely, warehouse_id=HAMBURG, lines=came))
    return _try_all(work, calls)


def receive_there(work: Work, warehouses: object) -> Outcome:
    """A piece of product 1 comes into one warehouse after the other, each in its unit of work."""
    assert isinstance(warehouses, list)
    came = [ProductQuantity(1, 1_000_000)]
    return _try_all(work, [partial(receive_freely, warehouse_id=place, lines=came) for place in warehouses])


def _reserve_one(uow: UnitOfWork, line: int) -> None:
    fulfil_lines(uow, [LinePart(line, part(1, reserve=1))])


def _reserve_pair(uow: UnitOfWork, lines: Sequence[int], products: tuple[int, int]) -> None:
    chosen = [part(product, reserve=1) for product in products]
    fulfil_lines(uow, [LinePart(line, each) for line, each in zip(lines, chosen, strict=True)])


def _ship(uow: UnitOfWork, order_id: int) -> None:
    shipment_id = create_pick_list(uow, order_id, HAMBURG, with_paper=False)
    lines = read_picked_lines(uow, shipment_id)
    record_picked(uow, shipment_id, {line.id: line.quantity_micro for line in lines})
    post_shipment(uow, shipment_id, with_paper=False)


def _try_all(work: Work, calls: Sequence[Callable[[UnitOfWork], object]]) -> Outcome:
    outcome = Outcome(errors=[])
    assert outcome.errors is not None
    for call in calls:
        try:
            with work.begin(actor=SYSTEM) as uow:
                call(uow)
            outcome.won += 1
        except RefusedError:
            outcome.told += 1
        except Exception as error:  # noqa: BLE001 - the test asserts that there was none
            outcome.errors.append(repr(error))
    return outcome


def receive_at_costs(work: Work, receipts: object) -> Outcome:
    """Pieces of product 1 come in at costs, (warehouse, cost) after one another, each in its unit of work."""
    assert isinstance(receipts, list)
    calls = [
        partial(receive_freely, warehouse_id=place, lines=[ProductQuantity(1, 1_000_000, cost)])
        for place, cost in receipts
    ]
    return _try_all(work, calls)
