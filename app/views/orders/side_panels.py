"""The panels beside the lines: the customer, or for the line under the cursor its price and its stock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.orders.draft import Line
from app.domain.orders.making import made_because
from app.domain.orders.margins import bonus_share
from app.domain.orders.repricing import DraftPrices
from app.domain.orders.without_tax import included_ppm
from app.domain.pricing import PriceResult
from app.domain.routing.sources import WarehouseFacts
from app.services.orders.traces import stored_made, stored_price
from app.views.orders.customer_panel import CustomerPanel
from app.views.orders.kit_words import part_facts
from app.views.orders.made_words import MadeFacts, facts_of
from app.views.orders.panels import AvailabilityPanel, PricePanel
from app.views.orders.session import OrderSession


class SidePanels(QWidget):
    """On a line its price and availability stand here, else what is known of the customer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._warehouses: tuple[WarehouseFacts, ...] = ()

    def furnish(self, warehouses: Sequence[WarehouseFacts]) -> None:
        """Make the panels, once this widget has its place: what moves is styled again each time."""
        self._warehouses = tuple(warehouses)
        self.customer = CustomerPanel(self)
        self.price = PricePanel(self)
        self.availability = AvailabilityPanel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.customer, 5)
        column.addWidget(self.price, 3)
        column.addWidget(self.availability, 2)

    def set_warehouses(self, warehouses: Sequence[WarehouseFacts]) -> None:
        """Those that there are now; the next line shown tells of them."""
        self._warehouses = tuple(warehouses)

    def show_line(
        self, session: OrderSession, line: Line | None, *, with_margin: bool, last_price: str, reason: str
    ) -> None:
        """Show a line, or the customer for None. `reason`: why it ships from there and then."""
        self.customer.setVisible(line is None)
        self.price.setVisible(line is not None)
        self.availability.setVisible(line is not None)
        if line is not None:
            self._show_price(session, line, with_margin=with_margin, last_price=last_price)
            self._show_stock(session, line, reason)

    def _show_price(self, session: OrderSession, line: Line, *, with_margin: bool, last_price: str) -> None:
        facts = _made(session, line) if line.is_made else None
        if facts is not None:
            self.price.show_made(line, facts, session.draft.currency)
            return
        part = part_facts(line, DraftPrices(session.draft, session.context)) if line.is_part else None
        if part is not None:
            self.price.show_part(line, part, session.draft.currency, with_margin=with_margin)
            return
        self.price.show_price(
            line,
            _explained(session, line),
            currency=session.draft.currency,
            with_margin=with_margin,
            last_price=last_price,
            bonus_ppm=bonus_share(line, session.context),
            included_ppm=included_ppm(line, session.draft.price_mode),
        )

    def _show_stock(self, session: OrderSession, line: Line, reason: str) -> None:
        product = session.context.products.get(line.product_id) if line.product_id else None
        stock = session.plan.availability.get(product.id) if session.plan and product else None
        today = session.context.today
        self.availability.show_stock(line, product, stock, self._warehouses, reason, today)


def _made(session: OrderSession, line: Line) -> MadeFacts | None:
    """What made a line that rules added: what they say now, or what was stored when the order was confirmed."""
    draft, context, editable = session.draft, session.context, session.is_editable
    trace = session.plan.traces.get(line.key) if session.plan and not editable else None
    why = stored_made(trace) if trace is not None else made_because(draft, context)
    facts = None if why is None else facts_of(line, draft, context.rules, why, may_change=editable)
    is_known = editable or trace is not None or (facts and facts.made.amount_minor == line.amount_minor)
    return facts if is_known else None  # the rules of now did not make it


def _explained(session: OrderSession, line: Line) -> PriceResult | None:
    """Why the line costs what it does: by the rules of now, or as it was stored when the order was confirmed."""
    trace = session.plan.traces.get(line.key) if session.plan and not session.is_editable else None
    if trace is not None:
        return stored_price(trace, line)
    return DraftPrices(session.draft, session.context).explained(line)
