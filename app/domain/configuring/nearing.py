"""The value of a number that is nearest to the one wished for, among those that a draft may still have."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from app.domain.configurator.compiling import CompiledModel
from app.domain.configuring.drafting import Draft
from app.domain.configuring.refusals import Span


def nearest(spans: Sequence[range], wanted: int) -> int | None:
    """The value in these ranges that is nearest to the wanted one, of two the lower; None where there is none."""
    found: list[int] = []
    for span in spans:
        if span:
            steps = (wanted - span.start) // span.step
            found.extend(span[min(max(at, 0), len(span) - 1)] for at in (steps, steps + 1))
    return min(found, key=lambda value: (abs(value - wanted), value), default=None)


def nearest_place(values: Sequence[int], room: bytes, refused: Sequence[Span], wanted: int) -> int:
    """The place of the nearest value; of two as near that of the lower; -1 where nothing is left.

    Args:
        values: ascending.
        room: by place 1 where the value may be had.
        refused: those that may not.
        wanted: the value wished for.
    """
    start = bisect_left(values, wanted)
    up, down = room.find(1, start), room.rfind(1, 0, start)
    while up >= 0 and (after := _after(refused, up)) > up:
        up = room.find(1, after)
    while down >= 0 and (before := _before(refused, down)) < down:
        down = room.rfind(1, 0, before + 1)
    if up < 0 or down < 0:
        return max(up, down)
    return down if wanted - values[down] <= values[up] - wanted else up


def _after(refused: Sequence[Span], place: int) -> int:
    return max([after for _, first, after in refused if first <= place < after], default=place)


def _before(refused: Sequence[Span], place: int) -> int:
    return min([first - 1 for _, first, after in refused if first <= place < after], default=place)


class Nearing:
    """Looks for the nearest value by halves, of a draft that holds together.

    Args:
        number: its place in the model.
        room: by place of its values 1 where it may be had.
        wanted: the value wished for.
    """

    def __init__(self, compiled: CompiledModel, number: int, room: bytes, wanted: int) -> None:
        self._compiled = compiled
        self._number = number
        self._values = compiled.book.orders[number].values
        self._room = bytearray(room)
        self._wanted = wanted

    def room(self, draft: Draft, at: int) -> bytes:
        """By place 1 for the nearest value that goes with the draft alone; none where the draft itself clashes.

        Args:
            draft: with all that is decided before the number is.
            at: the place of the plan where the number is decided.
        """
        if self._compiled.refusal(draft.literals):
            return b""
        found = self._compiled.found_value(self._number)
        while True:
            refused = draft.refused_spans(at, self._number)
            place = nearest_place(self._values, bytes(self._room), refused, self._wanted)
            assert place >= 0, "what holds together has a value"
            if self._values[place] == found:
                return bytes(place) + b"\x01"
            near, far = abs(self._values[place] - self._wanted), abs(found - self._wanted)
            first, after = (place, place + 1) if near >= far else self._within((near + far) // 2)
            core = self._compiled.refusal([*draft.literals, *self._between(first, after)])
            if core:
                draft.learn(core)
                self._room[first:after] = bytes(after - first)
            else:
                found = self._compiled.found_value(self._number)

    def _within(self, far: int) -> tuple[int, int]:
        """The places of the values that are so near."""
        return bisect_left(self._values, self._wanted - far), bisect_right(self._values, self._wanted + far)

    def _between(self, first: int, after: int) -> list[int]:
        numbered = self._compiled.numbered
        assert numbered is not None, "a model with numbers has a solver that knows them"
        asked = self._compiled.book.orders[self._number].asked
        return [asked, numbered.cut(self._number, first), -numbered.cut(self._number, after)]
