"""One open order on the screen: the draft in memory, its context, its plan, and the steps of keying it.

An edit is shown at once and saved on the write lane (`saving.py`); facts that it needs (a new product's, a
new customer's) are read first. What others change comes in by `catching_up.py`. Nothing here decides a
rule: edits, prices and checks are pure domain code.
"""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.domain.errors import OutsideError
from app.domain.exchange import home_minor
from app.domain.issues import Issue
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.costs import with_costs_now, with_kept_costs
from app.domain.orders.draft import Draft, Edit
from app.domain.orders.kits import articles_of
from app.domain.orders.repricing import draft_totals, moved_beside
from app.domain.orders.rest import cancelled_minor
from app.domain.orders.retaxing import taxes_beside
from app.domain.orders.steps import PriceStep, Step, apply_step, keyed_part, take_prices, take_taxes
from app.domain.pricing import RulesSnapshot
from app.services.orders.context import read_order_context
from app.services.orders.issue_ages import note_issues
from app.services.orders.opening import Opened
from app.services.orders.planning import KeyingMemory, OrderPlan, plan_draft
from app.services.orders.previewing import plan_amendment
from app.services.orders.standing import plan_standing
from app.services.purchases import asks_purchases
from app.services.unit_of_work import Reading
from app.views.kit.context import Context
from app.views.orders.catching_up import CatchingUp
from app.views.orders.saving import DraftSaving
from app.views.orders.undo import UndoStack

NOT_COUNTED = frozenset({"draft", "quoted"})  # a customer's credit counts confirmed orders


