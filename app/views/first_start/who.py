"""Who is at the desk: a list of the people, the one who worked here last on top of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.i18n import _
from app.models.columns import Column
from app.services.people import UserCard
from app.views.kit import theme
from app.views.kit.cards import Card, muted_label
from app.views.kit.small_list import SmallList

ROWS_SHOWN = 10


def role_word(role: str) -> str:
    """A role in words."""
    words = {
        "owner": _("owner"),
        "sales": _("sales"),
        "warehouse": _("warehouse"),
        "bookkeeper": _("bookkeeping"),
        "compliance": _("compliance"),
    }
    return words.get(role, role)


class WhoPage(QWidget):
    """Up and Down choose, Enter goes on: `chosen(UserCard)`."""

    chosen = Signal(object)

    def __init__(self, people: Sequence[UserCard], last: str) -> None:
        super().__init__()
        self.setObjectName("whoPage")
        self.people = SmallList(_columns(), "people", _("People"))
        self.people.show_rows(people)
        self.people.setFixedHeight(min(len(people), ROWS_SHOWN) * 29 + 40)
        card = Card(_("People"))
        card.setFixedWidth(640)
        card.body.addWidget(self.people)
        title = QLabel(_("Who are you?"))
        theme.embolden(title, pixels=18)
        column = QVBoxLayout(self)
        column.addStretch(1)
        for part in (
            title,
            muted_label(_("Choose your name and press Enter. What you do is kept under it.")),
        ):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        names = [person.name for person in people]
        self._start = names.index(last) if last in names else 0
        self.people.row_activated.connect(self._choose)

    def enter(self) -> None:
        """Put the cursor on whoever worked here last."""
        self.people.setFocus()
        self.people.select_row(self._start)

    def _choose(self, row: int) -> None:
        person = self.people.row_of(row)
        if person is not None:
            self.chosen.emit(person)


def _columns() -> tuple[Column[UserCard], ...]:
    return (
        Column("full_name", _("Name"), lambda row: row.full_name or row.name, stretch=True),
        Column("name", _("Signs in as"), lambda row: row.name, width=120, quiet=True),
        Column("roles", _("Roles"), lambda row: ", ".join(map(role_word, row.roles)), width=340, quiet=True),
    )
