"""The order desk in a window with one order in front; it loads no more than the program itself does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.bootstrap import Office
from app.views.main_window import MainWindow
from app.views.orders.desk import OrderDesk
from app.views.orders.order_page import OrderPage
from bench.data import BenchData
from bench.screens import application, frame, until


@dataclass(slots=True)
class OpenedDesk:
    """The window, its order desk, and the page in front."""

    window: MainWindow
    desk: OrderDesk
    page: OrderPage

    def settle(self) -> None:
        """Wait until no job runs and nothing is left to do."""
        until(self.window.context.jobs.is_idle)
        application().processEvents()
        until(self.window.context.jobs.is_idle)


@contextmanager
def opened_desk(data: BenchData, office: Office, draft: int) -> Iterator[OpenedDesk]:
    """The desk with the draft in front; 0: a new order."""
    with frame(data, office) as window:
        desk = OrderDesk(window.context)
        window.show_page(desk)
        until(window.context.jobs.is_idle)
        if draft:
            desk.open_order(draft)
        else:
            desk.new_order()
        until(lambda: (front := desk.page()) is not None and front.isVisible())
        page = desk.page()
        assert page is not None
        found = OpenedDesk(window, desk, page)
        found.settle()
        yield found
