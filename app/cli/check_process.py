"""Counting which orders the checks would have hit, in a process of its own: the window stays free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.bootstrap import open_office
from app.i18n import set_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.rights import Actor
    from app.services.orders.check_hits import CheckHits


def count_in_process(
    report: Callable[[float, str], None], url: str, actor: Actor, language: str
) -> CheckHits:
    """Open the office, count, close it; `report` raises where the person stopped it."""
    from app.services.orders.check_hits import count_hits

    set_language(language)
    office = open_office(url)
    try:
        with office.work.reading(actor=actor) as view:
            return count_hits(view, report)
    finally:
        office.close()
