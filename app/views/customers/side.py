"""What stands beside a customer's card: credit, open orders, open items, usual products, history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from app.domain.tax import PriceMode
from app.i18n import _, format_amount, format_date, format_listed, format_price, n_
from app.models.columns import Column
from app.models.unit_words import quantity_text
from app.services.credit import CreditFacts
from app.services.history import HistoryEntry
from app.services.parties import CustomerContext, OpenOrder, UsualProduct
from app.services.payments.lists import OpenItemRow
from app.views.customers.history_words import field_words
from app.views.kit import theme
from app.views.kit.bars import ShareBar, ShareBars
from app.views.kit.cards import Badge, Card, badge_row, figure
from app.views.kit.cell_delegate import PADDING
from app.views.kit.history_view import HistoryView
from app.views.kit.small_list import SmallList


class CreditCard(Card):
    """How much of the limit is used, and what is overdue."""

    def __init__(self) -> None:
        super().__init__(_("Credit"))
        self.setObjectName("card")
        self.badges = badge_row()
        self.state, self.overdue = Badge(), Badge()
        for badge in (self.state, self.overdue):
            badge.setObjectName("creditBadge")
            self.badges.addWidget(badge)
        self.badges.addStretch(1)
        self.bars = ShareBars()
        self._figures: dict[str, QLabel] = {}
        row = QHBoxLayout()
        for name, caption in (("limit", _("Limit")), ("used", _("Used")), ("free", _("Free"))):
            column, label = figure(caption, strong=name == "free")
            label.setObjectName(f"credit:{name}")
            self._figures[name] = label
            row.addLayout(column, 1)
        self.body.addLayout(self.badges)
        self.body.addLayout(row)
        self.body.addWidget(self.bars)

    def show_credit(self, credit: CreditFacts, currency: str, *, on_hold: bool) -> None:
        """Show these figures."""
        limit, free = credit.limit_minor, credit.available_minor
        self._figures["limit"].setText(_("none") if limit is None else format_amount(limit, currency))
        self._figures["used"].setText(format_amount(credit.used_minor, currency))
        self._figures["free"].setText("-" if free is None else format_amount(free, currency))
        self._show_state(credit, currency, on_hold=on_hold)
        whole = max(limit or 0, credit.used_minor, 1)
        parts = (
            (_("Open items"), credit.exposure.open_items_minor),
            (_("Shipped"), credit.exposure.shipped_minor),
            (_("Ordered"), credit.exposure.ordered_minor),
            (_("Credits"), credit.exposure.unapplied_minor),
            *([(_("Advances"), credit.exposure.advances_minor)] if credit.exposure.advances_minor else []),
        )
        self.bars.set_bars(
            [
                ShareBar(label, max(0, amount), whole, format_amount(amount, currency), "info")
                for label, amount in parts
            ]
        )

    def _show_state(self, credit: CreditFacts, currency: str, *, on_hold: bool) -> None:
        free = credit.available_minor
        if on_hold:
            self.state.set_state(_("On hold"), "bad")
        elif free is not None and free < 0:
            over = format_amount(-free, currency)
            self.state.set_state(_("{amount} over the limit").format(amount=over), "bad")
        else:
            self.state.set_state(_("Credit OK"), "ok")
        late = n_("{count} item overdue", "{count} items overdue", credit.overdue_count)
        text = late.format(count=credit.overdue_count) + f" · {format_amount(credit.overdue_minor, currency)}"
        self.overdue.set_state(text if credit.overdue_count else "", "warn")


PRICE, ORDER_SUM, ITEM_SUM = (3, 70), (3, 92), (2, 96)  # the place of a column, and its usual width


class CustomerSide(QWidget):
    """The right side of the card; Enter on a row opens what it names."""

    order_wanted = Signal(int)
    product_wanted = Signal(int)
    invoice_wanted = Signal(int)

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self.credit = CreditCard()
        self.orders = SmallList(
            _order_columns(currency), "openOrders", _("Open orders"), nothing=_("No open order.")
        )
        self.items = SmallList(
            _item_columns(currency), "openItems", _("Open items"), nothing=_("Nothing is open.")
        )
        self.products = SmallList(
            _product_columns(currency),
            "usualProducts",
            _("Usual products"),
            nothing=_("Nothing was bought yet."),
        )
        self.history = HistoryView(field_words(currency))
        tabs = QTabWidget()
        tabs.setObjectName("customerTabs")
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(self.orders, _("O&rders"))
        tabs.addTab(self.items, _("Open ite&ms"))
        tabs.addTab(self.products, _("&Usually buys"))
        tabs.addTab(self.history, _("Histor&y"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.credit)
        column.addWidget(tabs, 1)
        self.orders.row_activated.connect(self._open_order)
        self.items.row_activated.connect(self._open_item)
        self.products.row_activated.connect(self._open_product)

    def show_all(
        self,
        found: CustomerContext,
        items: tuple[OpenItemRow, ...],
        history: tuple[HistoryEntry, ...],
        currency: str,
    ) -> None:
        """Show what belongs to the customer; credit counts in the firm's currency."""
        self.credit.show_credit(found.credit, currency, on_hold=found.customer.on_hold)
        self.show_open(found.open_orders, items)
        self.show_products(found.usual_products)
        self.history.show_entries(history)

    def show_open(self, orders: tuple[OpenOrder, ...], items: tuple[OpenItemRow, ...]) -> None:
        """The open orders and items; an amount that names its currency gets the room that it needs."""
        self.orders.show_rows(orders)
        self.items.show_rows(items)
        _fit(self.orders, ORDER_SUM, (_listed(each, each.gross_minor, self._currency) for each in orders))
        _fit(self.items, ITEM_SUM, (_listed(each, each.open_minor, self._currency) for each in items))

    def show_products(self, products: tuple[UsualProduct, ...]) -> None:
        """What the customer often buys; a price for 1,000, or with tax, gets the room that it needs."""
        self.products.show_rows(products)
        _fit(self.products, PRICE, (_price_text(each, self._currency) for each in products))

    def _open_order(self, row: int) -> None:
        order = self.orders.row_of(row)
        if order is not None:
            self.order_wanted.emit(order.id)

    def _open_item(self, row: int) -> None:
        item = self.items.row_of(row)
        if item is not None and item.invoice_id is not None:
            self.invoice_wanted.emit(item.invoice_id)

    def _open_product(self, row: int) -> None:
        product = self.products.row_of(row)
        if product is not None:
            self.product_wanted.emit(product.product_id)


