"""A long piece of work on a card: how far it is, what it does now, and how to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.i18n import _
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, muted_label

_STEPS = 1000


class ProgressCard(Card):
    """Shows `set_progress(0.4, "...")`; `cancel_wanted` follows the button, which may say `stop` and name keys."""

    cancel_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None, *, stop: str = "", keys: str = "") -> None:
        super().__init__(title, parent)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._text = muted_label()
        self._text.setObjectName("progressText")
        self.cancel_button = key_button(stop or _("Cancel"), keys)
        self.cancel_button.setObjectName("progressCancel")
        self.cancel_button.clicked.connect(self._cancel)
        row = QHBoxLayout()
        row.addWidget(self._text, 1)
        row.addWidget(self.cancel_button)
        self.body.addWidget(self._bar)
        self.body.addLayout(row)

    def set_progress(self, fraction: float, text: str = "") -> None:
        """Show how far it is (0 to 1); a negative fraction means "unknown"."""
        self._bar.setRange(0, 0 if fraction < 0 else _STEPS)
        if fraction >= 0:
            self._bar.setValue(round(min(1.0, fraction) * _STEPS))
        if text:
            self._text.setText(text)

    def text(self) -> str:
        """The text shown."""
        return self._text.text()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._text.setText(_("Stopping after the current step ..."))
        self.cancel_wanted.emit()
