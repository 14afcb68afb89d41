"""Rows are not replaced under the hands: what another desk saved is shown once the open cell is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.views.kit.grid_view import GridView


class CatchUp(QObject):
    """Asked when rows would be replaced: a cell may be opened after the question for them, before its answer."""

    def __init__(self, parent: QObject, *grids: GridView) -> None:
        super().__init__(parent)
        self._grids: list[GridView] = []
        self._owed: dict[str, Callable[[], None]] = {}
        for grid in grids:
            self.watch(grid)

    def watch(self, grid: GridView) -> None:
        """Wait for the cells of this grid, too."""
        self._grids.append(grid)
        grid.cell_closed.connect(self._closed)

    def puts_off(self, call: Callable[[], None], name: str = "read") -> bool:
        """True while a cell is open: `call` follows when it is closed, the last one of its name only."""
        if not self._is_keying():
            return False
        self._owed[name] = call
        return True

    def _is_keying(self) -> bool:
        return any(grid.is_keying() for grid in self._grids)

    def _closed(self) -> None:
        if not self._is_keying():
            owed, self._owed = self._owed, {}
            for call in owed.values():
                call()
