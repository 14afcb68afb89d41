"""What the frame hands to every desk and every command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.views.kit.searches import Searches

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.bootstrap import Office
    from app.settings import UserSettings
    from app.views.kit.bus import Bus
    from app.views.kit.commands import CommandRegistry
    from app.views.kit.jobs import Jobs
    from app.views.kit.processes import Processes


def _nobody() -> QWidget | None:
    return None


def _everything(_right: str) -> bool:
    return True


def _no_heading(_desk: str, _title: str, _detail: str) -> None:
    return None


def _no_status(_name: str, _text: str) -> None:
    return None


def _no_badge(_desk: str, _count: str, _spoken: str) -> None:
    return None


def _no_desk(_desk: str) -> None:
    return None


@dataclass(slots=True)
class Context:
    """One window's services to its desks. `office` is what bootstrap opened, None before that."""

    jobs: Jobs
    bus: Bus
    commands: CommandRegistry
    processes: Processes
    office: Office | None = None
    settings: UserSettings | None = None  # this person's, None in tests and pictures
    allowed: Callable[[str], bool] = _everything
    searches: Searches = field(default_factory=Searches)
    desk: Callable[[], QWidget | None] = _nobody  # the widget of the desk in front
    holder: Callable[[], QWidget | None] = (
        _nobody  # a desk made in it is styled once, not again when it is moved there
    )
    show_desk: Callable[[str], None] = _no_desk
    set_heading: Callable[[str, str, str], None] = _no_heading  # desk id, title, detail
    set_status: Callable[[str, str], None] = _no_status  # field name, text
    set_badge: Callable[[str, str, str], None] = (
        _no_badge  # desk id, its count, what a screen reader says of it
    )

    @property
    def opened(self) -> Office:
        """The office, for whoever is shown only once it is open."""
        assert self.office is not None
        return self.office
