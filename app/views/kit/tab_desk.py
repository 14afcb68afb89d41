"""A desk of tabs: fixed lists first, then what is open. A page says by name what it can do; commands run that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.changes import Change
from app.i18n import _
from app.views.kit.bus import Ask
from app.views.kit.buttons import key_text
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.message_bar import MessageBar
from app.views.kit.once import Once
from app.views.kit.tabs import TabArea

P = TypeVar("P", bound="DeskPage")


class DeskPage(QWidget):
    """One tab. `can_do` names what its keys may do now; `key` tells pages of one desk apart.

    `why_not` says of such a name why it cannot be done as things stand, where more is to be said than where else.

    What posts a document or moves goods or money goes through `once`.
    """

    heading_changed = Signal()
    close_wanted = Signal()

    def __init__(self, context: Context, key: str, title: str) -> None:
        super().__init__()
        self.setObjectName(key.partition(":")[0])
        self.context = context
        self.key = key
        self.title = title
        self.detail = ""
        self.is_fixed = False
        self.opened_from: DeskPage | None = None
        self.can_do: dict[str, Callable[[], object]] = {}
        self.why_not: dict[str, str] = {}
        self.once = Once(context.jobs, self)
        self.message_bar = MessageBar(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.column.addWidget(self.message_bar)

    def set_heading(self, title: str, detail: str = "") -> None:
        """Change what the tab and the heading say."""
        self.title, self.detail = title, detail
        self.heading_changed.emit()

    def refresh(self) -> None:
        """Ask everything again (F5)."""

    def hear(self, changes: Sequence[Change]) -> None:
        """Something was committed here or elsewhere."""

    def enter(self) -> None:
        """Put the cursor where the work begins."""

    def go_to(self, id: int) -> None:
        """Put the cursor on the row of this id, once it is read."""


class TabDesk(QWidget):
    """Keeps the pages; asks of the bus come as `asked(ask)` to the desks that override it."""

    def __init__(self, context: Context, desk_id: str, title: str) -> None:
        super().__init__(context.holder())
        self.setObjectName(f"{desk_id}Desk")
        self.context = context
        self.desk_id = desk_id
        self.title = title
        self.message_bar = MessageBar(self)
        self.tabs = TabArea(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.message_bar)
        column.addWidget(self.tabs, 1)
        self.tabs.page_changed.connect(self._front_changed)
        context.bus.changed.connect(self._hear)
        context.bus.asked.connect(self.asked)

    def add_fixed(self, page: P) -> P:
        """Add a list that stays."""
        page.is_fixed = True
        return self._add(page)

    def open_page(self, key: str, make: Callable[[], DeskPage], *, behind: bool = False) -> DeskPage:
        """Bring the page of this key to the front, made now if it is not open; `behind` leaves it in its tab."""
        page, front = self.find_page(key), self.page()
        if page is None:
            page = self._add(make())
        if behind:
            return page
        if front is not page:
            page.opened_from = front
        self.tabs.setCurrentWidget(page)
        page.enter()
        return page

    def find_page(self, key: str) -> DeskPage | None:
        """The open page of this key."""
        return next((page for page in self.pages() if page.key == key), None)

    def pages(self) -> list[DeskPage]:
        """All pages in order."""
        return [page for page in self.tabs.pages() if isinstance(page, DeskPage)]

    def page(self) -> DeskPage | None:
        """The page in front."""
        page = self.tabs.currentWidget()
        return page if isinstance(page, DeskPage) else None

    def close_page(self, page: DeskPage | None = None) -> None:
        """Close a tab, the one in front by default; fixed ones stay. One behind takes no keys from the front."""
        target, in_front = page or self.page(), self.page()
        if target is not None and not target.is_fixed:
            back = target.opened_from
            self.tabs.close_page(target)
            if target is not in_front:
                return
            if back is not None and back in self.pages():
                self.tabs.setCurrentWidget(back)
            front = self.page()
            if front is not None:
                front.enter()

    def to_front(self) -> None:
        """Show this desk."""
        self.context.show_desk(self.desk_id)

    def refresh(self) -> None:
        """F5."""
        page = self.page()
        if page is not None:
            page.refresh()

    def asked(self, ask: object) -> None:
        """Somebody wants something of some desk."""

    def _add(self, page: P) -> P:
        page.heading_changed.connect(lambda: self._retitle(page))
        page.close_wanted.connect(lambda: self.close_page(page))
        self.tabs.addTab(page, self.tabs.shown_title(page.title))
        return page

    def _retitle(self, page: DeskPage) -> None:
        self.tabs.set_title(page, page.title)
        if page is self.page():
            self._front_changed(page)

    def _front_changed(self, page: object) -> None:
        if isinstance(page, DeskPage):
            if page.is_fixed:
                detail = "" if page.title == self.title else page.title
                self.context.set_heading(self.desk_id, self.title, detail)
            else:
                self.context.set_heading(self.desk_id, page.title, page.detail)

    def _hear(self, changes: Sequence[Change]) -> None:
        for page in self.pages():
            page.hear(changes)


def wants(ask: object, name: str) -> int | None:
    """The id of an ask of this name, None for another one."""
    return ask.id if isinstance(ask, Ask) and ask.name == name else None


def desk_command(
    desk: type[TabDesk],
    id: str,
    title: str,
    keys: str,
    run: Callable[[TabDesk], object],
    *,
    menu: str = "",
    right: str = "",
) -> Command:
    """A command that the desk itself runs, whatever page is in front."""

    def call(context: Context) -> None:
        front = context.desk()
        if isinstance(front, desk):
            run(front)

    return Command(id, title, call, keys, menu, right)


def page_command(
    id: str, title: str, keys: str, action: str, *, menu: str = "", right: str = "", why: str = ""
) -> Command:
    """A command that runs the action of that name of the page in front; `why`: what it is for, said elsewhere."""

    def find(context: Context) -> Callable[[], object] | None:
        page = _front(context)
        return page.can_do.get(action) if page is not None else None

    def call(context: Context) -> None:
        found = find(context)
        if found is not None:
            found()

    return Command(
        id, title, call, keys, menu, right, lambda context: find(context) is not None,
        lambda context: _why_not(context, action, why),
    )  # fmt: skip


def _front(context: Context) -> DeskPage | None:
    desk = context.desk()
    return desk.page() if isinstance(desk, TabDesk) else None


def _why_not(context: Context, action: str, why: str) -> str:
    """What stands against it on the page in front; else which lists take it, or what it is for."""
    page = _front(context)
    own = page.why_not.get(action, "") if page is not None else ""
    return own or why or _where_else(context, action) or _("This tab has nothing of the kind.")


def _where_else(context: Context, action: str) -> str:
    desk = context.desk()
    pages = desk.pages() if isinstance(desk, TabDesk) else []
    titles = [page.title for page in pages if page.is_fixed and action in page.can_do]
    return _("It is for: {tabs}.").format(tabs=", ".join(titles)) if titles else ""


def leave_command(prefix: str, menu: str) -> Command:
    """Esc leaves the card in front; on a list there is nothing to leave, and nothing is said."""
    return desk_command(TabDesk, f"{prefix}.leave", _("Leave the card"), "Esc", _leave, menu=menu)


def _leave(desk: TabDesk) -> None:
    page = desk.page()
    leave = page.can_do.get("leave") if page is not None else None
    if leave is not None:
        leave()


def tab_commands(prefix: str, menu: str) -> list[Command]:
    """Moving between tabs, closing them, finding in a list: the same keys on every desk."""
    tabs: list[tuple[str, str, str, Callable[[TabDesk], object]]] = [
        ("close", _("Close tab"), "Ctrl+W", lambda desk: desk.close_page()),
        ("next", _("Next tab"), "Ctrl+Tab", lambda desk: _step(desk, 1)),
        ("previous", _("Previous tab"), "Ctrl+Shift+Tab", lambda desk: _step(desk, -1)),
    ]
    commands = [
        desk_command(TabDesk, f"{prefix}.{name}", title, keys, run, menu=menu)
        for name, title, keys, run in tabs
    ]
    find = page_command(f"{prefix}.find", _("Find in list"), "Ctrl+F", "find", menu=menu)
    return [*commands, find]


def _step(desk: TabDesk, steps: int) -> None:
    desk.tabs.next_page(steps)
    page = desk.page()
    if page is not None:
        page.enter()


def keyed_title(title: str, keys: str) -> str:
    """A title with the key that a command of the desk already has."""
    return f"{title}  {key_text(keys)}"
