"""Waiting for what must come: how long it may take on a busy machine says nothing about the program."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE_MS = 60_000
_WAITS = ("waitActive", "waitExposed", "waitSignal", "waitSignals", "waitUntil", "waitCallback")


class PatientBot(QtBot):
    """Waits a minute where the plugin's own waits 5 s; who passes needs no more time than before."""


def _patient(name: str) -> Any:
    wait = getattr(QtBot, name)

    def waiting(self: QtBot, *arguments: Any, timeout: int = PATIENCE_MS, **named: Any) -> Any:
        return wait(self, *arguments, timeout=timeout, **named)

    return waiting


for _name in _WAITS:
    setattr(PatientBot, _name, _patient(_name))
