"""The stock desk: stock and arrivals as lists, bookings and arrivals in tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QPushButton

from app.domain.changes import Change
from app.i18n import _
from app.services.setup.warehouses import WarehouseCard, read_warehouses
from app.services.stock.lists import ArrivalRow, StockRow
from app.views.kit.buttons import key_button
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
ON_STOCK = ("transfer", "count", "adjust", "receive")
ON_ARRIVALS = ("receive", "announce")


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
        self.stock.add_actions(_("Enter receives the chosen product"), self._booking_buttons(ON_STOCK))
        self.arrivals.add_actions(_("Enter opens the arrival"), self._booking_buttons(ON_ARRIVALS))

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

    def _booking_buttons(self, kinds: tuple[str, ...]) -> tuple[QPushButton, ...]:
        """What the person may book, the usual one last."""
        chosen = [each for kind in kinds for each in _starts() if each.kind == kind]
        buttons = []
        for each in chosen:
            if self.context.allowed(each.right):
                button = key_button(each.button, each.keys, "primary" if each is chosen[-1] else "secondary")
                button.setObjectName(f"start:{each.kind}")
                button.clicked.connect(partial(self._start_from_list, each.kind))
                buttons.append(button)
        return tuple(buttons)

    def _start_from_list(self, kind: str) -> None:
        self.start(kind, from_list=self.page() is self.stock)

    def start(self, kind: str, *, from_list: bool = False) -> None:
        """Open the page of a booking, with the product on which the cursor stands in the list."""
        is_meant = from_list or self.stock.table.hasFocus()
        chosen = self.stock.current() if is_meant else None

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


@dataclass(frozen=True, slots=True)
class _BookingStart:
    """How a booking begins: its command's title, its button's shorter one, its keys and its right."""

    kind: str
    title: str
    button: str
    keys: str
    right: str


def _starts() -> tuple[_BookingStart, ...]:
    receive, adjust = "stock.receive", "stock.adjust"
    return (
        _BookingStart("receive", _("Receive goods"), _("Receive"), "Ctrl+Shift+R", receive),
        _BookingStart("adjust", _("Adjust stock"), _("Adjust"), "Ctrl+Shift+A", adjust),
        _BookingStart("count", _("Count stock"), _("Count"), "Ctrl+Shift+N", adjust),
        _BookingStart("transfer", _("Transfer stock"), _("Transfer"), "Ctrl+Shift+T", adjust),
        _BookingStart("announce", _("New arrival"), _("New arrival"), "Ctrl+N", receive),
    )


def stock_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Stock")
    starts = [
        desk_command(
            StockDesk,
            f"stock.{each.kind}",
            each.title,
            each.keys,
            _start(each.kind),
            menu=menu,
            right=each.right,
        )
        for each in _starts()
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
