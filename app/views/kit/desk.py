"""What the frame knows about a desk: nothing of its business."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.views.kit.commands import Command


@dataclass(frozen=True, slots=True)
class Desk:
    """One screen in the navigation. `make` builds its widget when it is first shown (import it there).

    The widget may offer `refresh()` (F5), `message_bar` (messages land there) and `may_close()`.
    """

    id: str
    title: str
    icon: str  # "mdi6.file-edit-outline"
    make: Callable[[], QWidget]
    commands: Callable[[], Sequence[Command]] = field(default=tuple)
    right: str = ""


@runtime_checkable
class Refreshable(Protocol):
    """A desk that can ask everything again."""

    def refresh(self) -> None:
        """F5."""


@runtime_checkable
class AsksBeforeClosing(Protocol):
    """A desk that wants to finish something before the window closes."""

    def may_close(self) -> bool:
        """False keeps the window open; the desk says why in its message bar."""
