"""Questions that got no answer are asked again by themselves, until the database answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.errors import OutsideError

RETRY_MS = 2000


class AskAgain(QTimer):
    """Belongs to a widget and rests while nobody sees it. A question that fails again is owed again by its asker."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._owed: dict[str, Callable[[], None]] = {}
        self.setSingleShot(True)
        self.timeout.connect(self._ask)

    def owe(self, name: str, ask: Callable[[], None], error: Exception) -> bool:
        """Ask again in two seconds; False where it would be no use: the program or the question is wrong."""
        if not isinstance(error, OutsideError):
            return False
        self._owed[name] = ask
        if not self.isActive():
            self.start(RETRY_MS)
        return True

    def owes(self, name: str) -> bool:
        """Whether this question is still to be asked again."""
        return name in self._owed

    def answered(self, name: str) -> None:
        """The question is answered, or nobody asks it any more."""
        self._owed.pop(name, None)
        if not self._owed:
            self.stop()

    def now(self) -> bool:
        """Ask all of them at once: somebody pressed the key. False where none is owed."""
        owed, self._owed = self._owed, {}
        for ask in owed.values():
            ask()
        return bool(owed)

    def _ask(self) -> None:
        if self._owner.isVisible():
            self.now()
        else:
            self.start(RETRY_MS)
