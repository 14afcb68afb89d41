"""Where the person is: file, look, import, report."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import _
from app.views.kit.cards import Badge
from app.views.kit.tokens import Level


class StepLine(QWidget):
    """The step in work is marked, those behind it are done."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._titles = (_("1  File"), _("2  Look and match"), _("3  Import"), _("4  Report"))
        self._badges = [Badge(title, "muted") for title in self._titles]
        for badge in self._badges:
            row.addWidget(badge)
        row.addStretch(1)
        self.step = 0
        self.show_step(1)

    def show_step(self, step: int) -> None:
        """1 to 4."""
        self.step = step
        for number, badge in enumerate(self._badges, start=1):
            level: Level = "ok" if number < step else "info" if number == step else "muted"
            badge.set_state(self._titles[number - 1], level)
