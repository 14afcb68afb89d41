"""The real program in a real window under Xvfb and a window manager, driven by xdotool: `make soak`."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_office
from tests.helpers.small_firm import make_small_firm

pytestmark = pytest.mark.soak
ROOT = Path(__file__).parents[2]
DISPLAY = ":93"
PATIENCE_S = 60


class Screen:
    """A window under Xvfb; keys go through the X server as a person's would."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        self._environment = {
            **os.environ, "DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb", "KEYLINE_HOME": str(folder / "home"),
        }  # fmt: skip
        self._stack = contextlib.ExitStack()
        self._start(["Xvfb", DISPLAY, "-screen", "0", "1440x900x24", "-nolisten", "tcp"])
        self.wait(self._answers, "the screen")
        self._start(["openbox"])
        self._start([sys.executable, "main.py", "--db", url], cwd=ROOT)
        self.wait(self._window, "the window")
        self.tool("windowactivate", "--sync", self._window())

    def _start(self, command: list[str], **options: object) -> None:
        process = subprocess.Popen(command, env=self._environment, **options)  # type: ignore[call-overload]  # Popen's own, by name
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)

    def _answers(self) -> bool:
        done = subprocess.run(
            ["xdotool", "getdisplaygeometry"], env=self._environment, capture_output=True, check=False
        )
        return done.returncode == 0

    def _window(self) -> str:
        found = self._xdotool("search", "--onlyvisible", "--name", "Orders - Keyline").split()
        return found[0] if found else ""

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        return done.stdout

    def tool(self, *words: str) -> None:
        """Run xdotool."""
        self._xdotool(*words)

    def key(self, *names: str) -> None:
        """Press keys one after the other, as fast as a quick clerk."""
        self.tool("key", "--clearmodifiers", "--delay", "60", *names)

    def type(self, text: str) -> None:
        """Type a text."""
        self.tool("type", "--clearmodifiers", "--delay", "25", text)

    def wait(self, condition, what: str) -> None:
        """Look until it is so; the test fails with the name of what never came."""
        pause = threading.Event()
        for _look in range(PATIENCE_S * 10):
            if condition():
                return
            pause.wait(0.1)
        raise AssertionError(f"{what} never came")

    def rows(self, statement: str) -> list[tuple]:
        """Rows of the database, read past the program."""
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"))
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def wait_title(self, words: str) -> None:
        """Wait until the window's title says so: the page is there."""
        self.wait(
            lambda: self._xdotool("search", "--onlyvisible", "--name", words).strip(), f"the page {words}"
        )

    def wait_rows(self, statement: str, expected: list[tuple]) -> None:
        """Wait until the database answers so."""
        self.wait(
            lambda: self.rows(statement) == expected, f"{statement} == {expected}, is {self.rows(statement)}:"
        )

    def picture(self, path: Path) -> None:
        """A picture of the screen, for looking at after a failure."""
        subprocess.run(
            ["import", "-window", "root", str(path)], env=self._environment, check=False, timeout=30
        )

    def close(self) -> None:
        """End the program, the window manager and the screen."""
        self._stack.close()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """The program on the small firm."""
    assert all(map(shutil.which, ("Xvfb", "xdotool", "openbox"))), "`make soak` installs what this needs"
    url = f"sqlite:///{tmp_path / 'soak.db'}"
    office = open_office(url)
    make_small_firm(office.work)
    office.close()
    made = Screen(tmp_path, url)
    yield made
    made.picture(tmp_path / "last.png")
    made.close()


def test_a_phone_order_is_keyed_shipped_invoiced_and_paid_on_a_real_screen(screen):
    screen.key("ctrl+n")
    screen.wait_rows("select count(*) from sales_order", [(1,)])
    screen.type("bergmann")
    screen.key("Return")
    screen.wait_rows("select customer_name from sales_order", [("Bergmann Hotels Ltd",)])
    screen.type("PO-1")
    screen.key("Return", "Return", "Return", "Return")
    for number, (sku, quantity) in enumerate(
        (("CHR-ERG-BLK", 2), ("CBL-TRAY", 3), ("DSK-1608-OAK", 1)), start=1
    ):
        screen.type(sku)
        screen.key("Return")
        screen.type(str(quantity))
        screen.key("Return", "Return", "Return")
        screen.wait_rows("select count(*) from order_line where amount_minor > 0", [(number,)])
    screen.key("Escape", "ctrl+Return")
    screen.wait_rows("select number, state from sales_order", [("SO-000001", "confirmed")])
    screen.key("ctrl+shift+p")
    screen.wait_title("Ship SO-000001")
    screen.key("ctrl+Return")
    screen.wait_rows("select state from shipment", [("picking",)])
    screen.wait_title("DN-000001")
    screen.key("ctrl+Return")
    screen.wait_rows("select state from shipment", [("shipped",)])
    screen.key("ctrl+shift+i")
    screen.wait_title("Invoice SO-000001")
    screen.key("ctrl+Return")
    screen.wait_rows("select number from invoice", [("INV-000001",)])
    screen.wait_title("INV-000001")
    screen.key("ctrl+shift+p")
    screen.wait_title("payment")

    def is_paid() -> bool:
        """The amount is proposed as soon as the customer's claims are read; before that Ctrl+Enter is refused."""
        screen.key("ctrl+Return")
        return screen.rows("select sum(amount_minor - applied_minor), count(*) from open_item") == [(0, 2)]

    screen.wait(is_paid, "the payment")
    screen.wait_rows("select state from sales_order", [("closed",)])
