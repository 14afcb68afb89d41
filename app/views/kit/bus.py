"""What happened and what is wanted, carried between desks that do not know one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.changes import Change


@dataclass(frozen=True, slots=True)
class Ask:
    """A wish to whoever can fulfil it: `Ask("thing.open", id=17)`."""

    name: str
    id: int = 0
    params: Mapping[str, object] = field(default_factory=dict)


class Bus(QObject):
    """The signals of the window. `publish` may be called from any thread, the rest from the GUI thread."""

    changed = Signal(object)  # tuple[Change, ...], own and foreign
    asked = Signal(object)  # Ask
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._spread, Qt.ConnectionType.QueuedConnection)

    def publish(self, changes: tuple[Change, ...]) -> None:
        """Tell everybody, on the GUI thread, what was committed."""
        if changes:
            self._arrived.emit(changes)

    def ask(self, name: str, id: int = 0, **params: object) -> None:
        """Ask the desk that understands `name`; GUI thread only."""
        self.asked.emit(Ask(name, id, params))

    @Slot(object)
    def _spread(self, changes: object) -> None:
        self.changed.emit(changes)
