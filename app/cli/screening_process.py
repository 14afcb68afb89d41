"""Screening in a process of its own, for the window: `Processes.run(owner, screen_in_process, ...)`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.bootstrap import open_office
from app.domain.rights import Actor
from app.i18n import _, set_language
from app.services.screening import (
    CustomersScreened,
    ListEdition,
    import_list,
    read_files,
    read_list,
    screen_customers,
)

Report = Callable[[float, str], None]


def screen_in_process(report: Report, url: str, actor: Actor, language: str = "en") -> CustomersScreened:
    """Screen whoever has no result yet; `report` raises when the person cancels: what is done stays."""
    set_language(language)
    office = open_office(url)
    try:
        return screen_customers(office.work, actor, report)
    finally:
        office.close()


def import_list_in_process(
    report: Report,
    url: str,
    actor: Actor,
    paths: tuple[str, ...],
    published: date | None = None,
    anyway: bool = False,
    language: str = "en",
) -> ListEdition:
    """Import an edition as a whole; cancelled before it is kept, nothing of it stays."""
    set_language(language)
    report(0.05, _("Reading the files"))
    listed = read_list(read_files([Path(path) for path in paths]), published=published)
    report(0.4, _("Writing the entries"))
    office = open_office(url)
    try:
        with office.work.begin(actor=actor) as uow:
            edition = import_list(uow, listed, anyway=anyway)
            report(0.9, _("Writing the entries"))
    finally:
        office.close()
    return edition
