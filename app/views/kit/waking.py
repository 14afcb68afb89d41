"""Asks for desks that were never shown: a desk hears the bus only once it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.views.kit.bus import Ask
from app.views.kit.context import Context
from app.views.kit.desk import Desk


class Waking(QObject):
    """Makes the desk that an ask is for, then asks again. `wakes`: beginning of an ask's name -> desk id."""

    def __init__(self, context: Context, wakes: Mapping[str, str]) -> None:
        super().__init__(context.bus)
        self._context = context
        self._wakes = wakes
        self._made: set[str] = set()
        context.bus.asked.connect(self._asked)

    def watch(self, desks: Sequence[Desk]) -> list[Desk]:
        """The desks, noting when each is made."""
        return [replace(desk, make=self._noting(desk)) for desk in desks]

    def _noting(self, desk: Desk) -> Callable[[], QWidget]:
        def make() -> QWidget:
            self._made.add(desk.id)
            return desk.make()

        return make

    def _asked(self, ask: object) -> None:
        if not isinstance(ask, Ask):
            return
        wanted = next((desk for start, desk in self._wakes.items() if ask.name.startswith(start)), "")
        if wanted and wanted not in self._made:
            self._made.add(wanted)
            self._context.show_desk(wanted)
            QTimer.singleShot(0, self, lambda: self._context.bus.asked.emit(ask))
