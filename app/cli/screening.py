"""`main.py screening import FILE...`, `check NAME`, `customers`: lists of denied parties without the window."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.bootstrap import open_office
from app.cli.options import Database, database_url
from app.domain.rights import SYSTEM
from app.i18n import _, format_date, n_

if TYPE_CHECKING:
    from app.domain.screening.matching import Hit
    from app.services.screening import ListEdition, Screening

HITS_FOUND = 1
Published = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the list, where its files say none (OFAC)."),
]


def import_list(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="sdn.csv alt.csv add.csv, or one XML.")
    ],
    db: Database = "",
    published: Published = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Take an older list, or one that lost a fifth of its entries.")
    ] = False,
) -> int:
    """Import an edition of OFAC's SDN list, the UN's or the EU's consolidated list."""
    from app.services import screening

    day = published.date() if published is not None else None
    listed = screening.read_list(screening.read_files(files), published=day)
    office = open_office(database_url(db), must_exist=True)
    try:
        with office.work.begin(actor=SYSTEM) as uow:
            edition = screening.import_list(uow, listed, anyway=anyway)
        with office.work.reading(actor=SYSTEM) as view:
            waiting = screening.count_unscreened(view)
    finally:
        office.close()
    typer.echo(_told(edition))
    if waiting:
        text = n_(
            "{count} party waits: main.py screening customers",
            "{count} parties wait: main.py screening customers",
            waiting,
        )
        typer.echo(text.format(count=waiting))
    return 0


def check_name(
    name: Annotated[str, typer.Argument(help="A person or a firm.")],
    db: Database = "",
    city: Annotated[str, typer.Option(help="The party's city.")] = "",
    country: Annotated[str, typer.Option(metavar="CODE", help="The party's country.")] = "",
) -> int:
    """Ask the lists in force about one name; exit code 1 when an entry comes near."""
    from app.services import screening

    office = open_office(database_url(db), must_exist=True)
    try:
        with office.work.reading(actor=SYSTEM) as view:
            found = screening.screen_party(view, name, city=city, country=country.upper())
    finally:
        office.close()
    typer.echo("\n".join(_answer(found)))
    return 0 if found.is_clean else HITS_FOUND


def screen_all(db: Database = "") -> int:
    """Screen every customer and address that has no result against the lists in force."""
    from app.services import screening

    office = open_office(database_url(db), must_exist=True)
    try:
        done = screening.screen_customers(office.work, SYSTEM, _tell)
    finally:
        office.close()
    text = _("Parties: {parties}; screened now: {screened}; with hits: {hits}")
    typer.echo(text.format(parties=done.parties, screened=done.screened, hits=done.with_hits))
    return 0


def _told(edition: ListEdition) -> str:
    from app.messages import text_of

    text = n_(
        "{kind}, edition {edition} of {date}: {count} entry ({added} added, {removed} removed, {changed} changed)",
        "{kind}, edition {edition} of {date}: {count} entries ({added} added, {removed} removed, {changed} changed)",
        edition.entries,
    )
    return text.format(
        kind=text_of(f"kind.{edition.kind}", {}),
        edition=edition.edition,
        date=format_date(edition.published),
        count=edition.entries,
        added=edition.added,
        removed=edition.removed,
        changed=edition.changed,
    )


def _answer(found: Screening) -> Iterable[str]:
    if not found.lists:
        yield _("No list is imported: main.py screening import FILE...")
        return
    lists = ", ".join(f"{each.kind} {_day(each.published)}" for each in found.lists)
    if found.is_clean:
        yield _("No entry comes near “{name}” ({lists}).").format(name=found.party.name, lists=lists)
        return
    count = len(found.hits)
    yield n_("{count} entry comes near ({lists}):", "{count} entries come near ({lists}):", count).format(
        count=count, lists=lists
    )
    for hit in found.hits:
        yield _hit_line(hit)


def _hit_line(hit: Hit) -> str:
    words = ", ".join(f"{word.asked} = {word.listed}" for word in hit.score.matched)
    return (
        f"{hit.score.value:>5.0%}  {hit.name.text}  [{hit.entry.list_kind} {hit.entry.reference}]"
        f"  {hit.score.scorer}: {words}"
    )


def _day(day: date) -> str:
    return day.isoformat()


def _tell(fraction: float, text: str) -> None:
    """Progress in one line of a terminal; silent elsewhere."""
    if sys.stderr.isatty():
        end = "\n" if fraction >= 1 else ""
        sys.stderr.write(f"\r{fraction:>4.0%} {text:<50}{end}")


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    screening = typer.Typer(help="Lists of denied parties: import, check a name, screen the customers.")
    screening.command(name="import")(import_list)
    screening.command(name="check")(check_name)
    screening.command(name="customers")(screen_all)
    app.add_typer(screening, name="screening")
