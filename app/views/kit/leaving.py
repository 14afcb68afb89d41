"""Between the wish to close and the end of the window: what is keyed is saved, then the last work is done.

None of it runs on the GUI thread. Who wishes a second time, or presses Esc, does not wait; a failure is told,
and the next wish leaves.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit import errors, theme
from app.views.kit.message_bar import MessageAction
from app.views.kit.processes import CancelledError
from app.views.kit.progress import ProgressCard

if TYPE_CHECKING:
    from app.views.kit.context import Context
    from app.views.kit.message_bar import MessageBar

Report = Callable[[float], None]
"""How far it is (0 to 1, -1: not known); raises CancelledError once nobody waits."""
State = Literal["staying", "saving", "working", "failed", "free"]
SHOWN_AFTER_MS = 400  # what takes no longer shows nothing but a word in the status bar
_VEIL = 170  # of 255: the page under it is seen, and seen to be over
_QUIT = QKeySequence("Ctrl+Q")
_log = logging.getLogger("keyline.window")


@dataclass(frozen=True, slots=True)
class LastWork:
    """What the window does before it goes: `run(report)` on a lane, `title` while it is under way.

    `refused` makes the sentence about its failure out of the reason.
    """

    title: str
    run: Callable[[Report], None]
    refused: Callable[[str], str]


class Cover(QWidget):
    """Lies over the whole window and takes its keys and clicks; after a moment it shows how far it is."""

    leave_wanted = Signal()

    def __init__(self, window: QWidget, title: str) -> None:
        super().__init__(window)
        self.setObjectName("leavingCover")
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card = ProgressCard(title, stop=_("Close without it"), keys="Esc")
        self.card.setFixedWidth(440)
        self.card.cancel_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.cancel_wanted.connect(self.leave_wanted)
        self.card.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        QTimer.singleShot(SHOWN_AFTER_MS, self, self._show_card)
        self.show()
        self.raise_()
        self.setFocus()

    def _show_card(self) -> None:
        self.card.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """No command of the window hears its key: every key comes to `keyPressEvent`."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)  # Tab too: what lies under the cover takes no keys
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or QKeySequence(event.keyCombination()) == _QUIT:
            self.leave_wanted.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A page that was under way and takes the keys now has to give them back."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            QTimer.singleShot(0, self, self.setFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.card.isHidden():
            return
        veil = QColor(theme.tokens().window)
        veil.setAlpha(_VEIL)
        QPainter(self).fillRect(self.rect(), veil)


class Leaving(QObject):
    """Answers each wish to close: may the window go now? It closes the window itself once it may.

    `stays` follows a failure: the cover is gone and the person may work on.
    """

    stays = Signal()
    _reported = Signal(float)

    def __init__(self, window: QWidget, context: Context, work: LastWork, bar: MessageBar) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._work = work
        self._bar = bar
        self._cover: Cover | None = None
        self._state: State = "staying"
        self._told = ""  # of the failure
        self._given_up = threading.Event()
        self._reported.connect(self._show)

    @property
    def is_under_way(self) -> bool:
        """Whether the window is about to close: its desks have been asked."""
        return self._state in ("saving", "working", "free")

    def may_leave(self) -> bool:
        """One wish to close: False where the window closes later by itself.

        Who had a failure told and works on, the message closed, gets the last work tried anew.
        """
        if self._state == "failed" and self._bar.text() != self._told:
            self._state = "staying"
        if self._state == "staying":
            self._begin()
            return False
        if self._state in ("saving", "working"):
            _log.info("left without the last work: nobody waited for it")
        self.give_up()
        return True

    def give_up(self) -> None:
        """Whatever is under way stops and leaves nothing half done."""
        self._given_up.set()
        self._state = "free"

    def _begin(self) -> None:
        self._state = "saving"
        self._bar.clear()
        self._context.set_status("leaving", _("{what} … Esc closes at once").format(what=self._work.title))
        self._cover = Cover(self._window, self._work.title)
        self._cover.leave_wanted.connect(self._window.close)
        self._cover.card.set_progress(-1, _("Saving …"))
        self._context.jobs.when_idle(self, self._run)

    def _run(self) -> None:
        if self._state == "saving":
            self._state = "working"
            work = self._work
            self._context.jobs.files(
                self, lambda: work.run(self._report), lambda _none: self._done(), failed=self._failed
            )

    def _report(self, fraction: float) -> None:
        """Called on the lane."""
        if self._given_up.is_set():
            raise CancelledError
        self._reported.emit(fraction)

    def _show(self, fraction: float) -> None:
        if self._state != "working" or self._cover is None:
            return
        text = (
            _("Checking the copy …") if fraction < 0 else _("{percent} %").format(percent=int(fraction * 100))
        )
        self._cover.card.set_progress(fraction, text)

    def _done(self) -> None:
        if self._state == "working":
            self._state = "free"
            self._window.close()

    def _failed(self, error: Exception) -> None:
        if self._state != "working":
            return
        _log.error("the last work of the window failed: %s", error, exc_info=error)
        self._state = "failed"
        self._context.set_status("leaving", "")
        if self._cover is not None:
            self._cover.hide()
            self._cover.deleteLater()
            self._cover = None
        self._told = " ".join(
            (self._work.refused(errors.words(error)), _("Close once more to leave without it."))
        )
        self._bar.show_message(
            self._told,
            "bad",
            (
                MessageAction(_("Try again"), self._try_again, "Alt+1"),
                MessageAction(_("Close without it"), self._leave_anyway, "Ctrl+Q"),
            ),
        )
        self.stays.emit()

    def _try_again(self) -> None:
        self._state = "staying"
        self._window.close()

    def _leave_anyway(self) -> None:
        self._window.close()
