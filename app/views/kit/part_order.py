"""The forms and grids of a card in their order: Enter at the end of one goes on in the next, Shift+Enter back."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.views.kit.forms import Form
from app.views.kit.grid_view import GridView


class PartOrder:
    """What a card is keyed into, top to bottom, in the order in which it is added."""

    def __init__(self) -> None:
        self._parts: list[Form | GridView] = []

    def add(self, part: Form | GridView) -> None:
        """The next part."""
        self._parts.append(part)
        if isinstance(part, Form):
            part.submitted.connect(lambda: self._go(part, 1))
            part.went_back.connect(lambda: self._go(part, -1))

    def _go(self, part: Form | GridView, step: int) -> None:
        at = self._parts.index(part) + step
        if not 0 <= at < len(self._parts):
            return
        to = self._parts[at]
        if isinstance(to, GridView):
            to.setFocus(Qt.FocusReason.TabFocusReason)
            if to.current_row() < 0:
                to.select_row(0)
        elif step > 0:
            to.focus()
        else:
            to.focus_last()
