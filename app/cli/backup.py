"""`main.py backup FILE` and `main.py restore FILE`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.failures import REFUSED, fail
from app.cli.options import Database, database_url
from app.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.unit_of_work import Reading

Target = Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")]
Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup to bring back.")]
Replace = Annotated[bool, typer.Option("--force", help="Replace FILE if it exists.")]
Accept = Annotated[bool, typer.Option("--force", help="Restore even if the check finds errors in FILE.")]


def backup(file: Target, db: Database = "", force: Replace = False) -> int:
    """Copy the database, also while others work in it, and check the copy."""
    from app.messages import text_of
    from app.services.backup import make_backup
    from app.services.clock import SystemClock

    note = make_backup(database_url(db), file, clock=SystemClock(), prove=_prove, overwrite=force)
    if note.findings:
        params = {"file": file, "count": note.findings, "url": f"sqlite:///{file}"}
        return fail(text_of("backup.findings", params), REFUSED)
    typer.echo(_("The backup {file} was written and checked.").format(file=file))
    return 0


def restore(file: Backup, db: Database = "", force: Accept = False) -> int:
    """Check a backup and put it in the database's place; what was there is kept beside it."""
    from app.services.backup import restore_backup
    from app.services.clock import SystemClock

    note = restore_backup(database_url(db), file, clock=SystemClock(), prove=_prove, overwrite=force)
    typer.echo(_("{file} is back in place as {database}.").format(file=file, database=note.path))
    if note.aside is not None:
        typer.echo(_("What was there before is kept as {file}.").format(file=note.aside))
    if note.is_older:
        typer.echo(_("It is of an older version and is brought up to date at the next start."))
    return 0


def _prove(view: "Reading") -> "Sequence[object]":
    from app.services.verify import verify

    return verify(view)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(backup)
    app.command()(restore)
