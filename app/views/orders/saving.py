"""Saves one order edit by edit; where somebody else's value stands, both are shown and a person decides.

While the database does not answer, what is unsaved is kept on this computer and tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.errors import ConflictError, OutsideError, RefusedError
from app.domain.orders.draft import Draft, Edit
from app.domain.orders.merging import revived, split_edits
from app.domain.orders.steps import Step, price_step_between
from app.services.journal import KeptDraft, edits_between
from app.services.orders.drafts import SavedDraft, save_edits
from app.services.unit_of_work import UnitOfWork
from app.views.kit.context import Context
from app.views.orders.keeping import DraftKeeper

if TYPE_CHECKING:
    from app.services.orders.opening import Opened
    from app.views.orders.session import OrderSession


class DraftSaving(QObject):
    """Signals: `saved` after each save, `came_back` when all is saved after the database was away.

    `left_over` tells what was keyed into an order that is no draft any more, and the draft before it.
    """

    saved = Signal()
    left_over = Signal(object, object)  # tuple[Edit, ...], Draft
    came_back = Signal()

    def __init__(self, frame: Context, session: OrderSession) -> None:
        super().__init__(session)
        self._frame = frame
        self._session = session
        self.stored = session.draft  # what the database holds as far as we know
        self.is_away = False
        self.went_on = (
            False  # it is no draft any more, which is shown once it can be read and the open field is left
        )
        self._is_saving = False
        self._is_telling = False  # the order that went on is being read
        self._is_settling = False  # their value is being read after a conflict: nothing is saved meanwhile
        self._written: Draft | None = None  # a change that is in the database and could not be read again yet
        self._overruled: tuple[Edit, ...] = ()  # mine, where somebody else's value was kept
        self._keeper = DraftKeeper(frame, self._kept, self)
        self._keeper.retry_wanted.connect(self.flush)
        self._keeper.failed.connect(session.failed)

    @property
    def is_saved(self) -> bool:
        """Whether everything keyed is in the database."""
        session = self._session
        is_written = session.is_amending or self.stored == session.draft
        return not self._is_saving and not session.is_waiting and is_written

    @property
    def is_under_way(self) -> bool:
        """Whether a save, the settling of a conflict or the last reading of a draft has begun and not ended."""
        return self._is_saving or self._is_settling or self._is_telling

    def begin(self) -> None:
        """Something was keyed: if it is not saved soon, it is kept on this computer."""
        self._keeper.begin()

    def save(self) -> None:
        """Save what is not saved yet; one save at a time, so that versions and values follow each other."""
        if self.is_under_way or not self._session.is_draft or self.stored == self._session.draft:
            return
        before, after = replace(self.stored, approval=self._session.approval), self._session.draft
        self._is_saving = True
        self._keeper.begin()

        def write(uow: UnitOfWork) -> SavedDraft:
            return save_edits(uow, before=before, after=after)

        self._frame.jobs.write(
            self, write, lambda done: self._take_saved(done, after), failed=self._save_failed
        )

    def _take_saved(self, done: SavedDraft, written: Draft) -> None:
        session = self._session
        self._is_saving = False
        self.stored = done.draft
        if done.is_merged:
            self._take_merged(done.draft, _steps_between(written, session.draft))
        else:
            session.draft = replace(session.draft, version=done.draft.version)
        self.saved.emit()
        self.check_saved()
        self.save()

    def _take_merged(self, merged: Draft, made_since: tuple[Step, ...]) -> None:
        """Show what somebody else keyed into the same draft, with what was keyed here since."""
        session = self._session
        session.draft = merged
        if made_since:
            session.put_first(*made_since)
        else:
            session.shown.emit()
            session.ask_plan()

    def check_saved(self) -> None:
        """What was kept beside the database is done with once it is in it."""
        if not self.is_saved:
            return
        self._keeper.settled()
        if self.is_away:
            self.is_away = False
            self.came_back.emit()
        if self.went_on:
            self._session.news.catch_up()

    def flush(self) -> None:
        """Try again to save what could not be saved (the database was away)."""
        self._session.work_off()
        self.save()
        if self.went_on:
            self._session.news.catch_up()

    def give_up(self) -> None:
        """The draft is thrown away: nothing of it is kept on this computer or tried again."""
        self._keeper.settled()
        self._keeper.decided()

    def keep_unsaved(self) -> None:
        """The window closes: keep what a save on its way may not bring into the database any more."""
        if self._session.is_draft and not self.is_saved:
            self.save()
            self._keeper.keep_now()

    def _kept(self) -> KeptDraft:
        """Both states and what waits for facts, to be kept on this computer."""
        session = self._session
        return KeptDraft(self._frame.jobs.actor.name, self.stored, session.draft, session.waiting)

    # what goes wrong

    def read_failed(self, error: Exception) -> None:
        """The database does not answer: said once, tried again until everything is saved."""
        if not isinstance(error, OutsideError):
            self._session.failed.emit(error)
            return
        if not self.is_away:
            self.is_away = True
            self._session.failed.emit(error)
        if not self.is_saved:
            self._keeper.trouble()

    def _save_failed(self, error: Exception) -> None:
        self._is_saving = False
        if isinstance(error, OutsideError):
            self.read_failed(error)
            return
        if isinstance(error, RefusedError) and error.code == "order.not_a_draft":
            self.order_went_on()
            return
        if isinstance(error, ConflictError):
            self._keeper.set_aside()
            self._is_settling = True
            self._session.news.read_again(self._take_theirs, self._not_settled)
        else:
            self._keeper.rest()
        self._session.failed.emit(error)

    def order_went_on(self, then: Callable[[], None] | None = None, *, written: Draft | None = None) -> None:
        """The order was confirmed or quoted: show it, and tell what was keyed since and is not in it.

        `written`: what it was changed to; a draft is what the database holds. Where a field of a draft is being
        typed it waits until that is left, and `then` is not called: the hand is still there.
        """
        self._keeper.rest()
        written = self._written = written or self._written
        is_draft, before = written is None, written or self.stored
        if is_draft and (self._is_telling or self._waits_for_field()):
            return
        self._is_telling = is_draft
        mine = self._keyed_since(before)

        def take(opened: Opened) -> None:
            self._is_telling = False
            if is_draft and self._waits_for_field():
                return
            self.went_on, self._written = False, None
            told = self._keyed_since(before) if is_draft else mine
            self._session.forget_waiting()
            self._session.take_opened(opened)
            if then is not None:
                then()
            if told:
                self.left_over.emit(told, before)

        self._session.news.read_again(take, self._not_told)

    def _keyed_since(self, before: Draft) -> tuple[Edit, ...]:
        return (*edits_between(before, self._session.draft), *self._session.waiting)

    def _not_told(self, error: Exception) -> None:
        """It is read again as soon as the database answers; whoever keys on meets it by the next save."""
        self._is_telling = False
        self.read_failed(error)
        if isinstance(error, OutsideError):
            self.went_on = True
            self._keeper.try_again()

    def _waits_for_field(self) -> bool:
        self.went_on = self._session.news.is_typing()
        return self.went_on

    def _take_theirs(self, opened: Opened) -> None:
        """Their values stand; mine that do not touch them stay, the others wait for a decision."""
        session, before = self._session, self.stored
        free, clashing = split_edits(edits_between(before, session.draft), opened.draft)
        prices = price_step_between(before, session.draft)
        self.overrule(clashing, before, opened.draft)
        self._is_settling = False
        session.take_opened(opened)
        session.put_first(*([free] if free else []), *([prices] if prices else []))

    def _not_settled(self, error: Exception) -> None:
        """Their value could not be read: the next save meets it again."""
        self._is_settling = False
        self.read_failed(error)
        self._keeper.decided()  # what was set aside is kept anew

    # what a person decides

    @property
    def waits_for_decision(self) -> bool:
        """Whether somebody else's value stands and a person has not chosen yet."""
        return bool(self._overruled)

    def overrule(self, mine: tuple[Edit, ...], before: Draft, theirs: Draft) -> None:
        """Somebody else's values stand where mine were: a person may take mine once more."""
        self._overruled = revived(mine, before, theirs)

    def take_mine(self) -> None:
        """Key once more what lost against somebody else's value."""
        edits, self._overruled = self._overruled, ()
        self._keeper.decided()
        self._session.edit(*edits)

    def keep_theirs(self) -> None:
        """Leave somebody else's value as it is."""
        self._overruled = ()
        self._keeper.decided()


def _steps_between(before: Draft, after: Draft) -> tuple[Step, ...]:
    """What was keyed between two states of one draft, and then the prices that were taken."""
    edits, prices = edits_between(before, after), price_step_between(before, after)
    return (*([edits] if edits else []), *([prices] if prices else []))
