"""Running an import: in this process, or in one of its own for the window."""

from __future__ import annotations

from app.domain.errors import RefusedError
from app.domain.importing.mapping import check_mapping
from app.domain.importing.problems import placed_text
from app.domain.importing.report import ImportReport, ReportBuilder
from app.domain.rights import Actor
from app.services.importing.column_mappings import save_mapping
from app.services.importing.history.running import import_order_lines
from app.services.importing.plans import ImportPlan
from app.services.importing.preparing import open_file
from app.services.importing.runs import Cancelled, FileUndone, ImportStopped, Progress, Run
from app.services.importing.tables.running import import_records
from app.services.setup import require_firm
from app.services.unit_of_work import Work


def never() -> bool:
    """Nobody cancels."""
    return False


def silent(fraction: float, text: str) -> None:
    """Nobody listens."""


def run_import(
    work: Work,
    plan: ImportPlan,
    actor: Actor,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> ImportReport:
    """Import the file as planned; what became of every row.

    Refused before anything is written: a mapping that does not fit, another currency, an unknown tax. A stop
    leaves whole documents only (of a file taken whole: nothing). Memory does not grow with the file.
    """
    actor.require("data.import")
    header = _checked_header(plan)
    with work.reading(actor=actor) as view:
        currency = require_firm(view).currency
    run = Run(work, plan, actor, progress, cancelled)
    try:
        report = import_order_lines(run) if plan.holds_order_lines else import_records(run)
    except FileUndone as undone:
        return undone.report
    except ImportStopped:
        return ReportBuilder(plan.kind.value, plan.file_name, currency).finish(rows_in=0, cancelled=True)
    with work.begin(actor=actor) as uow:
        save_mapping(uow, plan.mapping, header)
    return report


def _checked_header(plan: ImportPlan) -> tuple[str, ...]:
    table = open_file(plan.path, plan.dialect)
    problems = check_mapping(plan.mapping, table.header)
    if problems:
        reason = " ".join(placed_text(problem) for problem in problems)
        raise RefusedError("import.mapping_wrong", file=plan.file_name, reason=reason)
    return table.header
