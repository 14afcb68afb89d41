"""The benchmarks by name, and how they are run and shown."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from app.bootstrap import refuse_missing
from app.domain.errors import RefusedError
from bench.data import BenchData
from bench.postgres import own_postgres
from bench.result import Entry

BENCHMARKS: dict[str, str] = {
    "typeahead.customer": "bench.search:typeahead_customer",
    "typeahead.product": "bench.search:typeahead_product",
    "price.line": "bench.prices:price_line",
    "price.order.1000": "bench.prices:price_order",
    "price.promotions": "bench.promotions:price_promotions",
    "check.order.1000": "bench.checks:check_order_1000",
    "check.limits.1000": "bench.checks:check_limits_1000",
    "confirm.20": "bench.documents:confirm_20",
    "confirm.100": "bench.documents:confirm_100",
    "ship.20": "bench.documents:ship_20",
    "invoice.post.20": "bench.documents:invoice_post_20",
    "invoice.pdf.20": "bench.documents:invoice_pdf_20",
    "payment": "bench.documents:payment",
    "race.confirm": "bench.race:race_confirm",
    "aging.20k": "bench.books:aging_20k",
    "list.open": "bench.screens:list_open",
    "list.scroll": "bench.screens:list_scroll",
    "list.jump": "bench.screens:list_jump",
    "list.sort": "bench.screens:list_sort",
    "list.filter": "bench.screens:list_filter",
    "paint.popup": "bench.desk:paint_popup",
    "paint.price": "bench.desk:paint_price",
    "paint.price.1000": "bench.desk:paint_price_1000",
    "paint.promotions": "bench.desk:paint_promotions",
    "stall.max": "bench.desk:stall_max",
    "memory.rss": "bench.memory:memory_rss",
    "start.painted": "bench.starting:start_painted",
    "start.ready": "bench.starting:start_ready",
    "screen.20k": "bench.screening:screen_20k",
    "screen.customers": "bench.screening:screen_customers_anew",
    "simulate.10k": "bench.simulator:simulate_10k",
    "configurator.domains": "bench.configurator:domains",
    "configurator.numbers": "bench.numbers:domains",
    "configurator.explain": "bench.configurator:explaining",
    "configurator.complete": "bench.configurator:completing",
    "configurator.compile": "bench.configurator:compiling",
    "configurator.memory": "bench.model_memory:memory",
    "configurator.naive": "bench.configurator:naive",
    "configurator.z3": "bench.configurator:z3",
    "configurator.clingo": "bench.configurator:clingo",
    "configurator.click": "bench.configuring:click",
    "configurator.click.cabinet": "bench.configuring:click_cabinet",
    "scene.paint": "bench.scenes:paint",
    "scene.paint.cabinet": "bench.scenes:paint_cabinet",
    "import.real": "bench.books:import_real",
}
"""Name -> module:function. Modules are imported when their turn comes: some need Qt."""

LEAVING_LISTS = ("screen.20k", "screen.customers")
"""What leaves lists of denied parties in a named database, where orders wait for a screening then: these come last."""


@dataclass(frozen=True, slots=True)
class Files:
    """Files that are named at the command line.

    Args:
        lines: the order lines of `import.real`.
        model: a product model for `configurator.*`; "" for the furniture of our own.
        orders: real orders of that model, for `configurator.domains`.
    """

    lines: str = ""
    model: str = ""
    orders: str = ""


Size = tuple[int, int]  # scale, or thousands of cards without documents
_DOCUMENTS: tuple[Size, ...] = ((10, 0), (100, 0))
_CARDS: tuple[Size, ...] = ((100, 0), (1, 1000))
GROWTH: dict[str, tuple[Size, ...]] = {
    "typeahead.customer": _CARDS,
    "typeahead.product": _CARDS,
    "list.open": _DOCUMENTS,
    "list.scroll": _DOCUMENTS,
    "list.jump": _DOCUMENTS,
    "confirm.20": _DOCUMENTS,
    "payment": _DOCUMENTS,
}
"""What must not grow with its table: measured again over 100 thousand and a million rows."""


def run(
    names: Sequence[str],
    *,
    url: str,
    scale: int,
    seed: int,
    files: Files,
    as_json: bool,
    growth: bool = False,
    postgres: bool = False,
) -> int:
    """Run the benchmarks named (all that need no file without names, with their growth); the exit code.

    A name without its last part stands for all that begin so: `configurator`. `files`: what some of them measure.
    `postgres`: on a copy of the firm in a server that is started for it, in the place of a database of `url`.
    """
    chosen = names_of(names) or [name for name in BENCHMARKS if name != "import.real" or files.lines]
    _refuse_unknown(chosen, files)
    if url:
        refuse_missing(url)
    with contextlib.ExitStack() as stack:
        if postgres:
            url = stack.enter_context(own_postgres(scale, seed))
        if url:
            chosen.sort(key=LEAVING_LISTS.__contains__)
        data = BenchData(scale=scale, url=url, seed=seed, model=files.model, orders=files.orders)
        stack.callback(data.close)
        entries = []
        for name in chosen:
            entry = _call(name, data, files)
            if name in GROWTH and not url and (growth or not names):
                entry = replace(entry, more=entry.more | _grown(name, seed))
            entries.append(entry)
            if not as_json:
                print(line_of(entry), flush=True)
    if as_json:
        print(json.dumps([_flat(entry) for entry in entries], indent=1))
    return 0


def names_of(names: Sequence[str]) -> list[str]:
    """The names asked for, each that stands for several replaced by them."""
    found = ([name] if name in BENCHMARKS else _below(name) or [name] for name in names)
    return [each for several in found for each in several]


def _below(name: str) -> list[str]:
    return [each for each in BENCHMARKS if each.startswith(f"{name}.")]


def _refuse_unknown(names: Sequence[str], files: Files) -> None:
    for name in names:
        if name not in BENCHMARKS:
            raise RefusedError("bench.unknown", name=name, known=", ".join(BENCHMARKS))
        if name == "import.real" and not files.lines:
            raise RefusedError("bench.needs_file", name=name)


def _call(name: str, data: BenchData, files: Files) -> Entry:
    module, _, function = BENCHMARKS[name].partition(":")
    call: Callable[..., Entry] = getattr(import_module(module), function)
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{name} ...")
    return call(Path(files.lines), data) if name == "import.real" else call(data)


def _grown(name: str, seed: int) -> dict[str, Any]:
    """The same call over fewer and over more rows, each in a firm of its own."""
    small, big = (
        _over(name, BenchData(scale=scale, cards=cards, seed=seed)) for scale, cards in GROWTH[name]
    )
    growth = [{"rows": each.rows, "p50": each.p50, "p95": each.p95} for each in (small, big)]
    return {"growth": growth, "growth_p50": round(big.p50 / small.p50, 2) if small.p50 else None}


def _over(name: str, data: BenchData) -> Entry:
    try:
        return _call(name, data, Files())
    finally:
        data.close()


def _flat(entry: Entry) -> dict[str, Any]:
    values = asdict(entry)
    return {**{name: value for name, value in values.items() if name != "more"}, **values["more"]}


def line_of(entry: Entry) -> str:
    """The figure as a line of the table."""
    met = entry.is_met
    sign = {True: "ok", False: "OVER", None: ""}[met]
    floor = f"{entry.floor_p50:9.2f}" if entry.floor_p50 is not None else " " * 9
    ratio = f"{entry.ratio:6.1f}x" if entry.ratio is not None else " " * 7
    budget = f"{entry.budget:8.1f}" if entry.budget is not None else " " * 8
    cpu = f"{entry.cpu_p50:8.2f}" if entry.cpu_p50 is not None else " " * 8
    extra = " ".join(f"{name}={value}" for name, value in entry.more.items())
    return (
        f"{entry.name:20} n={entry.n:<4} p50{entry.p50:9.2f} p95{entry.p95:9.2f} max{entry.max:9.2f} {entry.unit:8}"
        f" cpu{cpu} floor{floor}{ratio} budget{budget} {sign:4} rows={entry.rows or ''} {extra}"
    )
