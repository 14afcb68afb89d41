"""What the window holds in memory, measured in a process of its own: this one holds the bench's data as well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from bench.data import BenchData
from bench.result import Entry

TIMEOUT_S = 600
ROOT = Path(__file__).resolve().parent.parent


def memory_rss(data: BenchData) -> Entry:
    """See `bench.desk.memory_rss`, which the child runs on the same firm."""
    command = [sys.executable, "-m", "bench.memory", str(data.scale), str(data.seed), data.url]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, env=environment, timeout=TIMEOUT_S
    )
    return Entry(**json.loads(done.stdout.splitlines()[-1]))


def _child(scale: str, seed: str, url: str) -> None:
    from bench.desk import memory_rss

    data = BenchData(scale=int(scale), url=url, seed=int(seed))
    try:
        print(json.dumps(asdict(memory_rss(data))))
    finally:
        data.close()


if __name__ == "__main__":
    _child(*sys.argv[1:])
