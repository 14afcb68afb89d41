"""A windowed list as a page: search field, choice of what is shown, count, table and something beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QWidget

from app.domain.changes import Change
from app.domain.pages import Filter, Page, PageRequest
from app.i18n import _
from app.models.columns import Column
from app.models.rows_model import RowsModel
from app.services.unit_of_work import Reading
from app.views.kit.action_row import ActionRow
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState, nothing_found
from app.views.kit.list_bar import Choice, ListBar, ListFacts, Option, allowed_columns
from app.views.kit.list_notice import ListNotice
from app.views.kit.tab_desk import DeskPage
from app.views.kit.table_view import TableView

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ListSpec(Generic[R]):
    """A list as data. `find` turns the typed text into (full text, filters); `choices` are (word, filters)."""

    name: str
    title: str
    columns: tuple[Column[R], ...]
    read: Callable[[Reading, PageRequest], Page[R]]
    count_text: str
    kinds: frozenset[str] = field(default_factory=frozenset)
    sort_key: str = ""
    placeholder: str = ""
    find: Callable[[str], tuple[str, tuple[Filter, ...]]] = lambda text: (text, ())
    choices: tuple[tuple[str, tuple[Filter, ...]], ...] = ()
    empty: tuple[str, str, str] = ("mdi6.tray", "", "")  # icon, title, hint


class ListPane(DeskPage, Generic[R]):
    """Enter on a row: `row_opened(row)`; moving to one: `row_chosen(row)`."""

    row_opened = Signal(object)
    row_chosen = Signal(object)

    def __init__(self, context: Context, spec: ListSpec[R], side: QWidget | None = None) -> None:
        super().__init__(context, spec.name, spec.title)
        self.spec = spec
        self.model: RowsModel[R] = RowsModel(
            allowed_columns(context, spec.columns), self._fetch, sort_key=spec.sort_key, parent=self
        )
        self.stack = QStackedWidget(self)
        self.table = TableView(self.stack)
        self.table.setObjectName(f"{spec.name}Table")
        self.table.setAccessibleName(spec.title)
        self.table.setModel(self.model)
        self.table.enable_sorting()
        self.list_bar: ListBar[R] = ListBar(context, self.table, self.model, _facts(spec), self)
        self.search, self.bar = self.list_bar.search, self.list_bar.row
        self._lay_out(side)
        self._notice = ListNotice(self.stack, self.table, self.model, self._show_rows)
        self._connect()
        self.can_do["find"] = self.focus_search
        self.model.restart()

    def _lay_out(self, side: QWidget | None) -> None:
        self.column.addWidget(self.list_bar)
        self.stack.addWidget(self.table)
        QWidget.setTabOrder([self.search, *self.list_bar.choices][-1], self.table)  # it was made before them
        if side is None:
            self.column.addWidget(self.stack, 1)
            return
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.stack)
        splitter.addWidget(side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([870, 330])
        self.column.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.table.row_activated.connect(lambda row: self._emit(self.row_opened, row))
        self.table.row_changed.connect(lambda row: self._emit(self.row_chosen, row))
        self.model.total_changed.connect(self._show_rows)
        self.search.returnPressed.connect(self.to_table)

    def add_actions(self, hint: str, buttons: tuple[QPushButton, ...] = ()) -> None:
        """Put a row below the list: what a key does, and buttons for the mouse."""
        self.column.addWidget(ActionRow(hint, buttons))

    def refresh(self) -> None:
        self.model.refresh()

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in self.spec.kinds for change in changes):
            self.model.refresh()

    def enter(self) -> None:
        self.to_table()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.list_bar.focus_search()

    def to_table(self) -> None:
        """Put the cursor into the rows."""
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def current(self) -> R | None:
        """The row that the cursor is on."""
        row = self.table.current_row()
        return self.model.row(row) if row >= 0 else None

    def _emit(self, signal: Any, number: int) -> None:
        row = self.model.row(number) if number >= 0 else None
        if row is not None:
            signal.emit(row)

    def _fetch(self, first: int, count: int, sort_key: str) -> None:
        request = self.list_bar.request(first, count, sort_key)

        def take(page: Page[R]) -> None:
            if request == self.list_bar.request(first, count, sort_key):
                self.model.put(first, page, sort_key=sort_key)
            self._notice.page_came()

        self.context.jobs.read(
            self,
            lambda view: self.spec.read(view, request),
            take,
            failed=lambda error: self._notice.page_failed(first, error),
        )

    @cached_property
    def _empty(self) -> QWidget:
        """What stands in place of no rows; most lists have some."""
        icon, title, hint = self.spec.empty
        empty = EmptyState(icon, title or _("Nothing here"), hint, self.stack)
        self.stack.addWidget(empty)
        return empty

    @cached_property
    def _narrowed(self) -> QWidget:
        """What stands there when no row has what is typed and chosen."""
        empty = nothing_found(self.stack)
        self.stack.addWidget(empty)
        return empty

    def _show_rows(self) -> None:
        is_empty = self.model.is_loaded() and self.model.total() == 0
        shown = self.table if not is_empty else self._narrowed if self.list_bar.is_narrowed() else self._empty
        self.stack.setCurrentWidget(shown)
        if self.table.current_row() < 0:
            self.table.select_row(0)


def by_number(text: str) -> tuple[str, tuple[Filter, ...]]:
    """The typed text is the beginning of a number."""
    return "", (Filter("number", "prefix", text.upper()),)


def _facts(spec: ListSpec[R]) -> ListFacts[R]:
    """The list for its bar; what is chosen is kept in saved views by its place."""
    options = tuple(Option(str(at), word, filters) for at, (word, filters) in enumerate(spec.choices))
    choices = (Choice(f"{spec.name}Choice", _("Show"), options),) if options else ()
    return ListFacts(spec.name, spec.title, spec.read, spec.count_text, spec.placeholder, choices, spec.find)
