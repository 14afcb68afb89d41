"""`main.py import KIND FILE`: look at a file, import it, keep the report."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.bootstrap import Office, open_office
from app.cli.failures import REFUSED, fail
from app.cli.options import Database, database_url
from app.domain.importing.decisions import SHAPING
from app.domain.importing.dialect import DateOrder, Encoding, Finding
from app.domain.importing.problems import placed_text
from app.domain.importing.report import ImportReport, report_text
from app.domain.importing.targets import ImportKind
from app.domain.rights import SYSTEM
from app.i18n import _, n_
from app.services.importing import (
    ImportChoices,
    ImportPreview,
    Scope,
    doubt_text,
    is_sheet,
    prepare_import,
    preview_text,
    read_mapping_file,
    run_import,
    sheet_as_text,
    write_report,
)
from app.settings import data_folder

_SHOWN_LINES = 40


class Delimiter(StrEnum):
    """What stands between two cells, in words that a shell leaves alone."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    BAR = "bar"


class Mark(StrEnum):
    """What stands before the cents."""

    POINT = "point"
    COMMA = "comma"


_MARKS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "point": "."}
_ANSWERS: dict[str, tuple[str, Iterable[str]]] = {
    "encoding": ("--encoding", Encoding),
    "delimiter": ("--delimiter", Delimiter),
    "header": ("--header", ("yes", "no", "ROW")),
    "decimal_mark": ("--decimal", Mark),
    "date_order": ("--dates", DateOrder),
}
"""Which option says what is in doubt, and what it takes."""


def import_file(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    kind: Annotated[ImportKind, typer.Argument(help="What the file holds.")],
    file: Annotated[str, typer.Argument(help="A delimited file of any usual encoding.")],
    db: Database = "",
    mapping: Annotated[str, typer.Option(metavar="FILE", help="Columns as JSON: field, header.")] = "",
    per: Annotated[Scope, typer.Option(help="What is taken whole or not at all.")] = Scope.DOCUMENT,
    tax: Annotated[str, typer.Option(metavar="CODE", help="Tax of orders; else the domestic one.")] = "",
    currency: Annotated[str, typer.Option(metavar="CODE", help="The file's currency.")] = "",
    encoding: Annotated[Encoding | None, typer.Option(help="How the file is encoded, if unclear.")] = None,
    delimiter: Annotated[Delimiter | None, typer.Option(help="What parts the columns, if unclear.")] = None,
    header: Annotated[
        str, typer.Option(metavar="yes|no|ROW", help="Are names in the first row, or in which? If unclear.")
    ] = "",
    decimal: Annotated[Mark | None, typer.Option(help="What stands before cents, if unclear.")] = None,
    dates: Annotated[DateOrder | None, typer.Option(help="How dates are written, if unclear.")] = None,
    report: Annotated[str, typer.Option(metavar="FILE.json", help="Where the report goes.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the first rows, import nothing.")] = False,
) -> int:
    """Import customers, products, prices, costs, stock, orders (closed history) or open-items.

    Exits with 0 when rows were imported or found present, whatever the number refused (the report tells
    each), and with 1 when every row was refused.
    """
    said: dict[str, StrEnum | str | None] = {"encoding": encoding, "delimiter": delimiter}
    said |= {"header": _header(header), "decimal_mark": decimal, "date_order": dates}
    choices = ImportChoices(
        mapping=read_mapping_file(mapping, kind) if mapping else None,
        written={name: _MARKS.get(value, str(value)) for name, value in said.items() if value},
        scope=per,
        tax_code=tax,
        currency=currency,
    )
    office = open_office(database_url(db), must_exist=True)
    try:
        with office.work.reading(actor=SYSTEM) as view:
            preview = prepare_import(view, kind, sheet_as_text(file) if is_sheet(file) else file, choices)
        return _show(preview) if dry_run else _carry_out(office, preview, report)
    finally:
        office.close()


def _header(text: str) -> str:
    if text in {"", "yes", "no"} or (text.isdecimal() and int(text) > 0):
        return text
    raise typer.BadParameter(f"{text} is neither yes nor no nor a row", param_hint="--header")


def _show(preview: ImportPreview) -> int:
    typer.echo(preview_text(preview), nl=False)
    return REFUSED if _hindrance(preview) else 0


def _carry_out(office: Office, preview: ImportPreview, report_file: str) -> int:
    if hindrance := _hindrance(preview):
        return fail(hindrance, REFUSED)
    done = run_import(office.work, preview.plan, SYSTEM, progress=_tell)
    path = Path(report_file) if report_file else _usual_path(office, preview)
    json_path, readable = write_report(done, path)
    lines = report_text(done).splitlines()
    typer.echo("\n".join(lines[:_SHOWN_LINES]))
    if len(lines) > _SHOWN_LINES:
        typer.echo(_("... {count} more lines").format(count=len(lines) - _SHOWN_LINES))
    typer.echo(_("Report: {text}, {json}").format(text=readable, json=json_path))
    return _exit_code(done)


def _hindrance(preview: ImportPreview) -> str:
    """Why the file cannot be taken in as it is: what is in doubt would be in the books for good."""
    told = [placed_text(problem) for problem in preview.problems]
    asked = [doubt for doubt in preview.doubts if not told or doubt.name in SHAPING]  # columns come first
    told += [
        _("{doubt} Say it by {option}.").format(doubt=doubt_text(doubt), option=_answer(doubt))
        for doubt in asked
    ]
    return " ".join([*told, _("Nothing was imported.")]) if told else ""


def _answer(doubt: Finding) -> str:
    """The option that settles the doubt, with the values to choose from; of an encoding and of a row the likeliest."""
    option, values = _ANSWERS[doubt.name]
    is_proposed = values is Encoding or doubt.reason == "titles-above"
    listed = doubt.value if is_proposed else "|".join(values)
    return f"{option} {listed}"


def _exit_code(done: ImportReport) -> int:
    if done.documents or not done.rows_refused:
        return 0
    text = n_(
        "Nothing was imported: {count} row was refused.",
        "Nothing was imported: {count} rows were refused.",
        done.rows_refused,
    )
    return fail(text.format(count=done.rows_refused), REFUSED)


def _tell(fraction: float, text: str) -> None:
    """Progress in one line of a terminal; silent elsewhere."""
    if sys.stderr.isatty():
        end = "\n" if fraction >= 1 else ""
        sys.stderr.write(f"\r{fraction:>4.0%} {text:<40}{end}")


def _usual_path(office: Office, preview: ImportPreview) -> Path:
    stamp = f"{office.clock.now():%Y%m%d-%H%M%S}"
    return data_folder() / "imports" / f"{stamp}-{preview.plan.kind.value}.json"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(name="import")(import_file)
