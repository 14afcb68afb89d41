"""`main.py verify`: proves a database, or lists what does not fit."""

import json
import sys
from typing import Annotated

import typer

from app.bootstrap import open_office
from app.cli.options import Database, database_url
from app.domain.rights import SYSTEM
from app.messages import text_of
from app.services.verify import explained_differences
from app.services.verify import verify as find

AsJson = Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")]


def verify(db: Database = "", as_json: AsJson = False) -> int:
    """Check documents, ledger, stock and numbers; exit code 1 and a list on any finding."""
    office = open_office(database_url(db), must_exist=True)
    try:
        with office.work.reading(actor=SYSTEM) as view:
            findings = find(view, progress=None if as_json else _tell)
            explained = explained_differences(view)
    finally:
        office.close()
    told = [{"code": finding.code, "text": text_of(finding.code, finding.params)} for finding in findings]
    notes = [text_of(note.code, note.params) for note in explained]
    if as_json:
        typer.echo(json.dumps({"findings": told, "explained": notes}, ensure_ascii=False, indent=2))
    else:
        for line in told:
            typer.echo(line["text"])
        typer.echo(f"{len(told)} findings, {len(notes)} differences explained")
    return 1 if findings else 0


def _tell(done: int, total: int, name: str) -> None:
    """Progress on a terminal only, so that a log stays clean."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done + 1}/{total} {name:<30}")
        if done + 1 == total:
            sys.stderr.write("\r" + " " * 40 + "\r")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(verify)
