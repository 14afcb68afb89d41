"""The groups of a desk with many parts: a row above the tabs, which then show the parts of one group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QTabBar, QWidget

from app.i18n import _
from app.views.kit.buttons import key_text

Groups = Sequence[tuple[str, str]]
"""The name of the part with which a group begins, and the group's title; a part belongs to the one before it."""
MOST = 9


def group_keys(number: int) -> str:
    """The key of the group at this place."""
    return f"Ctrl+Shift+{number + 1}"


class GroupBar(QTabBar):
    """One word a group; `chosen` follows a click, also on the group that is shown."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("groupBar")
        self.setAccessibleName(_("Groups"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for arrow in self.findChildren(QAbstractButton):  # where not all groups have room: for the mouse
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabBarClicked.connect(self._clicked)
        self.hide()

    def show_groups(self, groups: Groups) -> None:
        """Show these; without any the bar is not seen."""
        assert len(groups) <= MOST, "each group has a key with one figure"
        while self.count():
            self.removeTab(0)
        told = _("{title}  {keys}\nAgain: the next page of the group")
        for number, (_first, title) in enumerate(groups):
            self.addTab(title.replace("&", "&&"))
            self.setTabToolTip(number, told.format(title=title, keys=key_text(group_keys(number))))
        self.setVisible(bool(groups))

    def _clicked(self, number: int) -> None:
        if number >= 0:
            self.chosen.emit(number)


class Grouping:
    """Which parts belong together, and which of each group was shown last."""

    def __init__(self, groups: Groups, name_of: Callable[[QWidget], str]) -> None:
        self.groups = tuple(groups)
        self._name_of = name_of
        self._last: dict[int, QWidget] = {}

    def of_parts(self, parts: Sequence[QWidget]) -> list[int]:
        """The group of each part, in their order."""
        starts = {first: number for number, (first, _title) in enumerate(self.groups)}
        found, current = [], 0
        for part in parts:
            current = starts.get(self._name_of(part), current)
            found.append(current)
        return found

    def shown(self, part: QWidget, group: int) -> None:
        """This part is in front."""
        self._last[group] = part

    def part_of(self, group: int, parts: Sequence[QWidget], front: QWidget | None) -> QWidget | None:
        """The part to be shown for a group: the one shown last, or the next where it is in front already."""
        own = [part for part, number in zip(parts, self.of_parts(parts), strict=True) if number == group]
        if not own:
            return None
        if front in own:
            return own[(own.index(front) + 1) % len(own)]
        last = self._last.get(group)
        return last if last in own else own[0]
