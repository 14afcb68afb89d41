"""This computer: colours at once, language, where the data lies, backup now."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel

from app.i18n import LANGUAGES, _, current_language
from app.services.backup import BackupNote, backup_at_exit, exit_folder
from app.settings import UserSettings, Value, data_folder
from app.views.kit import theme
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, muted_label
from app.views.kit.context import Context
from app.views.kit.forms import Field, Form
from app.views.kit.tab_desk import DeskPage


class ComputerPage(DeskPage):
    """What is changed here holds at once and for this person on this computer only."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "computer", _("This computer"))
        self.setObjectName("setup:computer")
        self.form = Form(_fields(), columns=4)
        settings = context.settings
        self.form.set_values(
            {
                "theme": theme.tokens().name,
                "language": _chosen_language(settings),
                "at_exit": settings.flag("backup.at_exit") if settings else True,
                "keep": Decimal(settings.number("backup.keep") if settings else 7),
            }
        )
        self.form.changed.connect(self._changed)
        look = Card(_("Look and backup"))
        look.body.addWidget(self.form)
        self.column.addWidget(look)
        self.column.addWidget(self._data_card())
        self.column.addStretch(1)
        self.can_do["backup"] = self.back_up

    def enter(self) -> None:
        self.form.focus()

    def back_up(self) -> None:
        """Ctrl+B: a checked copy of the database, beside those made at each exit."""
        url, clock = self._url(), self.context.opened.clock
        keep = int(self._number("keep"))
        self.message_bar.show_message(_("Backing up …"), "info")
        self.context.jobs.files(
            self, lambda: backup_at_exit(url, _folder_of(url), clock, keep=keep), self._backed_up
        )

    def _backed_up(self, note: BackupNote) -> None:
        if note.path is None:
            told = _("This database lies on a server; back it up there (pg_dump).")
            self.message_bar.show_message(told, "warn")
        else:
            self.message_bar.show_message(_("Backed up to {file}.").format(file=note.path), "ok")

    def _data_card(self) -> Card:
        card = Card(_("Where the data lies"))
        for caption, text in (
            (_("Database"), _bare(self._url())),
            (_("Backups"), str(_folder_of(self._url()))),
        ):
            label = QLabel(text)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
            name = muted_label(caption)
            name.setFixedWidth(110)
            row = QHBoxLayout()
            row.addWidget(name)
            row.addWidget(label, 1)
            card.body.addLayout(row)
        button = key_button(_("Back up now"), "Ctrl+B", "primary")
        button.setObjectName("backUpNow")
        button.clicked.connect(self.back_up)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button)
        card.body.addLayout(row)
        return card

    def _url(self) -> str:
        return self.context.opened.url

    def _number(self, name: str) -> Decimal:
        value = self.form.value(name)
        return value if isinstance(value, Decimal) else Decimal(7)

    def _changed(self, name: str) -> None:
        value = self.form.value(name)
        if name == "theme":
            app = QApplication.instance()
            assert isinstance(app, QApplication), "a window has its application"
            theme.apply_theme(app, dark=value == "dark")
            self._keep("theme", str(value))
        elif name == "language":
            self._keep("language", str(value))
            self.message_bar.show_message(_("The language changes at the next start."), "info")
        elif name == "at_exit":
            self._keep("backup.at_exit", bool(value))
        elif isinstance(value, Decimal) and value >= 1:
            self._keep("backup.keep", int(value))
        else:
            self.form.show_errors({"keep": _("At least 1 backup is kept.")})

    def _keep(self, key: str, value: Value) -> None:
        settings = self.context.settings
        if settings is not None:
            self.context.jobs.files(self, lambda: settings.put(key, value), lambda _none: None)


def _chosen_language(settings: UserSettings | None) -> str:
    if settings is None or not settings.is_set("language"):
        return current_language()
    return settings.text("language")


def _fields() -> tuple[Field, ...]:
    names = {"en": _("English"), "de": _("German")}
    return (
        Field("theme", _("&Colours"), "choice", choices=(("light", _("light")), ("dark", _("dark")))),
        Field(
            "language",
            _("&Language of the window"),
            "choice",
            choices=tuple((code, names.get(code, code)) for code in LANGUAGES),
        ),
        Field("keep", _("Backups &kept"), "number", decimals=0, whole=True),
        Field("at_exit", _("Backup at exit"), "check"),
    )


def _folder_of(url: str) -> Path:
    return exit_folder(url, data_folder())


def _bare(url: str) -> str:
    """The database without any password."""
    if url.startswith("sqlite:///"):
        return url.removeprefix("sqlite:///")
    return "PostgreSQL " + url.rsplit("@", maxsplit=1)[-1]
