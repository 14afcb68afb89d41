"""An import in a process of its own, for the window: `Processes.run(owner, import_in_process, ...)`."""

from __future__ import annotations

from collections.abc import Callable

from app.bootstrap import open_office
from app.domain.importing.report import ImportReport
from app.domain.rights import Actor
from app.i18n import set_language
from app.services.importing import ImportPlan, run_import


def import_in_process(
    report: Callable[[float, str], None],
    url: str,
    plan: ImportPlan,
    actor: Actor,
    language: str = "en",
) -> ImportReport:
    """Import with an engine of its own; `report(fraction, text)` raises when the person cancels.

    The import then stops between documents, so that whole documents stay, and its report says so.
    """
    set_language(language)
    window = _Window(report)
    office = open_office(url)
    try:
        return run_import(office.work, plan, actor, window.tell, lambda: window.has_stopped)
    finally:
        office.close()


class _Window:
    """The window at the other end: it listens until the person cancels or it is gone."""

    def __init__(self, report: Callable[[float, str], None]) -> None:
        self._report = report
        self.has_stopped = False

    def tell(self, fraction: float, text: str) -> None:
        """Say how far it is; never raises, so that the account of what was written is kept."""
        if self.has_stopped:
            return
        try:
            self._report(fraction, text)
        except Exception:  # noqa: BLE001  (cancelled, or the pipe is gone: both mean stop)
            self.has_stopped = True
