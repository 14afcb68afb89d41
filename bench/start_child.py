"""One start of the program; prints the milliseconds until the wished mark."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

_PERIOD_MS = 5


def _since_start() -> float:
    """Milliseconds since this process was created, by the system's own clock."""
    ticks = os.sysconf("SC_CLK_TCK")
    with open("/proc/self/stat", encoding="ascii") as file:  # noqa: PTH123 - pathlib costs 3 ms here
        created = int(file.read().rpartition(")")[2].split()[19]) / ticks
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - created) * 1000


def _bare(url: str, mark: str) -> None:
    """Qt alone with an empty window; with `alchemy` also SQLAlchemy, connected, as whoever uses it must wait for."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1600, 1000)
    window.show()
    app.processEvents()
    if mark == "alchemy":
        import sqlalchemy as sa

        with sa.create_engine(url).connect() as connection:
            connection.execute(sa.text("select 1")).all()
    print(_since_start())
    os._exit(0)


def _program(url: str, mark: str) -> None:
    """The program's own `main.py`, up to the mark; the longest gap of the event loop since the first paint."""
    import main  # noqa: F401 - as a person starts it
    from app.kept_code import KEPT
    from app.views import start

    told: list[float] = []
    open_window = start.open_window

    def opened(*arguments: Any) -> Any:
        window, opening = open_window(arguments[0])  # without settings nobody is asked who is there

        def done() -> None:
            if mark == "ready" and not _takes_keys(window):
                os._exit(1)
            print(_since_start(), max(told, default=0.0), flush=True)
            KEPT.save()  # as the program does itself a little later
            os._exit(0)

        def failed(error: Exception) -> None:
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)

        (window.painted if mark == "painted" else opening.opened).connect(done)
        window.painted.connect(lambda: _watch(told))
        opening.failed.connect(failed)
        return window, opening

    setattr(start, "open_window", opened)  # noqa: B010 - mypy knows that functions stay
    start.run_window(url)


def _takes_keys(window: Any) -> bool:
    """Whether a letter that is pressed now lands in the first field of the desk in front."""
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    field = window.focusWidget()
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, "b")
    QCoreApplication.sendEvent(window.windowHandle(), pressed)
    taken: bool = field is not None and field.property("text") == "b"
    return taken


def _watch(told: list[float]) -> None:
    """Note each gap between two turns of a 5 ms timer."""
    from PySide6.QtCore import QCoreApplication, QTimer

    last = [time.perf_counter()]

    def turn() -> None:
        now = time.perf_counter()
        told.append(max(0.0, (now - last[0]) * 1000 - _PERIOD_MS))
        last[0] = now

    timer = QTimer(QCoreApplication.instance())
    timer.timeout.connect(turn)
    timer.start(_PERIOD_MS)


if __name__ == "__main__":
    (_bare if sys.argv[2] in {"qt", "alchemy"} else _program)(sys.argv[1], sys.argv[2])
