"""The cases of a model, each with what of it is not so, and what none of them touches; Enter goes to either."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.domain.model_cases import CASES_FILE, CaseResult, Coverage
from app.domain.model_drafts.checking import Review, Untouched
from app.i18n import _
from app.messages import text_of_issue
from app.models.columns import Column
from app.views.kit.action_row import ActionRow
from app.views.kit.cards import muted_label
from app.views.kit.small_list import SmallList


def _words(result: CaseResult) -> str:
    return " ".join(text_of_issue(issue) for issue in result.issues)


def _told(result: CaseResult) -> str:
    return " · ".join(filter(None, (result.case.name, _words(result))))


def _case_columns() -> tuple[Column[CaseResult], ...]:
    return (
        Column(
            "state",
            _("State"),
            lambda result: _("holds") if result.holds else _("fails"),
            state=lambda result: "ok" if result.holds else "bad",
            width=80,
        ),
        Column("name", _("Case"), lambda result: result.case.name, stretch=True, hint=_told),
    )


def _untouched_columns() -> tuple[Column[Untouched], ...]:
    return (
        Column("kind", _("Kind"), lambda each: _("Rule") if each.is_rule else _("Option"), width=104),
        Column("code", _("Not touched"), lambda each: each.code, stretch=True, hint=lambda each: each.code),
        Column("line", _("Place"), lambda each: str(each.line or ""), quiet=True, width=56),
    )


class BenchCard(QWidget):
    """`opened(file, line)`: Enter on a case, or on an option or rule that none touches."""

    opened = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: SmallList[CaseResult] = SmallList(
            _case_columns(),
            "modelCases",
            _("Cases"),
            nothing=_("No case yet. Ctrl+B keeps what is configured beside as one that has to hold."),
        )
        self.untouched: SmallList[Untouched] = SmallList(
            _untouched_columns(),
            "modelUntouched",
            _("What no case touches"),
            nothing=_("The cases touch every option and every rule."),
        )
        self._told = muted_label("", self)
        self._told.setObjectName("modelCase")
        self._told.setWordWrap(True)
        self._told.hide()
        self._covered = muted_label("", self)
        self._covered.setObjectName("modelCoverage")
        self._covered.setWordWrap(True)
        self.table.row_changed.connect(self._tell)
        self.table.row_activated.connect(self._open_case)
        self.untouched.row_activated.connect(self._open_untouched)
        self._lay_out()

    def _lay_out(self) -> None:
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(8)
        for parts, stretch in (((self.table, self._told), 3), ((self._covered, self.untouched), 2)):
            half = QWidget(self)
            rows = QVBoxLayout(half)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(6)
            for part in parts:
                rows.addWidget(part, part in (self.table, self.untouched))
            halves.addWidget(half)
            halves.setStretchFactor(halves.count() - 1, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(halves, 1)
        column.addWidget(ActionRow(_("Enter goes there · Tab to what no case touches · Ctrl+B new case")))

    def show_review(self, review: Review) -> None:
        """Show what came of a run; without a report it could not be run."""
        report = review.report
        self.table.show_rows(report.results if report is not None else ())
        self.untouched.show_rows(review.untouched)
        self._covered.setText(coverage_text(report.coverage) if report is not None else "")
        self._tell(self.table.current_row())

    def _tell(self, row: int) -> None:
        """What is not so of the case under the cursor; one that holds has nothing to say."""
        result = self.table.row_of(row)
        words = _words(result) if result is not None else ""
        self._told.setText(words)
        self._told.setVisible(bool(words))

    def _open_case(self, row: int) -> None:
        result = self.table.row_of(row)
        if result is not None:
            self.opened.emit(CASES_FILE, result.case.line)

    def _open_untouched(self, row: int) -> None:
        found = self.untouched.row_of(row)
        if found is not None:
            self.opened.emit(found.file, found.line)


def coverage_text(coverage: Coverage) -> str:
    """How much of the model the cases touch."""
    return _("Cases touch {options} of {all_options} options and {rules} of {all_rules} rules.").format(
        options=coverage.options - len(coverage.unseen_options),
        all_options=coverage.options,
        rules=coverage.rules - len(coverage.unseen_rules),
        all_rules=coverage.rules,
    )
