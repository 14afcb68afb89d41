"""The database is away, locked, full or read-only: one clear message, nothing keyed is lost, saved later."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.bootstrap import open_office
from app.domain.orders.draft import edit_header
from app.domain.rights import ROLES, Actor
from app.services.journal import Journal
from app.services.orders.confirming import confirm
from app.services.orders.drafts import read_draft, save_draft
from db.session import connect
from tests.helpers.order_keys import add_line, rows, start_order
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import CTRL, Desk, open_url
from tests.ui.orders.outage import held_by_another_program, server_away, with_pragma

OWNER = Actor(name="owner", roles=frozenset(ROLES))
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("db.session.BUSY_TIMEOUT_MS", 300)
    monkeypatch.setattr("app.views.orders.keeping.RETRY_MS", 150)
    monkeypatch.setattr("app.views.orders.keeping.SLOW_MS", 20)


def stored(url: str) -> tuple[str, list[str]]:
    """The PO number and articles of the only order in the database."""
    database = connect(url)
    with database.reading() as connection:
        po = connection.execute(sa.text("select po_number from sales_order")).scalar_one()
        skus = connection.execute(sa.text("select sku from order_line order by position")).scalars().all()
    database.dispose()
    return po, list(skus)


def kept(url: str):
    return Journal(url).read("owner")


def key_while_away(desk: Desk, qtbot, words: str) -> list[str]:
    """Key two cells while nothing can be saved; the messages that were shown."""
    session, shown = desk.page.session, []
    session.failed.connect(lambda _error: shown.append(desk.page.message_bar.text()))
    session.edit(edit_header(desk.draft, po_number="away-1"))
    qtbot.waitUntil(lambda: desk.page.session.saving.is_away)
    session.edit(edit_header(desk.draft, po_number="away-2"))
    line = desk.draft.lines[0]
    desk.page.grid.edit_cell(desk.page.model.row_of(line.key), "quantity")
    desk.type_fast("7")
    qtbot.waitUntil(lambda: bool(kept(desk.context.office.url)))
    qtbot.waitUntil(
        lambda: any(
            each.after.header.po_number == "away-2" and each.after.lines[0].quantity_micro == 7_000_000
            for each in kept(desk.context.office.url)
        )
    )
    assert words in desk.page.message_bar.text()
    assert "kept" in desk.page.message_bar.text()
    return shown


def assert_saved_later(desk: Desk, qtbot, url: str) -> None:
    qtbot.waitUntil(lambda: desk.page.session.saving.is_saved and not desk.page.session.saving.is_away)
    desk.idle()
    assert "saved" in desk.page.message_bar.text()
    assert stored(url)[0] == "away-2"
    database = connect(url)
    with database.reading() as connection:
        assert connection.execute(sa.text("select quantity_micro from order_line")).scalar_one() == 7_000_000
    database.dispose()
    assert kept(url) == ()


def test_a_file_locked_by_another_program(qtbot, firm_url):
    desk = open_url(qtbot, firm_url)
    start_order(desk)
    add_line(desk, "CHR", "2")
    with held_by_another_program(firm_url):
        shown = key_while_away(desk, qtbot, "is locked by another program")
    assert_saved_later(desk, qtbot, firm_url)
    assert len(shown) == 1
    desk.close()


@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        (("pragma max_page_count=1", "pragma max_page_count=1000000"), "is full"),
        (("pragma query_only=on", "pragma query_only=off"), "may only be read"),
    ],
    ids=["full disk", "read-only file"],
)
def test_a_file_that_cannot_be_written(qtbot, firm_url, pragma, words):
    desk = open_url(qtbot, firm_url)
    start_order(desk)
    add_line(desk, "CHR", "2")
    database = desk.context.office.database
    if "max_page_count" in pragma[0]:
        fill_free_pages(database)
    with with_pragma(database, *pragma):
        shown = key_while_away(desk, qtbot, words)
    assert_saved_later(desk, qtbot, firm_url)
    assert len(shown) == 1
    desk.close()


def fill_free_pages(database) -> None:
    """From now on each change needs a page that the disk does not have."""
    with database.begin() as connection:
        connection.execute(
            sa.text(
                "create trigger grow after update on sales_order begin"
                " insert into setting(key, value) values (hex(randomblob(20)), hex(zeroblob(20000))); end"
            )
        )


def test_a_server_that_goes_away_mid_save(qtbot, postgres_url, postgres_server):
    office = open_office(postgres_url)
    make_small_firm(office.work)
    office.close()
    desk = open_url(qtbot, postgres_url)
    start_order(desk)
    add_line(desk, "CHR", "2")
    blocker = connect(postgres_url)
    with blocker.writer.connect() as connection:
        connection.execute(sa.text("select id from sales_order for update"))
        desk.page.session.edit(edit_header(desk.draft, po_number="mid-save"))
        qtbot.waitUntil(lambda: is_waiting(postgres_url))
        qtbot.waitUntil(lambda: bool(kept(postgres_url)))  # kept before anything has failed
        assert not desk.page.session.saving.is_away
        with server_away(postgres_server.host, postgres_url):
            shown = key_while_away(desk, qtbot, "cannot be reached")
        connection.invalidate()
    blocker.dispose()
    assert_saved_later(desk, qtbot, postgres_url)
    assert len(shown) == 1
    desk.close()


def is_waiting(url: str) -> bool:
    database = connect(url)
    with database.reading() as connection:
        waits = connection.execute(
            sa.text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
        ).scalar_one()
    database.dispose()
    return bool(waits)


def test_nothing_is_confirmed_that_the_database_does_not_hold(qtbot, firm_url):
    desk = open_url(qtbot, firm_url)
    start_order(desk)
    add_line(desk, "CHR", "2")
    with with_pragma(desk.context.office.database, "pragma query_only=on", "pragma query_only=off"):
        key_while_away(desk, qtbot, "may only be read")
        desk.press(Qt.Key.Key_Return, CTRL)
        desk.press(Qt.Key.Key_W, CTRL)
        assert desk.draft.state == "draft"
        assert "waits for the database" in desk.page.message_bar.text()
    assert_saved_later(desk, qtbot, firm_url)
    desk.close()


def test_after_a_refused_confirm_the_keys_are_where_they_were(qtbot, firm_url):
    desk = open_url(qtbot, firm_url)
    start_order(desk)
    add_line(desk, "CHR", "2")
    database = desk.context.office.database
    with with_pragma(database, "pragma query_only=on", "pragma query_only=off"):
        grid = desk.page.grid
        grid.edit_cell(0, "quantity")
        QTest.keyClicks(desk.focus(), "7")
        confirm_in_vain(desk, qtbot)
        assert desk.focus().objectName() == "orderLines"
        cell = grid.currentIndex()
        assert (cell.row(), desk.page.model.columns[cell.column()].name) == (0, "quantity")
        QTest.keyClicks(desk.focus(), "8")
        assert grid.is_keying()
        confirm_in_vain(desk, qtbot)
        QTest.keyClick(desk.focus(), Qt.Key.Key_F2)
        assert grid.is_keying()
        desk.find(QWidget, "poNumber").setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClicks(desk.focus(), "-b")
        confirm_in_vain(desk, qtbot)
        assert desk.focus() is desk.find(QWidget, "poNumber")
    qtbot.waitUntil(lambda: desk.page.session.saving.is_saved)
    desk.type("c")
    assert desk.focused_text().endswith("c")
    assert desk.draft.lines[0].quantity_micro == 8_000_000
    desk.close()


def confirm_in_vain(desk: Desk, qtbot) -> None:
    """Ctrl+Enter while nothing can be saved."""
    desk.page.message_bar.clear()
    QTest.keyClick(desk.focus(), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "waits for the database" in desk.page.message_bar.text())


def test_an_order_that_is_blocked_leaves_the_keys_where_they_were(qtbot, firm_url):
    desk = open_url(qtbot, firm_url)
    start_order(desk)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.draft.state == "draft"
    assert desk.page.message_bar.text()
    assert desk.focus() is not desk.page
    desk.type("CHR")
    assert desk.page.grid.is_keying()
    desk.close()


def test_a_card_saved_into_a_locked_file_keeps_what_was_keyed(qtbot, firm_url):
    desk = open_url(qtbot, firm_url)
    desk.show("customers")
    desk.press(Qt.Key.Key_N, CTRL)
    with held_by_another_program(firm_url):
        desk.type("Nordlicht KG")
        desk.press(Qt.Key.Key_S, CTRL)
        assert "is locked by another program" in desk.message()
        assert desk.page.is_dirty()
        desk.type("x")
        assert desk.page.head.text("name") == "Nordlicht KGx"
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_S, CTRL)
    assert not desk.page.is_dirty()
    assert rows(firm_url, "select count(*) from customer where name = 'Nordlicht KG'") == [(1,)]
    desk.close()


CRASH = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.domain.orders.draft import edit_header
from app.views import start
app = QApplication(sys.argv[:1])
window, opening = start.open_window(sys.argv[1])

def key():
    page = window.context.desk().page()
    if page is None:
        return
    timer.stop()
    for text in ("crash-1", "crash-2"):
        page.session.edit(edit_header(page.session.draft, po_number=text))
    print("keyed", flush=True)

timer = QTimer(interval=20)
timer.timeout.connect(key)
opening.opened.connect(timer.start)
QTimer.singleShot(180_000, lambda: app.exit(3))  # who waits for its word is told that none comes
window.show()
app.exec()
"""


