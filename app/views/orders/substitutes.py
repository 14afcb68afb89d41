"""Shift+F4: what may be sold instead of a line's article, side by side; one key takes one, one undo brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.orders.draft import Line, apply_edits
from app.domain.orders.keying import line_number
from app.domain.orders.substituting import Offer, kept_price, put_instead, replaceable
from app.domain.substitutes import Substitute
from app.i18n import _, format_amount, format_date, format_price
from app.models.entry_model import EntryColumn, EntryModel
from app.models.order_columns import price_text
from app.models.unit_words import quantity_text
from app.services.orders.context import read_product_facts
from app.services.orders.offers import offers_for
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.entry_grid import PlainTable
from app.views.kit.message_bar import MessageAction
from app.views.kit.page_popup import PagePopup
from app.views.kit.tokens import ROW_HEIGHT

if TYPE_CHECKING:
    from app.domain.orders.context import ProductFacts
    from app.views.orders.order_page import OrderPage

_WIDTH = 1100
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer with its number in the list, which is its key, too."""

    number: int
    offer: Offer


def difference_text(minor: int, currency: str) -> str:
    """What the line comes to more or less, in words."""
    amount = format_amount(abs(minor), currency)
    if not minor:
        return _("same price")
    return (_("saves {amount}") if minor < 0 else _("costs {amount} more")).format(amount=amount)


def _price(line: Line) -> str:
    return price_text(line.price_micro, line.price_per)


def _unit_text(micro: int) -> str:
    sign = "+" if micro > 0 else "\N{MINUS SIGN}" if micro < 0 else ""
    return sign + format_price(abs(micro), 1)


def _leaves(offer: Offer) -> str:
    if offer.line.kind != "goods":
        return ""
    return format_date(offer.leaves) if offer.leaves else _("nobody knows")


def _stock(offer: Offer) -> str:
    return quantity_text(offer.free_micro, offer.base_unit) if offer.line.kind == "goods" else ""


def _name(offer: Offer) -> str:
    name, note = offer.line.text.partition(" (")[0], offer.substitute.note
    if offer.substitute.is_successor and not note:
        note = _("successor")
    return " · ".join(filter(None, (name, note)))


def offer_columns(currency: str) -> tuple[EntryColumn[OfferRow], ...]:
    """What is compared."""
    return (
        EntryColumn("number", "", lambda row: str(row.number), width=28, quiet=True),
        EntryColumn("sku", _("Article"), lambda row: row.offer.line.sku, width=132),
        EntryColumn("name", _("Name"), lambda row: _name(row.offer), stretch=True, hint=lambda row: _name(row.offer)),
        EntryColumn(
            "quantity", _("Quantity"), lambda row: quantity_text(row.offer.line.quantity_micro, row.offer.line.unit),
            align_right=True, width=84,
        ),
        EntryColumn("price", _("Price"), lambda row: _price(row.offer.line), align_right=True, width=84),
        EntryColumn("unit", _("Per unit"), lambda row: _unit_text(row.offer.unit_micro), align_right=True, width=84),
        EntryColumn(
            "difference", _("The line"), lambda row: difference_text(row.offer.difference_minor, currency),
            align_right=True, width=124,
            state=lambda row: "ok" if row.offer.difference_minor < 0 else None,
        ),
        EntryColumn("leaves", _("Leaves"), lambda row: _leaves(row.offer), width=116),
        EntryColumn("stock", _("Free"), lambda row: _stock(row.offer), align_right=True, width=84),
    )  # fmt: skip


