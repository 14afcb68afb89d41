"""The line over a list: search, choices, count; saved views, columns and export by button and by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.pages import Filter, Page, PageRequest
from app.i18n import _
from app.views.kit import theme
from app.views.kit.action_row import CutLabel
from app.views.kit.buttons import key_text
from app.views.kit.context import Context
from app.views.kit.icons import icon
from app.views.kit.list_keys import COLUMNS_KEYS, EXPORT_KEYS, VIEWS_KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from app.models.columns import Column, ListedColumn
    from app.models.entry_list import EntryList
    from app.models.rows_model import RowsModel
    from app.services.saved_views import ListState, NamedView
    from app.services.unit_of_work import Reading
    from app.views.kit.list_export import ListExport
    from app.views.kit.list_popups import ColumnsPopup, ViewsPopup
    from app.views.kit.table_view import TableView

R = TypeVar("R")
_SEARCH_LEAST = 110  # pixels: a word can be read while it is typed


@dataclass(frozen=True, slots=True)
class Option:
    """One way to filter: its key in saved views, its word and its conditions."""

    key: str
    word: str
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the line: one of its options holds, at first the first."""

    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ListFacts(Generic[R]):
    """A list as its line needs it. `find` turns the typed text into (full text, filters)."""

    name: str
    title: str
    read: Callable[[Reading, PageRequest], Page[R]]
    count_text: str
    placeholder: str = ""
    choices: tuple[Choice, ...] = ()
    find: Callable[[str], tuple[str, tuple[Filter, ...]]] = field(default=lambda text: (text, ()))
    search_name: str = ""  # the search field's object name
    extra: frozenset[str] = frozenset()  # columns that are not shown before somebody chooses them


def allowed_columns(context: Context, columns: Sequence[Column[R]]) -> tuple[Column[R], ...]:
    """The columns that the person may see; the others are in no list, chooser, copy or file."""
    return tuple(column for column in columns if not column.right or context.allowed(column.right))