def crash_with_unsaved_edits(url: str) -> None:
    """A window keys into a locked file and is ended by kill -9."""
    with (
        held_by_another_program(url),
        subprocess.Popen(
            [sys.executable, "-c", CRASH, url], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, text=True,
        ) as window,
    ):  # fmt: skip
        assert window.stdout is not None
        assert window.stdout.readline() == "keyed\n"
        for _look in iter(lambda: [each.after.header.po_number for each in kept(url)], ["crash-2"]):
            assert window.poll() is None
        window.send_signal(signal.SIGKILL)
        window.communicate()


def make_draft(qtbot, url: str) -> int:
    desk = open_url(qtbot, url)
    start_order(desk)
    add_line(desk, "CHR", "2")
    order_id = desk.draft.id
    desk.close()
    return order_id


def test_after_kill_9_the_next_start_saves_what_was_keyed(qtbot, firm_url):
    make_draft(qtbot, firm_url)
    crash_with_unsaved_edits(firm_url)
    assert stored(firm_url)[0] == "4500-1"
    desk = open_url(qtbot, firm_url)
    assert desk.draft.header.po_number == "crash-2"
    assert stored(firm_url) == ("crash-2", ["CHR-ERG-BLK"])
    assert kept(firm_url) == ()
    desk.close()


