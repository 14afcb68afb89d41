"""How the customer of an order stands, under the fields of the head: credit, overdue items, hold, history."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from app.i18n import _, format_amount, format_date
from app.services.credit import CreditFacts
from app.services.parties import CustomerContext
from app.views.kit.action_row import CutLabel
from app.views.kit.cards import Badge, badge_row
from app.views.kit.price_kind import show_price_kind
from app.views.kit.tokens import Level


class CustomerBadges:
    """Fills `row`: badges at the left, last and usual business at the right."""

    def __init__(self) -> None:
        self.row = QHBoxLayout()
        self.credit, self.overdue, self.hold = self._badges = (Badge(), Badge(), Badge())
        self.credit.setObjectName("customerCredit")
        self.held = Badge()
        self.held.setObjectName("orderHeld")
        self.kind = Badge()
        self.kind.setObjectName("orderPrices")
        self.ships_from = Badge()
        self.ships_from.setObjectName("orderShipsFrom")
        badges = badge_row()
        for badge in (self.kind, *self._badges, self.ships_from, self.held):
            badge.set_state("", "muted")
            badges.addWidget(badge)
        self.row.addLayout(badges)
        self.history = CutLabel(tells_cut=False)  # its tooltip says more; it gives way before a badge does
        self.history.setObjectName("customerHistory")
        self.history.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.history.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.row.addWidget(self.history, 1)
        self._credit: CreditFacts | None = None
        self._currency = ""
        self._order_minor = 0

    def show_held(self, text: str, level: Level) -> None:
        """What the order holds while it waits for approval."""
        self.held.set_state(text, level)

    def show_kind(self, mode: str) -> None:
        """Whether the order's prices include tax."""
        show_price_kind(self.kind, mode)

    def show_ships_from(self, warehouse: str) -> None:
        """The warehouse that alone ships the order, also while its field is not shown; "" for as routed."""
        text = _("Ships from {warehouse}").format(warehouse=warehouse) if warehouse else ""
        self.ships_from.set_state(text, "info")
        self.ships_from.setToolTip(text)

    def count_order(self, order_minor: int) -> None:
        """Count what the order in front uses of the credit beside what is counted already (C45)."""
        if order_minor != self._order_minor:
            self._order_minor = order_minor
            self._show_credit()

    def _show_credit(self) -> None:
        if self._credit is not None:
            self.credit.set_state(*_credit_state(self._credit, self._currency, self._order_minor))

    def show_customer(self, found: CustomerContext | None, currency: str) -> None:
        """Show how the customer stands; nothing for None."""
        self._credit, self._currency = found.credit if found else None, currency
        self.history.setText(_history_text(found) if found else "")
        whole = [self.history.text(), _usual_text(found)] if found else []
        self.history.setToolTip("\n".join(whole))
        if found is None:
            for badge in self._badges:
                badge.set_state("", "muted")
            return
        self._show_credit()
        self.overdue.set_state(_overdue_text(found.credit, currency), "warn")
        self.hold.set_state(_("On hold") if found.customer.on_hold else "", "bad")


def _credit_state(credit: CreditFacts, currency: str, order_minor: int) -> tuple[str, Level]:
    """What is left with the order in front: the badge and the verdict below it say the same."""
    limit, before = credit.limit_minor, credit.available_minor
    if limit is None or before is None:
        return _("No credit limit"), "muted"
    free = before - order_minor
    if free >= 0:
        text = _("Credit OK · {free} of {limit} free")
        return text.format(free=format_amount(free, currency), limit=format_amount(limit, currency)), "ok"
    text = (
        _("Credit used up · {over} over {limit}")
        if before < 0
        else _("Credit exceeded · {over} over {limit}")
    )
    return text.format(over=format_amount(-free, currency), limit=format_amount(limit, currency)), "bad"


def _overdue_text(credit: CreditFacts, currency: str) -> str:
    if not credit.overdue_count:
        return ""
    return _("{count} late, {days} days · {amount}").format(
        count=credit.overdue_count,
        days=credit.overdue_days,
        amount=format_amount(credit.overdue_minor, currency),
    )


def _history_text(found: CustomerContext) -> str:
    parts = []
    if found.last_order:
        parts.append(_("Last order {date}").format(date=format_date(found.last_order)))
    open_orders = [order for order in found.open_orders if order.state != "draft"]
    if open_orders:
        parts.append(_("{count} open").format(count=len(open_orders)))
    usual = ", ".join(product.sku for product in found.usual_products[:3])
    if usual:
        parts.append(_("usual: {products}").format(products=usual))
    return " · ".join(parts)


def _usual_text(found: CustomerContext) -> str:
    lines = [f"{p.sku}  {p.name}  {format_date(p.last_date)}" for p in found.usual_products]
    return "\n".join([*lines, *([found.customer.notes] if found.customer.notes else [])])
