"""What a long list says when a page of it could not be read, in the place of its rows or in the strip over them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.errors import KeylineError
from app.i18n import _
from app.models.rows_model import RowsModel
from app.views.kit.ask_again import AskAgain
from app.views.kit.errors import find_message_bar, show_error, words
from app.views.kit.table_view import TableView


class ListNotice(AskAgain):
    """F5, its button or time asks again; `back` is called with the first answer, to show the rows."""

    def __init__(
        self, stack: QStackedWidget, table: TableView, model: RowsModel[Any], back: Callable[[], None]
    ) -> None:
        super().__init__(stack)
        self._stack, self._table, self._model, self._back = stack, table, model, back
        self._told = ""
        self._notice: QWidget | None = None

    def page_failed(self, first: int, error: Exception) -> None:
        """Rows that are there stay, with the error above them; without any it stands in their place."""
        self._model.fetch_failed(first)
        text = words(error)
        if self._model.is_loaded() or not isinstance(error, KeylineError):
            self._tell(text, error)
        if not self._model.is_loaded():
            self._stand_in(text)
        self.owe("page", self._model.refresh, error)

    def page_came(self) -> None:
        """The database answers: nothing is said any more."""
        self.answered("page")
        bar = find_message_bar(self._stack)
        if self._told and bar is not None and bar.text() == self._told:
            bar.clear()
        self._told = ""
        notice, self._notice = self._notice, None
        if notice is not None:
            had_keys = _has_keys(notice)
            self._back()
            self._stack.removeWidget(notice)
            notice.deleteLater()
            if had_keys:
                self._table.setFocus()

    def _tell(self, text: str, error: Exception) -> None:
        bar = find_message_bar(self._stack)
        if bar is None or bar.text() != text:
            show_error(self._stack, error)
        self._told = text

    def _stand_in(self, text: str) -> None:
        if self._notice is not None and self._notice.accessibleDescription() == text:
            return
        from app.views.kit.empty_state import EmptyState  # most lists are always answered

        had_keys = _has_keys(self._stack)
        older = self._notice
        notice = EmptyState("mdi6.database-alert-outline", _("The list could not be read"), text, self._stack)
        notice.setObjectName("listNotice")
        notice.setAccessibleDescription(text)
        button = notice.add_button(_("Try again"), self._model.refresh, "F5", "primary")
        self._notice = notice
        self._stack.addWidget(notice)
        self._stack.setCurrentWidget(notice)
        if older is not None:
            self._stack.removeWidget(older)
            older.deleteLater()
        if had_keys:
            button.setFocus()


def _has_keys(place: QWidget) -> bool:
    field = place.window().focusWidget()
    return field is not None and place.isAncestorOf(field)
