"""Undo and redo of any depth, each step with what it did."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.configuring.choices import Choices
from app.domain.configuring.views import Deed


@dataclass(frozen=True, slots=True)
class _Step:
    before: Choices
    deed: Deed


class History:
    """Choices as they were before and after each step."""

    def __init__(self, first: Choices) -> None:
        self.now = first
        self.version = 0
        self._past: list[_Step] = []
        self._future: list[_Step] = []

    @property
    def undoes(self) -> Deed | None:
        """What `undo` takes back."""
        return self._past[-1].deed if self._past else None

    @property
    def redoes(self) -> Deed | None:
        """What `redo` does again."""
        return self._future[-1].deed if self._future else None

    def do(self, choices: Choices, deed: Deed) -> bool:
        """Take a step; False where it changes nothing."""
        if choices == self.now:
            return False
        self._past.append(_Step(self.now, deed))
        self._future.clear()
        self._move(choices)
        return True

    def undo(self) -> bool:
        """Back by a step; False where there is none."""
        return self._back(self._past, self._future)

    def redo(self) -> bool:
        """Forward by a step that was undone; False where there is none."""
        return self._back(self._future, self._past)

    def _back(self, source: list[_Step], target: list[_Step]) -> bool:
        if not source:
            return False
        step = source.pop()
        target.append(_Step(self.now, step.deed))
        self._move(step.before)
        return True

    def _move(self, choices: Choices) -> None:
        self.now = choices
        self.version += 1
