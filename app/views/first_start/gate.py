"""Between the opened database and the desks: a firm must be there, and somebody must be at the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.rights import ROLES, Actor
from app.i18n import _, set_language
from app.services.people import UserCard, firm_exists, read_users
from app.services.unit_of_work import Reading
from app.settings import UserSettings
from app.views.kit.context import Context

if TYPE_CHECKING:
    from app.bootstrap import Office
    from app.views.first_start.page import FirstStart


@dataclass(frozen=True, slots=True)
class Found:
    """What the database holds at the start."""

    has_firm: bool
    people: tuple[UserCard, ...]


def read_found(view: Reading) -> Found:
    """Whether there is a firm, and its active people."""
    people = tuple(person for person in read_users(view) if person.active)
    return Found(firm_exists(view), people)


class Gate(QObject):
    """Shows the first start or the question who is there, then calls `pass_on`.

    Without settings (tests, pictures, measuring) nobody is asked: the person is the first owner.
    """

    unread = Signal(object)  # Exception: nothing could be read; `start` asks again
    language_changed = Signal()  # the first page stands in another language; the frame is to follow

    def __init__(
        self,
        context: Context,
        office: Office,
        show_page: Callable[[QWidget], None],
        pass_on: Callable[[], None],
        settings: UserSettings | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._office = office
        self._show_page = show_page
        self._pass_on = pass_on
        self._settings = settings
        self._first_start: FirstStart | None = None
        self._attach_anybody()

    def _attach_anybody(self) -> None:
        """Until somebody signs in, an owner works, named as the first person of a new firm will be."""
        owner = Actor(name=_("Owner").casefold(), roles=frozenset(ROLES))
        self._context.jobs.attach(self._office.work, owner)

    def start(self) -> None:
        """Look what is there."""
        self._context.jobs.read(self, read_found, self._take, failed=self.unread.emit)

    def _take(self, found: Found) -> None:
        if not found.has_firm:
            self._show_first_start()
        elif self._must_ask(found.people):
            self._ask(found.people)
        else:
            self._enter(found.people)

    def _show_first_start(self) -> None:
        page = self._first_start
        if page is None:
            page = self._first_start = self._make_first_start({})
        self._show_page(page)
        page.enter()

    def _make_first_start(self, keyed: Mapping[str, object]) -> FirstStart:
        from app.views.first_start.page import FirstStart

        page = FirstStart(self._context, self._office.url, keyed)
        page.ready.connect(self.start)
        page.language_wanted.connect(self._speak)
        return page

    def _speak(self, language: str) -> None:
        """Another language at once; nothing but the first page is seen yet, so it is made again."""
        settings, old = self._settings, self._first_start
        assert old is not None, "only the first page asks for a language"
        set_language(language)
        if settings is not None:
            self._context.jobs.files(self, lambda: settings.put("language", language), lambda _none: None)
        self._attach_anybody()
        self.language_changed.emit()
        self._first_start = self._make_first_start(old.keyed())
        self._show_page(self._first_start)
        self._first_start.enter(language)
        old.deleteLater()

    def _must_ask(self, people: tuple[UserCard, ...]) -> bool:
        is_shared = not self._office.url.startswith("sqlite")
        return self._settings is not None and (len(people) > 1 or (is_shared and bool(people)))

    def _ask(self, people: tuple[UserCard, ...]) -> None:
        from app.views.first_start.who import WhoPage

        assert self._settings is not None, "only a person's own window asks"
        page = WhoPage(people, self._settings.text("person"))
        page.chosen.connect(self._chosen)
        self._show_page(page)
        page.enter()

    def _chosen(self, person: UserCard) -> None:
        settings = self._settings
        if settings is not None:
            self._context.jobs.files(self, lambda: settings.put("person", person.name), lambda _none: None)
        self._sign_in(person)

    def _enter(self, people: tuple[UserCard, ...]) -> None:
        owners = [person for person in people if "owner" in person.roles]
        if owners:
            self._sign_in(owners[0])
        else:
            self._pass_on()

    def _sign_in(self, person: UserCard) -> None:
        self._context.jobs.attach(self._office.work, person.actor)
        self._context.allowed = person.actor.can
        self._context.set_status("person", person.full_name or person.name)
        self._pass_on()
        if self._first_start is not None and self._first_start.wants_import:
            self._context.bus.ask("import.open")
