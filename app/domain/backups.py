"""Which backups stay: the last ones, and one a week before them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def outdated_backups(moments: Iterable[datetime], *, keep: int, weeks: int) -> tuple[datetime, ...]:
    """The backups to remove, oldest first.

    Stay: the newest `keep`, and the newest of each of the last `weeks` calendar weeks that have any. A week
    without backups (holidays) counts for nothing, so that a long pause removes no history.
    """
    assert keep >= 1, "the backup just made stays"
    newest_first = sorted(moments, reverse=True)
    newest_of_week: dict[tuple[int, int], datetime] = {}
    for moment in newest_first:
        newest_of_week.setdefault(moment.isocalendar()[:2], moment)
    stay = {*newest_first[:keep], *list(newest_of_week.values())[:weeks]}
    return tuple(moment for moment in reversed(newest_first) if moment not in stay)
