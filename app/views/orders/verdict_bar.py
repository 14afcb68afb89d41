"""One bar that says how the order stands, lists its issues one by one (F8) and offers the remedy on one key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolTip, QWidget

from app.domain.approvals import ApprovalState, covers
from app.domain.issues import Issue, Place, Remedy, Severity, worst
from app.i18n import _, n_
from app.messages import text_of_issue, text_of_remedy
from app.views.kit.cards import Badge
from app.views.kit.tokens import GRID, Level
from app.views.kit.two_lines import TwoLines
from app.views.orders.issue_words import facts_of, listed_text
from app.views.orders.remedy_list import RemedyList

_LEVELS: dict[Severity, Level] = {
    Severity.BLOCK: "bad",
    Severity.APPROVE: "warn",
    Severity.WARN: "warn",
    Severity.INFO: "info",
}


NARROW = (
    600  # pixels; below, the sentence has the room: the mouse and Shift+F8 tell the remedy, and who answers
)
_MORE_WIDTH = 50
WORDS_WIDTH = (
    176  # of a remedy at least: the sentence beside it wants room, and Shift+F8 shows the remedy whole
)
_WORDS_OF_MORE = 132  # of the first of several
_BUTTON_AIR = 34  # pixels at both sides of its words
_SHARE_OF_TWO_LINES = 60  # percent of a sentence on the longer of its lines


class VerdictBar(QWidget):
    """Shows the issues; `issue_shown` asks the page to go there, `remedy_wanted` to take the way out."""

    issue_shown = Signal(object)  # Issue
    remedy_wanted = Signal(object)  # Remedy

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdictBar")
        self.setFixedHeight(36)  # two lines of text
        self._issues: tuple[Issue, ...] = ()
        self._current = 0
        self._now: datetime | None = None
        self._asked: tuple[str, frozenset[Place]] = ("", frozenset())
        self._list: RemedyList | None = None
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        self._badge = Badge()
        self._text = TwoLines()
        self._text.setObjectName("verdictText")
        self._remedy = QPushButton()
        self._remedy.setObjectName("verdictRemedy")
        self._remedy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._remedy.clicked.connect(self.take_remedy)
        self._more = QPushButton()
        self._more.setObjectName("verdictMore")
        self._more.setFixedWidth(_MORE_WIDTH)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.clicked.connect(self.list_remedies)
        self._facts = QLabel()
        self._facts.setObjectName("verdictFacts")
        self._facts.setProperty("tone", "muted")
        row.addWidget(self._badge)
        row.addWidget(self._text, 1)
        row.addWidget(self._remedy)
        row.addWidget(self._more)
        row.addWidget(self._facts)
        self.show_issues(())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._narrow = self.width() < NARROW
            self._render()

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All issues, the heaviest first."""
        return self._issues

    @property
    def verdict(self) -> Severity | None:
        """The heaviest severity; None when all is well."""
        return worst(self._issues)

    def show_issues(self, issues: Sequence[Issue], now: datetime | None = None) -> None:
        """Show the issues with their ages at `now`; the one in sight stays in sight if it is still there."""
        before, self._now = self.current(), now
        self._issues = tuple(issues)
        same = [
            i
            for i, issue in enumerate(self._issues)
            if before is not None and (issue.code, issue.where) == (before.code, before.where)
        ]
        self._current = same[0] if same and issues[0].severity == issues[same[0]].severity else 0
        self._render()

    def show_request(self, state: str = "", issues: Sequence[Issue] = ()) -> None:
        """An approval was asked for these issues, or given; "" for none. It counts where nothing else asks."""
        asked = state, frozenset((issue.code, issue.where) for issue in issues)
        if asked != self._asked:
            self._asked = asked
            self._render()

    def _asked_state(self) -> str:
        """What became of the request for all that asks here; "" where something asks beside it."""
        state, places = self._asked
        return state if covers(places, self._issues) else ""

    def current(self) -> Issue | None:
        """The issue in sight."""
        return self._issues[self._current] if self._issues else None

    def next_issue(self) -> None:
        """Walk to the next issue (F8); to the one in sight first, if nobody was there yet."""
        issue = self.current()
        if issue is None:
            return
        if (issue.code, issue.where) == self._visited:
            self._current = (self._current + 1) % len(self._issues)
            issue = self._issues[self._current]
        self._visited = (issue.code, issue.where)
        self._render()
        self.issue_shown.emit(issue)
        if self._text.is_cut():  # a key shows it whole, as the mouse does
            place = self._text.mapToGlobal(QPoint(0, -2 * self._text.height()))
            QToolTip.showText(place, listed_text(issue, self._now), self._text)

    _visited = ("", "")

    def take_remedy(self) -> None:
        """Take the first remedy of the issue in sight (Alt+Enter)."""
        issue = self.current()
        if issue is not None and issue.remedies:
            self.remedy_wanted.emit(issue.remedies[0])

    def list_remedies(self) -> None:
        """All ways out of the issue in sight (Shift+F8)."""
        issue = self.current()
        if issue is None or not issue.remedies:
            return
        if self._list is None:
            self._list = RemedyList(self)
            self._list.chosen.connect(self.remedy_wanted)
        self._list.open_for(issue.remedies, self._remedy)

    def _render(self) -> None:
        issue = self.current()
        verdict = self.verdict
        self._badge.set_state(*_verdict_words(verdict, self._asked_state()))
        text = text_of_issue(issue) if issue else _("Ready to confirm.")
        self._text.setText(text)
        facts = facts_of(issue, self._now) if issue else ""
        short = facts_of(issue, self._now, with_weight=issue.severity != verdict) if issue else ""
        self._text.setToolTip("\n".join(listed_text(each, self._now) for each in self._issues[:12]))
        self.setAccessibleName(f"{self._badge.text()}: {text} {facts}".rstrip())
        more = len(self._issues)
        place = _("{number} of {count} · F8").format(number=self._current + 1, count=more)
        # the badge tells the heaviest weight already, and the sentence wants the room
        shown = [place if more > 1 else "", "" if self._narrow else short]
        self._facts.setText("\n".join(filter(None, shown)))
        self._facts.setVisible(any(shown))
        remedy = issue.remedies[0] if issue and issue.remedies else None
        self._show_remedy(remedy, others=len(issue.remedies) - 1 if issue and issue.remedies else 0)
        QToolTip.hideText()

    def _show_remedy(self, remedy: Remedy | None, *, others: int) -> None:
        self._remedy.setVisible(remedy is not None)
        self._more.setVisible(others > 0)
        self._more.setText(f"+{others}")
        told = n_("{count} other way out", "{count} other ways out", others).format(count=others)
        self._more.setAccessibleName(told)
        self._more.setToolTip(f"{told}  Shift+F8")
        if remedy is not None:
            text, room = text_of_remedy(remedy), self._room_for_remedy(others=others)
            cut = self._remedy.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            cut = "" if self._narrow else cut
            self._remedy.setText(_("{remedy}  Alt+Enter").format(remedy=cut).strip())
            self._remedy.setToolTip(text if cut != text else "")
            self._remedy.setAccessibleName(text)

    def _room_for_remedy(self, *, others: int) -> int:
        """How wide its words may be: what the sentence leaves that wants two lines of the bar."""
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        key = self._remedy.fontMetrics().horizontalAdvance(_("{remedy}  Alt+Enter").format(remedy=""))
        shown = [part for part in (self._badge, self._facts) if not part.isHidden()]
        taken = sum(part.sizeHint().width() + GRID for part in shown)
        taken += key + _BUTTON_AIR + GRID + (_MORE_WIDTH + GRID if others else 0)
        least = _WORDS_OF_MORE if others else WORDS_WIDTH
        return max(least, self.width() - taken - words * _SHARE_OF_TWO_LINES // 100)

    def summary(self) -> str:
        """The number of issues in words, for the status bar."""
        count = len(self._issues)
        return n_("{count} issue", "{count} issues", count).format(count=count) if count else ""


def _verdict_words(verdict: Severity | None, asked: str) -> tuple[str, Level]:
    if verdict is Severity.APPROVE and asked == ApprovalState.GRANTED:
        return _("Approved"), "ok"
    if verdict is Severity.APPROVE and asked == ApprovalState.OPEN:
        return _("Approval asked for"), "info"
    words = {
        None: _("OK"),
        Severity.INFO: _("OK, with a note"),
        Severity.WARN: _("Please look"),
        Severity.APPROVE: _("Needs approval"),
        Severity.BLOCK: _("Not yet"),
    }
    level: Level = "ok" if verdict is None else _LEVELS[verdict]
    return words[verdict], level