class OrderSession(QObject):
    """Signals: `shown` after every change of the draft, `planned` with stock, dates and issues, `prices_moved`.

    `failed` tells once that the database does not answer, and each conflict with somebody else's value.
    """

    shown = Signal()
    planned = Signal()
    failed = Signal(object)  # Exception
    prices_moved = Signal(object)  # MovedPrices or MovedTaxes: of lines that were not keyed

    def __init__(self, frame: Context, opened: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self.draft = opened.draft
        self.context = opened.context
        self._cancelled = opened.cancelled
        self.approval = opened.draft.approval  # as last heard: a request changes no version
        self.plan: OrderPlan | None = None
        self.issues: tuple[Issue, ...] = ()
        self._memory = KeyingMemory()
        self.is_amending = False
        self.is_sent = False  # the changes are on their way into the order, which is told before the answer
        self.before_amendment = opened.draft  # the order as it was confirmed
        self._undo = UndoStack()
        self._queue: deque[Step] = deque()
        self._reading = False
        self._sought: frozenset[str] = (
            frozenset()
        )  # keys of configurations that were looked for, there or not
        self._due = False  # shown, and saved as soon as it is painted
        self.saving = DraftSaving(frame, self)
        self.news = CatchingUp(frame, self)

    @property
    def is_draft(self) -> bool:
        """Whether edits are saved as they are keyed."""
        return self.draft.state == "draft"

    @property
    def has_gone_on(self) -> bool:
        """Whether the order is no draft any more, though it may still be shown as one under an open field."""
        return self.saving.went_on or not self.is_draft

    @property
    def is_editable(self) -> bool:
        """Whether the clerk may key: a draft, or a confirmed order being amended."""
        return self.is_draft or self.is_amending

    @property
    def may_ask(self) -> bool:
        """Whether an approval can be asked for: a draft's, or that of changes of a confirmed order."""
        return self.is_draft or (self.is_amending and self.before_amendment.state != "quoted")

    @property
    def is_keying(self) -> bool:
        """Whether a step is not applied yet, or not given to be saved."""
        return self._due or self.is_waiting

    @property
    def is_waiting(self) -> bool:
        """Whether a step waits for facts."""
        return bool(self._queue)

    @property
    def waiting(self) -> tuple[Edit, ...]:
        """What was keyed and waits for facts."""
        return tuple(edit for step in self._queue if not isinstance(step, PriceStep) for edit in step)

    @property
    def uncounted_minor(self) -> int:
        """What the order uses of its customer's credit that the database does not count yet (C45)."""
        if self.draft.state in NOT_COUNTED:
            return _home_gross(self.draft)
        if not self.is_amending:
            return 0
        return _home_gross(self.draft) - _home_gross(self.before_amendment)

    @property
    def cancelled_minor(self) -> int:
        """What of the confirmed sum was cancelled since; nothing while the order is being changed."""
        return 0 if self.is_editable else cancelled_minor(self.draft, self._cancelled)

    def new_key(self) -> str:
        """A key for a new line."""
        return secrets.token_hex(5)

    # steps

    def edit(self, *edits: Edit) -> None:
        """Apply edits as one undo step, show, save and plan."""
        if edits and self.is_editable:
            self._undo.push(tuple(edits))
            self._enqueue(tuple(edits))

    def complete(self, edit: Edit) -> None:
        """An edit that belongs to the step before, where that one made the same line: one undo for both."""
        if self._undo.complete(edit):
            self._enqueue((edit,))
        else:
            self.edit(edit)

    def reprice(self) -> None:
        """Take the prices that the rules give now, on every automatic line: one undo step."""
        self._take(take_prices(self.draft, self.context) if self.is_editable else None)

    def retax(self) -> None:
        """Take the taxes of today on every line, whose prices stay: one undo step."""
        self._take(take_taxes(self.draft, self.context) if self.is_editable else None)

    def _take(self, step: Step | None) -> None:
        if step is not None:
            self._undo.push(step)
            self._enqueue(step)

    def undo(self) -> None:
        """Take back the last step, if there is one."""
        if self.is_editable:
            self._again(self._undo.undo())

    def redo(self) -> None:
        """Make the last undone step again, if there is one."""
        if self.is_editable:
            self._again(self._undo.redo())

    def _again(self, step: Step | None) -> None:
        if step is not None:
            self._enqueue(step)

    def forget_steps(self) -> None:
        """The order stands on other ground: nothing of before can be undone."""
        self._undo.clear()

    def forget_waiting(self) -> None:
        """Neither undone nor applied any more: what was keyed was keyed for an order that is no draft now."""
        self.forget_steps()
        self._queue.clear()

    def put_first(self, *steps: Step) -> None:
        """Steps that were made before those that wait, on a draft that came from the database."""
        self._queue.extendleft(reversed(steps))
        self.work_off()

    def _enqueue(self, step: Step) -> None:
        self._queue.append(step)
        if self.is_draft:
            self.saving.begin()
        self.work_off()

    def work_off(self) -> None:
        """Apply queued steps in their order; where facts are missing, read them first."""
        while self._queue and not self._reading:
            if self._ask_missing(keyed_part(self.draft, self._queue[0])):
                return
            before = self.draft
            self.show_draft(apply_step(before, self._queue.popleft(), self.context))
            moved = moved_beside(before, self.draft) or taxes_beside(before, self.draft)
            if moved is not None:
                self.prices_moved.emit(moved)

    # facts

    def add_product(self, product: ProductFacts) -> None:
        """Facts of a product that an edit is about to use."""
        self.context = replace(self.context, products={**self.context.products, product.id: product})

    def set_rules(self, rules: RulesSnapshot) -> None:
        """New price rules: kept lines keep their amounts until the clerk takes the new ones."""
        self.context = replace(self.context, rules=rules)
        self.ask_plan()

    def _ask_missing(self, after: Draft) -> bool:
        """Start reading the facts that the draft needs and that are not at hand; True if any are missing."""
        customer_id = after.header.customer_id
        known = self.context.customer.id if self.context.customer else None
        wanted = articles_of(after.lines, self.context.products)
        missing = (wanted - self.context.products.keys()) | self._unbought(wanted, customer_id)
        configured = after.configurations - self.context.configurations.keys() - self._sought
        if customer_id == known and not missing and not configured:
            return False
        if customer_id is None and not missing and not configured:
            self.context = replace(self.context, customer=None)
            return False
        self._reading = True
        rules, order_id = self.context.rules, self.draft.id
        asked = missing if customer_id == known else wanted  # another customer bought other things before
        self._sought |= configured

        def read(view: Reading) -> OrderContext:
            return read_order_context(
                view, customer_id=customer_id, product_ids=asked, configurations=configured, rules=rules,
                order_id=order_id,
            )  # fmt: skip

        self._frame.jobs.read(self, read, self._take_facts, failed=self._facts_failed)
        return True

    def _unbought(self, wanted: set[int], customer_id: int | None) -> set[int]:
        """Articles that came without what the customer ordered of them before, where a price asks for that."""
        context = self.context
        unread = wanted - context.purchases.articles
        asks = unread and asks_purchases(context.rules, customer_id, unread, context.today)
        return unread if asks else set()

    def _take_facts(self, read: OrderContext) -> None:
        self._reading = False
        self.context = self.context.with_more(read)
        self.work_off()

    def _facts_failed(self, error: Exception) -> None:
        self._reading, self._sought = False, frozenset()
        if not isinstance(error, OutsideError):
            self._queue.clear()
        self.saving.read_failed(error)

    # amending

    def note_approval(self, state: str) -> None:
        """The state of the live request for the order, or for changes of it: what that holds is its own."""
        if self.approval != state:
            self.approval = state
            self.ask_plan()

    def start_amending(self) -> None:
        """Let a confirmed order be keyed; nothing is written before the amendment is confirmed."""
        self.before_amendment = self.draft
        self.is_amending = True
        self._memory = KeyingMemory()
        self.forget_steps()
        self.shown.emit()

    def show_amendment(self, after: Draft, context: OrderContext) -> None:
        """Show changes of the order that were keyed before; what is undone goes back to them."""
        self.context = context.beside(self.context)
        self.show_draft(after)

    def stop_amending(self) -> None:
        """Forget the amendment."""
        self.is_amending = False
        self.forget_waiting()
        self.show_draft(self.before_amendment)

    # showing

    def take_opened(self, opened: Opened) -> None:
        """Show the order as the database has it."""
        self.draft = self.saving.stored = opened.draft
        self.context = opened.context
        self._cancelled = opened.cancelled
        self.shown.emit()
        self.ask_plan()

    def show_draft(self, draft: Draft) -> None:
        """Show a state of the order; it is saved and planned as soon as it is painted."""
        if draft.rules_version == 0 and draft.lines:
            draft = replace(draft, rules_version=self.context.rules.version)
        self.draft = with_kept_costs(self.before_amendment, draft) if self.is_amending else draft
        self.shown.emit()
        self._due = True
        self._frame.jobs.later(self, self._save_and_plan, latest="shown")

    def _save_and_plan(self) -> None:
        self._due = False
        self.saving.save()
        self.ask_plan()

    def ask_plan(self) -> None:
        """Ask stock, dates and issues for the order as it stands."""
        draft, rules = replace(self.draft, approval=self.approval), self.context.rules
        before = replace(self.before_amendment, approval=self.approval)
        amending, editable = self.is_amending, self.is_editable
        memory = self._memory

        def read(view: Reading) -> OrderPlan:
            if not editable:
                return plan_standing(view, draft, rules=rules)
            if amending:
                plan = plan_amendment(view, before, draft, rules=rules, memory=memory)
                return replace(plan, issues=memory.aged(plan.issues, view.clock.now()))
            return plan_draft(view, draft, rules=rules, memory=memory)

        self._frame.jobs.read(self, read, self._take_plan, latest="plan", failed=self.saving.read_failed)

    def _take_plan(self, plan: OrderPlan) -> None:
        self.plan = plan
        is_mine = (
            self.is_editable or plan.draft.state == self.draft.state
        )  # of what it was before, nothing holds
        self.issues = plan.issues if is_mine else ()
        known = self.context.products
        self.context = replace(plan.context.beside(self.context), rules=self.context.rules)
        if any(known.get(id_, facts) != facts for id_, facts in plan.context.products.items()):
            self._take_costs()
            self.shown.emit()  # an article's card was changed meanwhile: weight, units, cost are others
        self.planned.emit()
        self.saving.check_saved()
        self._keep_ages()

    def _take_costs(self) -> None:
        """A draft costs what it costs now, as if it were opened again; nothing of that is an edit."""
        self.draft, self.saving.stored = (
            self._at_costs_now(self.draft),
            self._at_costs_now(self.saving.stored),
        )

    def _at_costs_now(self, draft: Draft) -> Draft:
        asked = replace(
            draft, approval=self.approval
        )  # one that waits for an approval keeps what is asked for
        now = with_costs_now(asked, self.context)
        return draft if now is asked else replace(now, approval=draft.approval)

    def _keep_ages(self) -> None:
        """Another desk that opens the draft sees since when its issues stand. Nobody waits for it or hears of it."""
        memory, order_id = self._memory, self.draft.id
        since = memory.since or {}
        if not self.is_draft or since == memory.stored:
            return
        memory.stored = since
        self._frame.jobs.write(self, lambda uow: note_issues(uow, order_id, since), _nothing, failed=_nothing)


def _home_gross(draft: Draft) -> int:
    return home_minor(draft_totals(draft).gross_minor, draft.header.exchange)


def _nothing(_answer: object) -> None:
    """A first sight that is not kept is seen again."""
