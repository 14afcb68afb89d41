"""The probe of stalls: it sees what is planted, and writes when the program ends."""

from __future__ import annotations

import json
import threading
import time

import pytest
from PySide6.QtCore import QObject, QTimer, Signal

from app.views.kit.freeze_probe import FreezeProbe, write_at_end

PLANTED_S = 0.3


class Program(QObject):
    """What starts and ends the probe."""

    painted = Signal()
    ending = Signal()


def compute() -> None:
    """Keep the processor for a while."""
    end = time.thread_time() + PLANTED_S
    while time.thread_time() < end:
        pass


def wait() -> None:
    """Keep the event loop without using the processor, as a lock or a slow disk does."""
    threading.Event().wait(PLANTED_S)


@pytest.mark.parametrize("stall", [compute, wait])
def test_a_planted_stall_of_300_ms_is_written_at_the_end(qtbot, tmp_path, stall):
    program, path = Program(), tmp_path / "stalls.json"
    write_at_end(program, program.painted, program.ending, path)
    stall()  # before the first paint nothing counts
    program.painted.emit()

    def stall_and_end() -> None:
        stall()
        QTimer.singleShot(100, program, program.ending.emit)  # after the probe's turn, on any machine

    QTimer.singleShot(20, program, stall_and_end)
    with qtbot.waitSignal(program.ending):
        pass
    found = json.loads(path.read_text())
    assert 250 <= found["stall_ms"] <= found["wall_ms"]
    assert (found["thread_ms"] >= 250) is (stall is compute)
    assert found["turns"] > 0


def test_a_turning_loop_has_no_stall_and_what_a_test_did_is_left_out(qtbot):
    probe = FreezeProbe()
    compute()
    probe.resume()
    turned = QObject()
    with qtbot.waitSignal(turned.objectNameChanged):
        QTimer.singleShot(30, turned, lambda: turned.setObjectName("turned"))
    assert probe.worst_ms() < PLANTED_S * 1000
    assert probe.stalls().turns > 0


def test_nobody_asked_nothing_is_written(qtbot, tmp_path):
    program, path = Program(), tmp_path / "stalls.json"
    write_at_end(program, program.painted, program.ending, path)
    program.ending.emit()
    assert not path.exists()
