"""Below the form: what the option under the cursor changes, or why it cannot be had, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.configuring.views import Level, OptionView, ReasonView, RepairView, State
from app.i18n import _
from app.views.configurator.repair_rows import RepairRows
from app.views.configurator.words import difference_words, level_hint, reason_text, rules_text
from app.views.kit import theme
from app.views.kit.cards import muted_label
from app.views.kit.icons import draw_icon

_LEAST = 68
_INDENT = 28


class ExplainPanel(QFrame):
    """`taken(RepairView)`: a way out was taken; `left`: Esc, back to the form."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setMinimumHeight(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._currency = currency
        self._icon = ""
        self._level_ink = "muted"
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        self.title = _wrapped("explainTitle")
        theme.embolden(self.title)
        self.detail = _wrapped("explainDetail")
        self.hint = muted_label(parent=self)
        self.hint.setWordWrap(True)
        self.repairs = RepairRows(currency, self)
        self.repairs.taken.connect(self.taken)
        self.repairs.left.connect(self._leave)
        for label in (self.title, self.detail, self.hint):
            label.setContentsMargins(_INDENT, 0, 0, 0)
        for part in (self.title, self.detail, self.repairs, self.hint):
            column.addWidget(part)
        column.addStretch(1)
        theme.signals().changed.connect(self.update)
        self.show_nothing()

    def show_nothing(self, text: str = "") -> None:
        """Nothing is under the cursor, or only this is to be said."""
        self._show("mdi6.information-outline", "muted", text, "", "")

    def show_option(self, option: OptionView, also: str = "") -> None:
        """An option that can be had: its note and what it changes; `also`: what else would change, in words."""
        detail = level_hint(option.level) if option.state is State.CHOSEN else ""
        if option.difference is not None:
            detail = difference_words(option.difference, self._currency)
        text = "\n".join(filter(None, (detail, also, option.note)))
        self._show("mdi6.information-outline", "info", option.name, text, "")

    def show_text(self, title: str, detail: str = "") -> None:
        """A field or a size in words."""
        self._show("mdi6.information-outline", "info", title, detail, "")

    def show_reason(self, reason: ReasonView) -> None:
        """Why something is blocked, with the rules; the ways out come with Enter."""
        hint = _("Enter shows ways out.")
        self._show("mdi6.lock-outline", "warn", reason_text(reason), rules_text(reason), hint)

    def show_repairs(self, reason: ReasonView, repairs: Sequence[RepairView]) -> None:
        """The ways out take the keys."""
        if not repairs:
            hint = _("Nothing that was chosen here can be changed so that it fits.")
            if any(choice.level is Level.GIVEN for choice in reason.choices):
                hint = _("What the customer owns stands against it. Ctrl+I says what it is to fit with.")
            self._show("mdi6.lock-outline", "warn", reason_text(reason), rules_text(reason), hint)
            return
        hint = _("A number or Enter takes one, Esc leaves all as it is.")
        self._show("mdi6.tools", "warn", reason_text(reason), rules_text(reason), hint, repairs)
        self.repairs.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_complaint(self, text: str) -> None:
        """A value that the model does not offer."""
        self._show("mdi6.alert-outline", "bad", text, "", "")

    def text(self) -> str:
        """All that it says."""
        parts = (self.title.text(), self.detail.text(), *self.repairs.texts(), self.hint.text())
        return "\n".join(part for part in parts if part)

    def has_repairs(self) -> bool:
        """Whether ways out are shown."""
        return bool(self.repairs.repairs())

    def drop_repairs(self) -> bool:
        """Ways out that were shown are gone; whether there were some."""
        if not self.has_repairs():
            return False
        self.show_nothing()
        return True

    def _show(
        self, icon: str, ink: str, title: str, detail: str, hint: str, repairs: Sequence[RepairView] = ()
    ) -> None:
        self._icon, self._level_ink = icon, ink
        for label, text in ((self.title, title), (self.detail, detail), (self.hint, hint)):
            label.setText(text)
            label.setVisible(bool(text))
        self.repairs.set_repairs(repairs)
        self.repairs.setVisible(bool(repairs))
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.update()

    def _leave(self) -> None:
        self.repairs.set_repairs(())
        self.repairs.hide()
        self.hint.setText(_("Enter shows ways out."))
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.title.text():
            return
        painter, table = QPainter(self), theme.tokens()
        inks = {"warn": table.warn, "bad": table.bad, "info": table.accent}
        draw_icon(
            painter, self._icon, QRectF(11, 9, 18, 18), QColor(inks.get(self._level_ink, table.muted)).name()
        )


def _wrapped(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
