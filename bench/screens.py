"""What people see: the order list of a million rows, offscreen, painted for real."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, QModelIndex, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QTableView, QVBoxLayout, QWidget

from app.bootstrap import Office
from app.domain.rights import SYSTEM
from app.settings import UserSettings
from app.views.kit import theme
from app.views.kit.garbage import Garbage
from app.views.main_window import MainWindow
from app.views.orders.order_list import OrderList
from bench.data import BenchData
from bench.result import LEAST, Entry, Samples, measure_once

WAIT_S = 10.0


class Painted(QObject):
    """Counts the paints of a widget."""

    def __init__(self, widget: Any) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(  # noqa: N802 - Qt's name
        self, _watched: QObject, event: QEvent
    ) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def application() -> QApplication:
    """The one application, in our theme."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        sys.setswitchinterval(0.001)  # this and the collector as in the program
        app = QApplication([])
        Garbage(app).start()
        theme.apply_theme(app, dark=False)
        waker = QTimer(app)
        waker.setInterval(50)
        waker.start()
    return app


def until(is_so: Callable[[], bool]) -> None:
    """Handle events until it is so."""
    app, end = application(), time.perf_counter() + WAIT_S
    while not is_so():
        app.processEvents(
            QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        )  # spinning would starve the read lane
        assert time.perf_counter() < end, "waited in vain"


@contextmanager
def frame(data: BenchData, office: Office | None = None) -> Iterator[MainWindow]:
    """The program's frame on the firm, shown offscreen at 1600 x 1000."""
    application()
    office = office or data.office()
    window = MainWindow(settings=UserSettings())
    window.resize(1600, 1000)
    window.context.office = office
    window.context.jobs.attach(office.work, SYSTEM)
    window.show()
    try:
        yield window
    finally:
        window.context.jobs.wait_idle()
        window.close()


class _List:
    """The order list with its table, and whether all rows in sight are there and painted."""

    def __init__(self, window: MainWindow) -> None:
        self.page = OrderList(window.context)
        self.table: QTableView = self.page.table
        self.painted = Painted(self.table.viewport())
        window.show_page(self.page)

    def in_sight(self) -> bool:
        """Every visible row is loaded."""
        model: Any = self.page.model
        if not model.is_loaded or not model.rowCount():
            return False
        first = max(0, self.table.rowAt(0))
        last = self.table.rowAt(self.table.viewport().height() - 1)
        last = last if last >= 0 else model.rowCount() - 1
        return all(model.row(number) is not None for number in (first, last))

    def settle(self) -> None:
        """Wait until the rows in sight are loaded and painted."""
        until(self.in_sight)
        seen = self.painted.count
        self.table.viewport().update()
        until(lambda: self.painted.count > seen)


def list_open(data: BenchData) -> Entry:
    """From making the list to its first painted rows."""
    with frame(data) as window:
        samples = measure_once(lambda _n: _List(window).settle(), range(LEAST))
        rows = _rows(window)
    return samples.entry(
        "list.open", seed=data.seed, floor=_floor(QTableView.clearSelection), budget=100.0, rows=rows
    )


def list_scroll(data: BenchData) -> Entry:
    """A page further, fifty times and more."""
    with frame(data) as window:
        shown = _List(window)
        shown.settle()
        bar = shown.table.verticalScrollBar()

        def step(_number: int) -> None:
            bar.setValue(bar.value() + bar.pageStep())
            shown.settle()

        samples = measure_once(step, range(200))
        rows = shown.page.model.rowCount()
    floor = _floor(lambda view: view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 30))
    return samples.entry("list.scroll", seed=data.seed, floor=floor, budget=33.0, rows=rows)


def list_jump(data: BenchData) -> Entry:
    """To the middle and to 99.9 %, by turns, never to the same row twice."""
    with frame(data) as window:
        shown = _List(window)
        shown.settle()
        bar, rows = shown.table.verticalScrollBar(), shown.page.model.rowCount()

        def jump(number: int) -> None:
            place = 0.5 if number % 2 else 0.999
            bar.setValue(int(bar.maximum() * place) - number * 400)
            shown.settle()

        samples = measure_once(jump, range(LEAST))
    return samples.entry("list.jump", seed=data.seed, budget=80.0, rows=rows)


