"""Title lines above the names of the columns, as lists are exported with by other programs."""

from collections.abc import Sequence

from app.domain.importing.sniff_values import looks_like_value

MOST_TITLES = 19
_SHARE_AS_WIDE = 0.5


def titles_above(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows stand above the names of the columns; 0 where the first row is like the others.

    The names: all filled, all different, no number or date among them, and most rows below as wide. What stands
    above fills at most half as many cells.
    """
    for place, row in enumerate(rows[1 : MOST_TITLES + 1], start=1):
        names = [cell.strip().casefold() for cell in row]
        while names and not names[-1]:
            names.pop()
        most = max(1, len(names) // 2)
        above = all(_filled(title) <= most for title in rows[:place])
        if above and _are_names(names) and _are_as_wide(rows[place + 1 :], len(row)):
            return place
    return 0


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _are_names(names: Sequence[str]) -> bool:
    has_all = len(names) > 1 and all(names) and len(set(names)) == len(names)
    return has_all and not any(looks_like_value(name) for name in names)


def _are_as_wide(rows: Sequence[Sequence[str]], width: int) -> bool:
    return bool(rows) and sum(len(row) == width for row in rows) >= _SHARE_AS_WIDE * len(rows)