@pytest.mark.parametrize(("key", "wins"), [(Qt.Key.Key_1, "crash-2"), (Qt.Key.Key_2, "theirs")])
def test_after_kill_9_another_persons_value_is_shown_beside_ones_own(qtbot, firm_url, key, wins):
    order_id = make_draft(qtbot, firm_url)
    crash_with_unsaved_edits(firm_url)
    change_elsewhere(firm_url, order_id)
    desk = open_url(qtbot, firm_url)
    message = desk.page.message_bar.text()
    assert "crash-2" in message
    assert "theirs" in message
    assert stored(firm_url)[0] == "theirs"
    assert len(kept(firm_url)) == 1
    desk.press(key, Qt.KeyboardModifier.AltModifier)
    assert stored(firm_url)[0] == wins == desk.draft.header.po_number
    assert kept(firm_url) == ()
    desk.close()


def test_after_kill_9_what_an_order_that_was_confirmed_by_then_lacks_is_told_and_becomes_a_change(
    qtbot, firm_url
):
    order_id = make_draft(qtbot, firm_url)
    crash_with_unsaved_edits(firm_url)
    office = open_office(firm_url)
    confirm(office.work, order_id, actor=OWNER, approve=True)
    office.close()
    desk = open_url(qtbot, firm_url)
    told = desk.message()
    assert "SO-000001 stands without what you keyed since" in told
    assert "crash-2" in told
    assert stored(firm_url)[0] == "4500-1"
    desk.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert desk.page.session.is_amending
    desk.press(Qt.Key.Key_Return, CTRL)
    assert stored(firm_url)[0] == "crash-2"
    assert kept(firm_url) == ()
    desk.close()


def change_elsewhere(url: str, order_id: int) -> None:
    office = open_office(url)
    with office.work.begin(actor=OWNER) as uow:
        draft = read_draft(uow, order_id)
        save_draft(uow, before=draft, after=replace(draft, header=replace(draft.header, po_number="theirs")))
    office.close()
