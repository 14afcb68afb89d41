"""The page of the configurator: steps, form, picture and price. It shows and asks; it decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.i18n import _
from app.views.configurator.explain_panel import ExplainPanel
from app.views.configurator.form import ConfigForm
from app.views.configurator.picture_card import PictureCard
from app.views.configurator.price_card import PriceCard
from app.views.configurator.step_list import StepList
from app.views.configurator.top_line import TopLine
from app.views.configurator.words import lost_by_field
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button, key_text
from app.views.kit.cards import Card

if TYPE_CHECKING:
    from app.domain.configuring.views import ConfiguringView

_NARROW = 1000
_LOW = 560
_PRICE, _PRICE_LEAST = 0.38, 250
"""Of the height, for the price; so many pixels show all of its rows."""


class ConfigView(QWidget):
    """Its parts are worked by `Hands`; buttons are those of the page's commands."""

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.top = TopLine(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(10)
        self.steps_card = Card(_("Steps of the form"))
        self.steps = StepList()
        self.steps_card.body.addWidget(self.steps, 1)
        self._middle = QWidget()
        self.form = ConfigForm(currency, self._middle)
        self.explain = ExplainPanel(currency, self._middle)
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.setChildrenCollapsible(False)
        self._right.setHandleWidth(10)
        self.picture = PictureCard()
        self.price = PriceCard(currency)
        self.undo_button = key_button(_("Undo"), "Ctrl+Z", "quiet")
        self.complete_button = key_button(_("Complete the rest"), "Ctrl+M")
        self.take_button = key_button(_("Take over"), "Ctrl+Return", "primary")
        hint = _("Enter takes · Space stays · Del takes back · PgUp PgDn steps · F8 next open")
        self.buttons = ActionRow(hint, (self.undo_button, self.complete_button, self.take_button))
        self._lay_out()

    def _lay_out(self) -> None:
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(8)
        middle.addWidget(self.form, 1)
        middle.addWidget(self.explain)
        self._right.addWidget(self.picture)
        self._right.addWidget(self.price)
        self._right.setStretchFactor(0, 1)
        self._right.setSizes([400, 250])
        for part, least in ((self.steps_card, 128), (self._middle, 300), (self._right, 280)):
            part.setMinimumWidth(least)
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setStretchFactor(2, 3)
        self.splitter.setSizes([172, 400, 520])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.top)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.buttons)

    def say_take(self, title: str) -> None:
        """What the button that takes it over does here."""
        self.take_button.setText(f"{title}  {key_text('Ctrl+Return')}")
        self.take_button.setAccessibleName(title)

    def show_form(self, view: ConfiguringView) -> None:
        """Steps, progress and the fields of the step that is shown."""
        self.steps.show_steps(view.steps, view.step)
        self.form.show_step(view.step, view.fields, lost_by_field(view.conflicts))
        self.top.show_progress(view.line_text, view.progress)
        self.undo_button.setEnabled(view.undoes is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow, is_low = event.size().width() < _NARROW, event.size().height() < _LOW
        self.steps_card.make_low(low=is_low or is_narrow)
        self.steps_card.make_tight(tight=is_narrow)
        self.top.make_narrow(narrow=is_narrow)
        self.price.make_tight(tight=is_low)
        self.picture.make_tight(tight=is_low)
        width = event.size().width()
        if width != event.oldSize().width():
            steps = 144 if is_narrow else 176
            left = max(0, width - steps - 20)
            form = round(left * (0.5 if is_narrow else 0.42))
            self.splitter.setSizes([steps, form, left - form])
        if event.size().height() != event.oldSize().height():
            height = event.size().height() - 90
            price = max(round(height * _PRICE), min(_PRICE_LEAST, height // 2))
            self._right.setSizes([height - price, price])


def spaced_row(*parts: QWidget) -> QHBoxLayout:
    """Parts beside one another."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    return row
