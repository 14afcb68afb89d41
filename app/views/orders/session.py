"""One open order on the screen: the draft in memory, its context, undo, and saving edit by edit.

An edit is shown at once and saved on the write lane; facts that it needs (a new product's, a new
customer's) are read first. Nothing here decides a rule: edits, prices and checks are pure domain code.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.domain.errors import ConflictError, OutsideError
from app.domain.issues import Issue
from app.domain.orders.context import CustomerFacts, OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Edit, apply_edits
from app.domain.orders.merging import revived, split_edits
from app.domain.orders.repricing import reprice_all, reprice_changed
from app.domain.pricing import RulesSnapshot
from app.services.journal import KeptDraft, edits_between
from app.services.orders.amending import preview_amendment
from app.services.orders.context import read_order_context
from app.services.orders.draft_lines import conflict_of
from app.services.orders.drafts import SavedDraft, read_draft, save_edits
from app.services.orders.planning import OrderPlan, plan_draft
from app.services.orders.standing import plan_standing
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.context import Context
from app.views.orders.keeping import DraftKeeper

MAX_UNDO = 500
AMENDABLE = frozenset({"confirmed", "shipped", "closed", "quoted"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored order with its context, as read when its tab opens."""

    draft: Draft
    context: OrderContext


def read_opened(view: Reading, order_id: int, rules: RulesSnapshot | None) -> Opened:
    """The order and everything that its lines depend on."""
    draft = read_draft(view, order_id)
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    context = read_order_context(
        view, customer_id=draft.header.customer_id, product_ids=products, rules=rules
    )
    return Opened(draft, context)


