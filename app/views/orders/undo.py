"""The steps of one order that can be taken back and made again."""

from __future__ import annotations

from app.domain.orders.draft import Edit
from app.domain.orders.steps import Step, undo_of

MAX_UNDO = 500


class UndoStack:
    """Holds the steps; `undo` and `redo` hand out what is to be applied, None when there is none."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def push(self, step: Step) -> None:
        """A new step: what was undone before it is gone."""
        self._done.append(step)
        del self._done[:-MAX_UNDO]
        self._undone.clear()

    def complete(self, edit: Edit) -> bool:
        """Put an edit to the last step if that one made the same line; False if it did not."""
        last = self._done[-1] if self._done else ()
        if isinstance(last, tuple) and any(each.target == edit.target and each.old is None for each in last):
            self._done[-1] = (*last, edit)
            return True
        return False

    def undo(self) -> Step | None:
        """The inverse of the last step."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return undo_of(step)

    def redo(self) -> Step | None:
        """The step that was undone last."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step

    def clear(self) -> None:
        """Forget everything."""
        self._done.clear()
        self._undone.clear()
