"""Who changed the card under the cursor, when, and what: the history of a row of a grid."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex

from app.i18n import _
from app.services.history import HistoryEntry, read_history
from app.services.unit_of_work import Reading
from app.views.kit.cards import Card
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.history_view import HistoryView
from app.views.kit.history_words import Words, columns_words

ReadStory = Callable[[Reading, int], tuple[HistoryEntry, ...]]
_NONE = -1


def story_of(kind: str) -> ReadStory:
    """The history of the records of a kind."""
    return lambda view, id_: read_history(view, kind, id_, limit=50)


class RowStory(Card):
    """Follows the cursor of a grid whose rows are cards of a kind."""

    def __init__(
        self, context: Context, grid: CellsGrid, read: ReadStory, words: Words | None = None
    ) -> None:
        super().__init__(_("History"))
        self._context = context
        self._grid = grid
        self._read_story = read
        self.view = HistoryView({**columns_words(grid.cells.columns), **(words or {})})
        self.body.addWidget(self.view)
        self._shown = _NONE
        grid.selectionModel().currentRowChanged.connect(self._moved)

    def refresh(self) -> None:
        """Read the history of the row anew: it was saved or came from elsewhere."""
        self._shown = _NONE
        self._read()

    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._read()

    def _read(self) -> None:
        id_ = self._id()
        if id_ is None:
            self._shown = _NONE
            self._show(())
        elif id_ != self._shown:
            self._shown = id_
            self._context.jobs.read(
                self,
                lambda view: self._read_story(view, id_),
                self._show,
                latest="story",
                failed=self._not_read,
            )

    def _not_read(self, error: Exception) -> None:
        """What stands there would be another row's."""
        self._shown = _NONE
        self._show(())
        show_error(self, error)

    def _id(self) -> int | None:
        row = self._grid.cells.row_at(self._grid.current_row())
        return row.key if row is not None else None

    def _show(self, entries: tuple[HistoryEntry, ...]) -> None:
        self.view.show_entries(entries)
