"""Which sections and notes of an order stand on a paper that shows only some of its lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.domain.papers import PaperLine, PaperLineKind

_KINDS = {"section": PaperLineKind.SECTION, "note": PaperLineKind.NOTE}
HEADINGS = frozenset(_KINDS)  # kinds of lines that are only read


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of an order in its place; the text matters of sections, notes and kits only.

    `kit`: of a kit's line its own key, of a part that of its kit.
    """

    id: int
    kind: str
    text: str
    kit: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands before and after a shown line, by the line's id."""

    before: dict[int, tuple[PaperLine, ...]]
    after: dict[int, tuple[PaperLine, ...]]

    def around(self, lines: Iterable[tuple[int | None, PaperLine]]) -> tuple[PaperLine, ...]:
        """The paper's lines with their headings; one that comes twice has them the first time."""
        shown: list[PaperLine] = []
        seen: set[int] = set()
        for id_, line in lines:
            if id_ is None or id_ in seen:
                shown.append(line)
                continue
            seen.add(id_)
            shown += [*self.before.get(id_, ()), line, *self.after.get(id_, ())]
        return tuple(shown)


def headings_of(lines: Iterable[OrderedLine], shown: Collection[int]) -> Headings:
    """The headings of one order's lines in their order.

    A section stands before the first of its lines that is shown, with the notes between, and under a section
    that has no line of its own. Any other note follows the line above it, and only that one.
    A kit stands before the first of its parts that is shown.
    """
    kits: dict[str, PaperLine] = {}  # of which no part was shown yet
    before: dict[int, tuple[PaperLine, ...]] = {}
    after: dict[int, tuple[PaperLine, ...]] = {}
    waiting: list[PaperLine] = []
    above: int | None = None  # the line that a note would belong to
    for line in lines:
        if line.kind == "kit":
            kits[line.kit] = PaperLine(text=line.text, kind=PaperLineKind.SECTION)
            continue
        kind = _KINDS.get(line.kind)
        if kind is None:
            above = line.id
            if line.id in shown and waiting:
                before[line.id], waiting = tuple(waiting), []
            if line.id in shown and line.kit in kits:
                before[line.id] = (*before.get(line.id, ()), kits.pop(line.kit))
            continue
        heading = PaperLine(text=line.text, kind=kind)
        if kind is PaperLineKind.SECTION and above is not None:
            waiting, above = [], None  # the section before ends here
        if above is None:
            waiting.append(heading)
        elif above in shown:
            after[above] = (*after.get(above, ()), heading)
    return Headings(before, after)
