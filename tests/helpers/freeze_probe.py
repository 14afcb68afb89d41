"""The longest work of the GUI thread between two turns of the event loop.

Measured as the thread's own processor time, so that a busy machine does not fail a test; the wall-clock
budget is held by `main.py bench stall.max`.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

PERIOD_MS = 5


class FreezeProbe(QObject):
    """Runs from its making on; `resume` leaves out what the test itself did meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._worst = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(PERIOD_MS)

    def _tick(self) -> None:
        now = time.thread_time()
        self._worst = max(self._worst, now - self._last)
        self._last = now

    def worst_ms(self) -> float:
        """The longest stretch so far, in milliseconds."""
        return self._worst * 1000

    def resume(self) -> None:
        """Count from here: what came before was the test's own work."""
        self._last = time.thread_time()
