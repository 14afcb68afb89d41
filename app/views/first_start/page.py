"""What the window shows for a database without a firm: the demo firm, an empty one, or one to import into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import LANGUAGES, _, current_language
from app.views.first_start.firm_form import FirmChoices, FirmForm, read_choices
from app.views.kit import errors
from app.views.kit.buttons import key_button
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.message_bar import MessageBar
from app.views.kit.processes import ProcessHandle
from app.views.kit.progress import ProgressCard

LANGUAGE_NAMES = {"en": ("English", "Alt+E"), "de": ("Deutsch", "Alt+D")}
"""Each language by its own name, for whoever reads no other, and its key."""

assert set(LANGUAGE_NAMES) == set(LANGUAGES), "each language can be chosen"


class FirstStart(QWidget):
    """`ready` follows once the database has its firm; `wants_import` says whether the import is wanted next."""

    ready = Signal()
    language_wanted = Signal(str)

    def __init__(self, context: Context, url: str, keyed: Mapping[str, object] | None = None) -> None:
        """`keyed`: what the form of a page in another language held already."""
        super().__init__()
        self.setObjectName("firstStart")
        self._keyed = dict(keyed or {})
        self._context = context
        self._url = url
        self._handle: ProcessHandle | None = None
        self.wants_import = False
        self.message_bar = MessageBar()
        self.form: FirmForm | None = None
        self.stack = QStackedWidget()
        self.choice = self._make_choice()
        self.progress = ProgressCard(_("Making the demo firm"))
        self.stack.addWidget(self.choice)
        self.stack.addWidget(_centred(self.progress))
        self._form_page = QWidget()
        self.stack.addWidget(self._form_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.message_bar)
        column.addWidget(self.stack, 1)
        self.progress.cancel_wanted.connect(self._cancel)
        for keys, run in (("Esc", self._back), ("Ctrl+Return", self._save), ("Ctrl+Enter", self._save)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        context.jobs.files(self, read_choices, self._take_choices)

    def _make_choice(self) -> EmptyState:
        hint = _(
            "This database has no firm yet. The demo firm is an office-furniture dealer with fourteen months of"
            " orders, invoices and payments, to look around and try things. Your own firm starts empty."
        )
        page = EmptyState("mdi6.storefront-outline", _("Welcome to Keyline"), hint)
        choices = (
            ("demo", _("Demo firm"), "Alt+1", self.make_demo),
            ("empty", _("My own firm"), "Alt+2", lambda: self.show_form(wants_import=False)),
            ("import", _("My own firm, then import"), "Alt+3", lambda: self.show_form(wants_import=True)),
        )
        for name, title, keys, run in choices:
            button = page.add_button(title, run, keys, "primary" if name == "demo" else "secondary")
            button.setObjectName(f"firstStart:{name}")
            _add_key(page, keys, run)
        page.add_below(self._make_languages(page))
        return page

    def _make_languages(self, page: EmptyState) -> QWidget:
        """A button for each language; the one in force is checked."""
        row = QWidget()
        layout = QHBoxLayout(row)
        either = QButtonGroup(row)
        for language, (title, keys) in LANGUAGE_NAMES.items():
            button = key_button(title, keys, "quiet")
            button.setObjectName(f"firstStart:{language}")
            button.setCheckable(True)
            button.setChecked(language == current_language())
            want = partial(self._want, language)
            button.clicked.connect(want)
            _add_key(page, keys, want)
            either.addButton(button)
            layout.addWidget(button)
        return row

    def _want(self, language: str, *_clicked: object) -> None:
        if language != current_language():
            self.language_wanted.emit(language)

    def enter(self, name: str = "demo") -> None:
        """Put the cursor on a choice, at first on the first one."""
        button = self.choice.findChild(QPushButton, f"firstStart:{name}")
        if button is not None:
            button.setFocus()

    # the demo firm

    def make_demo(self) -> None:
        """Alt+1: make the demo firm in a process of its own."""
        from app.cli.demo_firm import make_demo_in_process

        self.message_bar.clear()
        self.stack.setCurrentIndex(1)
        self.progress.set_progress(0.0, _("Starting ..."))
        self.progress.cancel_button.setEnabled(True)
        self.progress.cancel_button.setFocus()
        self._handle = self._context.processes.run(
            self,
            make_demo_in_process,
            self._url,
            current_language(),
            done=lambda _made: self.ready.emit(),
            progress=self.progress.set_progress,
            failed=self._failed,
            stopped=self._stopped,
        )

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _stopped(self) -> None:
        """Nothing of the firm is in the database: the same choice stands again."""
        self._show_choice()
        self.message_bar.show_message(_("Stopped. No firm was made; choose again."), "info")

    def _failed(self, error: Exception) -> None:
        self._show_choice()
        errors.show_error(self, error)

    def _show_choice(self) -> None:
        self.stack.setCurrentIndex(0)
        self.enter()

    # one's own firm

    def show_form(self, *, wants_import: bool) -> None:
        """Alt+2, Alt+3: key the firm."""
        self.wants_import = wants_import
        self.stack.setCurrentWidget(self._form_page)
        if self.form is not None:
            self.form.form.focus()
        else:  # it comes at once; until then no key reaches the button of the demo firm
            self._form_page.setFocus()

    def keyed(self) -> Mapping[str, object]:
        """What differs from the values that the form began with."""
        return self.form.keyed() if self.form is not None else self._keyed

    def _take_choices(self, choices: FirmChoices) -> None:
        self.form = FirmForm(self._context, choices)
        self.form.form.set_values(self._keyed)
        self.form.made.connect(self.ready)
        self.form.left.connect(self._back)
        is_waited_for = self.stack.currentWidget() is self._form_page
        self.stack.removeWidget(self._form_page)
        self._form_page = _centred(self.form)
        self.stack.addWidget(self._form_page)
        if is_waited_for:
            self.show_form(wants_import=self.wants_import)

    def _back(self) -> None:
        if self.stack.currentWidget() is self._form_page:
            self._show_choice()
        elif self.stack.currentIndex() == 1 and self.progress.cancel_button.isEnabled():
            self.progress.cancel_button.click()

    def _save(self) -> None:
        if self.form is not None and self.stack.currentWidget() is self._form_page:
            self.form.save()


def _add_key(page: QWidget, keys: str, run: Callable[[], None]) -> None:
    shortcut = QShortcut(QKeySequence(keys), page)  # a button's own shortcut waits 100 ms
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(run)


def _centred(card: QWidget) -> QWidget:
    """A card in the middle of the page, not wider than it reads well."""
    card.setMinimumWidth(560)
    inner = QWidget()
    inner.setObjectName("scrolled")
    column = QVBoxLayout(inner)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 2)
    row.addStretch(1)
    column.addStretch(1)
    column.addLayout(row)
    column.addStretch(2)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inner)
    return scroll
