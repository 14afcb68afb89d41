"""The line at the bottom: short standing facts, separated by dots."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget


class StatusBar(QStatusBar):
    """Named fields in the order in which they were first set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self._fields: dict[str, str] = {}
        self._label = QLabel()
        self._label.setObjectName("statusText")
        self._label.setMinimumWidth(1)  # many facts must not keep the window wide
        self.addWidget(self._label, 1)

    def set_field(self, name: str, text: str) -> None:
        """Show `text` under this name; "" takes the field away."""
        self._fields[name] = text
        self._label.setText(" · ".join(shown for shown in self._fields.values() if shown))

    def text(self) -> str:
        """Everything shown."""
        return self._label.text()