def list_sort(data: BenchData) -> Entry:
    """Every sortable column, both ways; the slowest column is named."""
    with frame(data) as window:
        shown = _List(window)
        shown.settle()
        model: Any = shown.page.model
        keys = [column.sort_key for column in model.columns if column.sort_key]
        both = [sign + key for key in keys for sign in ("", "-")]

        def sort(key: str) -> None:
            model.set_sort_key(key)
            shown.settle()

        taken = {key: measure_once(sort, [both[0] if key != both[0] else both[1], key] * 8) for key in both}
        rows = model.rowCount()
    only = {key: Samples(found.wall[1::2], found.cpu[1::2]) for key, found in taken.items()}
    worst = max(only, key=lambda key: max(only[key].wall))
    every = Samples(sum((s.wall for s in only.values()), ()), sum((s.cpu for s in only.values()), ()))
    more = {"worst": worst, "worst_max": round(max(only[worst].wall), 2)}
    return every.entry("list.sort", seed=data.seed, budget=80.0, rows=rows, more=more)


def list_filter(data: BenchData) -> Entry:
    """At service level: an indexed column, the beginning of a name, '%x%' with a capped count."""
    from app.domain.pages import Filter, PageRequest
    from app.services.orders.rows import read_orders_page

    budgets = {"state": 80.0, "prefix": 80.0, "contains": 150.0}
    letters = "abcdefghiklmnoprstuvw"
    asked = {
        "state": [Filter("state", "eq", state) for state in ("closed", "confirmed", "cancelled", "draft")],
        "prefix": [Filter("customer", "prefix", letter) for letter in letters],
        "contains": [Filter("customer", "contains", f"{letter}e") for letter in letters],
    }
    found = {}
    with data.office().work.reading(actor=SYSTEM) as view:
        for kind, filters in asked.items():
            requests = [PageRequest(sort="id", descending=True, filters=(f,)) for f in filters] * 3
            found[kind] = measure_once(lambda request: read_orders_page(view, request), requests)
        rows = read_orders_page(view, PageRequest(count=1)).total
    entries = {kind: samples.entry(kind, seed=0) for kind, samples in found.items()}
    worst = max(entries, key=lambda kind: entries[kind].p95 / budgets[kind])
    more = {f"{kind}_p95": entry.p95 for kind, entry in entries.items()} | {"worst": worst}
    return found[worst].entry("list.filter", seed=data.seed, budget=budgets[worst], rows=rows, more=more)


class _Plain(QAbstractTableModel):
    """A million rows that cost nothing: what Qt itself takes."""

    def rowCount(  # noqa: N802 - Qt's name
        self, _parent: object = QModelIndex()
    ) -> int:
        return 1_000_000

    def columnCount(  # noqa: N802 - Qt's name
        self, _parent: object = QModelIndex()
    ) -> int:
        return 7

    def data(self, _index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return "text" if role == Qt.ItemDataRole.DisplayRole else None


def _floor(act: Callable[[QTableView], object]) -> Samples:
    """The bare table view of the same size."""
    application()
    view = QTableView()
    view.setModel(_Plain())
    view.resize(1300, 900)
    view.show()
    painted = Painted(view.viewport())

    def once(_number: int) -> None:
        seen = painted.count
        act(view)
        view.viewport().update()
        until(lambda: painted.count > seen)

    samples = measure_once(once, range(LEAST))
    view.close()
    return samples


def floor_window() -> Samples:
    """A bare line edit and its popup over a window of the same size: from a key to the painted answer."""
    application()
    window = QWidget()
    column = QVBoxLayout(window)
    editor = QLineEdit()
    column.addWidget(editor)
    window.resize(1600, 1000)
    window.show()
    answers = QListWidget(editor)
    answers.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
    answers.resize(420, 320)
    painted = Painted(answers.viewport())

    def key(number: int) -> None:
        seen = painted.count
        QTest.keyClicks(editor, "abcdefgh"[number % 8])
        answers.clear()
        answers.addItems([f"{editor.text()} {row}" for row in range(10)])
        answers.show()
        until(lambda: painted.count > seen)

    wall, cpu = [], []
    for number in range(LEAST):
        taken = measure_once(key, [number])
        wall.append(taken.wall[0])
        cpu.append(taken.cpu[0])
        answers.hide()
        editor.clear()
        application().processEvents()
    window.close()
    return Samples(tuple(wall), tuple(cpu))


def _rows(window: MainWindow) -> int:
    shown = _List(window)
    shown.settle()
    return shown.page.model.rowCount()