def _fit(table: SmallList[Any], place: tuple[int, int], texts: Iterable[str]) -> None:
    """Make a column as wide as its longest text, and no narrower than usual."""
    column, usual = place
    words = QFontMetrics(theme.base_font())
    widths = (words.horizontalAdvance(text) + 2 * PADDING for text in texts)
    table.setColumnWidth(column, max([usual, *widths]))


def _listed(row: OpenOrder | OpenItemRow, minor: int, home: str) -> str:
    return format_listed(minor, row.currency, foreign=row.currency != home)


def _order_columns(home: str) -> tuple[Column[OpenOrder], ...]:
    states = {
        "draft": _("draft"),
        "quoted": _("quoted"),
        "confirmed": _("confirmed"),
        "shipped": _("shipped"),
    }
    return (
        Column("number", _("Number"), lambda row: row.number or _("draft"), width=98),
        Column("date", _("Date"), lambda row: format_date(row.order_date), width=96, quiet=True),
        Column("state", _("State"), lambda row: states.get(row.state, row.state), stretch=True),
        Column(
            "gross",
            _("Gross"),
            lambda row: _listed(row, row.gross_minor, home),
            align_right=True,
            width=ORDER_SUM[1],
        ),
    )


def _item_columns(home: str) -> tuple[Column[OpenItemRow], ...]:
    return (
        Column("number", _("Number"), lambda row: row.number, stretch=True),
        Column("due", _("Due"), lambda row: format_date(row.due_date), width=98, quiet=True),
        Column(
            "open",
            _("Open"),
            lambda row: _listed(row, row.open_minor, home),
            align_right=True,
            width=ITEM_SUM[1],
        ),
    )


def _price_text(row: UsualProduct, home: str) -> str:
    price = format_price(row.last_price_micro, row.price_per)
    if row.currency != home:
        price = f"{price}\N{NO-BREAK SPACE}{row.currency}"
    return _("{price} gross").format(price=price) if row.price_mode == PriceMode.GROSS else price


def _product_columns(home: str) -> tuple[Column[UsualProduct], ...]:
    def last(row: UsualProduct) -> str:
        return quantity_text(row.last_quantity_micro, row.unit)

    return (
        Column("sku", _("SKU"), lambda row: row.sku, width=122),
        Column("name", _("Name"), lambda row: row.name, stretch=True),
        Column("last", _("Last"), last, align_right=True, width=64, quiet=True),
        Column("price", _("Price"), lambda row: _price_text(row, home), align_right=True, width=PRICE[1]),
    )
