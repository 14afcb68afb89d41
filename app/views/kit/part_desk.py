"""A desk of fixed parts, each read when it is first shown; cards may be opened beside them.

Many parts are shown in groups: a row of them above the tabs, each with a key.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.unit_of_work import Reading
from app.views.kit.card_desk import CardDesk
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.group_bar import GroupBar, Grouping, Groups, group_keys
from app.views.kit.record_page import RecordPage
from app.views.kit.tab_desk import DeskPage, TabDesk, desk_command

F = TypeVar("F")
Makers = list[Callable[[], DeskPage]]


class LatePage(DeskPage):
    """A page that reads when it is first shown."""

    @abstractmethod
    def start(self) -> None:
        """It is shown for the first time."""


class PartDesk(CardDesk, Generic[F]):
    """Its parts need facts of the firm, and are made once these are read. A part is found by its object's name."""

    def __init__(self, context: Context, desk_id: str, title: str) -> None:
        super().__init__(context, desk_id, title)
        self._started: set[QWidget] = set()
        self._wanted, self._wanted_row = "", 0
        self._waiting: Makers = []  # pages that are still to be made
        self.tabs.setUsesScrollButtons(True)
        self.tabs.tabBar().setElideMode(
            Qt.TextElideMode.ElideNone
        )  # short words: scrolling tells more than dots
        self._is_reading = False
        self._grouping = Grouping(self.groups(), self.name_of)
        self.group_bar = GroupBar(self)
        self.group_bar.show_groups(self._grouping.groups)
        self.group_bar.chosen.connect(self.show_group)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout), "a desk is a column"
        layout.insertWidget(layout.indexOf(self.tabs), self.group_bar)
        self.tabs.setMovable(not self._grouping.groups)  # a part stays in its group
        self._read_facts()

    def groups(self) -> Groups:
        """The groups of its parts; without any all parts stand beside one another."""
        return ()

    def name_of(self, part: QWidget) -> str:
        """By which a part is asked for."""
        return part.objectName().removeprefix(f"{self.desk_id}:")

    @abstractmethod
    def read_facts(self, view: Reading) -> F:
        """What the parts need; in a job."""

    @abstractmethod
    def parts(self, facts: F) -> Makers:
        """Makes the parts, in the order of the tabs."""

    def show_part(self, name: str, row: int = 0) -> None:
        """Show the part of this name, once it is made, with the cursor on a row; "" the one in front."""
        self.to_front()
        self._wanted, self._wanted_row = name, row
        self._show_wanted()
        self._read_missing()

    def show_group(self, number: int) -> None:
        """Show what was last shown of a group; where it is in front already, its next part."""
        part = self._grouping.part_of(number, self._parts(), self.page())
        if isinstance(part, DeskPage):
            self.tabs.setCurrentWidget(part)
            part.enter()
        elif number < len(self._grouping.groups):
            self._wanted, self._wanted_row = self._grouping.groups[number][0], 0  # not made yet

    def refresh(self) -> None:
        """F5."""
        self._read_missing()
        super().refresh()

    def _read_missing(self) -> None:
        """The facts are asked for again where they did not come."""
        if not self.pages() and not self._waiting and not self._is_reading:
            self._read_facts()

    def _read_facts(self) -> None:
        self._is_reading = True
        self.context.jobs.read(
            self, self.read_facts, self._make_pages, latest="choices", failed=self._not_read
        )

    def _not_read(self, error: Exception) -> None:
        self._is_reading, self._wanted = False, ""
        show_error(self, error)

    def _make_pages(self, facts: F) -> None:
        self._is_reading = False
        self._waiting = self.parts(facts)
        # whoever came by the desk's key found no page yet whose field could have the keys
        is_waited_for = self.isVisible() and self.window().focusWidget() in (None, self)
        self._make_next()
        self.tabs.setCurrentIndex(0)
        self._front_changed(self.page())
        front = self.page()
        if front is not None and is_waited_for:
            front.enter()

    def _make_next(self) -> None:
        """The next page, each in a turn of its own: keys come in between."""
        self.add_fixed(self._waiting.pop(0)())
        self._show_tabs()
        self._show_wanted()
        if self._waiting:
            self.context.jobs.next_turn(self, self._make_next)

    def _show_wanted(self) -> None:
        for page in self.pages():
            if self._wanted and page.objectName() == f"{self.desk_id}:{self._wanted}":
                self.tabs.setCurrentWidget(page)
                if page.message_bar.level() == "ok":
                    page.message_bar.clear()  # told of what was done there before
                page.enter()
                if self._wanted_row:
                    page.go_to(self._wanted_row)
                self._wanted, self._wanted_row = "", 0

    def _parts(self) -> list[DeskPage]:
        return [page for page in self.pages() if page.is_fixed]

    def _show_tabs(self) -> None:
        """The tabs of the group in front, and the cards."""
        if not self._grouping.groups:
            return
        parts = self._parts()
        group_of = dict(zip(parts, self._grouping.of_parts(parts), strict=True))
        front = self._part_behind(self.page())
        if front is None or front not in group_of:
            return
        group = group_of[front]
        self._grouping.shown(front, group)
        self.group_bar.setCurrentIndex(group)
        self.tabs.show_only({part for part in parts if group_of[part] != group})

    def _part_behind(self, page: DeskPage | None) -> DeskPage | None:
        """The part itself, or that from which a card was opened."""
        while page is not None and not page.is_fixed:
            page = page.opened_from
        return page

    def _front_changed(self, page: object) -> None:
        super()._front_changed(page)
        self._show_tabs()
        if isinstance(page, RecordPage | LatePage) and page not in self._started:
            self._started.add(page)
            page.start()


def group_commands(prefix: str, menu: str, groups: Groups) -> list[Command]:
    """A key for each group of a desk's parts."""
    return [
        desk_command(
            PartDesk,
            f"{prefix}.group{number + 1}",
            title,
            group_keys(number),
            partial(_show_group, number),
            menu=menu,
        )
        for number, (_first, title) in enumerate(groups)
    ]


def _show_group(number: int, desk: TabDesk) -> None:
    assert isinstance(desk, PartDesk), "only a desk of parts has groups"
    desk.show_group(number)