class SubstitutesPopup(PagePopup):
    """The list: Enter or the number takes one."""

    taken = Signal(object)  # Offer

    def __init__(self, owner: QWidget, currency: str) -> None:
        super().__init__(_("Instead of it"), owner)
        self.currency = currency
        self.now = QLabel()
        self.now.setObjectName("substitutesNow")
        self.model: EntryModel[OfferRow] = EntryModel(offer_columns(currency), key=lambda row: row.number)
        self.table = PlainTable("substitutes", _("What may be sold instead"), self.model)
        self.table.row_activated.connect(self._take)
        take, leave = key_button(_("Take it"), "Return", "primary"), key_button(_("Close"), "Esc")
        take.clicked.connect(lambda: self._take(self.table.current_row()))
        leave.clicked.connect(self.close_now)
        self.column.addWidget(self.now)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(ActionRow(_("Enter or the number takes one"), (leave, take)))
        for part in (self.table, take, leave):
            self.watch(part)

    def show_offers(self, line: Line, offers: Sequence[Offer]) -> None:
        """Fill the list, with what stands on the line now above it."""
        told = _("{sku} now: {quantity} at {price}")
        quantity = quantity_text(line.quantity_micro, line.unit)
        self.now.setText(told.format(sku=line.sku, quantity=quantity, price=_price(line)))
        self.model.set_rows([OfferRow(number, offer) for number, offer in enumerate(offers, 1)])
        self.table.select_row(0)

    def first_stop(self) -> QWidget:
        return self.table

    def place(self, anchor: QWidget) -> None:
        window = self.window()
        self.table.setFixedHeight(ROW_HEIGHT * (max(2, self.model.rowCount()) + 1) + 6)
        width = min(_WIDTH, window.width() - 16)
        height = min(self.sizeHint().height(), window.height() - 24)
        corner = anchor.mapTo(window, QPoint(0, 0))
        left = max(8, min(corner.x(), window.width() - width - 8))
        top = max(8, min(corner.y() + 2 * ROW_HEIGHT, window.height() - height - 8))
        self.setGeometry(left, top, width, height)

    def takes(self, event: QKeyEvent) -> bool:
        return super().takes(event) or self._row_of(event) is not None

    def press(self, watched: Any, event: QKeyEvent) -> bool:
        row = self.table.current_row() if event.key() in _ENTER else self._row_of(event)
        if row is not None and watched is self.table:
            self._take(row)
            return True
        return super().press(watched, event)

    def _row_of(self, event: QKeyEvent) -> int | None:
        place = event.key() - int(Qt.Key.Key_1)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return place if plain and 0 <= place < self.model.rowCount() else None

    def _take(self, row: int) -> None:
        found = self.model.row(row)
        if found is not None:
            self.close_now()
            self.taken.emit(found.offer)


class Substitutes(QObject):
    """Of one page: reads what may be sold instead, and puts it on the line."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._popup: SubstitutesPopup | None = None

    def open(self) -> None:
        """Shift+F4: for the line of the cursor."""
        page, session = self._page, self._page.session
        draft, key = session.draft, page.grid.current_key()
        line = draft.line(key) if key else None
        if line is None or not replaceable(line):
            page.message_bar.show_message(_("Choose a line with an article and a quantity first."), "info")
            return
        rules, parts = session.context.rules, session.plan.parts if session.plan is not None else ()
        page.frame.jobs.read(
            self,
            lambda view: offers_for(view, draft, key, parts=parts, rules=rules),
            lambda offers: self._show(line, offers),
            latest="substitutes",
        )

    def _show(self, line: Line, offers: Sequence[Offer]) -> None:
        page = self._page
        if page.session.draft.line(line.key) != line or not page.isVisible():
            return  # it was changed meanwhile
        if not offers:
            told = _("{sku} has no substitutes. They are kept on its card in the products desk.")
            page.message_bar.show_message(told.format(sku=line.sku), "info")
            return
        currency = page.session.draft.currency
        if self._popup is None or self._popup.currency != currency:
            self._popup = SubstitutesPopup(page, currency)
            self._popup.taken.connect(lambda offer: self._wanted(offer.key, offer.substitute))
        self._popup.show_offers(line, offers)
        self._popup.open_under(page.grid)

    def take_remedy(self, params: Any) -> None:
        """The way out of an issue that sells another article."""
        id_, takes, instead_of = (int(str(params[name])) for name in ("product_id", "takes", "instead_of"))
        self._wanted(str(params["key"]), Substitute(id_, takes, instead_of))

    def _wanted(self, key: str, substitute: Substitute) -> None:
        session = self._page.session
        line, id_ = session.draft.line(key), substitute.product_id
        if line is None or not session.is_editable or not replaceable(line):
            return

        def take(found: dict[int, ProductFacts]) -> None:
            if id_ in found and session.draft.line(key) == line:
                session.add_product(found[id_])
                self._put(line, found[id_], substitute)

        self._page.frame.jobs.read(self, lambda view: read_product_facts(view, [id_]), take)

    def _put(self, line: Line, product: ProductFacts, substitute: Substitute) -> None:
        """Ask what becomes of a typed price, where the other article counts alike; else the rules have the price."""
        page, session = self._page, self._page.session
        edit = put_instead(line, product, substitute, language=session.context.language)
        after = apply_edits(session.draft, (edit,)).line(line.key)
        kept = kept_price(line, after) if after is not None else None
        if kept is None:
            session.edit(edit)
            return

        def answer(*edits: Any) -> None:
            page.message_bar.clear()
            if session.draft.line(line.key) == line:
                session.edit(*edits)

        text = _("Line {line} has a typed price or discount ({price}). Shall {sku} have it, too?").format(
            line=line_number(session.draft, line.key), price=_price(line), sku=product.sku
        )
        actions = [
            MessageAction(_("Keep it"), lambda: answer(edit, kept), "Alt+1"),
            MessageAction(_("Price of the rules"), lambda: answer(edit), "Alt+2"),
        ]
        page.message_bar.ask(text, "info", actions)
