"""The longest time for which the event loop did not turn: a precise timer of 5 ms and its worst gap."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

PERIOD_MS = 5


class FreezeProbe(QObject):
    """Runs from its making on; what the test does between two turns of the loop counts too."""

    def __init__(self) -> None:
        super().__init__()
        self._worst = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(PERIOD_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._worst = max(self._worst, now - self._last - PERIOD_MS / 1000)
        self._last = now

    def worst_ms(self) -> float:
        """The worst gap so far, in milliseconds."""
        return self._worst * 1000

    def restart(self) -> None:
        """Forget what was measured."""
        self._worst = 0.0
        self._last = time.perf_counter()
