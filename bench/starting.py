"""Starting the program: fresh processes, each timed from its first instruction."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.data import BenchData
from bench.result import Entry, Samples, percentile

PROCESSES = 50
ROOT = Path(__file__).resolve().parent.parent


def start_painted(data: BenchData) -> Entry:
    """From the process's start to the first painted window."""
    return _entry(data, "start.painted", "painted", 300.0)


def start_ready(data: BenchData) -> Entry:
    """From the process's start until the office is open and keys are taken."""
    return _entry(data, "start.ready", "ready", 650.0)


def _entry(data: BenchData, name: str, mark: str, budget: float) -> Entry:
    url = data.office().url
    _run(url, mark)
    wall = [_run(url, mark) for _number in range(PROCESSES)]
    floor = [_run(url, "qt") for _number in range(10)]
    samples = Samples(tuple(wall), tuple(wall))
    bare = Samples(tuple(floor), tuple(floor))
    facts = {"budget": budget, "cpu_p50": None, "more": {"floor_p95": percentile(floor, 95)}}
    return samples.entry(name, seed=data.seed, floor=bare, **facts)


def _run(url: str, mark: str) -> float:
    """Milliseconds that the child says, counted from when it was spawned."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "bench.start_child", url, mark]
    done = subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    return float(done.stdout.split()[-1])
