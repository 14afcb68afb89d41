"""The order's sums by tax rate, weight and margin, with the three things one does at the end."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.domain.cash_rounding import rounding_of
from app.domain.exchange import read_exchange_text
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.orders.margins import order_margin
from app.domain.orders.repricing import draft_totals
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode
from app.i18n import _, format_amount, format_decimal, format_rate, format_rate_of_exchange
from app.models.tax_words import parts_hint, tax_labels
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, clear_layout, figure
from app.views.kit.rounded_figures import rounded_figures

MICRO = 1_000_000
WIDTH_MIN = 420
WIDE, NARROW = 22, 10  # pixels between two sums


class TotalsCard(Card):
    """Totals and the buttons of the page."""

    save_wanted = Signal()
    paper_wanted = Signal()
    confirm_wanted = Signal()
    ship_wanted = Signal()
    invoice_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Totals"), parent)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(8)
        self._buttons = buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(WIDE)
        row.addLayout(self._figures)
        row.addStretch(1)
        self.save = key_button(_("Save draft"), "Ctrl+S")
        self.paper = key_button(_("Quote"), "Ctrl+P")
        self.confirm = key_button(_("Confirm order"), "Ctrl+Return", "primary")
        self.ship = key_button(_("Ship"), "Ctrl+Shift+P", "primary")
        self.invoice = key_button(_("Invoice"), "Ctrl+Shift+I")
        for button, name, signal in (
            (self.save, "saveButton", self.save_wanted),
            (self.paper, "paperButton", self.paper_wanted),
            (self.confirm, "confirmButton", self.confirm_wanted),
            (self.invoice, "invoiceButton", self.invoice_wanted),
            (self.ship, "shipButton", self.ship_wanted),
        ):
            button.setObjectName(name)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        self._full = {button: button.text() for button in self.buttons()}
        self.show_next(ship=False, invoice=False)
        row.addLayout(buttons)
        self.body.addLayout(row)
        self.setMinimumWidth(WIDTH_MIN)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._texts: tuple[tuple[str, str], ...] = ()
        self._numbers: list[QLabel] = []
        self._captions: list[QLabel] = []
        self._arranged: tuple[object, ...] = ()
        self._shorter: dict[str, tuple[str, str]] = {}  # by caption, where there is no room for the whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Sums and titles ask for more or less room as they change."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Where sums and buttons have no room beside one another, the buttons stand below.

        Asked for a dozen times by each change of a line: what was arranged of the same is not measured again.
        """
        layout = self.layout()
        assert layout is not None, "a card has its layout"
        margins = layout.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        measured = (room, self._texts, self._shorter, self._fonts())
        if self._arranged == (*measured, self._named()):
            return
        self._fit_figures(room)
        beside = self._name_buttons(room) + self._figures.sizeHint().width() + self._row.spacing()
        has_room = beside <= room
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if has_room else directions.TopToBottom)
        self._arranged = (*measured, self._named())

    def _named(self) -> tuple[tuple[str, str, bool], ...]:
        """What each button says, would say in full, and whether it is there."""
        return tuple((button.text(), self._full[button], button.isHidden()) for button in self.buttons())

    def _fonts(self) -> tuple[QFont, ...]:
        """The fonts of all that is measured: a label gets its own when it is shown first."""
        return tuple(widget.font() for widget in (*self._captions, *self._numbers, *self.buttons()))

    def _fit_figures(self, room: int) -> None:
        """Where the sums have no room they stand closer, then the margin is told in short, then the weight goes."""
        short = tuple(self._shorter.get(caption, (caption, value)) for caption, value in self._texts)
        if self._width_of(self._texts, WIDE) <= room:
            texts, gap, weight = self._texts, WIDE, True
        elif self._width_of(self._texts, NARROW) <= room:
            texts, gap, weight = self._texts, NARROW, True
        else:
            texts, gap, weight = short, NARROW, self._width_of(short, NARROW) <= room
        self._figures.setSpacing(gap)
        both = zip(self._captions, self._numbers, texts, self._texts, strict=True)
        for caption, number, shown, whole in both:
            caption.setText(shown[0])
            number.setText(shown[1])
            if shown != whole or whole[0] in self._shorter:
                caption.setToolTip(" ".join(whole) if shown != whole else "")
                number.setToolTip(caption.toolTip())
            is_shown = weight or whole[0] != _("Weight")
            caption.setVisible(is_shown)
            number.setVisible(is_shown)

    def _width_of(self, texts: tuple[tuple[str, str], ...], gap: int) -> int:
        """What these sums ask for beside one another."""
        widths = [
            max(caption.fontMetrics().horizontalAdvance(text), number.fontMetrics().horizontalAdvance(value))
            for caption, number, (text, value) in zip(self._captions, self._numbers, texts, strict=True)
        ]
        return sum(widths) + len(widths) + gap * (len(widths) - 1)

    def _name_buttons(self, room: int) -> int:
        """The width of the buttons with their keys; where that is more than there is, only the main one tells its."""
        shown = [button for button in self.buttons() if not button.isHidden()]
        wanted = self._buttons.spacing() * (len(shown) - 1)
        for button in shown:
            advance = button.fontMetrics().horizontalAdvance
            wanted += button.sizeHint().width() - advance(button.text()) + advance(self._full[button])
        for button in shown:
            tells = wanted <= room or button.property("kind") == "primary"
            text = self._full[button] if tells else button.accessibleName()
            if button.text() != text:
                button.setText(text)
                button.setToolTip("" if tells else self._full[button])
        return wanted

    def set_titles(self, *, save: str, paper: str, confirm: str) -> None:
        """Name the buttons for the state of the order; an empty title hides one."""
        titles = (
            (self.save, save, "Ctrl+S"),
            (self.paper, paper, "Ctrl+P"),
            (self.confirm, confirm, "Ctrl+Enter"),
        )
        for button, title, keys in titles:
            button.setVisible(bool(title))
            self._full[button] = f"{title}  {keys}"
            button.setText(self._full[button])
            button.setToolTip("")
            button.setAccessibleName(title)
        self._arrange()

    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons from left to right."""
        return self.save, self.paper, self.confirm, self.invoice, self.ship

    def show_next(self, *, ship: bool, invoice: bool) -> None:
        """Offer what comes after the confirmation, as far as there is something to ship or to invoice."""
        self.ship.setVisible(ship)
        self.invoice.setVisible(invoice)

    def show_totals(
        self,
        draft: Draft,
        context: OrderContext,
        *,
        with_margin: bool,
        cancelled_minor: int = 0,
        advances_minor: int = 0,
    ) -> None:
        """Show the sums of the draft; of a confirmed order what was cancelled, and what is left of its advances."""
        gross = draft_totals(draft).gross_minor
        rounded = rounded_figures(gross, rounding_of(gross, context.coin_of(draft)), draft.currency)
        after = _after_total(draft, cancelled_minor=cancelled_minor, advances_minor=advances_minor)
        after = (*rounded, *after)
        texts = (*_figures(draft, context, with_margin=with_margin), *after)
        self._shorter = _shorter(draft, context) if with_margin else {}
        self._show_texts(texts, total_at=len(texts) - len(after) - 1)
        self._show_hints(draft, context)

    def _show_hints(self, draft: Draft, context: OrderContext) -> None:
        """What each jurisdiction takes of a stacked tax, at its number."""
        if not context.taxes.jurisdictions.countries:
            return
        stacked = [group for group in draft_totals(draft).groups if group.key.stack]
        labels, names = tax_labels([group.key for group in stacked]), context.taxes.jurisdictions.names
        hints = {
            label: parts_hint(group, names, draft.currency)
            for label, group in zip(labels, stacked, strict=True)
        }
        for label, (caption, _value) in zip(self._numbers, self._texts, strict=True):
            if caption not in self._shorter:  # that of a sum told in short is the whole of it
                label.setToolTip(hints.get(caption, ""))
            label.setAccessibleDescription(hints.get(caption, ""))

    def _show_texts(self, texts: tuple[tuple[str, str], ...], *, total_at: int) -> None:
        if texts == self._texts:
            return
        same_captions = [caption for caption, _value in texts] == [caption for caption, _value in self._texts]
        self._texts = texts
        if same_captions:  # only the numbers: rebuilding would lay out the whole page twice
            self._arrange()
            return
        clear_layout(self._figures)
        self._numbers.clear()
        self._captions.clear()
        for number, (caption, value) in enumerate(texts):
            column, label = figure(caption, value, strong=number == total_at)
            label.setObjectName(f"total{number}")
            self._numbers.append(label)
            self._captions += [each for each in _labels_of(column) if each is not label]
            self._figures.addLayout(column)


def _labels_of(column: QBoxLayout) -> list[QLabel]:
    """The caption of a figure, then its number."""
    items = (column.itemAt(place) for place in range(column.count()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if isinstance(widget, QLabel)]


def _after_total(draft: Draft, *, cancelled_minor: int, advances_minor: int) -> tuple[tuple[str, str], ...]:
    shown = ((_("of which cancelled"), cancelled_minor), (_("Advance left"), advances_minor))
    return tuple((caption, format_amount(minor, draft.currency)) for caption, minor in shown if minor)


def _figures(draft: Draft, context: OrderContext, *, with_margin: bool) -> list[tuple[str, str]]:
    totals = draft_totals(draft)
    currency = draft.currency
    found = []
    weight = _weight_kg(draft, context)
    if weight:
        found.append((_("Weight"), _("{weight} kg").format(weight=format_decimal(weight, places_max=3))))
    margin = _margin(draft, context) if with_margin else None
    if margin is not None:
        found.append(margin)
    found.append((_("Net"), format_amount(totals.net_minor, currency)))
    labels = tax_labels([group.key for group in totals.groups])
    is_gross = draft.price_mode == PriceMode.GROSS
    for group, label in zip(totals.groups, labels, strict=True):
        caption = _("incl. {tax}").format(tax=label) if is_gross else label
        found.append((caption, format_amount(group.tax_minor, currency)))
    total = _("Total {currency} incl. VAT") if is_gross else _("Total {currency}")
    found.append((total.format(currency=currency), format_amount(totals.gross_minor, currency)))
    exchange = read_exchange_text(draft.header.exchange)
    if exchange is not None:
        home = exchange.to_home(totals.gross_minor)
        caption = _("{currency} at {rate}").format(
            currency=exchange.home, rate=format_rate_of_exchange(exchange.rate_nano)
        )
        found.insert(0, (caption, format_amount(home, exchange.home)))
    return found


def _weight_kg(draft: Draft, context: OrderContext) -> Decimal:
    grams = sum(
        context.products[line.product_id].weight_g * line.base_micro
        for line in draft.lines
        if line.product_id is not None and line.product_id in context.products
    )
    return Decimal(divide_half_up(grams, MICRO * 100)).scaleb(-1)


def _shorter(draft: Draft, context: OrderContext) -> dict[str, tuple[str, str]]:
    """The margin in few letters, by the caption that it has in full."""
    margin, whole = order_margin(draft, context), _margin(draft, context)
    if margin is None or margin.ppm is None or whole is None:
        return {}
    caption, text = _("Margin"), _tenths(margin.ppm)
    if margin.known < margin.lines:
        caption = _("Margin {known}/{lines}").format(known=margin.known, lines=margin.lines)
    if margin.bonus_minor and margin.after_bonus_ppm is not None:
        text = f"{text} / {_tenths(margin.after_bonus_ppm)}"
    return {whole[0]: (caption, text)}


def _margin(draft: Draft, context: OrderContext) -> tuple[str, str] | None:
    """The margin with its caption, which says so where the cost of some lines is not known."""
    margin = order_margin(draft, context)
    if margin is None or margin.ppm is None:
        return None
    caption = _("Margin")
    if margin.known < margin.lines:
        caption = _("Margin of {known} of {lines} lines").format(known=margin.known, lines=margin.lines)
    text, after = _tenths(margin.ppm), margin.after_bonus_ppm
    if margin.bonus_minor and after is not None:
        text = _("{margin}, {after} after bonus").format(margin=text, after=_tenths(after))
    return caption, text


def _tenths(ppm: int) -> str:
    return format_rate(divide_half_up(ppm, 1000) * 1000)
