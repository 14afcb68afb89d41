"""The real program in a real window under Xvfb and a window manager, driven by xdotool: `make soak`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_office
from tests.helpers.small_firm import make_small_firm
from tests.scenarios import books
from tests.scenarios.screen import TOOLS, Screen

pytestmark = pytest.mark.soak
STALL_LIMIT_MS = 250  # what tests guard (speed.md); the budget of 100 is held by `main.py bench stall.max`
MOST_KEYS = 200
KEYED = (
    ("CHR-ERG-BLK", "2"), ("CBL-TRAY", "1 pk"), ("DSK-1608-OAK", "1"), (books.BOOK, "3"), ("SCR-M6", "200"),
    ("CHR-ERG-BLK", "12"), ("CBL-TRAY", "7"), ("DSK-1608-OAK", "4"),
)  # fmt: skip
TYPED_PRICE = "187.35"
OVERPAID = 1234
LINES = "select count(*) from order_line where amount_minor > 0"


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """The program on the small firm, on a screen of its own."""
    assert all(map(shutil.which, TOOLS)), "`make soak` installs what this needs"
    url = f"sqlite:///{tmp_path / 'soak.db'}"
    office = open_office(url)
    make_small_firm(office.work)
    office.close()
    books.prepare(url)
    made = Screen(tmp_path, url)
    yield made
    made.close()


def start_order(screen: Screen, letters: str, name: str) -> None:
    """Ctrl+N, a customer by three letters, the customer's number, on to the lines."""
    screen.key("ctrl+n")
    screen.wait_title("New order")
    screen.type(letters)
    screen.key("Return")
    screen.wait_rows("select customer_name from sales_order", (name,))
    screen.type("PO-1")
    screen.key("Return", times=4)


def key_lines(screen: Screen) -> None:
    """Eight lines, and one with a typed price; the cursor rests on the empty line."""
    for number, (sku, quantity) in enumerate(KEYED, start=1):
        screen.type(sku)
        screen.key("Return")
        screen.type(quantity)
        screen.key("Return", times=3)
        screen.wait_rows(LINES, (number,))
    screen.type("CHR-ERG-BLK")
    screen.key("Return")
    screen.type("2")
    screen.key("Return", "Return")
    screen.type(TYPED_PRICE)
    screen.key("Return")
    screen.wait_rows(LINES, (len(KEYED) + 1,))
    screen.key("Escape")


def paste_lines(screen: Screen) -> None:
    """Two rows of a sheet become lines; a third waits, is looked up, and its code is remembered."""
    screen.put_clipboard("CBL-TRAY\t5\nDSK-1608-OAK\t2\nTHEIR-NO-1\t0\n")
    screen.key("ctrl+v")
    screen.wait_rows(LINES, (len(KEYED) + 3,))
    screen.wait_rows("select pasted <> '' from sales_order", (1,))
    screen.key("ctrl+shift+m", "Return")
    screen.wait_rows("select count(*) from order_line", (12,))
    screen.type("PED-DR3")
    screen.key("Return")
    screen.wait_rows("select count(*) from order_line where sku = 'PED-DR3-WHT'", (1,))
    screen.key("alt+1")
    remembered = "select c.code, p.sku from customer_part c join product p on p.id = c.product_id"
    screen.wait_rows(remembered, ("THEIR-NO-1", "PED-DR3-WHT"))


def confirm(screen: Screen) -> None:
    """The check stops a line of nothing; its remedy is one key; then the order has its number."""
    screen.key("ctrl+Return", "F8")
    assert screen.rows("select state from sales_order") == [("draft",)]
    screen.key("alt+Return")
    screen.wait_rows("select quantity_micro from order_line where sku = 'PED-DR3-WHT'", (books.MICRO,))
    screen.key("ctrl+Return")
    screen.wait_rows("select state from sales_order", ("confirmed",))
    screen.wait_title("SO-000001")


def ship_less(screen: Screen) -> None:
    """The first line of the pick list is short by one."""
    screen.key("ctrl+shift+p")
    screen.wait_title("Ship SO-000001")
    screen.key("ctrl+Return")
    screen.wait_rows("select state from shipment", ("picking",))
    screen.wait_title("DN-000001")
    screen.type("1")
    screen.key("Return", "ctrl+Return")
    screen.wait_rows("select state from shipment", ("shipped",))


def test_a_phone_order_is_keyed_shipped_invoiced_and_paid_on_a_real_screen(screen, record_property):
    start_order(screen, "zet", "Zeta Büro AG")
    key_lines(screen)
    paste_lines(screen)
    confirm(screen)
    order = books.assert_order(screen.url, lines=12)
    prices = "select price_micro from order_line where price_source = 'manual'"
    assert screen.rows(prices) == [(187_350_000,)]
    ship_less(screen)
    screen.key("ctrl+shift+i")
    screen.wait_title("Invoice SO-000001")
    screen.key("ctrl+Return")
    screen.wait_rows("select number from invoice", ("INV-000001",))
    invoice = books.assert_invoice(screen.url)
    screen.wait_title("INV-000001")
    screen.key("ctrl+shift+p")
    screen.wait_title("payment")
    screen.type(f"{(invoice.gross + OVERPAID) / 100:.2f}")
    screen.key("ctrl+Return")
    screen.wait_rows("select amount_minor from payment", (invoice.gross + OVERPAID,))
    books.assert_left_over(screen.url, short_by=1, overpaid=OVERPAID)
    assert screen.pressed < MOST_KEYS
    stalls = screen.quit()
    record_property("keys", screen.pressed)
    record_property("stalls", stalls)
    books.assert_papers(screen.url, customer="Zeta Büro AG", order=order, invoice=invoice)
    books.assert_proven(screen.url)
    assert_never_stalled(stalls)


