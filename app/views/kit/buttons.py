"""Buttons that teach their key: "Confirm order  Ctrl+Enter"."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from app.views.kit import theme

ButtonKind = Literal["primary", "secondary", "danger", "quiet"]


def key_text(keys: str) -> str:
    """The key as people read it, in their language: `Ctrl+Return` is "Ctrl+Enter"."""
    first = keys.split(",", maxsplit=1)[0].strip()
    native = QKeySequence(first).toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("Return", "Enter")


def key_button(
    title: str, keys: str = "", kind: ButtonKind = "secondary", parent: QWidget | None = None
) -> QPushButton:
    """A push button with its key behind the title; the key itself belongs to a command."""
    shown = key_text(keys) if keys else ""
    button = QPushButton(f"{title}  {shown}".rstrip(), parent)
    button.setProperty("kind", kind)
    if kind == "primary":
        theme.embolden(button)
    button.setAccessibleName(title)
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.ArrowCursor)
    if shown:
        button.setAccessibleDescription(shown)
    return button
