"""What it costs: the shares of the price as a waterfall, the total of a piece and of all, and the lead time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.product_models.results import PriceShare
from app.i18n import _, format_amount, format_money, n_
from app.views.configurator.opened import changes_whole
from app.views.configurator.undone_edit import UndoneByPage
from app.views.configurator.words import MINUS, lead_text, minor_of
from app.views.kit import theme
from app.views.kit.action_row import CutLabel
from app.views.kit.bars import Waterfall, WaterfallStep
from app.views.kit.cards import Card, muted_label
from app.views.kit.field_state import set_invalid
from app.views.kit.steady import SteadyLabel

_SHOWN, _FEWEST = 6, 3
"""So many rows stand in sight above the total, and so many shares are named whatever else there is."""
_ROOMY = 280
NO_PRICE = "\N{EN DASH}"


class PriceCard(Card):
    """`quantity_keyed(Decimal)`: how many pieces."""

    quantity_keyed = Signal(object)
    quantity_entered = Signal()
    quantity_refused = Signal(str)

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._currency = currency
        self.total = SteadyLabel("")
        self.total.setObjectName("configTotal")
        self.total.setAccessibleName(_("Price of a piece"))
        theme.embolden(self.total, QFont.Weight.Bold, 19)
        self.lead = CutLabel(parent=self)
        self.lead.setObjectName("configLead")
        self.pieces = CutLabel(parent=self)
        self.pieces.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.quantity = UndoneByPage(decimals=0, places_max=3)
        self.quantity.setObjectName("configQuantity")
        self.quantity.setAccessibleName(_("Quantity"))
        self.quantity.setFixedWidth(64)
        self.quantity.value_edited.connect(self.quantity_keyed)
        self.quantity.entered.connect(self._entered)
        self.waterfall = Waterfall()
        self.waterfall.setObjectName("configPrice")
        self._lay_out()

    def _entered(self) -> None:
        """Enter takes the quantity, and leads on to the button that takes all of it over."""
        if wrong := self.quantity_complaint():
            set_invalid(self.quantity, invalid=True)
            self.quantity_refused.emit(wrong)
        else:
            self.quantity_entered.emit()

    def quantity_complaint(self) -> str:
        """What is wrong with the quantity as it is keyed, "" for nothing."""
        if wrong := self.quantity.complaint():
            return wrong
        return "" if self.quantity.value() else _("Key how many pieces it is to be.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where not all rows would be in sight they stand closer together: what a piece comes to is the last one."""
        super().resizeEvent(event)
        self.waterfall.set_dense(dense=event.size().height() < _ROOMY)

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(8)
        figures, right, keyed = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for column in (figures, right):
            column.setSpacing(2)
        keyed.setSpacing(8)
        figures.addWidget(self.total)
        figures.addWidget(self.lead)
        keyed.addStretch(1)
        keyed.addWidget(muted_label(_("Quantity"), self))
        keyed.addWidget(self.quantity)
        right.addLayout(keyed)
        right.addWidget(self.pieces)
        upper.addLayout(figures, 1)
        upper.addLayout(right)
        self.body.addLayout(upper)
        holder = QWidget()
        holder.setObjectName("scrolled")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.waterfall)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        self.body.addWidget(area, 1)

    def show_price(
        self,
        price: Fraction,
        lead_days: int,
        shares: Sequence[PriceShare],
        quantity: Fraction,
        *,
        is_known: bool = True,
    ) -> None:
        """Show a piece's price, its shares and what all pieces come to; a price that is not known is none."""
        minor = minor_of(price, self._currency)
        self.total.setText(format_money(minor, self._currency) if is_known else NO_PRICE)
        self.lead.setText(lead_text(lead_days))
        whole = minor_of(price * quantity, self._currency)
        self.pieces.setText("" if quantity == 1 or not is_known else format_money(whole, self._currency))
        steps = waterfall_steps(price, shares, self._currency)
        if steps != self.waterfall.steps():
            self.waterfall.set_steps(steps)


def by_module(shares: Sequence[PriceShare], owners: Mapping[str, str]) -> tuple[PriceShare, ...]:
    """The shares, those of a sub-product as one; `owners`: what it is called, by its path ("modules.2")."""
    found: dict[str, PriceShare] = {}
    for share in shares:
        path, slash, _rest = share.code.partition("/")
        code = path if slash and path in owners else share.code
        name = owners.get(path, share.name) if slash else share.name
        amount = share.amount + (found[code].amount if code in found else 0)
        found[code] = PriceShare(code, name, amount)
    return tuple(found.values())


def waterfall_steps(
    price: Fraction, shares: Sequence[PriceShare], currency: str
) -> tuple[WaterfallStep, ...]:
    """The shares in their order, small ones of many joined to one row, then the total."""
    amounts = [share for share in shares if minor_of(share.amount, currency)]
    last = [share for share in amounts if changes_whole(share)]
    costing = [share for share in amounts if not changes_whole(share)]
    room = max(_FEWEST, _SHOWN - len(last))
    shown = costing if len(costing) <= room else _largest(costing, room - 1)
    rows: list[tuple[str, Fraction]] = [(share.name, share.amount) for share in costing if share in shown]
    left = [share for share in costing if share not in shown]
    if left:
        rows.append((n_("{count} more", "{count} more", len(left)).format(count=len(left)), _sum(left)))
    rows += [(share.name, share.amount) for share in last]
    steps: list[WaterfallStep] = []
    at = Fraction(0)
    for name, amount in rows:
        start, at = at, at + amount
        low, high = minor_of(start, currency), minor_of(at, currency)
        minor = minor_of(amount, currency)
        text = (MINUS if minor < 0 else "") + format_amount(abs(minor), currency)
        steps.append(WaterfallStep(name, low, high, text, "less" if amount < 0 else "cost"))
    whole = minor_of(price, currency)
    steps.append(WaterfallStep(_("A piece"), 0, whole, format_amount(whole, currency), "total"))
    return tuple(steps)


def _largest(shares: Sequence[PriceShare], most: int) -> list[PriceShare]:
    return sorted(shares, key=lambda share: -abs(share.amount))[:most]


def _sum(shares: Sequence[PriceShare]) -> Fraction:
    return sum((share.amount for share in shares), Fraction(0))
