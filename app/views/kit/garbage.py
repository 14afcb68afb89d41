"""Cyclic garbage is collected on the GUI thread only, between events.

Python collects on whatever thread happens to allocate: on a lane's it could free a widget, and Qt crashes. It would
also look through all modules again and again while they are imported: a tenth of the start.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Garbage(QObject):
    """Nothing is collected until `start`; then each second what Python itself would have collected by then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """The program is imported: what is there now stays, and is not looked through any more."""
        gc.freeze()
        self._timer.start(EVERY_MS)

    def collect(self) -> int:
        """Collect the oldest generation that is due; how many objects were found."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [number for number, (count, most) in enumerate(due) if count > most]
        return gc.collect(generations[-1]) if generations else 0
