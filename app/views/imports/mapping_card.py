"""Which column of the file fills which field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.domain.importing.mapping import ColumnMapping, column_key
from app.domain.importing.problems import RowProblem, problem_text
from app.domain.importing.targets import ImportKind, fields_of
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, CellsModel
from app.services.importing import ImportPreview, MappingSource
from app.views.imports.reading_card import told_line
from app.views.imports.words import Choices, field_word
from app.views.kit import theme
from app.views.kit.cards import Badge, Card, clear_layout
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.tokens import Level


class MappingCard(Card):
    """`mapped` follows each choice; `mapping()` is what stands."""

    mapped = Signal()

    def __init__(self) -> None:
        super().__init__(_("Columns"))
        self.badge = Badge()
        self.side.addWidget(self.badge)
        self._kind: ImportKind | None = None
        self._problems: tuple[RowProblem, ...] = ()
        self._before: dict[int, object] = {}
        self.grid: CellsGrid | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)
        theme.signals().changed.connect(self._show_lines)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show the mapping as it was understood."""
        grid = self._grid_of(preview.plan.mapping.kind)
        fields = {column_key(name): field for field, name in preview.plan.mapping.columns.items()}
        sample = next((cells for cells in preview.cells if cells), ())
        rows = []
        for place, name in enumerate(preview.header):
            if name:
                value = sample[place] if place < len(sample) else ""
                field = fields.pop(column_key(name), "")
                rows.append(CellRow(place, {"column": name, "sample": value, "field": field}))
        if [row.values for row in rows] != [row.values for row in grid.cells.rows()]:
            grid.cells.show_rows(rows)
        self._before = self._fields()
        self._problems = preview.problems
        self._show_badge(preview)
        self._show_lines()

    def clear(self) -> None:
        """Show no columns: the file could not be read, and those of the file before are not its own."""
        if self.grid is not None:
            self.grid.cells.show_rows([])
        self._before, self._problems = {}, ()
        self.badge.set_state("", "muted")
        self._show_lines()

    def mapping(self) -> ColumnMapping:
        """Field by column, as chosen."""
        assert self.grid is not None, "a preview was shown"
        assert self._kind is not None, "a preview was shown"
        pairs = {
            str(row.values["field"]): str(row.values["column"])
            for row in self.grid.cells.rows()
            if row.values["field"]
        }
        return ColumnMapping(self._kind, pairs)

    def problems(self) -> tuple[str, ...]:
        """What keeps the mapping from being used, in words."""
        return tuple(_told(problem) for problem in self._problems)

    def enter(self) -> None:
        """Put the cursor on the first column without a field where one is missing, else on the first."""
        if self.grid is None:
            return
        rows = self.grid.cells.rows()
        free = [number for number, row in enumerate(rows) if not row.values["field"]]
        self.grid.go_to(free[0] if self._problems and free else 0, "field")

    def _grid_of(self, kind: ImportKind) -> CellsGrid:
        """The grid with the fields of the kind."""
        if self.grid is not None and kind is self._kind:
            return self.grid
        if self.grid is not None:
            self.body.removeWidget(self.grid)
            self.grid.deleteLater()
        self._kind = kind
        model = CellsModel(_columns(kind), can_add=False)
        self.grid = CellsGrid(model, can_remove=False)
        model.setParent(self.grid)
        self.grid.setObjectName("mappingGrid")
        self.grid.setAccessibleName(_("Columns of the file and the fields they fill"))
        model.changed.connect(self._changed)
        self.body.insertWidget(0, self.grid, 1)
        return self.grid

    def _fields(self) -> dict[int, object]:
        assert self.grid is not None, "the grid was made"
        return {number: row.values["field"] for number, row in enumerate(self.grid.cells.rows())}

    def _changed(self) -> None:
        """A field has one column: the one chosen last takes it from the one before."""
        assert self.grid is not None, "the grid was changed"
        now, before = self._fields(), self._before
        taken = {field for number, field in now.items() if field and field != before.get(number)}
        self._before = now
        for number, field in now.items():
            if field in taken and field == before.get(number):
                self.grid.cells.key_cell(number, "field", "")
                return  # telling follows from there
        self.mapped.emit()

    def _show_badge(self, preview: ImportPreview) -> None:
        words = {
            MappingSource.PROPOSED: _("proposed"),
            MappingSource.SAVED: _("as last time"),
            MappingSource.GIVEN: _("as chosen"),
        }
        level: Level = "info" if preview.mapping_source is MappingSource.SAVED else "muted"
        self.badge.set_state(words[preview.mapping_source], level)

    def _show_lines(self) -> None:
        clear_layout(self._lines)
        for text in self.problems():
            self._lines.addWidget(told_line(text, theme.tokens().bad))


def _told(problem: RowProblem) -> str:
    if problem.code == "missing-column":
        return _("{field} is missing: choose the column that holds it.").format(
            field=field_word(problem.column)
        )
    return problem_text(problem)


def _columns(kind: ImportKind) -> tuple[CellColumn, ...]:
    unused: Choices = (("", _("not used")),)
    fields = tuple(
        (field.name, f"{field_word(field.name)} *" if field.required else field_word(field.name))
        for field in fields_of(kind)
    )
    return (
        CellColumn("column", _("In the file"), width=120, read_only=True),
        CellColumn("sample", _("First row"), width=110, read_only=True, quiet=True),
        CellColumn("field", _("Field (* needed)"), "choice", choices=unused + fields, stretch=True),
    )
