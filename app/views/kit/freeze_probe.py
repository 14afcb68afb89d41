"""The longest stretch in which the event loop did not turn.

Tests hold it from their start; the program itself runs it only when KEYLINE_STALL_FILE names a file, which is
written when the program ends. The time for which the GUI thread was ready but another program had the
processor is told apart: on a busy machine it is no fault of ours.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, SignalInstance

PERIOD_MS = 5
_QUEUE = "/proc/thread-self/schedstat"  # Linux: time on a processor, time waiting for one, turns


@dataclass(frozen=True, slots=True)
class Stalls:
    """Milliseconds of the worst gaps, each over the timer's own period."""

    stall_ms: float  # wall time less the wait for a processor: what the program itself is to blame for
    stalled_at_s: float  # when that was, counted from the first turn
    wall_ms: float
    thread_ms: float  # processor time of the GUI thread alone
    turns: int


class FreezeProbe(QObject):
    """Runs from its making on; `resume` leaves out what a test itself did meanwhile."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue = _open_queue()
        if queue >= 0:
            self.destroyed.connect(lambda: os.close(queue))
        self._stall = self._stalled_at = self._wall = self._thread = 0.0
        self._turns = 0
        self._begin = time.perf_counter()
        self._last = self._now()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(PERIOD_MS)

    def _now(self) -> tuple[float, float, float]:
        """Wall clock, processor time of this thread, and its time in the queue for a processor; in seconds."""
        queued = int(os.pread(self._queue, 64, 0).split()[1]) / 1e9 if self._queue >= 0 else 0.0
        return time.perf_counter(), time.thread_time(), queued

    def _tick(self) -> None:
        now = self._now()
        wall, thread, queued = (new - old for new, old in zip(now, self._last, strict=True))
        wall -= PERIOD_MS / 1000
        self._last = now
        self._turns += 1
        self._wall, self._thread = max(self._wall, wall), max(self._thread, thread)
        if wall - queued > self._stall:
            self._stall, self._stalled_at = wall - queued, now[0] - self._begin

    def resume(self) -> None:
        """Count from here: what came before was the test's own work."""
        self._last = self._now()

    def worst_ms(self) -> float:
        """The longest processor time of the GUI thread in one turn, in milliseconds."""
        return self._thread * 1000

    def stalls(self) -> Stalls:
        """All figures so far."""
        return Stalls(
            stall_ms=round(self._stall * 1000, 1),
            stalled_at_s=round(self._stalled_at, 2),
            wall_ms=round(self._wall * 1000, 1),
            thread_ms=round(self._thread * 1000, 1),
            turns=self._turns,
        )

    def write(self, path: Path) -> None:
        """Write the figures as JSON."""
        path.write_text(json.dumps(asdict(self.stalls())), encoding="utf-8")


def write_at_end(window: QObject, painted: SignalInstance, ending: SignalInstance, path: Path) -> None:
    """A probe from the first paint on, whose figures are in the file when the program has ended."""

    def begin() -> None:
        probe = FreezeProbe(window)
        ending.connect(lambda: probe.write(path))

    painted.connect(begin)


def _open_queue() -> int:
    """The kernel's book of this thread, -1 where there is none (not Linux)."""
    with suppress(OSError):
        return os.open(_QUEUE, os.O_RDONLY)
    return -1
