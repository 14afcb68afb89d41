"""An office whose answers get lost behind the commit, or come late."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.errors import OutsideError

WAIT_SECONDS = 60


def lose_answer(monkeypatch: Any, work: Any) -> None:
    """The next write is committed, and its answer does not come."""
    real = work.run

    def run(call: Any, *, actor: Any, key: str | None = None) -> Any:
        monkeypatch.setattr(work, "run", real)
        real(call, actor=actor, key=key)
        raise OutsideError("database.locked", database="the firm")

    monkeypatch.setattr(work, "run", run)


def lose_commit(monkeypatch: Any, work: Any) -> None:
    """The next write is made, but the database goes away at its commit: nothing of it stays."""
    real = work.run

    def run(call: Any, *, actor: Any, key: str | None = None) -> Any:
        monkeypatch.setattr(work, "run", real)

        def cut(uow: Any) -> Any:
            call(uow)
            raise OutsideError("database.locked", database="the firm")

        return real(cut, actor=actor, key=key)

    monkeypatch.setattr(work, "run", run)


def refuse_once(monkeypatch: Any, work: Any) -> None:
    """The next write does not reach the database."""
    real = work.run

    def run(_call: Any, **_values: Any) -> Any:
        monkeypatch.setattr(work, "run", real)
        raise OutsideError("database.locked", database="the firm")

    monkeypatch.setattr(work, "run", run)


def hold_answer(monkeypatch: Any, work: Any) -> tuple[threading.Event, threading.Event]:
    """The next write is committed and told; its answer comes later. (It is committed, let the answer come.)"""
    committed, answer = threading.Event(), threading.Event()
    real = work.run

    def run(call: Any, *, actor: Any, key: str | None = None) -> Any:
        monkeypatch.setattr(work, "run", real)
        result = real(call, actor=actor, key=key)
        committed.set()
        assert answer.wait(WAIT_SECONDS), "the test lets it come"
        return result

    monkeypatch.setattr(work, "run", run)
    return committed, answer


class Gate:
    """Holds a function of a module, or a method, until it is opened."""

    def __init__(self, monkeypatch: Any, place: Any, name: str) -> None:
        self._gate = threading.Event()
        self.entered = threading.Event()
        real = getattr(place, name)

        def slow(*args: Any, **values: Any) -> Any:
            self.entered.set()
            assert self._gate.wait(WAIT_SECONDS), "the test opens the gate"
            return real(*args, **values)

        monkeypatch.setattr(place, name, slow)

    def open(self, desk: Any) -> None:
        """Let it go on, and wait for its answer."""
        self._gate.set()
        desk.idle()


def key(desk: Any, text: str) -> None:
    """Type and go on with Enter without waiting for an answer."""
    for letter in text:
        if letter == "\n":
            QTest.keyClick(desk.focus(), Qt.Key.Key_Return)
        else:
            QTest.keyClicks(desk.focus(), letter)


def press(desk: Any, pressed: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    """Press a key without waiting for an answer."""
    modifiers = Qt.KeyboardModifier.NoModifier
    for each in held:
        modifiers |= each
    QTest.keyClick(desk.focus(), pressed, modifiers)
