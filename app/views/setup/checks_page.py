"""The firm's order checks, and which orders of the last month each of them would have hit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout

from app.i18n import _, current_language, format_amount, format_date, n_
from app.models.columns import Column
from app.services.check_settings import CheckCard, CheckInput, code_of, keep_calibration
from app.services.orders.check_hits import NOT_COUNTED, CheckHits, HitOrder
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.grid_page import STORY_HEIGHT, GridPage
from app.views.kit.processes import ProcessHandle
from app.views.kit.progress import ProgressCard
from app.views.kit.small_list import SmallList
from app.views.setup.check_grids import HITS, checks_spec

if TYPE_CHECKING:
    from app.bootstrap import Office


class ChecksPage(GridPage[CheckCard, CheckInput]):
    """All checks in one grid; Ctrl+M counts, Ctrl+Down goes to the orders hit, Enter opens one."""

    def __init__(self, context: Context, currency: str) -> None:
        self._counts: dict[str, int] = {}
        super().__init__(context, checks_spec(currency, self._counts))
        self._found: CheckHits | None = None
        self._handle: ProcessHandle | None = None
        self.progress = ProgressCard(_("Counting the last month"), stop=_("Stop"), keys="Ctrl+.")
        self.progress.cancel_wanted.connect(self.stop_counting)
        self.progress.hide()
        self.hits = SmallList(_columns(), "checkHits", _("Orders hit"), nothing=_("None of the last month."))
        self.hits.row_activated.connect(self._open)
        self.hits_card = Card(_("Orders hit"))
        self.hits_card.body.addWidget(self.hits)
        self.hits_card.setFixedHeight(STORY_HEIGHT)
        self.hits_card.hide()
        self._lay_below()
        self.grid.selectionModel().currentRowChanged.connect(self._row_changed)
        self._show_counts(shown=False)
        self.can_do |= {"count": self.count, "hits": self.go_to_hits, "stop": self.stop_counting}

    def _lay_below(self) -> None:
        """The orders hit beside the history: one below the other they left the checks a single row at 720 pixels."""
        place = self.column.indexOf(self.story)
        self.column.removeWidget(self.story)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.hits_card, 3)
        row.addWidget(self.story, 2)
        self.column.insertLayout(place, row)
        self.column.insertWidget(place, self.progress)

    # counting

    def count(self) -> None:
        """Ctrl+M: check the stored orders of the last month as they were, in a process of its own."""
        if self._handle is not None:
            return
        if self.is_dirty():
            self.message_bar.show_message(_("Save first: what is saved is counted."), "warn")
            return
        from app.cli.check_process import count_in_process

        self.progress.set_progress(0.0, _("Starting …"))
        self.progress.cancel_button.setEnabled(True)
        self.progress.show()
        self._handle = self.context.processes.run(
            self,
            count_in_process,
            cast("Office", self.context.office).url,
            self.context.jobs.actor,
            current_language(),
            done=self._counted,
            progress=self._tell_progress,
            failed=self._not_counted,
            stopped=self._stopped,
        )

    def stop_counting(self) -> None:
        """Ctrl+.: stop after the customer in work; the counts of before stay."""
        if self._handle is not None:
            self._handle.cancel()

    def _tell_progress(self, fraction: float, orders: str) -> None:
        self.progress.set_progress(fraction, _("Orders checked: {count}").format(count=orders))

    def _ended(self) -> None:
        self._handle = None
        self.progress.hide()

    def _stopped(self) -> None:
        self._ended()
        self.message_bar.show_message(_("The count was stopped."), "info")

    def _not_counted(self, error: Exception) -> None:
        self._ended()
        show_error(self, error)

    def _counted(self, found: CheckHits) -> None:
        self._ended()
        self._found = found
        self._counts.clear()
        known = (card.code for card in self.record or ())
        self._counts.update(
            (code, len(found.hits.get(code, ()))) for code in known if code not in NOT_COUNTED
        )
        text = n_(
            "{count} order since {date} was checked.",
            "{count} orders since {date} were checked.",
            found.orders,
        )
        self.message_bar.show_message(text.format(count=found.orders, date=format_date(found.since)), "ok")
        self.hits_card.show()
        self._show_counts(shown=True)
        self._keep_limits(found)
        self.load()

    def _show_counts(self, *, shown: bool) -> None:
        """Before anything is counted the names of the checks have that room."""
        self.grid.setColumnHidden(self.grid.cells.column_number(HITS), not shown)

    def _keep_limits(self, found: CheckHits) -> None:
        """What is unusual follows from the history that was just counted, for those who may set the firm up."""
        calibration = found.calibration
        if calibration is None or not self.context.allowed("setup.edit"):
            return

        def write(uow: UnitOfWork) -> None:
            keep_calibration(uow, calibration)

        self.context.jobs.write(self, write, lambda _none: None)

    # what was hit

    def show_record(self, record: Sequence[CheckCard]) -> None:
        super().show_record(record)
        if self._found is not None:
            self._show_hits()

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        if self._found is not None:
            self._show_hits()

    def _show_hits(self) -> None:
        row = self.grid.cells.row_at(self.grid.current_row())
        code = code_of(row.key) if row is not None and row.key is not None else ""
        self.hits.show_rows(self._found.hits.get(code, ()) if self._found is not None else ())

    def go_to_hits(self) -> None:
        """Ctrl+Down: the first order that the check under the cursor would have hit; counted first if need be."""
        if self._found is None:
            self.count()
        elif self.hits.row_of(0) is not None:
            self.hits.setFocus()
            self.hits.select_row(0)

    def _open(self, number: int) -> None:
        order = self.hits.row_of(number)
        if order is not None:
            self.context.bus.ask("order.open", order.id, number=order.number)


def _columns() -> tuple[Column[HitOrder], ...]:
    return (
        Column("number", _("Number"), lambda row: row.number, width=120),
        Column("day", _("Date"), lambda row: format_date(row.day), width=100),
        Column("customer", _("Customer"), lambda row: row.customer_name, stretch=True),
        Column(
            "gross",
            _("Gross"),
            lambda row: format_amount(row.gross_minor, row.currency),
            align_right=True,
            width=110,
        ),
    )
