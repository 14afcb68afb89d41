"""A card that is edited as a whole: forms and grids, saved together, changed elsewhere shown, never overwritten."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.domain.changes import Change
from app.domain.errors import ConflictError, OutsideError, RefusedError
from app.domain.issues import Issue
from app.i18n import _
from app.messages import text_of_issue
from app.models.cell_rows import CellRow
from app.models.cells_model import CellsModel
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit import errors
from app.views.kit.action_row import CutLabel
from app.views.kit.buttons import key_button
from app.views.kit.catch_up import CatchUp
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.clash_words import cell_texts, elsewhere, standing, told_clash
from app.views.kit.context import Context
from app.views.kit.forms import Field, Form
from app.views.kit.key_buffer import KeyBuffer
from app.views.kit.keyed import today_of
from app.views.kit.message_bar import MessageAction
from app.views.kit.part_order import PartOrder
from app.views.kit.record_parts import FormPart, SaveTry, go_to_first_error, mark_parts, save_try
from app.views.kit.record_texts import field_text, told_lines
from app.views.kit.right_words import keys_or_who
from app.views.kit.tab_desk import DeskPage

T = TypeVar("T")
Values = dict[str, object]


class RecordPage(DeskPage, Generic[T]):
    """Subclasses say how to read, show and write; this keeps what was read beside what was keyed.

    `kind` and `record_id` are those of `Change`; `record_id` None is a new record, 0 a whole small list.
    """

    saved = Signal(int)
    created = Signal(int)

    def __init__(self, context: Context, kind: str, record_id: int | None, title: str = "") -> None:
        super().__init__(context, f"{kind}:{record_id or 'new'}", title)
        self.kind = kind
        self.record_id = record_id
        self.record: T | None = None
        self.is_given_up = False
        self._parts: list[FormPart] = []
        self._grids: dict[str, CellsGrid] = {}
        self._order = PartOrder()
        self._keyed: Values = {}
        self._read_values: Values = {}
        self._held: KeyBuffer | None = None  # what is typed before the record is read
        self._saving = False
        self._rereading = False  # from our own save until its new versions are there
        self._save_wanted = False
        self._loaded = False
        self._conflicted = False
        self._unanswered: SaveTry | None = None  # whether it is written is not known
        self._was_rolled_back = False  # what was read since its try may be theirs: read before the next save
        self._catch_up = CatchUp(self)
        self.can_do = {"save": self.save, "leave": self.leave, "remove": self.remove_row}

    # what a subclass says

    @abstractmethod
    def read(self, view: Reading) -> T:
        """The record; in a job."""

    @abstractmethod
    def form_values(self, record: T) -> Values:
        """The record's values by field name."""

    def grid_rows(self, record: T) -> Mapping[str, Sequence[CellRow]]:
        """The rows of the grids by name."""
        return {}

    @abstractmethod
    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        """What saves the page and gives the record's id; None after showing what is wrong."""

    def show_record(self, record: T) -> None:
        """Fill what is beside the forms and grids."""

    def where_to(self, issue: Issue) -> str:
        """The field or "grid/row/column" that an issue is about."""
        return issue.where

    # what a subclass uses

    def add_form(self, fields: Sequence[Field], *, columns: int) -> Form:
        """A form that is saved with the page."""
        form = Form(fields, columns=columns, folds=True, today=self.today)
        self._parts.append(FormPart(form, tuple(fields)))
        self._order.add(form)
        form.changed.connect(lambda _name: self.retitle())
        return form

    def add_grid(self, name: str, grid: CellsGrid) -> CellsGrid:
        """A grid that is saved with the page."""
        grid.setObjectName(name)
        grid.cells.changed.connect(self.retitle)
        self._grids[name] = grid
        self._catch_up.watch(grid)
        self._order.add(grid)
        return grid

    def add_footer(self, hint: str, save_right: str) -> None:
        """The line under the card: what its keys do, and saving for those who may."""
        row = QHBoxLayout()
        row.addWidget(CutLabel(keys_or_who(self.context, hint, save_right)), 1)
        if self.context.allowed(save_right):
            button = key_button(_("Save"), "Ctrl+S", "primary")
            button.setObjectName("saveCard")
            button.clicked.connect(self.save)
            row.addWidget(button)
        self.column.addLayout(row)

    def cells(self, name: str) -> CellsModel:
        """The rows of a grid."""
        return self._grids[name].cells

    def today(self) -> date:
        """The firm's date."""
        return today_of(self.context)

    def values(self) -> Values:
        """What stands in all forms."""
        return {name: value for part in self._parts for name, value in part.form.values().items()}

    def start(self) -> None:
        """Show the record, or an empty one to key into; call it when everything is laid out."""
        if self.record_id is None:
            self._keyed = self.values()
            self._loaded = True
        else:
            self._held = KeyBuffer(self, give_up_ms=0)
            self.load()

    def load(self) -> None:
        """Read again; what was keyed stays."""
        self.context.jobs.read(self, self.read, self._take, latest="record", failed=self._not_read)

    def _not_read(self, error: Exception) -> None:
        """Nothing is saved later by itself."""
        self._rereading = self._save_wanted = False
        errors.show_error(self, error)

    def is_dirty(self) -> bool:
        """Whether something was keyed that is not saved."""
        grids = any(grid.cells.is_dirty() for grid in self._grids.values())
        return self._loaded and (self.form_is_dirty() or grids)

    def form_is_dirty(self) -> bool:
        """Whether a field of the forms was keyed, also one that cannot be read yet."""
        return self.values() != self._keyed or any(part.form.unfinished() for part in self._parts)

    def save(self) -> None:
        """Ctrl+S; what was keyed since an earlier save is saved after its answer; without one it is sent again."""
        self._close_cells()
        if self._saving or self._rereading or not self._loaded:
            self._save_wanted = self._loaded
            return
        if self._unanswered is not None:
            self._save_wanted = True
            self._send(self._unanswered)
            return
        if self._was_rolled_back:
            self._save_wanted = True
            self.load()
            return
        checked = [part.form.check() for part in self._parts]
        if not all(checked):
            self._go_to_first_error()
            return
        write = self.make_write()
        if any(grid.cells.has_unread() for grid in self._grids.values()):
            if write is not None:  # else both are told
                self.show_texts({})  # what stands there is not what was pasted, or in a file
        elif write is not None:
            models = [grid.cells for grid in self._grids.values()]
            self._send(save_try(self.kind, write, self.values(), models))

    def _send(self, sent: SaveTry) -> None:
        self._saving = True
        done, failed = partial(self._saved, sent), partial(self._failed, sent)
        self.context.jobs.write(self, sent.write, done, key=sent.key, failed=failed)

    def leave(self) -> None:
        """Escape or Ctrl+W: away at once, or after asking when something would be lost."""
        if not self.would_lose():
            self.close_wanted.emit()
            return
        actions = (
            MessageAction(_("Save"), self.save, "Alt+1"),
            MessageAction(_("Discard"), self._give_up, "Alt+2"),
        )
        self.message_bar.show_message(_("This card has changes that are not saved."), "warn", actions)

    def would_lose(self) -> bool:
        """Whether leaving loses something; what stands in an open cell counts."""
        self._close_cells()
        return self.is_dirty()

    def _close_cells(self) -> None:
        for grid in self._grids.values():
            grid.close_editor()

    def _give_up(self) -> None:
        """What was keyed is thrown away; a page that stays shows what was read, and reads again."""
        if not self.is_fixed:
            self.is_given_up = True
            self.close_wanted.emit()
        elif not self._saving:
            if self._unanswered is not None:
                self._unanswered.give_up()  # whether it was made, the reading shows
            self._unanswered = None
            self._take_theirs()
            self.load()

    def remove_row(self) -> None:
        """Ctrl+Del: take out the row of the grid that has the keys."""
        for grid in self._grids.values():
            if grid.hasFocus():
                grid.remove_current()

    def retitle(self) -> None:
        """Say in the tab whose card this is, with a dot while something is not saved, which is not "Saved." then."""
        mark = "• " if self.is_dirty() else ""
        if mark and not self._rereading:  # else it was keyed while it was saved
            self.message_bar.take_back(_("Saved."))
        self.set_heading(mark + self.name_of_record(), self.detail_of_record())

    def name_of_record(self) -> str:
        """The card's title."""
        return self.title.removeprefix("• ")

    def detail_of_record(self) -> str:
        """What stands beside the title."""
        return ""

    def refuse(self, issues: Sequence[Issue]) -> None:
        """Show issues where they belong; those of nowhere in the strip."""
        texts = {self.where_to(issue): text_of_issue(issue) for issue in reversed(issues)}
        self.show_texts(texts)

    def show_texts(self, texts: Mapping[str, str], *, go: bool = True) -> None:
        """Mark fields ("name") and cells ("grid/row/column"); the rest is told in the strip."""
        told = mark_parts(self._parts, self._grids, texts, go=go)
        if told:
            self.message_bar.show_message(told_lines(told), "bad")
        else:
            self.message_bar.clear()
        if go:
            self._go_to_first_error()

    # taking and saving

    def _take(self, record: T) -> None:
        if self._loaded and (self._saving or self._catch_up.puts_off(self.load)):
            return
        fresh, is_clear = self.form_values(record), True
        if self._loaded and self.is_dirty():
            is_clear = self._merge(record, fresh)
        else:
            self._show(record, fresh)
        self.record, self._loaded = record, True
        self.show_record(record)
        self.retitle()
        if self._held is not None:
            self._held.release()
        is_wanted = self._save_wanted and is_clear
        self._rereading = self._save_wanted = self._was_rolled_back = False
        if is_wanted and self.is_dirty():
            self.save()

    def _show(self, record: T, fresh: Values) -> None:
        for part in self._parts:
            part.form.set_values({field.name: fresh[field.name] for field in part.fields})
        for name, rows in self.grid_rows(record).items():
            self._grids[name].cells.show_rows(rows)
        self._read_values = fresh
        self._keyed = self.values()

    def _merge(self, record: T, fresh: Values) -> bool:
        """Take what changed elsewhere where nothing was keyed here; show both, and say no, where both changed."""
        mine = self.values()
        kept = {name for name, value in mine.items() if value != self._keyed[name]}
        kept.update(*(part.form.unfinished() for part in self._parts))
        fought = {name for name in kept if fresh[name] not in (self._read_values.get(name), mine[name])}
        for part in self._parts:
            theirs = {field.name: fresh[field.name] for field in part.fields}
            self._keyed.update(part.form.write_under(theirs, kept))
        self._read_values = fresh
        texts = {name: elsewhere(self.shown(name, fresh[name])) for name in fought}
        for name, rows in self.grid_rows(record).items():
            cells = self._grids[name].cells
            texts |= cell_texts(name, cells, cells.take_fresh(rows))
        if texts:
            self._show_clash(texts, go=self._conflicted or self._was_rolled_back)
        elif self._conflicted:
            told = _("Somebody changed this card meanwhile; their changes are shown. Look, then save again.")
            self.message_bar.show_message(told, "warn")
        self._conflicted = False
        return not texts

    def _show_clash(self, texts: Mapping[str, str], *, go: bool) -> None:
        """The cursor goes there after our own save only: else somebody may be keying."""
        grids = {name: grid.cells for name, grid in self._grids.items()}
        self.show_texts({**standing(grids), **texts}, go=go)
        actions = (
            MessageAction(_("Take theirs"), self._take_theirs, "Alt+1"),
            MessageAction(_("Keep mine"), self._keep_mine, "Alt+2"),
        )
        told = told_clash(texts, grids)
        self.message_bar.show_message(told, "warn", actions)

    def _take_theirs(self) -> None:
        record = self.record
        assert record is not None, "there was something to clash with"
        self._show(record, self._read_values)
        self._keep_mine()
        self.retitle()

    def _keep_mine(self) -> None:
        self.show_texts({})

    def _saved(self, sent: SaveTry, record_id: int) -> None:
        if self._catch_up.puts_off(partial(self._saved, sent, record_id), "saved"):
            return
        self._saving, self._rereading, self._unanswered = False, True, None
        is_new, self.record_id = self.record_id is None, record_id
        self.key = f"{self.kind}:{record_id}"
        self._keyed, self._read_values = sent.values, dict(sent.values)
        sent.accept()
        self.show_texts({})
        self.message_bar.show_message(_("Saved."), "ok")
        self.load()
        self.saved.emit(record_id)
        if is_new:
            self.created.emit(record_id)

    def _failed(self, sent: SaveTry, error: Exception) -> None:
        is_older = self._unanswered is not None
        self._saving = self._save_wanted = False
        self._unanswered = sent if isinstance(error, OutsideError) else None
        if self._unanswered is None:
            sent.give_up()
            self._was_rolled_back = is_older and self.record_id is not None
        if isinstance(error, RefusedError) and is_older:
            self.save()  # what stands there by now may be right
        elif isinstance(error, RefusedError) and error.issues:
            self.refuse(error.issues)
        elif isinstance(error, ConflictError):
            self._conflicted = True
            self.load()
        else:
            errors.show_error(self, error)

    def refresh(self) -> None:
        """F5."""
        if self.record_id is not None:
            self.load()

    def hear(self, changes: Sequence[Change]) -> None:
        """Read again what was changed elsewhere."""
        mine = any(each.kind == self.kind and self.concerns(each.id) for each in changes)
        if mine:
            self.reload_unless_saving()

    def reload_unless_saving(self) -> None:
        """Read again because something changed; our own save reads again by itself."""
        if self._loaded and not self._saving and self.record_id is not None:
            self.load()  # an open cell is waited for when the answer is there

    def concerns(self, changed_id: int) -> bool:
        """Whether a change of our kind is about this page."""
        return changed_id == self.record_id

    def enter(self) -> None:
        """Put the cursor into the first field."""
        if self._parts:
            self._parts[0].form.focus()

    def shown(self, name: str, value: object) -> str:
        """A field's value as text."""
        field = next(field for part in self._parts for field in part.fields if field.name == name)
        return field_text(field, value)

    def _go_to_first_error(self) -> None:
        go_to_first_error(self._parts, self._grids.values())
