"""What a clerk's hands do on the order desk, step by step, and what another clerk does meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from app.domain.orders.draft import Draft, Edit, apply_edits, edit_header
from app.domain.rights import SYSTEM
from app.services.orders.amending import amend_order
from app.services.orders.drafts import read_draft, save_draft
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, Desk

MICRO = 1_000_000
MINE, THEIRS = "MINE-7", "THEIRS-9"  # two clerks' numbers for one field


def rows(url: str, statement: str, *values: object) -> list[tuple]:
    """Rows of the database, read past the program."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def change_unseen(url: str, *statements: str) -> None:
    """Change the database past the program: nobody is told."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def start_order(desk: Desk, customer: str = "berger") -> None:
    """Ctrl+N, a customer by a few letters, on to the lines."""
    desk.press(Qt.Key.Key_N, CTRL)
    desk.type(customer)
    desk.enter()
    desk.type_through("4500-1", 4)


def add_line(desk: Desk, sku: str, quantity: str) -> None:
    """An article and its quantity, then Enter to the next line."""
    desk.type(sku)
    desk.enter()
    desk.type_through(quantity, 3)


def key_chairs(desk: Desk) -> None:
    """A draft of eight chairs."""
    start_order(desk)
    add_line(desk, "CHR", "8")


def amend_chairs(desk: Desk, quantity: str) -> None:
    """The confirmed order of eight chairs, being changed to another quantity."""
    open_order(desk, ("CHR", "8"))
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type(quantity)
    desk.enter()


def type_po_number(desk: Desk, number: str = MINE) -> None:
    """Key over the customer's order number; the field stays open."""
    desk.page.header.po_number.setFocus()
    desk.page.header.po_number.selectAll()
    desk.type(number)


def assert_both_shown(desk: Desk) -> None:
    """Both clerks' numbers are told, and that of the other one stands."""
    message = desk.message()
    assert MINE in message
    assert THEIRS in message
    assert desk.draft.header.po_number == THEIRS


def change_elsewhere(desk: Desk, office: Any, change: Callable[[Draft], Edit]) -> None:
    """Another clerk saves what `change` makes of the draft; waits until this window has heard of it."""
    with office.work.begin(actor=SYSTEM) as uow:
        before = read_draft(uow, desk.page.order_id)
        version = save_draft(uow, before=before, after=apply_edits(before, [change(before)]))
    wait_to_hear(desk, version)


def amend_elsewhere(desk: Desk, office: Any) -> None:
    """Another clerk changes the customer's number of a confirmed order; waits until this window has heard of it."""
    with office.work.begin(actor=SYSTEM) as uow:
        before = read_draft(uow, desk.page.order_id)
        after = apply_edits(before, [edit_header(before, po_number=THEIRS)])
        version = amend_order(uow, before=before, after=after)
    wait_to_hear(desk, version)


def wait_to_hear(desk: Desk, version: int) -> None:
    """Until this window has heard of a version of the order in front, which must not take long."""
    desk.qtbot.waitUntil(lambda: desk.page.session.news.heard >= version)
    desk.idle()
