"""What a page shows when there is nothing to show: what belongs here and the key that brings it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.buttons import ButtonKind, key_button
from app.views.kit.cards import muted_label
from app.views.kit.icons import icon

_HINT_WIDTH, _HINT_LEAST, _EDGE = 440, 200, 12


class EmptyState(QWidget):
    """An icon, a sentence, a hint and buttons with their keys."""

    def __init__(self, icon_name: str, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = QLabel(self)
        heading = QLabel(title, self)
        heading.setObjectName("emptyTitle")
        theme.embolden(heading, pixels=16)
        explanation = muted_label(hint, self)
        explanation.setWordWrap(True)
        self._hint = explanation
        self._fit_hint(_HINT_WIDTH)
        if not hint:
            explanation.hide()  # showing one without a parent would make it a window
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for label in (self._icon, heading, explanation):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        layout.addLayout(self.buttons)
        layout.setAlignment(self.buttons, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._column = layout
        self.setAccessibleName(title)
        theme.signals().changed.connect(self._recolour)
        self._recolour()

    def _fit_hint(self, room: int) -> None:
        """Lines as long as there is room for."""
        width = max(_HINT_LEAST, min(_HINT_WIDTH, room))
        self._hint.setFixedWidth(width)
        self._hint.setMinimumHeight(max(0, self._hint.heightForWidth(width)))  # the layout asks for none

    def minimumSizeHint(self) -> QSize:
        return QSize(
            min(_HINT_LEAST + 2 * _EDGE, super().minimumSizeHint().width()),
            super().minimumSizeHint().height(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_hint(self.width() - 2 * _EDGE)

    def add_button(
        self, title: str, run: Callable[[], None], keys: str = "", kind: ButtonKind = "secondary"
    ) -> QPushButton:
        """Offer a way on."""
        button = key_button(title, keys, kind)
        button.setAutoDefault(True)  # no field is here whose Enter would lead on: Enter presses
        button.clicked.connect(run)
        self.buttons.addWidget(button)
        return button

    def add_below(self, widget: QWidget) -> None:
        """Put something under the buttons."""
        self._column.insertWidget(self._column.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def _recolour(self) -> None:
        table = theme.tokens()
        self._icon.setPixmap(icon(self._icon_name, table.border_strong, 48).pixmap(48, 48))


def nothing_found(parent: QWidget | None = None) -> EmptyState:
    """A list whose rows are all left out by what is typed or chosen."""
    return EmptyState(
        "mdi6.magnify", _("Nothing found"), _("No row has what is typed and chosen above."), parent
    )
