"""The numbers of parts: the same on the assembly drawing, in the cut list, on the plans of sheets and on labels."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.scene.kinds import kinds_of, longest_first
from app.domain.scene.model import Scene
from app.domain.workshop.cut_list import CutRow

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def numbers_of(rows: Sequence[CutRow], scene: Scene) -> tuple[str, ...]:
    """A number for each row: its kind's on the drawing, with a letter where rows of a kind differ otherwise."""
    kinds = {(kind.name, kind.size, kind.material): str(kind.number) for kind in kinds_of(scene)}
    plain = [kinds.get((row.name, _size(row), row.material), "") for row in rows]
    seen: dict[str, int] = {}
    found: list[str] = []
    for number in plain:
        place = seen[number] = seen.get(number, -1) + 1
        found.append(number if plain.count(number) == 1 else f"{number}{_letter(place)}")
    return tuple(found)


def _size(row: CutRow) -> tuple[int, int, int]:
    return longest_first((row.length, row.width, row.thickness))


def _letter(place: int) -> str:
    """a to z, then aa and so on."""
    before, last = divmod(place, len(_LETTERS))
    return (_letter(before - 1) if before else "") + _LETTERS[last]
