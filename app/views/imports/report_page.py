"""What an import did: the account of every row, the reasons of refusals, the documents with their sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app.domain.importing.problems import placed_text
from app.domain.importing.report import DocumentOutcome, DocumentResult, ImportReport
from app.i18n import _, format_decimal, format_micro, format_money
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.views.imports.words import document_word, outcome_word
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card, clear_layout, figure, muted_label
from app.views.kit.entry_grid import PlainTable

_SUMS = ("sum", "file")  # customers, products ... have none
_OUTCOME_STATES: dict[DocumentOutcome, State] = {
    DocumentOutcome.CREATED: "ok",
    DocumentOutcome.UPDATED: "info",
    DocumentOutcome.PRESENT: "muted",
}


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One example of a reason; the first one carries the count."""

    count: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document; `differs` when rounding its lines made another sum than the file's."""

    result: DocumentResult
    currency: str
    differs: bool


class ReportPage(QWidget):
    """Figures above, refusals and documents below, and where the report lies."""

    def __init__(self) -> None:
        super().__init__()
        self.account = Card(_("4  Report"))
        self.badge = Badge()
        self.account.side.addWidget(self.badge)
        self.equation = QLabel()
        self.equation.setObjectName("equation")
        self.figures = QHBoxLayout()
        self.figures.setSpacing(32)
        self.refused: EntryModel[RefusedLine] = EntryModel(_refused_columns(), parent=self)
        self.documents: EntryModel[DocumentLine] = EntryModel(_document_columns(), parent=self)
        self.place = muted_label()
        self.place.setWordWrap(True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.refused_table = PlainTable("refusedRows", _("Refused rows"), self.refused, rows=4)
        self.documents_table = PlainTable("documents", _("Documents"), self.documents, rows=4)
        self.whole = QLabel()
        self.whole.setTextFormat(Qt.TextFormat.PlainText)
        self.whole.setWordWrap(True)
        self.whole.setObjectName("wholeRefusal")
        self.refused_table.row_changed.connect(self._show_whole)
        self.open_button = key_button(_("Open report"), "Ctrl+Shift+O")
        self.save_button = key_button(_("Save as JSON"), "Ctrl+S")
        self.new_button = key_button(_("Next file"), "Ctrl+N", "primary")
        self.new_button.setObjectName("nextFile")
        self._lay_out()

    def _lay_out(self) -> None:
        self.account.body.addLayout(self.figures)
        self.account.body.addWidget(self.equation)
        self.account.body.addWidget(self.place)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(10)
        for title, table in (
            (_("Refused rows"), self.refused_table),
            (_("Documents"), self.documents_table),
        ):
            card = Card(title)
            card.body.addWidget(table, 1)
            if table is self.refused_table:
                card.body.addWidget(self.whole)
            split.addWidget(card)
        split.setSizes([560, 640])
        split.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.open_button, self.save_button, self.new_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.account)
        column.addWidget(split, 1)
        column.addLayout(buttons)

    def show_report(self, report: ImportReport) -> None:
        """Show the account."""
        self.badge.set_state(*_verdict(report))
        clear_layout(self.figures)
        for caption, value, strong in _figures(report):
            self.figures.addLayout(figure(caption, value, strong=strong)[0])
        self.figures.addStretch(1)
        self.equation.setText(equation_text(report))
        differing = {found.number for found in report.differing()}
        self.refused.set_rows(list(_refused_lines(report)))
        self.refused_table.select_row(0)
        self._show_whole(self.refused_table.current_row())
        self.documents.set_rows(
            [DocumentLine(found, report.currency, found.number in differing) for found in report.documents]
        )
        has_sums = any(found.sum_minor or found.file_sum_micro for found in report.documents)
        for number, column in enumerate(self.documents.columns):
            self.documents_table.setColumnHidden(number, column.name in _SUMS and not has_sums)
        self.place.setText("")

    def _show_whole(self, row: int) -> None:
        """The refusal under the cursor in full: the table cuts a long one."""
        lines = self.refused.rows()
        self.whole.setText(lines[row].text if 0 <= row < len(lines) else "")
        self.whole.setVisible(bool(self.whole.text()))

    def show_place(self, path: str) -> None:
        """Say where the report was written."""
        self.place.setText(_("Report: {path}").format(path=path))


