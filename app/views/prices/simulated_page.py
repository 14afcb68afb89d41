"""An order of a simulation: its lines with their amounts, and of the line under the cursor both waterfalls."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _, format_amount
from app.messages import spoken
from app.models.entry_model import EntryColumn, EntryModel
from app.services.simulator import ExplainedOrder, Simulation, explain_order
from app.services.simulator.explaining import ExplainedLine
from app.services.unit_of_work import Reading
from app.views.kit.action_row import ActionRow
from app.views.kit.bars import Waterfall
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, muted_label, scrolling
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.price_steps import waterfall_steps
from app.views.kit.tab_desk import DeskPage
from app.views.prices.simulated_words import MINUS, shown_change


class PriceCard(Card):
    """One of both waterfalls."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__(title)
        self.bars = Waterfall()
        self.bars.setObjectName(name)
        self.empty = muted_label(_("No price list makes this line."))
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.empty)
        inner.addWidget(self.bars)
        inner.addStretch(1)
        self.body.addWidget(scrolling(inner), 1)

    def show_line(self, row: ExplainedLine | None, *, drafted: bool, with_margin: bool) -> None:
        """The price of the line by one of the rules."""
        result = None if row is None else row.drafted if drafted else row.today
        line = row.line if row is not None else None
        self.bars.setVisible(result is not None)
        self.empty.setVisible(result is None)
        if line is not None and result is not None:
            as_priced = replace(line, price_micro=result.net_micro, price_per=result.per)
            included = row.included_ppm if row is not None else 0
            self.bars.set_steps(
                waterfall_steps(as_priced, result, with_margin=with_margin, included_ppm=included)
            )


class SimulatedPage(DeskPage):
    """Up and Down go through the lines; Enter opens the order itself, Esc goes back."""

    def __init__(self, context: Context, order_id: int, simulation: Simulation) -> None:
        super().__init__(context, f"simulated:{order_id}", _("Order"))
        self.setObjectName("simulatedOrder")
        self._order_id = order_id
        self.simulation = simulation
        self._order: ExplainedOrder | None = None
        self._currency = _currency_of(simulation, order_id)
        self.model = EntryModel[ExplainedLine](_columns(self._currency), key=lambda row: row.effect.key)
        self.table = PlainTable("simulatedLines", _("Lines"), self.model)
        self.today = PriceCard(_("Today's rules"), "waterfallToday")
        self.drafted = PriceCard(_("With drafts"), "waterfallDraft")
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._both(), 1)
        button = key_button(_("Open the order"), "Enter")
        button.clicked.connect(self.open_order)
        self.column.addWidget(
            ActionRow(_("Up and Down: the next line · Esc: back to the simulation"), (button,))
        )
        self.table.row_changed.connect(self._show_line)
        self.table.row_activated.connect(lambda _row: self.open_order())
        self.can_do = {"leave": self.close_wanted.emit}
        self.refresh()

    def _both(self) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.today, 1)
        row.addWidget(self.drafted, 1)
        return both

    def enter(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        asked = (self._order_id, self.simulation.refs, self.simulation.wanted)

        def read(view: Reading) -> ExplainedOrder:
            return explain_order(view, *asked)

        self.context.jobs.read(self, read, self._take, latest="simulated")

    def _take(self, order: ExplainedOrder) -> None:
        self._order = order
        is_home = self._currency == self.simulation.currency
        self.set_heading(order.number, order.customer if is_home else f"{order.customer} · {self._currency}")
        self.model.set_rows(order.lines)
        if self.table.current_row() < 0:
            self.table.select_row(_first_changed(order))
        self._show_line(self.table.current_row())

    def _show_line(self, number: int) -> None:
        row = self.model.row(number)
        with_margin = self.context.allowed("margin.see")
        self.today.show_line(row, drafted=False, with_margin=with_margin)
        self.drafted.show_line(row, drafted=True, with_margin=with_margin)

    def open_order(self) -> None:
        """Enter: the order as it is, at the desk of orders."""
        if self._order is not None:
            self.context.bus.ask("order.open", self._order_id, number=self._order.number)


def _currency_of(simulation: Simulation, order_id: int) -> str:
    """That of the order: its lines are shown in it, while the list is in the firm's."""
    found = (row.currency for row in simulation.orders if row.id == order_id)
    return next(found, simulation.currency)


def _first_changed(order: ExplainedOrder) -> int:
    return next((at for at, line in enumerate(order.lines) if line.effect.is_changed), 0)


def _columns(currency: str) -> tuple[EntryColumn[ExplainedLine], ...]:
    def amount(minor: int | None) -> str:
        return "" if minor is None else format_amount(minor, currency).replace("-", MINUS)

    def change(row: ExplainedLine) -> str:
        effect = row.effect
        return shown_change((effect.draft_minor or 0) - (effect.today_minor or 0), currency)

    def text(row: ExplainedLine) -> str:
        return spoken(row.effect.text)

    return (
        EntryColumn("sku", _("SKU"), lambda row: row.effect.sku, width=120),
        EntryColumn("text", _("Text"), text, stretch=True, hint=text),
        EntryColumn(
            "stored", _("Confirmed"), lambda row: amount(row.effect.stored_minor), align_right=True, width=110
        ),
        EntryColumn(
            "today", _("Today's rules"), lambda row: amount(row.effect.today_minor), align_right=True, width=110
        ),
        EntryColumn(
            "draft", _("With drafts"), lambda row: amount(row.effect.draft_minor), align_right=True, width=110
        ),
        EntryColumn(
            "change", _("Change"), change, align_right=True, width=110,
            state=lambda row: "info" if row.effect.is_changed else None,
        ),
    )  # fmt: skip
