"""What was kept on this computer is tried again while the database stays away: each order once a turn."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer

from app.domain.errors import OutsideError
from app.views.kit.message_bar import MessageBar
from app.views.orders import replay


class Jobs:
    """Answers each write at once: the database is away."""

    actor = SimpleNamespace(name="emma")

    def __init__(self):
        self.writes = 0
        self.answers: list[Callable[[], None]] = []

    def run(self, _lane, _owner, call, done):
        done(call())

    def write(self, _owner, _call, _done, *, failed):
        self.writes += 1
        self.answers.append(lambda: failed(OutsideError("database.away")))


@pytest.fixture
def again(monkeypatch):
    """The calls that are waited for."""
    calls = []
    monkeypatch.setattr(QTimer, "singleShot", lambda _ms, _owner, call: calls.append(call))
    kept = tuple(SimpleNamespace(before=None, after=None, waiting=()) for _order in range(3))
    monkeypatch.setattr(replay, "Journal", lambda _url: SimpleNamespace(read=lambda _name: kept))
    return calls


def test_three_kept_orders_are_three_tries_a_turn_however_long_the_database_is_away(qtbot, again):
    jobs, bar, parent = Jobs(), MessageBar(), QObject()
    qtbot.addWidget(bar)
    frame: Any = SimpleNamespace(jobs=jobs, office=SimpleNamespace(url="sqlite://"))
    replay.Replay(frame, bar, lambda _id, _call: None, parent).start()
    for turn in range(1, 5):
        answers, jobs.answers = jobs.answers, []
        for answer in answers:
            answer()
        assert jobs.writes == 3 * turn
        waiting, again[:] = list(again), []
        for call in waiting:
            call()
