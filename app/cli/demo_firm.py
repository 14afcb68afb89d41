"""The demo firm behind a URL: for the command line, and for the process that the window starts."""

from __future__ import annotations

from collections.abc import Callable

from app.bootstrap import open_office
from app.i18n import set_language
from app.services.demo import DemoFirm, make_demo_firm

Progress = Callable[[float, str], None]


def make_demo_database(
    url: str, *, seed: int = 1, scale: int = 1, size: str = "standard", progress: Progress | None = None
) -> DemoFirm:
    """Make the database if need be and the demo firm in it; refused where there is a firm already."""
    office = open_office(url)
    try:
        return make_demo_firm(office.work, seed=seed, scale=scale, size=size, progress=progress)
    finally:
        office.close()


def make_demo_in_process(report: Progress, url: str, language: str = "en") -> DemoFirm:
    """For `Processes.run`: the report, in that language, raises there once somebody pressed cancel."""
    set_language(language)
    return make_demo_database(url, progress=report)
