"""The field for the reason for which warnings are accepted: optional, with the reasons used last below it.

It stands in the place of the hint as long as going on accepts something.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.domain.issues import Issue, Severity
from app.domain.search_words import sort_key
from app.i18n import _
from app.services.orders.accepting import read_accept_reasons
from app.views.kit.action_row import CutLabel
from app.views.kit.context import Context
from app.views.kit.search_popup import SearchPopup, SearchRow
from app.views.kit.tokens import FIELD_HEIGHT, GRID
from app.views.orders.words import REASON_KEY

LONGEST = 200  # characters: a sentence, not a page


class ReasonPlace(QWidget):
    """One row for the hint, or for the reason while there is something to accept: nothing moves then."""

    def __init__(self, frame: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.hint = CutLabel()
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hint.setFixedHeight(FIELD_HEIGHT)
        self.reason = AcceptReason(frame, self)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.hint)
        row.addWidget(self.reason)

    def room(self) -> int:
        """How high it is, with the distance to what stands above."""
        return FIELD_HEIGHT + GRID

    def give_way(self, *, to_more: bool) -> None:
        """Leave the room to what is more; not while somebody types here, nor with a reason that was given."""
        self.setVisible(not to_more or self.reason.hasFocus() or bool(self.reason.given()))


class AcceptReason(QLineEdit):
    """Enter confirms with what stands here; Escape goes back to the lines, and it stays."""

    confirm_wanted = Signal()
    left = Signal()

    def __init__(self, frame: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("acceptReason")
        text = _("Reason for accepting the warnings (optional)  {key}")
        self.setPlaceholderText(text.format(key=REASON_KEY))
        self.setAccessibleName(_("Reason for accepting the warnings"))
        self.setWhatsThis(
            _(
                "Why the order goes in spite of the warnings. It stands in the order's story; nobody has to give one."
                " F4 shows the reasons used last."
            )
        )
        self.setMaxLength(LONGEST)
        self._frame = frame
        self._used: tuple[str, ...] = ()
        self.popup = SearchPopup(self, self._offer, takes_typed=True)
        self.returnPressed.connect(self.confirm_wanted)
        self.hide()

    def show_for(self, issues: Iterable[Issue]) -> None:
        """Show it while there is something to accept; while somebody types into it, it does not go away.

        Where nothing is left to accept, what was given for it goes too: it would come back for something else.
        """
        is_asked = any(issue.severity in {Severity.WARN, Severity.APPROVE} for issue in issues)
        self.setVisible(is_asked or self.hasFocus())
        if self.isHidden():
            self.clear()

    def given(self) -> str:
        """Why the warnings are accepted; empty where there are none or nobody said."""
        return "" if self.isHidden() else self.text().strip()

    def enter(self) -> None:
        """Put the cursor here and show the reasons used last."""
        place = self.parentWidget()
        if place is not None:
            place.show()  # it gives way in a low window
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._frame.jobs.read(self, read_accept_reasons, self._take_used, latest="reasons")

    def _take_used(self, used: tuple[str, ...]) -> None:
        self._used = used
        if used and self.hasFocus() and not self.isModified():
            self.popup.open_now()

    def _offer(self, text: str) -> None:
        wanted = "" if self.hasSelectedText() else sort_key(text)
        self._put(text, [reason for reason in self._used if wanted in sort_key(reason)])

    def _put(self, text: str, reasons: Sequence[str]) -> None:
        if reasons:
            self.popup.put([SearchRow(value=reason, main=reason) for reason in reasons], text=text)
        else:
            self.popup.close_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that the list did not take."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
