"""A small list of cards as one grid: read whole, edited in place, saved together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.issues import Issue
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, CellsModel
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.cards import Card, muted_label
from app.views.kit.cell_values import CellReader
from app.views.kit.cells_grid import AskPicks, CellsGrid
from app.views.kit.context import Context
from app.views.kit.history_words import Words
from app.views.kit.record_page import RecordPage, Values
from app.views.kit.row_form import RowForm
from app.views.kit.row_saving import WriteRow, keyed_rows, save_rows
from app.views.kit.row_story import ReadStory, RowStory, story_of

R = TypeVar("R")
D = TypeVar("D")
STORY_HEIGHT = 150


@dataclass(frozen=True, slots=True)
class GridSpec(Generic[R, D]):
    """A list as data: how it is read, shown, understood and written. `names`: the service's field -> column."""

    kind: str
    title: str
    hint: str
    columns: tuple[CellColumn, ...]
    read: Callable[[Reading], Sequence[R]]
    row: Callable[[R], CellRow]
    parse: Callable[[CellReader], D]
    write: WriteRow[D]
    remove: Callable[[UnitOfWork, int], object] | None = None
    names: Mapping[str, str] | None = None
    can_add: bool = True
    right: str = "setup.edit"
    story: ReadStory | None = None  # where the history of a row is not simply that of its kind and id
    words: Words | None = None  # fields of the history that are no columns
    desk: str = "setup"
    more_keys: str = ""  # what further keys do, in the row below


class GridPage(RecordPage[Sequence[R]], Generic[R, D]):
    """Ctrl+S saves all changed rows or none."""

    def __init__(self, context: Context, spec: GridSpec[R, D]) -> None:
        super().__init__(context, spec.kind, 0, spec.title)
        self.setObjectName(f"{spec.desk}:{spec.kind}")
        self.spec = spec
        self._is_read = False
        self.beside: RowForm | None = None
        self._wanted = 0  # the row to which the cursor goes once it is read
        cells = CellsModel(spec.columns, can_add=spec.can_add)
        cells.add_hint = _("New …")
        self.grid = self.add_grid("rows", CellsGrid(cells, can_remove=spec.remove is not None))
        self.grid.setAccessibleName(spec.title)
        self.grid.setObjectName(f"{spec.kind}Grid")
        cells.show_rows([])
        cells.set_editable(context.allowed(spec.right))
        self.card = Card(spec.title)
        hint = muted_label(spec.hint)
        hint.setWordWrap(True)
        self.card.body.addWidget(hint)
        self.card.body.addWidget(self.grid, 1)
        self.column.addWidget(self.card, 1)
        self.story = RowStory(context, self.grid, spec.story or story_of(spec.kind), spec.words)
        self.story.setFixedHeight(STORY_HEIGHT)
        self.column.addWidget(self.story)
        keys = _("F2 edit · Space tick · Ctrl+V paste")
        takes = _(" · Ctrl+Del take out") if spec.remove is not None else ""
        self.add_footer(keys + takes + spec.more_keys, spec.right)

    def set_pick(self, name: str, ask: AskPicks) -> None:
        """Who answers the type-ahead of a column."""
        self.grid.set_pick(name, ask)

    def read(self, view: Reading) -> Sequence[R]:
        return self.spec.read(view)

    def form_values(self, record: Sequence[R]) -> Values:
        return {}

    def grid_rows(self, record: Sequence[R]) -> Mapping[str, Sequence[CellRow]]:
        return {"rows": [self.spec.row(each) for each in record]}

    def show_record(self, record: Sequence[R]) -> None:
        if not self._is_read and self.grid.current_row() >= 0:
            self.grid.select_row(0)  # who came before the rows stands on the new one
        self._is_read = True
        if self.beside is not None:
            self.beside.show_row()
        if self._wanted:
            self.go_to(self._wanted)
        self.story.refresh()

    def name_of_record(self) -> str:
        return self.spec.title

    def concerns(self, changed_id: int) -> bool:
        return True  # any card of the kind

    def enter(self) -> None:
        self.grid.setFocus()
        if self.grid.current_row() < 0:
            self.grid.select_row(0)

    def set_beside(self, form: RowForm) -> None:
        """Put a form at the right of the grid and its history; F4 goes there."""
        place = self.column.indexOf(self.card)
        left, row = QVBoxLayout(), QHBoxLayout()
        for widget in (self.card, self.story):
            self.column.removeWidget(widget)
        left.setSpacing(10)
        left.addWidget(self.card, 1)
        left.addWidget(self.story)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(form)
        self.column.insertLayout(place, row, 1)
        form.went_back.connect(self.grid.setFocus)
        self.can_do["beside"] = form.start
        self.beside = form

    def go_to(self, id: int) -> None:
        place = next((at for at, row in enumerate(self.grid.cells.rows()) if row.key == id), -1)
        self._wanted = 0 if self._is_read else id
        if place >= 0:
            self.grid.setFocus()
            self.grid.select_row(place, 0)

    def where_to(self, issue: Issue) -> str:
        place, _slash, name = issue.where.rpartition("/")
        return f"{place}/{(self.spec.names or {}).get(name, name)}"

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        texts: dict[str, str] = {}
        spec = self.spec
        rows = keyed_rows("rows", self.grid.cells, spec.parse, texts)
        if texts:
            self.show_texts(texts)
            return None
        removed = [row.key for row in self.grid.cells.removed_rows() if row.key is not None]

        def write(uow: UnitOfWork) -> int:
            for id_ in removed:
                assert spec.remove is not None, "rows of this list stay"
                spec.remove(uow, id_)
            save_rows(uow, rows, spec.write)
            return 0

        return write
