"""The answer of a simulation: totals on top, the orders as a list, and beside them the picture and the customers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.pages import Page, PageRequest
from app.i18n import _
from app.services.simulator import SimulatedOrder, Simulation
from app.services.simulator.listing import page_of_orders
from app.services.unit_of_work import Reading
from app.views.kit.action_row import CutLabel
from app.views.kit.cards import Card, clear_layout, figure, muted_label, scrolling
from app.views.kit.context import Context
from app.views.kit.list_pane import ListPane, ListSpec
from app.views.kit.small_list import SmallList
from app.views.prices.simulated_words import (
    customer_columns,
    figures_of,
    left_out_of,
    order_choices,
    order_columns,
    told_of,
)
from app.views.prices.spread_chart import SpreadChart

SIDE_WIDTH = 300
MOST_CUSTOMERS = 100


class SimulatorAnswer(QWidget):
    """`show_answer(simulation, names)`: all of it; the list reads from the answer in memory."""

    def __init__(self, context: Context, currency: str) -> None:
        super().__init__()
        self.simulation: Simulation | None = None
        self.totals = Card("")
        self.totals.setObjectName("simulationTotals")
        self._figures = QHBoxLayout()
        self._figures.setSpacing(26)
        self.told = CutLabel()
        self.told.setObjectName("simulationTold")
        self.totals.body.addLayout(self._figures)
        self.totals.body.addWidget(self.told)
        self.chart = SpreadChart()
        self.by = QComboBox()
        self.customers = SmallList(
            customer_columns(currency), "simulatedCustomers", _("Customers most affected"), nothing=_("None.")
        )
        self.pane = ListPane(context, self._spec(context, currency), self._side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.totals)
        column.addWidget(self.pane, 1)

    def _spec(self, context: Context, currency: str) -> ListSpec[SimulatedOrder]:
        return ListSpec(
            name="simulated",
            title=_("Simulation"),
            columns=order_columns(currency),
            read=self._read,
            count_text=_("{count} orders"),
            placeholder=_("Number or customer  Ctrl+F"),
            choices=order_choices(sees_cost=context.allowed("margin.see")),
            empty=(
                "mdi6.flask-empty-outline",
                _("No order was found"),
                _("Choose more days, or other customers."),
            ),
        )

    def _read(self, _view: Reading, request: PageRequest) -> Page[SimulatedOrder]:
        return page_of_orders(self.simulation, request)

    def _side(self) -> QWidget:
        self.by.setObjectName("spreadBy")
        self.by.setAccessibleName(_("Spread of the change"))
        self.by.addItem(_("By order"))
        self.by.addItem(_("By customer"))
        self.by.currentIndexChanged.connect(lambda _row: self._show_spread())
        picture = Card(_("How much changes"))
        picture.body.addWidget(self.by)
        picture.body.addWidget(self.chart, 1)
        affected = Card(_("Customers most affected"))
        affected.body.addWidget(self.customers, 1)
        column = QVBoxLayout()
        column.addWidget(picture, 2)
        column.addWidget(affected, 1)
        side = scrolling(column)  # in a low window both would be pressed together until nothing is read
        side.setMinimumWidth(SIDE_WIDTH)
        return side

    def show_answer(self, simulation: Simulation, names: Sequence[str]) -> None:
        """Show another answer; the list goes back to its top."""
        self.simulation = simulation
        self.totals.set_title(told_of(simulation, names))
        clear_layout(self._figures)
        for caption, value, beside in figures_of(simulation):
            column, _number = figure(caption, value, strong=True)
            column.addWidget(muted_label(beside), 0, Qt.AlignmentFlag.AlignRight)
            self._figures.addLayout(column)
        self._figures.insertStretch(0, 1)
        left_out = left_out_of(simulation)
        self.told.setText(left_out)
        self.told.setVisible(bool(left_out))
        self.customers.show_rows(simulation.customers[:MOST_CUSTOMERS])
        self._show_spread()
        self.pane.model.restart()

    def _show_spread(self) -> None:
        if self.simulation is not None:
            by_order = self.by.currentIndex() == 0
            self.chart.show_counts(
                self.simulation.spread_orders if by_order else self.simulation.spread_customers
            )
