"""One measured figure: what it is called, its percentiles, its floor in the same run, its budget."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

LEAST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of `main.py bench --json`. `budget` is for p95; `more` says where it is for p50, or is a least."""

    name: str
    n: int
    unit: str
    p50: float
    p95: float
    max: float
    cpu_p50: float | None
    floor_p50: float | None
    ratio: float | None
    budget: float | None
    seed: int
    rows: int | None = None
    lines: int | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        if self.budget is None:
            return None
        if self.more.get("budget_is") == "at least":
            return self.p50 >= self.budget
        return (self.p50 if self.more.get("budget_of") == "p50" else self.p95) <= self.budget


@dataclass(frozen=True, slots=True)
class Samples:
    """Wall and CPU milliseconds, one pair a call."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    def entry(self, name: str, *, seed: int, floor: Samples | None = None, **facts: Any) -> Entry:
        """The figure of these samples."""
        p50 = percentile(self.wall, 50)
        floor_p50 = percentile(floor.wall, 50) if floor else None
        made = Entry(
            name=name,
            n=len(self.wall),
            unit="ms",
            p50=p50,
            p95=percentile(self.wall, 95),
            max=round(max(self.wall), 3),
            cpu_p50=percentile(self.cpu, 50),
            floor_p50=floor_p50,
            ratio=round(p50 / floor_p50, 2) if floor_p50 else None,
            budget=None,
            seed=seed,
        )
        return replace(made, **facts)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which so many percent lie (nearest rank)."""
    ordered = sorted(values)
    rank = max(0, -(-len(ordered) * percent // 100) - 1)
    return round(ordered[rank], 3)


def measure(call: Callable[[Any], object], arguments: Sequence[Any], *, warm_up: int = 3) -> Samples:
    """Call once an argument and take the time; the first ones are repeated before as a warm-up."""
    for argument in arguments[:warm_up]:
        call(argument)
    return measure_once(call, arguments)


def measure_as_in_window(call: Callable[[Any], object], arguments: Sequence[Any]) -> Samples:
    """The same as `measure_once`; garbage waits for the pauses, as it does in the program (`kit.garbage`)."""
    gc.collect()
    gc.disable()
    try:
        return measure_once(call, arguments)
    finally:
        gc.enable()


def measure_once(call: Callable[[Any], object], arguments: Sequence[Any]) -> Samples:
    """Call once an argument; nothing is called twice, for calls that write."""
    wall, cpu = [], []
    for argument in arguments:
        cpu_start, start = time.thread_time(), time.perf_counter()
        call(argument)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.thread_time() - cpu_start) * 1000)
    return Samples(tuple(wall), tuple(cpu))
