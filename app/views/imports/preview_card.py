"""The first rows as they were understood; cells that could not be read are marked."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QVBoxLayout

from app.domain.importing.mapping import column_key
from app.domain.importing.targets import FieldType, TargetField, fields_of
from app.i18n import _, n_
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.services.importing import ImportPreview, PreviewRow
from app.views.imports.reading_card import told_line
from app.views.imports.words import field_word
from app.views.kit import theme
from app.views.kit.cards import Badge, Card, clear_layout
from app.views.kit.entry_grid import PlainTable

_WIDEST, _WIDEST_REASON = 260, 520  # pixels
_CELL_ROOM = 32  # beside the words: margins and the dot of a refused cell
_TOLD = 3
_NUMBERS = {FieldType.NUMBER, FieldType.QUANTITY, FieldType.WHOLE, FieldType.PRICE, FieldType.AMOUNT}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: values by field, of a refused row as they stand in the file."""

    row: int
    values: dict[str, str]
    bad: frozenset[str] = field(default_factory=frozenset)
    problem: str = ""


class PreviewCard(Card):
    """Up to 20 rows."""

    def __init__(self) -> None:
        super().__init__(_("First rows as understood"))
        self.badge = Badge()
        self.side.addWidget(self.badge)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)
        theme.signals().changed.connect(self._tell_problems)
        self._fields: tuple[TargetField, ...] | None = None
        self.table: PlainTable | None = None
        self.model: EntryModel[Line] | None = None

    def show_preview(self, preview: ImportPreview) -> None:
        """Show its rows."""
        used = set(preview.plan.mapping.columns)
        fields = tuple(each for each in fields_of(preview.plan.mapping.kind) if each.name in used)
        model = self._model_of(fields)
        model.set_rows(lines_of(preview))
        assert self.table is not None, "the model has its table"
        self._fit_columns(self.table, model)
        self._tell_problems()
        refused = sum(bool(row.problems) for row in preview.rows)
        if refused:
            text = n_("{count} refused", "{count} refused", refused)
            self.badge.set_state(text.format(count=refused), "bad")
        else:
            self.badge.set_state(_("all read") if preview.rows else "", "ok")

    def clear(self) -> None:
        """Show no rows: the file could not be read so."""
        if self.model is not None:
            self.model.set_rows(())
        self._tell_problems()
        self.badge.set_state("", "ok")

    def _model_of(self, fields: tuple[TargetField, ...]) -> EntryModel[Line]:
        if self.model is not None and fields == self._fields:
            return self.model
        if self.table is not None:
            self.body.removeWidget(self.table)
            self.table.deleteLater()
        self._fields = fields
        self.model = EntryModel(_columns(fields))
        self.table = PlainTable("previewTable", _("First rows as understood"), self.model, rows=4)
        self.model.setParent(self.table)
        self.body.insertWidget(0, self.table, 1)
        return self.model

    def _fit_columns(self, table: PlainTable, model: EntryModel[Line]) -> None:
        """As wide as title and cells want, in bounds: the rows are few."""
        header, words = table.horizontalHeader(), table.fontMetrics()
        for number in range(header.count()):
            texts = map(model.columns[number].text, model.rows())
            widest = max(map(words.horizontalAdvance, texts), default=0) + _CELL_ROOM
            wanted = max(header.sectionSizeHint(number) + 8, widest)
            is_reason = number == header.count() - 1
            header.resizeSection(number, min(wanted, _WIDEST_REASON if is_reason else _WIDEST))

    def _tell_problems(self) -> None:
        """The first refusals as whole sentences under the table."""
        clear_layout(self._lines)
        problems = [line.problem for line in self.model.rows() if line.problem] if self.model else []
        for text in problems[:_TOLD]:
            self._lines.addWidget(told_line(text, theme.tokens().bad))


def lines_of(preview: ImportPreview) -> list[Line]:
    """The preview's rows as the table shows them."""
    cells = [*preview.cells, *[()] * len(preview.rows)]
    return [_line(row, cells[number], preview) for number, row in enumerate(preview.rows)]


def _line(row: PreviewRow, cells: tuple[str, ...], preview: ImportPreview) -> Line:
    if not row.problems:
        return Line(row.row, dict(row.values))
    mapping = preview.plan.mapping
    bad = {column_key(name) for name in row.bad_columns}
    values = {
        name: cells[place] for name, place in mapping.positions(preview.header).items() if place < len(cells)
    }
    marked = frozenset(name for name, column in mapping.columns.items() if column_key(column) in bad)
    return Line(row.row, values, marked, " ".join(row.problems))


def _columns(fields: tuple[TargetField, ...]) -> tuple[EntryColumn[Line], ...]:
    problem: EntryColumn[Line] = EntryColumn(
        "problem", _("Why refused"), lambda line: line.problem, state=_problem_state,
        hint=lambda line: line.problem,
    )  # fmt: skip
    row: EntryColumn[Line] = EntryColumn(
        "row", _("Row"), lambda line: str(line.row), align_right=True, quiet=True
    )
    return (row, *(_column(each) for each in fields), problem)


def _column(target: TargetField) -> EntryColumn[Line]:
    name = target.name
    return EntryColumn(
        name,
        field_word(name),
        lambda line: line.values.get(name, "") or ("—" if name in line.bad else ""),
        state=lambda line: "bad" if name in line.bad else None,
        hint=lambda line: line.problem if name in line.bad else line.values.get(name, ""),
        align_right=target.type in _NUMBERS,
    )


def _problem_state(line: Line) -> State | None:
    return "bad" if line.problem else None
