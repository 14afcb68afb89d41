"""`main.py export-rules FILE`: take the export rules of a CSV file, or write those that hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.bootstrap import open_office
from app.cli.options import Database, database_url
from app.domain.errors import OutsideError
from app.domain.rights import SYSTEM
from app.i18n import _


def export_rules(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="eccn;country;ruling;source;valid_from;valid_until")
    ],
    db: Database = "",
    write: Annotated[bool, typer.Option("--write", help="Write the rules to the file instead.")] = False,
) -> int:
    """Take the export rules of a CSV file, all of them or none; --write makes such a file."""
    from app.services.goods import export_rules as rules

    office = open_office(database_url(db), must_exist=True)
    try:
        if write:
            with office.work.reading(actor=SYSTEM) as view:
                cards = rules.read_export_rules(view)
            _write(file, rules.export_rules_text(cards))
            typer.echo(_("Rules written: {count}.").format(count=len(cards)))
            return 0
        text = _read(file)
        with office.work.begin(actor=SYSTEM) as uow:
            taken = rules.import_export_rules(uow, text)
    finally:
        office.close()
    told = _("Rules added: {added}, changed: {changed}, as they were: {same}.")
    typer.echo(told.format(added=taken.added, changed=taken.changed, same=taken.same))
    return 0


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError("export_rule.cannot_read", file=file, detail=str(error)) from error


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutsideError("export.cannot_write", file=file, detail=error.strerror or str(error)) from error


def register(app: typer.Typer) -> None:
    """The command `export-rules`."""
    app.command("export-rules")(export_rules)
