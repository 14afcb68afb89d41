"""The tab of the simulator: drafts are tried on orders of the past before they are activated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QPushButton, QStackedWidget

from app.domain.changes import Change
from app.i18n import _, current_language
from app.services.prices.drafts import DraftCard, DraftRef, activate_drafts, read_drafts
from app.services.simulator import Simulation
from app.services.unit_of_work import UnitOfWork
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.part_desk import LatePage
from app.views.kit.processes import ProcessHandle
from app.views.kit.progress import ProgressCard
from app.views.prices.simulated_words import draft_name
from app.views.prices.simulator_answer import SimulatorAnswer
from app.views.prices.simulator_choice import SimulatorChoice

if TYPE_CHECKING:
    from app.bootstrap import Office


class SimulatorPage(LatePage):
    """Ctrl+R runs, Esc stops it or goes back to the choice, F9 explains an order, Ctrl+Shift+A activates."""

    def __init__(self, context: Context, currency: str) -> None:
        super().__init__(context, "prices:simulator", _("Simulator"))
        self.setObjectName("prices:simulator")
        self.answered: Simulation | None = None
        self._names: tuple[str, ...] = ()
        self._handle: ProcessHandle | None = None
        self._is_stale = False  # prices changed since it began to run
        self._wanted: set[DraftRef] = set()  # to be ticked when they were read
        self.choice = SimulatorChoice(context)
        self.answer = SimulatorAnswer(context, currency)
        self.progress = ProgressCard(_("Simulating"), keys="Esc")
        self.progress.cancel_wanted.connect(self.stop)
        self.progress.hide()
        self.choice.below.addWidget(self.progress)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.choice)
        self.stack.addWidget(self.answer)
        self.column.addWidget(self.stack, 1)
        self.foot = ActionRow("", self._buttons())
        self.column.addWidget(self.foot)
        self.choice.orders.submitted.connect(self.simulate)
        self.answer.pane.row_opened.connect(lambda _row: self.explain())
        self._show_choice()

    def _buttons(self) -> tuple[QPushButton, ...]:
        if not self.context.allowed("price.edit"):
            return ()
        activate = key_button(_("Activate"), "Ctrl+Shift+A")
        activate.setObjectName("activateDrafts")
        activate.clicked.connect(self.activate)
        run = key_button(_("Simulate"), "Ctrl+R", "primary")
        run.setObjectName("runSimulation")
        run.clicked.connect(self.simulate)
        return (activate, run)

    def start(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.context.jobs.read(self, read_drafts, self._take_drafts, latest="drafts")

    def enter(self) -> None:
        if self._is_answered():
            self.answer.pane.to_table()
        elif self.choice.drafts.cells.rows():
            self.choice.drafts.grid.setFocus()
        else:
            self.choice.orders.form.focus("most")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind == "price" for change in changes):
            self.refresh()
            self._is_stale = True
            self._tell_stale()

    def _tell_stale(self) -> None:
        if self._is_stale and self._is_answered():
            self.message_bar.show_message(_("Prices have changed since: Ctrl+R simulates again."), "info")

    def tick(self, ref: DraftRef) -> None:
        """Try this draft; the choice is shown."""
        self._wanted.add(ref)
        self._show_choice()
        self.refresh()

    def _take_drafts(self, cards: tuple[DraftCard, ...]) -> None:
        ticked = {card.ref for card in self.choice.drafts.ticked()} | self._wanted
        self._wanted -= {card.ref for card in cards}
        is_first = not self.choice.drafts.cells.rows() and self.choice.orders.form.widget("most").hasFocus()
        self.choice.drafts.show_drafts(cards, ticked)
        if cards and is_first and self.isVisible():
            self.enter()  # who came before the drafts stood in the form

    # running

    def simulate(self) -> None:
        """Ctrl+R: in a process of its own; the window stays free."""
        if self._handle is not None or not self.context.allowed("price.edit"):
            return
        wanted = self.choice.orders.wanted()
        if wanted is None:
            self._show_choice()
            return
        from app.cli.simulate_process import simulate_in_process

        drafts, self._is_stale = self.choice.drafts.ticked(), False
        self._names = tuple(draft_name(card) for card in drafts)
        self.message_bar.clear()
        self._show_choice()
        self.progress.set_progress(0.0, _("Starting …"))
        self.progress.cancel_button.setEnabled(True)
        self.progress.show()
        self._handle = self.context.processes.run(
            self,
            simulate_in_process,
            cast("Office", self.context.office).url,
            self.context.jobs.actor,
            tuple(card.ref for card in drafts),
            wanted,
            current_language(),
            done=self._done,
            progress=self._tell_progress,
            failed=self._failed,
            stopped=self._stopped,
        )
        self._offer()

    def stop(self) -> None:
        """Esc while it runs: nothing of it is kept."""
        if self._handle is not None:
            self._handle.cancel()

    def _tell_progress(self, fraction: float, orders: str) -> None:
        self.progress.set_progress(fraction, _("Orders priced: {count}").format(count=orders))

    def _ended(self) -> None:
        self._handle = None
        self.progress.hide()
        self._offer()

    def _stopped(self) -> None:
        self._ended()
        self.message_bar.show_message(_("The simulation was stopped: nothing of it is kept."), "info")

    def _failed(self, error: Exception) -> None:
        self._ended()
        self.refresh()
        show_error(self, error)

    def _done(self, simulation: Simulation) -> None:
        self._ended()
        self.answered = simulation
        self.answer.show_answer(simulation, self._names)
        self.stack.setCurrentWidget(self.answer)
        self._tell_stale()
        self._offer()
        if self.isVisible():
            self.answer.pane.to_table()

    # showing

    def _is_answered(self) -> bool:
        return self.stack.currentWidget() is self.answer

    def _show_choice(self) -> None:
        self.stack.setCurrentWidget(self.choice)
        self._offer()

    def _leave(self) -> None:
        """Esc: stop what runs, else back from the answer to the choice."""
        if self._handle is not None:
            self.stop()
        elif self._is_answered():
            self._show_choice()
            self.enter()

    def _offer(self) -> None:
        """What the keys may do now."""
        self.can_do = {"simulate": self.simulate, "activate": self.activate}
        hint = _("Space ticks a draft · Ctrl+R simulates")
        if self._handle is not None:
            self.can_do["leave"] = self._leave
        elif self._is_answered():
            self.can_do |= {
                "leave": self._leave,
                "explain": self.explain,
                "find": self.answer.pane.focus_search,
            }
            hint = _("F9 or Enter: why, now and then · Esc: back to the choice · Ctrl+Shift+X: as a file")
        self.foot.hint.setText(hint)

    def explain(self) -> None:
        """F9: the order under the cursor, line by line."""
        row = self.answer.pane.current()
        if row is not None:
            self.context.bus.ask("price.simulated", row.id)

    def activate(self) -> None:
        """Ctrl+Shift+A: all drafts that are ticked, or none of them."""
        refs = tuple(card.ref for card in self.choice.drafts.ticked())
        if not refs:
            self.message_bar.show_message(_("Tick the drafts with Space first."), "info")
            return

        def write(uow: UnitOfWork) -> int:
            activate_drafts(uow, refs)
            return len(refs)

        self.once.write("activate", write, self._activated, content=refs)

    def _activated(self, _count: int) -> None:
        self._show_choice()
        self.message_bar.show_message(_("Activated: orders are priced by it from now on."), "ok")