class ListBar(QWidget, Generic[R]):
    """Set over a table with its model. The desk's own buttons go into `row`."""

    asked = Signal()  # another question: text or choice changed

    def __init__(
        self,
        context: Context,
        table: TableView,
        model: RowsModel[R] | EntryList[R],
        facts: ListFacts[R],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{facts.name}Bar")
        self._context, self.table, self.model, self.facts = context, table, model, facts
        self._first_sort = model.sort_key
        self.search = self._make_search()
        self.choices = [self._make_choice(choice) for choice in facts.choices]
        self.count = CutLabel(parent=self)
        self.count.setObjectName(f"{facts.name}Count")
        self._views: ViewsPopup | None = None
        self._columns: ColumnsPopup | None = None
        self._icons: list[tuple[QToolButton, str]] = []
        self.row = QHBoxLayout()
        self._lay_out()
        for at, name in enumerate([column.name for column in model.columns]):
            if name in facts.extra:
                table.setColumnHidden(at, True)
        model.total_changed.connect(self._show_count)
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda _place: self.open_columns())
        theme.signals().changed.connect(self._recolour)

    @cached_property
    def exports(self) -> ListExport:
        """What writes the list into files; most lists never are."""
        from app.views.kit.list_export import ListExport

        exports = ListExport(self._context, self)
        self._column.addWidget(exports.card)
        return exports

    # the question

    def request(self, first: int, count: int, sort_key: str) -> PageRequest:
        """What the line asks of the list."""
        typed = self.search.text().strip()
        text, found = self.facts.find(typed) if typed else ("", ())
        chosen = [each for box in self.choices for each in box.currentData().filters]
        return PageRequest(
            first=first,
            count=count,
            sort=sort_key.removeprefix("-"),
            descending=sort_key.startswith("-"),
            text=text,
            filters=(*chosen, *found),
            known_total=self.model.known_total(),
            near=self.model.near(first),
        )

    def is_narrowed(self) -> bool:
        """Whether something is typed or chosen that leaves rows out."""
        return bool(self.search.text().strip()) or any(box.currentIndex() > 0 for box in self.choices)

    def offer(self, name: str, options: Sequence[Option]) -> None:
        """Add options that only the data knows, such as warehouses; those offered before stay."""
        box = next(box for box in self.choices if box.objectName() == name)
        known = {box.itemData(at).key for at in range(box.count())}
        for option in options:
            if option.key not in known:
                box.addItem(option.word, option)
                known.add(option.key)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search into the rows, as Enter does."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers() and self.search.hasFocus():
            self.search.returnPressed.emit()
        else:
            super().keyPressEvent(event)

    # views

    def state(self) -> ListState:
        """The list as it stands."""
        from app.services.saved_views import ListState

        header, names = self.table.horizontalHeader(), [column.name for column in self.model.columns]
        boxes = zip(self.facts.choices, self.choices, strict=True)
        return ListState(
            text=self.search.text(),
            choices=tuple((choice.name, box.currentData().key) for choice, box in boxes),
            sort=self.model.sort_key,
            hidden=tuple(name for at, name in enumerate(names) if self.table.isColumnHidden(at)),
            order=tuple(names[header.logicalIndex(place)] for place in range(header.count())),
            widths=tuple(
                (name, header.sectionSize(at))
                for at, name in enumerate(names)
                if not self.table.isColumnHidden(at)
                and header.sectionResizeMode(at) == QHeaderView.ResizeMode.Interactive
            ),
        )

    def apply_state(self, state: ListState) -> None:
        """Show the list as it was saved; what is not there any more is passed over."""
        blockers = [QSignalBlocker(each) for each in (self.search, *self.choices)]
        self.search.setText(state.text)
        keys = dict(state.choices)
        for choice, box in zip(self.facts.choices, self.choices, strict=True):
            options = [box.itemData(at).key for at in range(box.count())]
            wanted = keys.get(choice.name, "")
            box.setCurrentIndex(options.index(wanted) if wanted in options else 0)
        del blockers
        self._apply_columns(state)
        self._apply_sort(state.sort or self._first_sort)
        self.asked.emit()
        self.model.restart()

    def open_views(self) -> None:
        """Ctrl+Shift+V: the saved views of this list."""
        from app.views.kit.list_popups import ViewsPopup

        if self._views is None:
            self._views = popup = ViewsPopup(self)
            popup.picked.connect(lambda view: self.apply_state(view.state))
            popup.save_wanted.connect(self.save_view)
            popup.rename_wanted.connect(self._rename_view)
            popup.delete_wanted.connect(self._delete_view)
        popup, button = self._views, self._icons[0][0]

        def show(views: tuple[NamedView, ...]) -> None:
            popup.show_views(views)
            popup.open_under(button)

        self._read_views(show)

    def save_view(self, name: str) -> None:
        """Keep the list as it stands under a name."""
        from app.services.saved_views import save_view

        list_name, state = self.facts.name, self.state()
        self._context.jobs.write(
            self, lambda uow: save_view(uow, list_name, name, state), lambda _id: self.open_views()
        )

    def _rename_view(self, id: int, name: str) -> None:
        from app.services.saved_views import rename_view

        list_name = self.facts.name
        self._context.jobs.write(
            self, lambda uow: rename_view(uow, list_name, id, name), lambda _none: self.open_views()
        )

    def _delete_view(self, id: int) -> None:
        from app.services.saved_views import delete_view

        list_name = self.facts.name
        self._context.jobs.write(
            self, lambda uow: delete_view(uow, list_name, id), lambda _none: self.open_views()
        )

    def _read_views(self, done: Callable[[tuple[NamedView, ...]], None]) -> None:
        from app.services.saved_views import read_views

        list_name = self.facts.name
        self._context.jobs.read(self, lambda view: read_views(view, list_name), done, latest="views")

    # columns

    def open_columns(self) -> None:
        """Ctrl+Shift+H: which columns are shown, where and how wide."""
        from app.views.kit.list_popups import ColumnsPopup

        if self._columns is None:
            self._columns = ColumnsPopup(self.table, self)
        self._columns.fill()
        self._columns.open_under(self._icons[1][0])

    def shown_columns(self) -> list[ListedColumn[R]]:
        """The columns in sight from left to right."""
        header = self.table.horizontalHeader()
        places = [header.logicalIndex(place) for place in range(header.count())]
        return [self.model.columns[at] for at in places if not self.table.isColumnHidden(at)]

    def _apply_columns(self, state: ListState) -> None:
        header, names = self.table.horizontalHeader(), [column.name for column in self.model.columns]
        hidden = set(state.hidden) if set(names) - set(state.hidden) else set()
        hidden |= self.facts.extra - set(state.order)  # a view that was kept before there was such a column
        for at, name in enumerate(names):
            self.table.setColumnHidden(at, name in hidden)
        order = [names.index(name) for name in state.order if name in names]
        for place, at in enumerate(order):
            header.moveSection(header.visualIndex(at), place)
        for name, width in state.widths:
            if name in names and name not in hidden:
                header.resizeSection(names.index(name), max(32, width))

    def _apply_sort(self, sort_key: str) -> None:
        """Sort, and put the arrow over the column that has this key, if one has it."""
        keys = [column.sort_key for column in self.model.columns]
        name = sort_key.removeprefix("-")
        if name != self._first_sort.removeprefix("-") and name not in keys:
            sort_key, name = self._first_sort, self._first_sort.removeprefix("-")
        order = Qt.SortOrder.DescendingOrder if sort_key.startswith("-") else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(keys.index(name) if name in keys else -1, order)
        self.model.set_sort_key(sort_key)

    # export

    def export(self) -> None:
        """Ctrl+Shift+X: ask for a file and write the list into it."""
        if not self.exports.is_running:
            self.exports.ask_file(self.facts.title, self.export_to)

    def export_to(self, path: Path) -> None:
        """Write the list as filtered and sorted now, with the columns in sight."""
        if self.exports.is_running:
            return
        from app.views.kit.list_export import ExportWish

        total = self.model.total()
        capped = self.model.total_text().endswith("+")
        wish = ExportWish(
            title=self.facts.title,
            columns=self.shown_columns(),
            read=self.facts.read,
            request=self.request(0, 0, self.model.sort_key),
            expected=-1 if capped else total,
        )
        self.exports.start(path, wish)

    # looks

    def _make_search(self) -> QLineEdit:
        search = QLineEdit(self)
        search.setObjectName(self.facts.search_name or f"{self.facts.name}Search")
        search.setPlaceholderText(self.facts.placeholder)
        search.setAccessibleName(self.facts.placeholder or _("Find in list"))
        search.setClearButtonEnabled(True)
        search.setMinimumWidth(_SEARCH_LEAST)
        search.textChanged.connect(lambda _text: self._ask_again())
        return search

    def _make_choice(self, choice: Choice) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(choice.name)
        box.setAccessibleName(choice.title)
        for option in choice.options:
            box.addItem(option.word, option)
        box.currentIndexChanged.connect(lambda _at: self._ask_again())
        return box

    def _ask_again(self) -> None:
        self.asked.emit()
        self.model.restart()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.row.setSpacing(8)
        self.row.addWidget(self.search, 2)
        for box in self.choices:
            self.row.addWidget(box)
        self.row.addWidget(self.count, 1)
        self._add_icon("mdi6.bookmark-outline", _("Saved views"), VIEWS_KEYS, self.open_views)
        self._add_icon("mdi6.view-column-outline", _("Columns"), COLUMNS_KEYS, self.open_columns)
        self._add_icon("mdi6.tray-arrow-down", _("Export"), EXPORT_KEYS, self.export)
        column.addLayout(self.row)
        self._column = column
        self._recolour()

    def _add_icon(self, name: str, title: str, keys: str, run: Callable[[], None]) -> None:
        button = QToolButton(self)
        button.setAccessibleName(title)
        button.setToolTip(f"{title}  {key_text(keys)}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is quicker than Tab
        button.setFixedSize(30, 30)
        button.clicked.connect(run)
        self._icons.append((button, name))
        self.row.addWidget(button)

    def _recolour(self) -> None:
        for button, name in self._icons:
            button.setIcon(icon(name, theme.tokens().muted, 18))

    def _show_count(self) -> None:
        self.count.setText(self.facts.count_text.format(count=self.model.total_text()))
