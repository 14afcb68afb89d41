"""`main.py day`: a whole office day through the services, for people to inspect and for tests to recompute."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.failures import REFUSED, fail
from app.cli.options import Database

Seed = Annotated[int, typer.Option("--seed", help="Draws customers, quantities and prices.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the documents as JSON.")]


def day(seed: Seed = 1, as_json: AsJson = False, db: Database = "") -> int:
    """Live one office day on a fresh small demo firm: quote, order, shipment, invoice, credit, payment, aging.

    Without --db the file lies in a new temporary folder; it stays there, the PDFs beside it.
    """
    from app.bootstrap import open_office
    from app.services.demo.day import live_one_day
    from app.services.demo.day_report import report_day
    from app.services.demo.make import make_demo_office

    url = db or f"sqlite:///{Path(tempfile.mkdtemp(prefix='keyline-day-')) / f'day-{seed}.db'}"
    office = open_office(url)
    try:
        demo = make_demo_office(office.work, seed=seed)
        folder = _folder_of_papers(office.database.path if office.database.is_sqlite else None, seed)
        report = report_day(demo, live_one_day(demo), folder=folder, database=url)
    finally:
        office.close()
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    else:
        for each in (*report.documents, report.payment):
            typer.echo(f"{each.kind:15} {each.number:12} {each.gross:>12} {each.currency:3} {each.pdf}")
        for text in report.warnings:
            typer.echo(text)
        typer.echo(report.database)
    if report.findings:
        return fail(f"verify found: {', '.join(report.findings)}", REFUSED)
    return 0


def _folder_of_papers(database: Path | None, seed: int) -> Path:
    if database is None:
        return Path(tempfile.mkdtemp(prefix=f"keyline-day-{seed}-"))
    return database.with_name(f"{database.stem}-papers")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(day)
