"""Cyclic garbage is collected on the GUI thread only, between events.

Python collects on whatever thread happens to allocate: on a lane's it could free a widget, and Qt crashes. It would
also look through all modules again and again while they are imported: a tenth of the start.

A page of a tab is one ring with its session, its models and what they read, and old by the time it is closed. By
Python's own count (the oldest after 100 younger collections) fifty closed orders would lie there, and the memory they
took is not given back; so a closed page is collected within the second.
"""

from __future__ import annotations

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
_OLDEST = 2


class Garbage(QObject):
    """Nothing is collected until `start`; then each second what Python itself would have collected by then."""

    _is_page_gone: ClassVar[bool] = False

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """The program is imported: what is there now stays, and is not looked through any more."""
        gc.freeze()
        self._timer.start(EVERY_MS)

    @classmethod
    def expect_page(cls, page: QObject) -> None:
        """A page is about to be deleted: the collection after its end looks through the oldest too."""
        page.destroyed.connect(cls._page_gone)

    @classmethod
    def _page_gone(cls) -> None:
        cls._is_page_gone = True

    def collect(self) -> int:
        """Collect the oldest generation that is due; how many objects were found."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [number for number, (count, most) in enumerate(due) if count > most]
        if Garbage._is_page_gone:
            Garbage._is_page_gone = False
            generations = [_OLDEST]
        return gc.collect(generations[-1]) if generations else 0