def assert_never_stalled(stalls: dict[str, float]) -> None:
    """No long work of the GUI thread; where others wait for the processor too, what it waits for takes longer."""
    waiting = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert stalls["turns"] > 0, stalls
    assert stalls["thread_ms"] < STALL_LIMIT_MS * waiting, (stalls, waiting)
    assert stalls["stall_ms"] < STALL_LIMIT_MS * waiting, (stalls, waiting)


def add_line(screen: Screen, sku: str, quantity: str, count: int) -> None:
    """An article and its quantity, then on to the empty line."""
    screen.type(sku)
    screen.key("Return")
    screen.type(quantity)
    screen.key("Return", times=3)
    screen.wait_rows(LINES, (count,))


SKUS = "select sku from order_line order by position"
QUANTITIES = "select quantity_micro / 1000000 from order_line order by position"
DESK, CHAIR, LAMP = ("DSK-1608-OAK",), ("CHR-ERG-BLK",), ("LMP-DSK-LED",)


def test_the_keyboard_contract_on_a_real_screen(screen):
    start_order(screen, "zet", "Zeta Büro AG")
    add_line(screen, "DSK-16", "4", 1)
    add_line(screen, "CHR", "8", 2)
    press_in_the_head(screen)
    press_in_the_lines(screen)
    press_for_sight(screen)
    press_for_places(screen)
    assert_never_stalled(screen.quit())


def press_in_the_head(screen: Screen) -> None:
    """Alt+letter, Enter and Shift+Enter, Tab, F3."""
    screen.key("alt+p")
    screen.type("A-1")
    screen.key("Return")
    screen.wait_rows("select po_number from sales_order", ("A-1",))
    screen.key("shift+Return")
    screen.type("A-2")
    screen.key("Tab")
    screen.wait_rows("select po_number from sales_order", ("A-2",))
    screen.type("+3")
    screen.key("Tab")
    screen.wait_rows("select requested_date is not null from sales_order", (1,))
    screen.key("F3")
    screen.type("Frau Zeta")
    screen.key("Return")
    screen.wait_rows("select contact_name from sales_order", ("Frau Zeta",))
    screen.key("F3")


def press_in_the_lines(screen: Screen) -> None:
    """F2, letters, Ins, Ctrl+D, Ctrl+Del, Ctrl+Z, Ctrl+Shift+Z, Ctrl+S, F7, F8, Alt+Enter, Ctrl+C."""
    screen.key("alt+t", "Return", "Escape")  # from the last field of the head into the lines
    screen.key("Up", "Up", "Home", "Insert")
    screen.type("LMP")
    screen.key("Return")
    screen.wait_rows(SKUS, LAMP, DESK, CHAIR)
    screen.type("0")
    screen.key("ctrl+s")
    screen.wait_rows(QUANTITIES, (0,), (4,), (8,))
    screen.key("F7", "F8")
    screen.key("alt+Return")
    screen.wait_rows(QUANTITIES, (1,), (4,), (8,))
    screen.key("Escape", "ctrl+d")
    screen.wait_rows("select count(*) from order_line", (4,))
    screen.key("Escape", "ctrl+Delete")
    screen.wait_rows("select count(*) from order_line", (3,))
    screen.key("ctrl+z")
    screen.wait_rows("select count(*) from order_line", (4,))
    screen.key("ctrl+shift+z")
    screen.wait_rows("select count(*) from order_line", (3,))
    screen.key("ctrl+c")
    screen.wait(lambda: screen.clipboard().startswith("SKU\t"), "the copied line")


def press_for_sight(screen: Screen) -> None:
    """F1, F4, Alt+Down open a window over the page; F9 and Ctrl+/ change it; Esc closes."""
    seen = screen.windows()
    for key in ("F4", "alt+Down"):
        screen.key(key)
        screen.wait(lambda: screen.windows() > seen, f"the list of {key}")
        screen.key("Escape")
        screen.wait(lambda: screen.windows() == seen, f"the end of {key}")
        screen.key("Escape")
    for key, back in (("F9", "F9"), ("ctrl+slash", "Escape")):
        before = screen.dots()
        screen.key(key)
        screen.wait_picture(before, same=False)
        screen.key(back)
        screen.wait_picture(before, same=True)
    screen.key("F1")
    screen.wait(lambda: screen.windows() > seen, "the help of F1")


def press_for_places(screen: Screen) -> None:
    """Ctrl+1..9, Ctrl+K, Ctrl+F, Ctrl+N, Ctrl+Tab, Ctrl+W, F5, Esc, Ctrl+P."""
    screen.key("ctrl+2")
    screen.wait(lambda: "Zeta" not in screen.title(), "the second desk")
    screen.key("ctrl+1")
    screen.wait_title("Zeta Büro AG")
    screen.key("ctrl+n")
    screen.wait(lambda: "Zeta" not in screen.title(), "the second order")
    screen.key("ctrl+w")
    screen.wait_rows("select count(*) from sales_order", (1,))
    screen.key("ctrl+f")
    screen.wait_title("Orders")
    screen.key("ctrl+Tab")
    screen.wait_title("Zeta Büro AG")
    screen.key("ctrl+k")
    screen.type("invoices")
    screen.key("Return")
    screen.wait_title("Invoices")
    screen.key("ctrl+1")
    screen.wait_title("Zeta Büro AG")
    screen.key("ctrl+p")
    screen.wait_rows("select state from sales_order", ("quoted",))
    screen.wait(lambda: "QU-000001" in screen.title() and "Zeta" not in screen.title(), "the paper's window")
    screen.key("Escape")
    screen.wait_title("QU-000001 · Zeta Büro AG")
