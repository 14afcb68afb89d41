"""What others change in an open order: shown as soon as nothing is being typed, never under a keying hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.orders.draft import apply_edits
from app.domain.orders.merging import split_edits
from app.domain.orders.repricing import reprice_changed
from app.services.journal import edits_between
from app.services.orders.draft_lines import conflict_of
from app.services.orders.opening import Opened, read_opened
from app.views.kit.context import Context

if TYPE_CHECKING:
    from app.views.orders.session import OrderSession

AMENDABLE = frozenset({"confirmed", "shipped", "closed", "quoted"})


class CatchingUp(QObject):
    """Reads an open order again and shows it; `rebased` tells that an amendment stands on another one.

    `is_typing` says whether a field is open in which something was typed: nothing that others changed is
    shown under it, so that leaving it meets their value and both are shown.
    """

    rebased = Signal()

    def __init__(self, frame: Context, session: OrderSession) -> None:
        super().__init__(session)
        self._frame = frame
        self._session = session
        self.heard = 0  # the newest version that others told of
        self.is_typing: Callable[[], bool] = lambda: False

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Read the order again: it is shown as the database has it, but never over what was keyed since."""
        session, saving = self._session, self._session.saving

        def take(opened: Opened) -> None:
            if opened.draft.version < saving.stored.version:
                self.reload(then)  # it was read before the last save
                return
            if saving.is_saved or not session.is_draft:  # else the save meets their values
                session.take_opened(opened)
            if then is not None:
                then()

        self.read_again(take)

    def hear_version(self, version: int) -> None:
        """Somebody changed the order: show it, unless the change is our own save on its way."""
        self.heard = max(version, self.heard)
        self.catch_up()

    def catch_up(self) -> None:
        """Show what others changed, as soon as no field is open in which something was typed."""
        session = self._session
        if self._is_busy():
            return
        if session.saving.went_on:
            session.saving.order_went_on()
            return
        saving, asked = session.saving, session.draft
        if self.heard <= saving.stored.version or not saving.is_saved:
            return

        def take(opened: Opened) -> None:
            is_keyed = session.draft is not asked and not session.is_amending
            if self._is_busy() or is_keyed or not saving.is_saved:
                return  # what was keyed meanwhile is saved, and meets their values there
            if session.is_amending:
                self._rebase(opened)
            else:
                session.take_opened(opened)

        self.read_again(take)

    def _is_busy(self) -> bool:
        session = self._session
        return session.is_sent or session.is_keying or session.saving.is_under_way or self.is_typing()

    def rebase(self) -> None:
        """An amendment met somebody else's: mine is put onto theirs, and what clashes is asked."""
        self.read_again(self._rebase)

    def _rebase(self, opened: Opened) -> None:
        session = self._session
        before = session.before_amendment
        mine = edits_between(before, session.draft)
        session.forget_steps()
        session.context = opened.context.beside(session.context)  # mine may need others than theirs
        session.saving.stored = session.before_amendment = opened.draft
        if opened.draft.state not in AMENDABLE:
            session.is_amending = False
            session.show_draft(opened.draft)
            return
        free, clashing = split_edits(mine, opened.draft)
        session.saving.overrule(clashing, before, opened.draft)
        session.draft = opened.draft
        session.show_draft(reprice_changed(opened.draft, apply_edits(opened.draft, free), session.context))
        if clashing:
            session.failed.emit(conflict_of(clashing[0], opened.draft))
        else:
            self.rebased.emit()

    def read_again(
        self, take: Callable[[Opened], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Read the order as the database has it now."""
        order_id, rules = self._session.draft.id, self._session.context.rules
        self._frame.jobs.read(self, lambda view: read_opened(view, order_id, rules), take, failed=failed)
