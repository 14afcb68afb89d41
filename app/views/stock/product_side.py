"""Beside the stock list: one product by warehouse, who waits, what arrives, and its moves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _, format_date
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.services.stock.card import StockCard, StockPlace, read_stock_card
from app.services.stock.lists import MoveRow
from app.views.kit.bars import ShareBar, ShareBars
from app.views.kit.cards import Card, muted_label
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.keyed import micro_text
from app.views.stock.words import move_word, waits_for


@dataclass(frozen=True, slots=True)
class Claimant:
    """An order that holds or waits for the product."""

    order_id: int
    number: str
    customer: str
    quantity: str
    what: str
    state: State


class ProductSide(QWidget):
    """Shows the card of the chosen product; Enter on an order opens it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.product_id = 0
        self.places = ShareBars()
        self.places_card = Card(_("By warehouse"))
        self.places_card.body.addWidget(self.places)
        self.arriving = muted_label()
        self.arriving.setWordWrap(True)
        self.places_card.body.addWidget(self.arriving)
        self.claimants: EntryModel[Claimant] = EntryModel(_claimant_columns(), parent=self)
        self.claimants_table = PlainTable(
            "claimants", _("Orders"), self.claimants, nothing=_("No order holds it or waits for it.")
        )
        self.claimants_table.row_activated.connect(self._open_order)
        self.moves: EntryModel[MoveRow] = EntryModel(_move_columns(), parent=self)
        self.moves_table = PlainTable("moves", _("Moves"), self.moves, nothing=_("It has not moved yet."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.places_card)
        for title, table in ((_("Orders"), self.claimants_table), (_("Moves"), self.moves_table)):
            column.addWidget(muted_label(title))
            column.addWidget(table, 1)

    def show_product(self, product_id: int) -> None:
        """Read and show a product's card."""
        self.product_id = product_id
        self.context.jobs.read(
            self, lambda view: read_stock_card(view, product_id), self._show, latest="card"
        )

    def refresh(self) -> None:
        """Read the same product again."""
        if self.product_id:
            self.show_product(self.product_id)

    def _show(self, card: StockCard) -> None:
        self.places_card.set_title(_("{sku} by warehouse").format(sku=card.sku))
        self.places.set_bars([_bar(place) for place in card.places])
        self.arriving.setText("\n".join(_arrival_lines(card)) or _("Nothing is announced."))
        self.claimants.set_rows(_claimants(card))
        self.moves.set_rows(card.moves)

    def _open_order(self, number: int) -> None:
        row = self.claimants.row(number)
        if row is not None:
            self.context.bus.ask("order.open", row.order_id)


def _bar(place: StockPlace) -> ShareBar:
    stock = place.stock
    text = _("{free} free / {on_hand}")
    shown = text.format(free=micro_text(stock.free_micro), on_hand=micro_text(stock.on_hand_micro))
    level: State = "ok" if stock.free_micro > 0 else "warn"
    return ShareBar(place.name, max(0, stock.free_micro), max(1, stock.on_hand_micro), shown, level)


def _arrival_lines(card: StockCard) -> list[str]:
    text = _("{date}: {quantity} to {warehouse} by {number}")
    return [
        text.format(
            date=format_date(arrival.due),
            quantity=micro_text(arrival.open_micro, card.unit),
            warehouse=place.name,
            number=arrival.number,
        )
        for place in card.places
        for arrival in place.arrivals
    ]


def _claimants(card: StockCard) -> list[Claimant]:
    waiting = [
        Claimant(
            line.order_id,
            line.order_number or _("held"),
            line.customer_name,
            micro_text(line.quantity_micro),
            _("waits: {what}").format(what=waits_for(line)),
            "warn",
        )
        for line in card.waiting
    ]
    holding = [
        Claimant(
            line.order_id,
            line.order_number or _("held"),
            line.customer_name,
            micro_text(line.reserved_micro),
            _("on a pick list") if line.picking_micro else _("reserved"),
            "info" if line.picking_micro else "ok",
        )
        for line in card.holders
    ]
    return [*waiting, *holding]


def _claimant_columns() -> tuple[EntryColumn[Claimant], ...]:
    return (
        EntryColumn("number", _("Order"), lambda row: row.number, hint=lambda row: row.customer, width=98),
        EntryColumn("quantity", _("Qty"), lambda row: row.quantity, align_right=True, width=58),
        EntryColumn(
            "what", _("State"), lambda row: row.what, state=lambda row: row.state, hint=lambda row: row.what,
            stretch=True,
        ),
    )  # fmt: skip


def _move_columns() -> tuple[EntryColumn[MoveRow], ...]:
    return (
        EntryColumn("date", _("Date"), lambda row: format_date(row.date), width=96),
        EntryColumn(
            "quantity", _("Qty"), lambda row: micro_text(row.quantity_micro), align_right=True, width=62,
            state=lambda row: "ok" if row.quantity_micro > 0 else None,
        ),
        EntryColumn("kind", _("What"), lambda row: move_word(row.kind), hint=_move_hint, width=78),
        EntryColumn(
            "where", _("Where"), lambda row: " · ".join(filter(None, (row.warehouse_name, row.reason))),
            hint=_move_hint, stretch=True, quiet=True,
        ),
    )  # fmt: skip


def _move_hint(row: MoveRow) -> str:
    return " · ".join(filter(None, (row.actor, row.warehouse_name, row.reason)))
