"""What one wants to know of the caller before the first line: usual articles, open orders, notes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from app.domain.tax import PriceMode
from app.domain.units import USUAL_UNIT
from app.i18n import _, format_amount, format_money, format_price, format_short_date
from app.models.unit_words import unit_word
from app.services.parties import CustomerContext, OpenOrder, UsualProduct
from app.views.kit.cards import Card, muted_label
from app.views.kit.price_kind import told_price
from app.views.kit.tokens import ROW_HEIGHT
from app.views.orders.words import state_word

MAX_ORDERS = 5
TITLE_ROOM = 272  # pixels: what the side panel has at its narrowest


class CustomerPanel(Card):
    """Enter or a double click on a usual article adds it to the order, on an open order shows it."""

    product_wanted = Signal(int)
    order_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Customer"), parent)
        self._empty = muted_label()
        self._empty.setWordWrap(True)
        self._usual_title = muted_label()
        self._usual = self._list("usualProducts", _("Usual articles"))
        self._usual.itemActivated.connect(
            lambda item: self.product_wanted.emit(item.data(Qt.ItemDataRole.UserRole))
        )
        self._orders_title = muted_label(_("Open orders"))
        self._orders = self._list("openOrders", _("Open orders"))
        self._orders.itemActivated.connect(
            lambda item: self.order_wanted.emit(item.data(Qt.ItemDataRole.UserRole))
        )
        self._notes = QLabel()
        self._notes.setObjectName("customerNotes")
        self._notes.setWordWrap(True)
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        for widget in (
            self._empty,
            self._usual_title,
            self._usual,
            self._orders_title,
            self._orders,
            self._notes,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.show_customer(None)

    def set_title(self, title: str) -> None:
        """A name of any length: it would push the panel out of its place; the mouse is told all of it."""
        metrics = self._title.fontMetrics()
        shown = metrics.elidedText(title.upper(), Qt.TextElideMode.ElideRight, TITLE_ROOM)
        super().set_title(shown)
        self.setAccessibleName(title)
        self._title.setToolTip("" if shown == title.upper() else title)

    @staticmethod
    def _list(name: str, title: str) -> QListWidget:
        widget = QListWidget()
        widget.setObjectName(name)
        widget.setAccessibleName(title)
        widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return widget

    def show_customer(self, found: CustomerContext | None, currency: str = "") -> None:
        """Show what is known of the customer; nothing without one. `currency` is the firm's."""
        usual = found.usual_products if found else ()
        orders = [each for each in found.open_orders if each.state != "draft"][:MAX_ORDERS] if found else []
        new = _("A first order: usual articles, open orders and notes will stand here.")
        nobody = _("Choose a customer to see usual articles, open orders and notes.")
        self._empty.setText(new if found else nobody)
        self._empty.setVisible(not (found and (usual or orders or found.customer.notes)))
        all_gross = {each.price_mode for each in usual} == {PriceMode.GROSS}
        self._usual_title.setText(
            _("Usual articles: last price incl. VAT, date")
            if all_gross
            else _("Usual articles: last price and date")
        )
        currencies = {each.currency for each in usual} | {each.currency for each in orders}
        abroad = bool(currencies - {currency}) or bool(found and found.exchange)
        told = [usual_text(each, says_kind=not all_gross, says_currency=abroad) for each in usual]
        _fill(self._usual, [(text, each.product_id) for text, each in zip(told, usual, strict=True)])
        _fill(self._orders, [(order_text(each, says_currency=abroad), each.id) for each in orders])
        self._usual_title.setVisible(bool(usual))
        self._orders_title.setVisible(bool(orders))
        self._notes.setText(found.customer.notes if found else "")
        self._notes.setVisible(bool(found and found.customer.notes))
        self.set_title(found.customer.name if found else _("Customer"))


def _fill(widget: QListWidget, rows: list[tuple[str, int]]) -> None:
    widget.clear()
    for text, value in rows:
        item = QListWidgetItem(text)
        item.setToolTip(text)
        item.setData(Qt.ItemDataRole.UserRole, value)
        widget.addItem(item)
    further = widget.fontMetrics().lineSpacing() - 4
    heights = [ROW_HEIGHT + 1 + text.count("\n") * further for text, _value in rows]
    for place, height in enumerate(heights):
        widget.item(place).setSizeHint(QSize(0, height))
    widget.setFixedHeight((sum(heights) or ROW_HEIGHT + 1) + 4)
    widget.setVisible(bool(rows))


def usual_text(product: UsualProduct, *, says_kind: bool = True, says_currency: bool = False) -> str:
    """A usual article with its last price and date; pieces, and prices without tax, go without saying."""
    unit = "" if product.unit == USUAL_UNIT else unit_word(product.unit)
    per = unit and (f"/{unit}" if product.price_per == 1 else f" {unit}")
    price = f"{format_price(product.last_price_micro, product.price_per)}{per}"
    day = format_short_date(product.last_date)
    money = f"{price} {product.currency}" if says_currency else price
    told = told_price(money, product.price_mode) if says_kind else money
    return f"{product.sku} · {told} · {day}" if told == price else f"{product.sku}\n{told} · {day}"


def order_text(order: OpenOrder, *, says_currency: bool = False) -> str:
    """An open order: which and how much, below it since when and its state."""
    amount = (format_money if says_currency else format_amount)(order.gross_minor, order.currency)
    day = format_short_date(order.order_date)
    return f"{order.number or ''} · {amount}\n{day} · {state_word(order.state)}"
