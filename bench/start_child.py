"""One start of the program; prints the milliseconds until the wished mark."""

from __future__ import annotations

import os
import sys
import time


def _since_start() -> float:
    """Milliseconds since this process was created, by the system's own clock."""
    ticks = os.sysconf("SC_CLK_TCK")
    with open("/proc/self/stat", encoding="ascii") as file:  # noqa: PTH123 - pathlib costs 3 ms here
        created = int(file.read().rpartition(")")[2].split()[19]) / ticks
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - created) * 1000


def _bare() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1600, 1000)
    window.show()
    app.processEvents()
    print(_since_start())
    os._exit(0)


def _program(url: str, mark: str) -> None:
    from PySide6.QtWidgets import QApplication

    from app.settings import UserSettings
    from app.views.kit import theme
    from app.views.start import _SWITCH_INTERVAL, open_window

    sys.setswitchinterval(_SWITCH_INTERVAL)
    app = QApplication([])
    theme.apply_theme(app, dark=False)
    window, opening = open_window(url, UserSettings())

    def done() -> None:
        print(_since_start(), flush=True)
        os._exit(0)

    (window.painted if mark == "painted" else opening.opened).connect(done)
    window.show()
    app.exec()


if __name__ == "__main__":
    _bare() if sys.argv[2] == "qt" else _program(sys.argv[1], sys.argv[2])
