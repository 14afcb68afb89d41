"""What the window holds in memory, measured in a process of its own: this one holds the bench's data as well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.bootstrap import Office, open_office
from app.domain.money import MICRO
from app.domain.orders.draft import edit_line
from bench.data import BenchData
from bench.opened import OpenedDesk, opened_desk
from bench.result import LEAST, Entry
from bench.screens import until

KEYED_ORDERS = 500
OPENED = "opened\n"
ROOT = Path(__file__).resolve().parent.parent


def memory_rss(data: BenchData) -> Entry:
    """A child's figures: with the window, the price snapshot and one order open; then after many orders were keyed.

    Each is opened, keyed (two quantities), and its tab closed; `widgets_left` counts what such tabs left behind.
    The drafts are made here: no window makes them by the dozen, and what that loads is none of its memory.
    """
    from bench.drafts import make_drafts  # what it loads is not the child's: this module is

    office = data.office_to_write()
    (first,) = make_drafts(office.work, count=1, lines=20, seed=data.seed)
    url = data.url or f"sqlite:///{office.database.path}"
    command = [sys.executable, "-m", "bench.memory", url, str(data.seed), str(first)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        # it has opened the first: a desk that starts would open the others too
        assert child.stdout.readline() == OPENED, "the child's own words say why it ended"
        keyed = make_drafts(office.work, count=LEAST, lines=12, seed=data.seed + 5)
        child.stdin.write(f"{json.dumps(keyed)}\n")
        child.stdin.close()
        told = child.stdout.readlines()
    assert child.returncode == 0, f"the child ended with {child.returncode}"
    return Entry(**json.loads(told[-1]))


def _measured(data: BenchData, office: Office, first_id: int) -> Entry:
    process = psutil.Process()
    with opened_desk(data, office, first_id) as shown:
        rows = sum(len(found) for found in shown.page.session.context.rules.rows.values())
        opened = process.memory_info().rss / 2**20
        print(OPENED, end="", flush=True)
        ids = json.loads(sys.stdin.readline())
        widgets = _live_widgets()
        for number in range(KEYED_ORDERS):
            _key_one(shown, ids[number % len(ids)], number)
        last = process.memory_info().rss / 2**20
        left = _live_widgets() - widgets
    figures = (round(opened, 1),) * 3
    more = {
        "growth_mb": round(last - opened, 1),
        "growth_budget": 10,
        "orders": KEYED_ORDERS,
        "widgets_left": left,
    }
    return Entry("memory.rss", 1, "MB", *figures, None, None, None, 190.0, data.seed, rows=rows, more=more)


def _key_one(shown: OpenedDesk, order_id: int, number: int) -> None:
    shown.desk.open_order(order_id)
    until(lambda: (page := shown.desk.page()) is not None and page is not shown.page)
    page = shown.desk.page()
    assert page is not None
    for key in ("k1", "k2"):
        line = page.session.draft.line(key)
        assert line is not None
        page.session.edit(edit_line(line, quantity_micro=(number % 9 + 1) * MICRO))
        shown.settle()
    shown.desk.drop_page(page)
    shown.settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _live_widgets() -> int:
    """How many widgets there are; a closed tab must leave none behind."""
    return len(QApplication.allWidgets())


def _child(url: str, seed: str, first: str) -> None:
    office = open_office(url, must_exist=True)
    try:
        data = BenchData(url=url, seed=int(seed))
        print(json.dumps(asdict(_measured(data, office, int(first)))))
    finally:
        office.close()


if __name__ == "__main__":
    _child(*sys.argv[1:])
