"""The stock desk: stock and arrivals as lists, bookings and arrivals in tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.changes import Change
from app.i18n import _
from app.services.setup.warehouses import WarehouseCard, read_warehouses
from app.services.stock.lists import ArrivalRow, StockRow
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.list_pane import ListPane
from app.views.kit.tab_desk import TabDesk, desk_command, page_command, tab_commands, wants
from app.views.stock.arrival_page import ArrivalPage
from app.views.stock.booking_page import BookingPage
from app.views.stock.bookings import all_bookings
from app.views.stock.lists import arrival_list, stock_list
from app.views.stock.product_side import ProductSide

DESK = "stock"


class StockPane(ListPane[StockRow]):
    """The stock list with the chosen product beside it."""

    def __init__(self, context: Context) -> None:
        self.side = ProductSide(context)
        super().__init__(context, stock_list(), self.side)
        self.row_chosen.connect(lambda row: self.side.show_product(row.product_id))

    def hear(self, changes: Sequence[Change]) -> None:
        super().hear(changes)
        if any(change.kind in {"stock", "arrival"} for change in changes):
            self.side.refresh()


class StockDesk(TabDesk):
    """Hears "stock.product" (a product's id), "stock.receive" and "arrival.open" (an arrival's id)."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Stock"))
        self.stock = self.add_fixed(StockPane(context))
        self.arrivals: ListPane[ArrivalRow] = self.add_fixed(ListPane(context, arrival_list()))
        self.arrivals.row_opened.connect(lambda row: self.open_arrival(row.id))
        self.stock.row_opened.connect(lambda _row: self.start("receive"))

    def asked(self, ask: object) -> None:
        product_id = wants(ask, "stock.product")
        arrival_id = wants(ask, "arrival.open")
        if product_id is not None:
            self.to_front()
            self.tabs.setCurrentWidget(self.stock)
            self.stock.side.show_product(product_id or _named_id(ask, "product_id"))
        elif arrival_id is not None:
            self.to_front()
            self.open_arrival(arrival_id)
        elif wants(ask, "stock.receive") is not None:
            self.to_front()
            self.start("receive")

    def start(self, kind: str) -> None:
        """Open the page of a booking, with the product on which the cursor stands in the list."""
        chosen = self.stock.current() if self.stock.table.hasFocus() else None

        def show(warehouses: tuple[WarehouseCard, ...]) -> None:
            page = self.open_page(f"booking:{kind}", lambda: self._booking_page(kind, warehouses))
            if chosen is not None and isinstance(page, BookingPage):
                page.start_with(chosen.sku)

        self.context.jobs.read(self, read_warehouses, show)

    def _booking_page(self, kind: str, warehouses: tuple[WarehouseCard, ...]) -> BookingPage:
        page = BookingPage(self.context, all_bookings()[kind], warehouses)
        page.arrival_made.connect(lambda id_: self._announced(page, id_))
        return page

    def _announced(self, page: BookingPage, arrival_id: int) -> None:
        text = page.message_bar.text()
        opened = self.open_arrival(arrival_id)
        opened.message_bar.show_message(text, "ok")
        self.close_page(page)
        self.tabs.setCurrentWidget(opened)

    def open_arrival(self, arrival_id: int) -> ArrivalPage:
        """Show an arrival."""
        page = self.open_page(f"arrival:{arrival_id}", lambda: ArrivalPage(self.context, arrival_id))
        assert isinstance(page, ArrivalPage), "the key says so"
        return page

    def show_arrivals(self) -> None:
        """Bring the list of arrivals to the front."""
        self.tabs.setCurrentWidget(self.arrivals)
        self.arrivals.enter()


def _named_id(ask: object, name: str) -> int:
    params = getattr(ask, "params", {})
    return int(str(params.get(name, 0)))


def _start(kind: str) -> Callable[[TabDesk], object]:
    def run(desk: TabDesk) -> None:
        assert isinstance(desk, StockDesk), "the command belongs to this desk"
        desk.start(kind)

    return run


def _show_arrivals(desk: TabDesk) -> None:
    assert isinstance(desk, StockDesk), "the command belongs to this desk"
    desk.show_arrivals()


def stock_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Stock")
    bookings = (
        ("receive", _("Receive goods"), "Ctrl+Shift+R", "stock.receive"),
        ("adjust", _("Adjust stock"), "Ctrl+Shift+A", "stock.adjust"),
        ("count", _("Count stock"), "Ctrl+Shift+N", "stock.adjust"),
        ("transfer", _("Transfer stock"), "Ctrl+Shift+T", "stock.adjust"),
        ("announce", _("New arrival"), "Ctrl+N", "stock.receive"),
    )
    starts = [
        desk_command(StockDesk, f"stock.{kind}", title, keys, _start(kind), menu=menu, right=right)
        for kind, title, keys, right in bookings
    ]
    return [
        *tab_commands("stock", menu),
        *starts,
        desk_command(StockDesk, "stock.arrivals", _("Arrivals"), "Ctrl+Shift+E", _show_arrivals, menu=menu),
        page_command("stock.confirm", _("Book"), "Ctrl+Return", "confirm", menu=menu),
        page_command("stock.delete", _("Delete line"), "Ctrl+Del", "delete", menu=menu),
        page_command("stock.due", _("Change due date"), "Ctrl+D", "due", menu=menu, right="stock.receive"),
        page_command("stock.cancel", _("Cancel arrival"), "Ctrl+Shift+C", "cancel", menu=menu, right="stock.receive"),
    ]  # fmt: skip
