"""One run of an import: whom it tells, how it is stopped, and how a whole file is undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.importing.report import ImportReport, RefusedReason
from app.domain.rights import Actor
from app.services.importing.plans import ImportPlan
from app.services.unit_of_work import Work

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]
LEFT_OUT = "file-left-out"


class ImportStopped(Exception):  # noqa: N818  (no error: the person asked for it)
    """The person stopped the import where nothing of the file may be kept."""


class FileUndone(Exception):  # noqa: N818  (an outcome that rolls back)
    """A row was refused and the file is taken whole or not at all; carries the report."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(report)
        self.report = report


@dataclass(frozen=True, slots=True)
class Run:
    """One run over a file."""

    work: Work
    plan: ImportPlan
    actor: Actor
    progress: Progress
    cancelled: Cancelled

    def stopped(self, fraction: float, text: str) -> bool:
        """Tell how far it is; True when the person wants it to stop."""
        self.progress(fraction, text)
        return self.cancelled()

    def watch(self, first: float, last: float, text: str) -> Watched:
        """Progress of one pass over the file."""
        return Watched(self, first, last, text)


@dataclass(frozen=True, slots=True)
class Watched:
    """Tells the progress of a reading pass and stops it when asked to."""

    run: Run
    first: float
    last: float
    text: str

    def __call__(self, fraction: float) -> None:
        """`fraction` of this pass is done."""
        if self.run.stopped(self.first + fraction * (self.last - self.first), self.text):
            raise ImportStopped


def keep_or_undo(report: ImportReport) -> ImportReport:
    """The report, when all rows were taken; else an exception that undoes the file."""
    if report.cancelled:
        raise ImportStopped
    if report.rows_refused:
        raise FileUndone(left_out(report))
    return report


def left_out(report: ImportReport) -> ImportReport:
    """The report of a file of which nothing was kept: rows without fault are refused for the others' sake."""
    spared = RefusedReason(LEFT_OUT, report.rows_in_documents, ())
    return replace(
        report,
        rows_in_documents=0,
        refused=(*report.refused, spared) if spared.count else report.refused,
        documents=(),
        refused_micro=report.file_total_micro,
    )