def equation_text(report: ImportReport) -> str:
    """The account as one sentence."""
    text = _("{rows} rows in the file = {taken} in documents + {refused} refused")
    if report.cancelled:
        text = _("{rows} rows read = {taken} in documents + {refused} refused")
    return text.format(
        rows=_count(report.rows_in),
        taken=_count(report.rows_in_documents),
        refused=_count(report.rows_refused),
    )


def _count(number: int) -> str:
    return format_decimal(Decimal(number))


def _verdict(report: ImportReport) -> tuple[str, State]:
    if report.cancelled:
        stays = bool(report.documents)
        return _("stopped: whole documents stay") if stays else _("stopped: nothing was imported"), "warn"
    if not report.documents:
        return _("nothing was imported"), "bad"
    if report.rows_refused:
        return _("imported, some rows refused"), "warn"
    return _("imported"), "ok"


def _figures(report: ImportReport) -> Iterator[tuple[str, str, bool]]:
    yield _("Rows read") if report.cancelled else _("Rows in the file"), _count(report.rows_in), True
    yield _("In documents"), _count(report.rows_in_documents), False
    yield _("Refused"), _count(report.rows_refused), False
    for outcome in DocumentOutcome:
        number = sum(found.outcome is outcome for found in report.documents)
        if number:
            yield _("Documents: {state}").format(state=outcome_word(outcome)), _count(number), False
    if report.file_total_micro or report.total_minor:
        yield _("Total of the documents"), format_money(report.total_minor, report.currency), True
        yield _("Total of the file"), _exact(report.file_total_micro, report.currency), False
        yield _("Of it refused"), _exact(report.refused_micro, report.currency), False


def _exact(micro: int, currency: str) -> str:
    return f"{format_micro(micro, places_min=2)} {currency}"


def _refused_lines(report: ImportReport) -> Iterator[RefusedLine]:
    for reason in report.refused:
        examples = reason.examples
        if not examples:
            yield RefusedLine(_count(reason.count), _("Another row was refused, so the file stayed out."))
        for number, example in enumerate(examples):
            count = _count(reason.count) if number == 0 else ""
            yield RefusedLine(count, placed_text(example))


def _refused_columns() -> tuple[EntryColumn[RefusedLine], ...]:
    return (
        EntryColumn("count", _("Rows"), lambda line: line.count, align_right=True, width=64),
        EntryColumn(
            "text", _("What is wrong (first examples)"), lambda line: line.text, hint=lambda line: line.text,
            stretch=True,
        ),
    )  # fmt: skip


def _document_columns() -> tuple[EntryColumn[DocumentLine], ...]:
    return (
        EntryColumn("number", _("Number"), lambda line: line.result.number, width=150),
        EntryColumn("kind", _("Kind"), lambda line: document_word(line.result.kind), width=120),
        EntryColumn(
            "rows", _("Rows"), lambda line: _count(line.result.rows), align_right=True, width=56, quiet=True
        ),
        EntryColumn(
            "sum", _("Sum"), lambda line: format_money(line.result.sum_minor, line.currency),
            align_right=True, width=120,
        ),
        EntryColumn(
            "file", _("In the file"), lambda line: _exact(line.result.file_sum_micro, line.currency),
            state=lambda line: "warn" if line.differs else None, align_right=True, width=130, quiet=True,
        ),
        EntryColumn(
            "outcome", _("State"), lambda line: outcome_word(line.result.outcome),
            state=lambda line: _OUTCOME_STATES[line.result.outcome], stretch=True,
        ),
    )  # fmt: skip
