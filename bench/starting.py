"""Starting the program: fresh processes, each timed from its first instruction."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.data import BenchData
from bench.result import Entry, Samples, percentile

PROCESSES = 50
TIMEOUT_S = 60
ROOT = Path(__file__).resolve().parent.parent


def start_painted(data: BenchData) -> Entry:
    """From the process's start to the first painted window."""
    return _entry(data, "start.painted", "painted", 300.0)


def start_ready(data: BenchData) -> Entry:
    """From the process's start until the order desk is in front and a pressed letter stands in its first field."""
    return _entry(data, "start.ready", "ready", 650.0)


def _entry(data: BenchData, name: str, mark: str, budget: float) -> Entry:
    url = data.office().url
    _run(url, mark)
    runs, floor, alchemy = [], [], []
    for number in range(PROCESSES):
        runs.append(_run(url, mark))
        if number % 5 == 0:  # in between, so that both meet the same neighbours
            floor.append(_run(url, "qt"))
            alchemy.append(_run(url, "alchemy"))
    samples = Samples(tuple(run.wall for run in runs), tuple(run.cpu for run in runs))
    bare = Samples(tuple(run.wall for run in floor), tuple(run.cpu for run in floor))
    more = {
        "floor_p95": percentile(bare.wall, 95),
        "floor_cpu_p50": percentile(bare.cpu, 50),
        "floor_alchemy_p50": percentile([run.wall for run in alchemy], 50),
        "floor_alchemy_cpu_p50": percentile([run.cpu for run in alchemy], 50),
        "stall_max": round(max(run.stall for run in runs), 1),
    }
    return samples.entry(name, seed=data.seed, floor=bare, budget=budget, more=more)


@dataclass(frozen=True, slots=True)
class _Run:
    """Milliseconds of one process until its mark; `stall` is the longest gap after the first paint."""

    wall: float
    cpu: float
    stall: float


def _run(url: str, mark: str) -> _Run:
    """What the child says, counted from when it was spawned, and the processor time that it took."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "bench.start_child", url, mark]
    before = os.times()
    done = subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment, timeout=TIMEOUT_S
    )
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    wall, _blank, stall = done.stdout.splitlines()[-1].partition(" ")
    return _Run(float(wall), cpu * 1000, float(stall or 0))
