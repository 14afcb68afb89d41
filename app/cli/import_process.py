"""An import in a process of its own, for the window: `Processes.run(owner, import_in_process, ...)`."""

from __future__ import annotations

from collections.abc import Callable

from app.bootstrap import open_office
from app.domain.importing.report import ImportReport
from app.domain.rights import Actor
from app.services.importing import ImportPlan, run_import


def import_in_process(
    report: Callable[[float, str], None], url: str, plan: ImportPlan, actor: Actor
) -> ImportReport:
    """Import with an engine of its own; `report(fraction, text)` raises when the person cancels.

    That happens between documents only, so that whole documents stay.
    """
    office = open_office(url)
    try:
        return run_import(office.work, plan, actor, progress=report)
    finally:
        office.close()
