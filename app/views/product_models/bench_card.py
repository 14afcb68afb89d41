"""The cases of a model, each with what of it is not so, and what none of them touches."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.model_cases import CaseResult, Coverage, Report
from app.i18n import _
from app.messages import text_of_issue
from app.models.columns import Column
from app.views.kit.action_row import ActionRow
from app.views.kit.cards import muted_label
from app.views.kit.small_list import SmallList

_SHOWN = 12


def _words(result: CaseResult) -> str:
    return " ".join(text_of_issue(issue) for issue in result.issues)


def _columns() -> tuple[Column[CaseResult], ...]:
    return (
        Column(
            "state",
            _("State"),
            lambda result: _("holds") if result.holds else _("fails"),
            state=lambda result: "ok" if result.holds else "bad",
            width=80,
        ),
        Column(
            "name", _("Case"), lambda result: result.case.name, width=120, hint=lambda each: each.case.name
        ),
        Column("words", _("What is not so"), _words, stretch=True, hint=_words),
    )


class BenchCard(QWidget):
    """`case_opened(line)`: Enter on a case."""

    case_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: SmallList[CaseResult] = SmallList(
            _columns(),
            "modelCases",
            _("Cases"),
            nothing=_("No case yet. Ctrl+B keeps what is configured beside as one that has to hold."),
        )
        self.table.row_activated.connect(self._open)
        self._covered = muted_label("", self)
        self._covered.setObjectName("modelCoverage")
        self._covered.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addWidget(self._covered)
        column.addWidget(ActionRow(_("Enter goes to the case · Ctrl+B keeps what is configured as a case")))

    def show_report(self, report: Report | None) -> None:
        """Show what came of a run; None: it could not be run."""
        self.table.show_rows(report.results if report is not None else ())
        self._covered.setText(coverage_text(report.coverage) if report is not None else "")

    def _open(self, row: int) -> None:
        result = self.table.row_of(row)
        if result is not None:
            self.case_opened.emit(result.case.line)


def coverage_text(coverage: Coverage) -> str:
    """How much of the model the cases touch, and what they do not."""
    told = _("Cases touch {options} of {all_options} options and {rules} of {all_rules} rules.").format(
        options=coverage.options - len(coverage.unseen_options),
        all_options=coverage.options,
        rules=coverage.rules - len(coverage.unseen_rules),
        all_rules=coverage.rules,
    )
    unseen = [*coverage.unseen_rules, *coverage.unseen_options]
    if not unseen:
        return told
    more = " \N{HORIZONTAL ELLIPSIS}" if len(unseen) > _SHOWN else ""
    left = _("Not touched: {names}").format(names=", ".join(unseen[:_SHOWN]))
    return f"{told} {left}{more}"
