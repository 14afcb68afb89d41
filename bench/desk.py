"""The order desk: from a key to the painted popup and price panel, the longest stall."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.money import MICRO
from app.domain.orders.draft import edit_line
from app.services.papers import read_papers
from app.views.kit.search_popup import SearchPopup
from app.views.orders.places import go_to_place
from app.views.papers.window import PaperWindow
from bench.data import BenchData
from bench.drafts import make_drafts
from bench.opened import OpenedDesk, opened_desk
from bench.promotions import any_promotions
from bench.result import LEAST, Entry, Samples, measure_once, percentile
from bench.screens import Painted, floor_window, until

LETTERS = "bsklwmhfjdapg"
PERIOD_MS = 5


@contextmanager
def _opened(data: BenchData, lines: int) -> Iterator[OpenedDesk]:
    """The desk with a draft of so many lines in front; without lines a new order."""
    office = data.office_to_write()
    draft = make_drafts(office.work, count=1, lines=lines, seed=data.seed)[0] if lines else 0
    with opened_desk(data, office, draft) as found:
        yield found


def paint_popup(data: BenchData) -> Entry:
    """A letter in the customer field to the painted list of matches."""
    with _opened(data, 0) as shown:
        field: Any = shown.page.findChild(QWidget, "customer")
        editor: QLineEdit = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        popups = shown.window.findChildren(SearchPopup)
        painted = {each: Painted(each) for each in popups}

        def key(letter: str) -> None:
            before = {each: found.count for each, found in painted.items()}
            QTest.keyClicks(editor, letter)
            until(lambda: any(each.rows() and painted[each].count > before[each] for each in popups))

        samples = _between(
            key, [LETTERS[n % len(LETTERS)] for n in range(2 * LEAST)], lambda: _clear(editor, shown)
        )
    return samples.entry("paint.popup", seed=data.seed, floor=floor_window(), budget=33.0)


def _clear(editor: QLineEdit, shown: OpenedDesk) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    editor.clear()
    shown.settle()


def paint_price(data: BenchData) -> Entry:
    """A changed quantity to the painted price panel, in an order of 20 lines."""
    return _paint_price(data, "paint.price", 20, 33.0)


def paint_price_1000(data: BenchData) -> Entry:
    """The same in an order of 1,000 lines."""
    return _paint_price(data, "paint.price.1000", 1000, 50.0)


def paint_promotions(data: BenchData) -> Entry:
    """The same under 200 promotions: priced, checked, painted."""
    return _paint_price(data, "paint.promotions", 1000, 50.0, promoted=True)


def _promote(shown: OpenedDesk, seed: int) -> None:
    """The order in front gets its prices under the promotions."""
    session = shown.page.session
    promotions = any_promotions(session.context, session.draft.keyed_lines, random.Random(seed))
    session.set_rules(replace(session.context.rules, promotions=promotions))
    session.reprice()
    shown.settle()
    assert any(line.origin.startswith("P") for line in session.draft.lines)


def _paint_price(data: BenchData, name: str, lines: int, budget: float, *, promoted: bool = False) -> Entry:
    with _opened(data, lines) as shown:
        page = shown.page
        if promoted:
            _promote(shown, data.seed)
        go_to_place(page, f"lines/k{lines // 2}/quantity")
        shown.settle()
        painted = Painted(page.panels.price.waterfall)
        key = page.grid.current_key()

        def change(number: int) -> None:
            before = painted.count
            line = page.session.draft.line(key)
            assert line is not None
            page.session.edit(edit_line(line, quantity_micro=(number % 9 + 1) * MICRO))
            until(lambda: painted.count > before)

        samples = _between(change, range(LEAST + 3), shown.settle)
    return samples.entry(name, seed=data.seed, floor=floor_window(), budget=budget, lines=lines)


def _between(call: Any, arguments: Any, after: Any) -> Samples:
    """Time each call; what is done after it does not count."""
    wall, cpu = [], []
    for argument in arguments:
        taken = measure_once(call, [argument])
        wall.append(taken.wall[0])
        cpu.append(taken.cpu[0])
        after()
    return Samples(tuple(wall[3:]), tuple(cpu[3:]))


class _Probe(QObject):
    """The gaps between two turns of the event loop, and how long this thread itself worked in each."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.worked: list[float] = []
        self.where: list[str] = []
        self.doing = ""
        self._clock = QElapsedTimer()
        self._clock.start()
        self._cpu = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._timer.start(PERIOD_MS)

    def _turn(self) -> None:
        self.gaps.append(max(0.0, self._clock.nsecsElapsed() / 1e6 - PERIOD_MS))
        self.worked.append((time.thread_time() - self._cpu) * 1000)
        self.where.append(self.doing)
        self._clock.restart()
        self._cpu = time.thread_time()

    def longest(self) -> dict[str, list[float]]:
        """Of each part of the scenario the longest gap, and the longest work of this thread."""
        parts: dict[str, list[float]] = {}
        for part, gap, cpu in zip(self.where, self.gaps, self.worked, strict=True):
            gap_max, cpu_max = parts.get(part, [0.0, 0.0])
            parts[part] = [round(max(gap_max, gap), 1), round(max(cpu_max, cpu), 1)]
        return parts


