"""What stands beside a product's card: stock by warehouse, arrivals, who waits, moves, history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.domain.promise import ArrivalSupply
from app.i18n import _, format_date, format_micro
from app.models.columns import Column
from app.models.unit_words import MANY, unit_word
from app.services.history import HistoryEntry
from app.services.stock.card import StockCard, StockPlace
from app.services.stock.lists import MoveRow
from app.services.stock.serving import WaitingLine
from app.views.kit.bars import ShareBar, ShareBars
from app.views.kit.cards import Card, muted_label
from app.views.kit.history_view import HistoryView
from app.views.kit.small_list import SmallList
from app.views.kit.tokens import Level
from app.views.products.history_words import field_words


class ProductSide(QWidget):
    """The right side of a product's card."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self.stock = Card(_("Stock"))
        self.bars = ShareBars()
        self.bars.setObjectName("stockBars")
        self.note = muted_label()
        self.stock.body.addWidget(self.bars)
        self.stock.body.addWidget(self.note)
        self.arrivals = SmallList(
            _arrival_columns(), "arrivals", _("Arrivals"), nothing=_("Nothing is announced.")
        )
        self.waiting = SmallList(_waiting_columns(), "waiting", _("Who waits"), nothing=_("Nobody waits."))
        self.moves = SmallList(_move_columns(), "moves", _("Moves"), nothing=_("It has not moved yet."))
        self.history = HistoryView({})
        tabs = QTabWidget()
        tabs.setObjectName("productTabs")
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(self.arrivals, _("&Arrivals"))
        tabs.addTab(self.waiting, _("Wait&ing"))
        tabs.addTab(self.moves, _("Mo&ves"))
        tabs.addTab(self.history, _("Histor&y"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.stock)
        column.addWidget(tabs, 1)

    def show_all(self, card: StockCard, history: Sequence[HistoryEntry], *, has_stock: bool) -> None:
        """Show a product's stock and history."""
        self.bars.set_bars([_bar(place) for place in card.places] if has_stock else [])
        if has_stock:
            self.note.setText(_("free of on hand, in {unit}").format(unit=unit_word(card.unit, MANY)))
        else:
            self.note.setText(_("A service has no stock."))
        self.arrivals.show_rows([each for place in card.places for each in place.arrivals])
        self.waiting.show_rows(card.waiting)
        self.moves.show_rows(card.moves)
        self.history.words = field_words(self._currency, card.unit)
        self.history.show_entries(history)


def _bar(place: StockPlace) -> ShareBar:
    stock = place.stock
    free, held = (format_micro(each) for each in (stock.free_micro, stock.on_hand_micro))
    level: Level = "ok" if stock.free_micro > 0 else "muted"
    where = f"{place.name} {place.bin_code}".strip()
    return ShareBar(where, max(0, stock.free_micro), max(1, stock.on_hand_micro), f"{free} / {held}", level)


def _micro(value: int) -> str:
    return format_micro(value)


def _arrival_columns() -> tuple[Column[ArrivalSupply], ...]:
    return (
        Column("number", _("Number"), lambda row: row.number, stretch=True),
        Column("due", _("Due"), lambda row: format_date(row.due), width=98),
        Column("open", _("Quantity"), lambda row: _micro(row.open_micro), True, width=84),
    )


def _waiting_columns() -> tuple[Column[WaitingLine], ...]:
    return (
        Column("order", _("Order"), lambda row: row.order_number, width=98),
        Column("customer", _("Customer"), lambda row: row.customer_name, stretch=True),
        Column("quantity", _("Qty"), lambda row: _micro(row.quantity_micro), True, width=60),
        Column(
            "day",
            _("Promised"),
            lambda row: format_date(row.promise_date) if row.promise_date else "",
            width=98,
        ),
    )


def _move_columns() -> tuple[Column[MoveRow], ...]:
    kinds = {
        "receipt": _("received"),
        "shipment": _("shipped"),
        "adjustment": _("adjusted"),
        "count": _("counted"),
        "transfer": _("moved"),
    }
    return (
        Column("date", _("Date"), lambda row: format_date(row.date), width=98, quiet=True),
        Column("kind", _("What"), lambda row: kinds.get(row.kind, row.kind), width=84),
        Column("place", _("Warehouse"), lambda row: row.warehouse_name, stretch=True),
        Column("quantity", _("Qty"), lambda row: _micro(row.quantity_micro), True, width=66),
    )
