"""What a grid has no room for: fields beside it, which write into the row under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.models.cells_model import CellColumn, CellKind, CellRow, Picked
from app.views.kit.cards import Card, muted_label, scrolling, strong_label
from app.views.kit.cells_grid import AskPicks, CellsGrid
from app.views.kit.form_fields import Field, FieldKind
from app.views.kit.forms import Form
from app.views.kit.search_popup import SearchPopup, SearchRow

WIDTH = 288
Section = tuple[str, Sequence[Field]]
"""Fields with a heading above them, "" for none."""
_KINDS: dict[CellKind, FieldKind] = {"choice": "choice", "check": "check"}


def fields_beside(
    columns: Sequence[CellColumn], *, wide: Collection[str] = (), long: Collection[str] = ()
) -> tuple[Field, ...]:
    """The fields of columns that stand beside the grid; `wide` take the whole width, `long` several lines."""
    return tuple(
        Field(
            each.name,
            each.title,
            "multiline" if each.name in long else _KINDS.get(each.kind, "text"),
            choices=each.choices,
            span=2 if each.name in wide else 1,
            help=each.help,
        )
        for each in columns
    )


class RowForm(Card):
    """What is keyed here is saved, refused and merged with the row; each field is a column of the grid's model.

    The fields' object names are `prefix`, a colon and the column's name.
    """

    went_back = Signal()

    def __init__(self, title: str, grid: CellsGrid, sections: Sequence[Section], *, prefix: str) -> None:
        super().__init__(title)
        self._grid = grid
        self._titles: list[QWidget | None] = []
        self.forms: list[Form] = []
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout()
        for heading, fields in sections:
            self._add_section(column, heading, fields, prefix)
        self.rest = QVBoxLayout()
        column.addLayout(self.rest)
        column.addStretch(1)
        self._scroll: QScrollArea = scrolling(column)
        self.body.addWidget(self._scroll, 1)
        self._connect(grid)

    def _add_section(self, column: QVBoxLayout, heading: str, fields: Sequence[Field], prefix: str) -> None:
        form = Form(fields, columns=2)
        form.setObjectName(f"{prefix}Form" if not self.forms else f"{prefix}Form{len(self.forms)}")
        for field in fields:
            widget = form.widget(field.name)
            widget.setObjectName(f"{prefix}:{field.name}")
            widget.installEventFilter(self)
        title = strong_label(heading) if heading else None
        if title is not None:
            column.addWidget(title)
        column.addWidget(form)
        number = len(self.forms)
        form.changed.connect(lambda name: self._keyed(form, name))
        form.submitted.connect(lambda: self._go(number, 1))
        form.went_back.connect(lambda: self._go(number, -1))
        self.forms.append(form)
        self._titles.append(title)

    def _connect(self, grid: CellsGrid) -> None:
        grid.selectionModel().currentRowChanged.connect(self._moved)
        grid.cells.modelReset.connect(self.show_row)
        grid.cells.dataChanged.connect(lambda *_places: self.show_row())
        grid.beside_wanted.connect(self.go_to)

    @property
    def form(self) -> Form:
        """The first form, or the only one."""
        return self.forms[0]

    def has(self, name: str) -> bool:
        """Whether a column stands here."""
        return any(name in form.values() for form in self.forms)

    def widget(self, name: str) -> QWidget:
        """The field of a column."""
        return self._form_of(name).widget(name)

    def _form_of(self, name: str) -> Form:
        return next(form for form in self.forms if name in form.values())

    def start(self) -> None:
        """F4: the cursor goes to the first field."""
        self._go(-1, 1)

    def go_to(self, name: str) -> None:
        """The keys go to the field of a column, if it is one of those in sight."""
        if self.has(name) and not self.widget(name).isHidden():
            self._form_of(name).focus(name)

    def offer(self, name: str, rows: Callable[[str], list[SearchRow]]) -> None:
        """What a text field suggests while it is typed."""
        form = self._form_of(name)
        field = form.widget(name)
        assert isinstance(field, QLineEdit), "a code is typed"
        popup = SearchPopup(field, lambda text: popup.put(rows(text), text=text), takes_typed=True)
        popup.chosen.connect(lambda _value: self._keyed(form, name))

    def offer_picks(self, name: str, ask: AskPicks) -> None:
        """Who answers the type-ahead of a column of kind "pick"; what is typed and not chosen is forgotten."""
        form = self._form_of(name)
        field = form.widget(name)
        assert isinstance(field, QLineEdit), "what is picked is typed"
        popup = SearchPopup(field, lambda text: ask(text, lambda rows: popup.put(rows, text=text)))
        popup.chosen.connect(lambda value: self._put(name, value))
        field.editingFinished.connect(self.show_row)

    def add_note(self, name: str) -> QLabel:
        """A quiet line below the fields."""
        note = muted_label()
        note.setObjectName(name)
        note.setWordWrap(True)
        self.rest.addWidget(note)
        return note

    def row(self) -> CellRow | None:
        """The row under the cursor."""
        return self._grid.cells.row_at(self._grid.current_row())

    def told(self, row: CellRow | None) -> None:
        """What else is to be said of a row."""

    def wanted(self, row: CellRow) -> Collection[str] | None:
        """The fields that a row needs; None for all."""
        return None

    def show_row(self) -> None:
        """Show the row of the cursor; what is being typed stays."""
        row = self.row()
        for form, title in zip(self.forms, self._titles, strict=True):
            form.setEnabled(row is not None and self._grid.cells.is_editable)
            if row is not None:
                self._show(form, title, row)
        self.told(row)

    def _show(self, form: Form, title: QWidget | None, row: CellRow) -> None:
        known = form.values()
        fresh = {name: _shown(row.values[name]) for name in known}
        if fresh != known:
            form.set_values(fresh)
            for name, value in fresh.items():
                _tell_whole(form.widget(name), str(value or ""))
        form.show_errors({name: text for name, text in row.errors.items() if name in fresh}, go=False)
        wanted = self.wanted(row)
        if wanted is not None:
            shown = {
                name for name, value in fresh.items() if name in wanted or value not in ("", False, None)
            }
            form.show_only(shown)
            form.setVisible(bool(shown))
            if title is not None:
                title.setVisible(bool(shown))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field with the keys is in sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 24)
        return super().eventFilter(watched, event)

    def _keyed(self, form: Form, name: str) -> None:
        value = form.value(name)
        is_pick = self._grid.cells.columns[self._grid.cells.column_number(name)].kind == "pick"
        if is_pick and value:
            return  # it is looked for, until one is chosen
        self._put(name, None if is_pick else value)

    def _put(self, name: str, value: object) -> None:
        if self.row() is not None:
            self._grid.cells.key_cell(self._grid.current_row(), name, value)

    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.show_row()

    def _go(self, number: int, step: int) -> None:
        """On to the next form, or back; beyond the last and before the first to the grid."""
        at = number + step
        while 0 <= at < len(self.forms) and self.forms[at].isHidden():
            at += step
        if not 0 <= at < len(self.forms):
            self.went_back.emit()
        elif step > 0:
            self.forms[at].focus()
        else:
            self.forms[at].focus_last()


def _shown(value: object) -> object:
    return value.text if isinstance(value, Picked) else value if value is not None else ""


def _tell_whole(widget: QWidget, text: str) -> None:
    """A text that is longer than its field is told beside the pointer."""
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        widget.setToolTip(text if len(text) > 16 else "")
