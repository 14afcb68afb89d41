"""What the window holds in memory, measured in a process of its own: this one holds the bench's data as well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from bench.data import BenchData
from bench.drafts import make_drafts
from bench.result import LEAST, Entry

TIMEOUT_S = 600
ROOT = Path(__file__).resolve().parent.parent
FRONT_LINES, KEYED_LINES = 20, 12


def memory_rss(data: BenchData) -> Entry:
    """The order in front and those that are keyed are made here; see `bench.desk.watch_memory` for the rest."""
    office = data.office_to_write()
    drafts = make_drafts(office.work, count=1, lines=FRONT_LINES, seed=data.seed)
    drafts += make_drafts(office.work, count=LEAST, lines=KEYED_LINES, seed=data.seed + 5)
    url = office.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "bench.memory", url, str(data.scale), str(data.seed), *map(str, drafts)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, env=environment, timeout=TIMEOUT_S
    )
    return Entry(**json.loads(done.stdout.splitlines()[-1]))


def _child(url: str, scale: str, seed: str, *drafts: str) -> None:
    from bench.desk import watch_memory

    data = BenchData(scale=int(scale), url=url, seed=int(seed))
    front, *ids = map(int, drafts)
    try:
        print(json.dumps(asdict(watch_memory(data, front, ids))))
    finally:
        data.close()


if __name__ == "__main__":
    _child(*sys.argv[1:])