def stall_max(data: BenchData) -> Entry:
    """The longest gap of the event loop in a day's work at the desk.

    An order is keyed and planned, others are opened, tabs changed, one confirmed, its paper shown, the list
    scrolled and written to files. `worked_max` is the processor time of the window's thread in one gap: what a
    quiet machine would show; `parts` names gap and work of each part.
    """
    with _opened(data, 20) as shown:
        others = make_drafts(data.office_to_write().work, count=5, lines=20, seed=data.seed + 9)
        shown.settle()
        probe = _Probe()
        for name, part in _parts(shown, others).items():
            probe.doing = name
            part()
        seen, worked, parts = tuple(probe.gaps), max(probe.worked), probe.longest()
        planted = _planted(probe)
    assert planted >= 250, "the probe sees a planted stall of 300 ms"
    p50, p95, worst = percentile(seen, 50), percentile(seen, 95), round(max(seen), 1)
    more = {"planted_300ms_seen": round(planted), "budget_of": "max", "gap_p95": p95}
    more |= {"worked_max": round(worked, 1), "parts": parts}
    return Entry(
        "stall.max", len(seen), "ms", p50, worst, worst, None, None, None, 100.0, data.seed, more=more
    )


def _parts(shown: OpenedDesk, others: list[int]) -> dict[str, Callable[[], None]]:
    return {
        "keying": lambda: _key_quantities(shown),
        "opening": lambda: _open_all(shown, others),
        "tabs": lambda: _change_tabs(shown),
        "confirming": lambda: _confirm(shown),
        "paper": lambda: _show_paper(shown),
        "scrolling": lambda: _scroll(shown),
        "export": lambda: _export(shown),
    }


def _key_quantities(shown: OpenedDesk) -> None:
    page = shown.page
    for number in range(LEAST):
        key = f"k{number % 20 + 1}"
        go_to_place(page, f"lines/{key}/quantity")
        line = page.session.draft.line(key)
        assert line is not None
        page.session.edit(edit_line(line, quantity_micro=(number % 7 + 1) * MICRO))
        _run_for(40)


def _open_all(shown: OpenedDesk, others: list[int]) -> None:
    """Orders of 20 lines, in tabs of their own."""
    for order_id in others:
        before = shown.desk.page()
        shown.desk.open_order(order_id)
        until(lambda before=before: shown.desk.page() is not before)  # type: ignore[misc]  # a bound default
        shown.settle()


def _change_tabs(shown: OpenedDesk) -> None:
    for _number in range(12):
        shown.desk.tabs.next_page()
        _run_for(30)


def _confirm(shown: OpenedDesk) -> None:
    shown.desk.tabs.setCurrentWidget(shown.page)
    shown.desk.actions_of[shown.page].confirm(approve=True)
    _run_for(200)
    until(lambda: not shown.page.session.is_draft)  # a busy disk may need longer
    shown.settle()


def _show_paper(shown: OpenedDesk) -> None:
    """The confirmed order's paper in a window of its own, until its page is drawn; the pages, up and down."""
    context = shown.window.context
    drawn: list[int] = []
    window = PaperWindow(context)
    window.view.drawn.connect(drawn.append)
    window.show()
    order_id = shown.page.order_id
    context.jobs.read(
        window,
        lambda view: read_papers(view, "order", order_id),
        lambda papers: window.show_paper(papers[0].id),
    )
    until(lambda: bool(drawn))
    for zoom in (1.5, 0.7, 1.0):
        window.view.set_zoom(zoom)
        _run_for(60)
    shown.settle()
    window.close()


def _scroll(shown: OpenedDesk) -> None:
    bar = shown.desk.list.table.verticalScrollBar()
    for _number in range(LEAST):
        bar.setValue(bar.value() + 300)
        _run_for(20)


def _export(shown: OpenedDesk) -> None:
    """The list as a workbook and as text, for a while: a long one is stopped as a person would."""
    shown.desk.tabs.setCurrentWidget(shown.desk.list)
    shown.settle()
    with TemporaryDirectory(prefix="keyline-bench-") as folder:
        for suffix in ("xlsx", "csv"):
            exports = shown.desk.list.bar.exports
            shown.desk.list.bar.export_to(Path(folder) / f"orders.{suffix}")
            _run_for(3000)
            if exports.is_running:
                exports.card.cancel_button.click()
            until(lambda exports=exports: not exports.is_running)  # type: ignore[misc]  # a bound default
            shown.settle()


def _run_for(milliseconds: int) -> None:
    end = time.perf_counter() + milliseconds / 1000
    until(lambda: time.perf_counter() >= end)


def _planted(probe: _Probe) -> float:
    before = len(probe.gaps)
    time.sleep(0.3)
    _run_for(50)
    return max(probe.gaps[before:])
