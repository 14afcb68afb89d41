"""The keys of the import desk."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import _
from app.views.imports.desk import ImportDesk
from app.views.kit.commands import Command
from app.views.kit.context import Context


def import_commands() -> list[Command]:
    """Every command of the desk."""
    return [
        _command("import.choose", _("Choose file"), "Ctrl+O", ImportDesk.choose_file),
        _command("import.run", _("Import the file"), "Ctrl+Return", ImportDesk.start),
        _command("import.next", _("Next file"), "Ctrl+N", ImportDesk.next_file, ImportDesk.is_free),
        _command(
            "import.report", _("Open report"), "Ctrl+Shift+O", ImportDesk.open_report, ImportDesk.has_report
        ),
        _command(
            "import.save", _("Save report as JSON"), "Ctrl+S", ImportDesk.save_report, ImportDesk.has_report
        ),
    ]


def _always(_desk: ImportDesk) -> bool:
    return True


def _command(
    id: str,
    title: str,
    keys: str,
    run: Callable[[ImportDesk], object],
    possible: Callable[[ImportDesk], bool] = _always,
) -> Command:
    def call(context: Context) -> None:
        desk = context.desk()
        if isinstance(desk, ImportDesk):
            run(desk)

    def enabled(context: Context) -> bool:
        desk = context.desk()
        return isinstance(desk, ImportDesk) and possible(desk)

    return Command(id, title, call, keys, _("Import"), "data.import", enabled)