class OrderSession(QObject):
    """Signals: `shown` after every change of the draft, `planned` with stock, dates and issues.

    While the database does not answer, what is unsaved is kept on this computer and tried again;
    `failed` tells it once and `came_back` when all is saved. `is_typing` says whether a field is open in
    which something was typed: nothing that others changed is shown under it, so that leaving it meets their
    value and both are shown.
    """

    shown = Signal()
    planned = Signal()
    saved = Signal()
    failed = Signal(object)  # Exception
    came_back = Signal()
    rebased = Signal()  # an amendment stands on what somebody else changed meanwhile

    def __init__(self, frame: Context, opened: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self.draft = opened.draft
        self.context = opened.context
        self.plan: OrderPlan | None = None
        self.issues: tuple[Issue, ...] = ()
        self.is_amending = False
        self._stored = opened.draft  # what the database holds as far as we know
        self._before_amendment = opened.draft
        self._undo: list[tuple[Edit, ...]] = []
        self._redo: list[tuple[Edit, ...]] = []
        self._queue: deque[tuple[Edit, ...]] = deque()
        self._reading = False
        self._saving = False
        self._due = False  # shown, and saved as soon as it is painted
        self._settling = False  # their value is being read after a conflict: nothing is saved meanwhile
        self.heard = 0  # the newest version that others told of
        self.is_typing: Callable[[], bool] = lambda: False
        self.is_away = False
        self._overruled: tuple[Edit, ...] = ()  # mine, where somebody else's value was kept
        self._keeper = DraftKeeper(frame, self._kept, self)
        self._keeper.retry_wanted.connect(self.flush)
        self._keeper.failed.connect(self.failed)

    @property
    def is_draft(self) -> bool:
        """Whether edits are saved as they are keyed."""
        return self.draft.state == "draft"

    @property
    def is_editable(self) -> bool:
        """Whether the clerk may key: a draft, or a confirmed order being amended."""
        return self.is_draft or self.is_amending

    @property
    def is_saved(self) -> bool:
        """Whether everything keyed is in the database."""
        return not self._saving and not self._queue and (self.is_amending or self._stored == self.draft)

    def new_key(self) -> str:
        """A key for a new line."""
        return secrets.token_hex(5)

    def edit(self, *edits: Edit) -> None:
        """Apply edits as one undo step, show, save and plan."""
        if edits and self.is_editable:
            step = tuple(edits)
            self._undo.append(step)
            del self._undo[:-MAX_UNDO]
            self._redo.clear()
            self._enqueue(step)

    def complete(self, edit: Edit) -> None:
        """An edit that belongs to the step before, where that one made the same line: one undo for both."""
        last = self._undo[-1] if self._undo else ()
        if last and any(each.target == edit.target and each.old is None for each in last):
            self._undo[-1] = (*last, edit)
            self._enqueue((edit,))
        else:
            self.edit(edit)

    def undo(self) -> bool:
        """Take back the last step; False when there is none."""
        if not self._undo or not self.is_editable:
            return False
        step = self._undo.pop()
        self._redo.append(step)
        self._enqueue(tuple(edit.inverse for edit in reversed(step)))
        return True

    def redo(self) -> bool:
        """Make the last undone step again; False when there is none."""
        if not self._redo or not self.is_editable:
            return False
        step = self._redo.pop()
        self._undo.append(step)
        self._enqueue(step)
        return True

    def reprice(self) -> None:
        """Take the prices that the rules give now, on every automatic line."""
        self._show(reprice_all(self.draft, self.context))

    def add_product(self, product: ProductFacts) -> None:
        """Facts of a product that an edit is about to use."""
        self.context = replace(self.context, products={**self.context.products, product.id: product})

    def set_rules(self, rules: RulesSnapshot) -> None:
        """New price rules: kept lines keep their amounts until the clerk takes the new ones."""
        self.context = replace(self.context, rules=rules)
        self.ask_plan()

    def start_amending(self) -> None:
        """Let a confirmed order be keyed; nothing is written before the amendment is confirmed."""
        self._before_amendment = self.draft
        self.is_amending = True
        self._undo.clear()
        self._redo.clear()
        self.shown.emit()

    def stop_amending(self) -> None:
        """Forget the amendment."""
        self.is_amending = False
        self._undo.clear()
        self._redo.clear()
        self._show(self._before_amendment)

    @property
    def before_amendment(self) -> Draft:
        """The order as it was confirmed."""
        return self._before_amendment

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Read the order again, as after confirm: it is shown as the database has it."""

        def take(opened: Opened) -> None:
            self._take_opened(opened)
            if then is not None:
                then()

        self._read_again(take)

    def hear_version(self, version: int) -> None:
        """Somebody changed the order: show it, unless the change is our own save on its way."""
        self.heard = max(version, self.heard)
        self.catch_up()

    def catch_up(self) -> None:
        """Show what others changed, as soon as no field is open in which something was typed."""
        if self._is_busy() or self.heard <= self._stored.version:
            return
        asked = self.draft

        def take(opened: Opened) -> None:
            if self._is_busy() or (self.draft is not asked and not self.is_amending):
                return  # what was keyed meanwhile is saved, and meets their values there
            if self.is_amending:
                self._rebase(opened)
            else:
                self._take_opened(opened)

        self._read_again(take)

    def _is_busy(self) -> bool:
        return bool(self._due or self._saving or self._settling or self._queue or self.is_typing())

    def rebase(self) -> None:
        """An amendment met somebody else's: mine is put onto theirs, and what clashes is asked."""
        self._read_again(self._rebase)

    def _rebase(self, opened: Opened) -> None:
        before, mine = self._before_amendment, edits_between(self._before_amendment, self.draft)
        self._undo.clear()
        self._redo.clear()
        products = {**self.context.products, **opened.context.products}  # mine may need others than theirs
        self.context = replace(opened.context, products=products)
        self._stored = self._before_amendment = opened.draft
        if opened.draft.state not in AMENDABLE:
            self.is_amending = False
            self._show(opened.draft)
            return
        free, clashing = split_edits(mine, opened.draft)
        self._overruled = revived(clashing, before, opened.draft)
        self.draft = opened.draft
        self._show(reprice_changed(opened.draft, apply_edits(opened.draft, free), self.context))
        if clashing:
            self.failed.emit(conflict_of(clashing[0], opened.draft))
        else:
            self.rebased.emit()

    def _read_again(
        self, take: Callable[[Opened], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        order_id, rules = self.draft.id, self.context.rules
        self._frame.jobs.read(self, lambda view: read_opened(view, order_id, rules), take, failed=failed)

    def _take_opened(self, opened: Opened) -> None:
        self.draft = self._stored = opened.draft
        self.context = opened.context
        self.shown.emit()
        self.ask_plan()

    def ask_plan(self) -> None:
        """Ask stock, dates and issues for the order as it stands."""
        draft, rules = self.draft, self.context.rules
        amending, before, editable = self.is_amending, self._before_amendment, self.is_editable

        def read(view: Reading) -> OrderPlan:
            if not editable:
                return plan_standing(view, draft, rules=rules)
            plan = plan_draft(view, draft, rules=rules)
            if not amending:
                return plan
            preview = preview_amendment(view, before, draft)
            return replace(plan, issues=preview.issues)

        self._frame.jobs.read(self, read, self._take_plan, latest="plan", failed=self._read_failed)

    def _take_plan(self, plan: OrderPlan) -> None:
        self.plan = plan
        self.issues = plan.issues if self.is_editable else ()
        self.context = replace(
            plan.context,
            products={**self.context.products, **plan.context.products},
            rules=self.context.rules,
        )
        self.planned.emit()
        self._check_saved()

    def _enqueue(self, edits: tuple[Edit, ...]) -> None:
        self._queue.append(edits)
        if self.is_draft:
            self._keeper.begin()
        self._work_off()

    def _work_off(self) -> None:
        """Apply queued edits in their order; where facts are missing, read them first."""
        while self._queue and not self._reading:
            after = apply_edits(self.draft, self._queue[0])
            if self._ask_missing(after):
                return
            self._queue.popleft()
            self._show(reprice_changed(self.draft, after, self.context))

    def _ask_missing(self, after: Draft) -> bool:
        """Start reading the facts that the draft needs and that are not at hand; True if any are missing."""
        customer_id = after.header.customer_id
        known = self.context.customer.id if self.context.customer else None
        wanted = {line.product_id for line in after.lines if line.product_id is not None}
        missing = wanted - self.context.products.keys()
        if customer_id == known and not missing:
            return False
        if customer_id is None and not missing:
            self.context = replace(self.context, customer=None)
            return False
        self._reading = True
        rules = self.context.rules

        def read(view: Reading) -> OrderContext:
            return read_order_context(view, customer_id=customer_id, product_ids=missing, rules=rules)

        self._frame.jobs.read(self, read, self._take_facts, failed=self._facts_failed)
        return True

    def _take_facts(self, read: OrderContext) -> None:
        self._reading = False
        customer: CustomerFacts | None = read.customer
        products = {**self.context.products, **read.products}
        self.context = replace(self.context, customer=customer, products=products)
        self._work_off()

    def _facts_failed(self, error: Exception) -> None:
        self._reading = False
        if not isinstance(error, OutsideError):
            self._queue.clear()
        self._read_failed(error)

    def _show(self, draft: Draft) -> None:
        if draft.rules_version == 0 and draft.lines:
            draft = replace(draft, rules_version=self.context.rules.version)
        self.draft = draft
        self.shown.emit()
        self._due = True
        self._frame.jobs.later(self, self._save_and_plan, latest="shown")

    def _save_and_plan(self) -> None:
        self._due = False
        self._save()
        self.ask_plan()

    def _save(self) -> None:
        """Save what is not saved yet; one save at a time, so that versions and values follow each other."""
        if self._saving or self._settling or not self.is_draft or self._stored == self.draft:
            return
        before, after = self._stored, self.draft
        self._saving = True
        self._keeper.begin()

        def write(uow: UnitOfWork) -> SavedDraft:
            return save_edits(uow, before=before, after=after)

        def done(saved: SavedDraft) -> None:
            self._saving = False
            keyed_since = edits_between(after, self.draft)
            self._stored = saved.draft
            if saved.is_merged:
                self._take_merged(saved.draft, keyed_since)
            else:
                self.draft = replace(self.draft, version=saved.draft.version)
            self.saved.emit()
            self._check_saved()
            self._save()

        self._frame.jobs.write(self, write, done, failed=self._save_failed)

    def _take_merged(self, merged: Draft, keyed_since: tuple[Edit, ...]) -> None:
        """Show what somebody else keyed into the same draft, with what was keyed here since."""
        self.draft = merged
        if keyed_since:
            self._queue.appendleft(keyed_since)
            self._work_off()
        else:
            self.shown.emit()
            self.ask_plan()

    def _save_failed(self, error: Exception) -> None:
        self._saving = False
        if isinstance(error, OutsideError):
            self._read_failed(error)
            return
        if isinstance(error, ConflictError):
            self._keeper.set_aside()
            self._settling = True
            self._read_again(self._take_theirs, self._not_settled)
        else:
            self._keeper.rest()
        self.failed.emit(error)

    def _take_theirs(self, opened: Opened) -> None:
        """Their values stand; mine that do not touch them stay, the others wait for a decision."""
        before = self._stored
        free, clashing = split_edits(edits_between(before, self.draft), opened.draft)
        self._overruled = revived(clashing, before, opened.draft)
        self._settling = False
        if free:
            self._queue.appendleft(free)
        self._take_opened(opened)
        self._work_off()

    def _not_settled(self, error: Exception) -> None:
        """Their value could not be read: the next save meets it again."""
        self._settling = False
        self._read_failed(error)
        self._keeper.decided()  # what was set aside is kept anew

    def _read_failed(self, error: Exception) -> None:
        """The database does not answer: said once, tried again until everything is saved."""
        if not isinstance(error, OutsideError):
            self.failed.emit(error)
            return
        if not self.is_away:
            self.is_away = True
            self.failed.emit(error)
        if self.is_saved:
            return
        self._keeper.trouble()

    def _check_saved(self) -> None:
        """What was kept beside the database is done with once it is in it."""
        if not self.is_saved:
            return
        self._keeper.settled()
        if self.is_away:
            self.is_away = False
            self.came_back.emit()

    def _kept(self) -> KeptDraft:
        """Both states and what waits for facts, to be kept on this computer."""
        waiting = tuple(edit for step in self._queue for edit in step)
        return KeptDraft(self._frame.jobs.actor.name, self._stored, self.draft, waiting)

    def keep_unsaved(self) -> None:
        """The window closes: keep what a save on its way may not bring into the database any more."""
        if self.is_draft and not self.is_saved:
            self._save()
            self._keeper.keep_now()

    @property
    def waits_for_decision(self) -> bool:
        """Whether somebody else's value stands and a person has not chosen yet."""
        return bool(self._overruled)

    def take_mine(self) -> None:
        """Key once more what lost against somebody else's value."""
        edits, self._overruled = self._overruled, ()
        self._keeper.decided()
        self.edit(*edits)

    def keep_theirs(self) -> None:
        """Leave somebody else's value as it is."""
        self._overruled = ()
        self._keeper.decided()

    def flush(self) -> None:
        """Try again to save what could not be saved (the database was away)."""
        self._work_off()
        self._save()
