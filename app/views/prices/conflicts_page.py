"""The tab of what is wrong with lists and rules: looked for in slices, told with what to do; Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from app.domain.changes import Change
from app.i18n import _, format_count, n_
from app.models.entry_model import EntryColumn, EntryModel
from app.services.prices.conflicts import (
    AnyConflict,
    ConflictFacts,
    Looked,
    look_at,
    name_conflicts,
    read_conflict_facts,
)
from app.services.prices.rule_conflicts import NamedRuleConflict
from app.views.kit.action_row import ActionRow
from app.views.kit.cards import muted_label
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.errors import show_error
from app.views.kit.part_desk import LatePage
from app.views.kit.progress import ProgressCard
from app.views.prices.conflict_words import STATES, article, kinds, told, what_to_do, where

MOST = 5_000  # so many are told; who has more of them changes lists, not rows


class ConflictsPage(LatePage):
    """F5 looks again, Esc stops looking. Between two slices the window asks whatever else it wants."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "prices:conflict", _("Conflicts"))
        self.setObjectName("prices:conflict")
        self._found: tuple[AnyConflict, ...] = ()
        self._total = 0
        self._round = 0  # which look the slices belong to
        self._is_looking = False
        self._is_stale = False  # prices changed since it began to look
        self.model = EntryModel[AnyConflict](_columns(), key=lambda row: row.conflict)
        self.table = PlainTable(
            "conflicts", _("Conflicts"), self.model, nothing=_("Nothing is wrong with the prices.")
        )
        self.table.row_activated.connect(self._open)
        self.progress = ProgressCard(_("Looking at the prices"), keys="Esc")
        self.progress.cancel_wanted.connect(self.stop)
        self.progress.hide()
        self.kind = QComboBox()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.setObjectName("conflictKind")
        self.kind.setAccessibleName(_("Kind"))
        self.kind.currentIndexChanged.connect(lambda _row: self._show())
        self.note = muted_label()
        self.note.setObjectName("conflictNote")
        top = QHBoxLayout()
        top.addWidget(self.kind)
        top.addWidget(self.note, 1)
        self.column.addLayout(top)
        self.column.addWidget(self.progress)
        self.column.addWidget(self.table, 1)
        self.told = muted_label()
        self.told.setObjectName("conflictTold")
        self.told.setWordWrap(True)
        self.column.addWidget(self.told)
        self.table.row_changed.connect(self._tell)
        self.column.addWidget(ActionRow(_("Enter goes where it is put right · F5 looks again"), ()))

    def start(self) -> None:
        self.refresh()

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind == "price" for change in changes) and self._round:
            self._is_stale = True
            self._tell_count()

    # looking

    def refresh(self) -> None:
        self._round += 1
        self._is_stale = False
        self._look(True)
        self.progress.set_progress(-1, _("Reading the prices ..."))
        number = self._round
        self.context.jobs.read(
            self,
            read_conflict_facts,
            lambda facts: self._go_on(number, facts, ()),
            latest="facts",
            failed=partial(self._failed, number),
        )

    def stop(self) -> None:
        """What was found so far is not told: it would be half of the truth."""
        if self._is_looking:
            self._round += 1
            self._look(False)
            self.note.setText(_("Stopped. F5 looks again."))

    def _look(self, looking: bool) -> None:
        self._is_looking = looking
        self.progress.setVisible(looking)
        self.progress.cancel_button.setEnabled(looking)
        self.can_do = {"leave": self.stop} if looking else {}

    def _failed(self, number: int, error: Exception) -> None:
        if number == self._round:
            self._look(False)
            show_error(self, error)

    def _go_on(self, number: int, facts: ConflictFacts, parts: tuple[Looked, ...]) -> None:
        """The next slice, or the end."""
        if number != self._round:
            return
        done, count = len(parts), len(facts.slices)
        if done == count:
            self.context.jobs.read(
                self,
                lambda view: name_conflicts(view, facts, parts, most=MOST),
                partial(self._take, number),
                failed=partial(self._failed, number),
            )
            return
        self.progress.set_progress(done / count, _("{done} of {count} parts").format(done=done, count=count))
        self.context.jobs.read(
            self,
            lambda _view: look_at(facts, done),
            lambda found: self._go_on(number, facts, (*parts, found)),
            failed=partial(self._failed, number),
        )

    def _take(self, number: int, answer: tuple[int, tuple[AnyConflict, ...]]) -> None:
        if number != self._round:
            return  # it was stopped, or looked again
        self._total, self._found = answer
        self._look(False)
        self._offer_kinds()
        self._show()

    # showing

    def _offer_kinds(self) -> None:
        wanted = self.kind.currentData()
        counts: dict[str, int] = {}
        for each in self._found:
            counts[each.conflict.code] = counts.get(each.conflict.code, 0) + 1
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(_("All kinds"), "")
        for code, word in kinds().items():
            if code in counts:
                self.kind.addItem(f"{word} · {format_count(counts[code])}", code)
        self.kind.setCurrentIndex(max(0, self.kind.findData(wanted)))
        self.kind.blockSignals(False)

    def _show(self) -> None:
        wanted = self.kind.currentData()
        self.model.set_rows([each for each in self._found if wanted in ("", None, each.conflict.code)])
        self._tell_count()
        if self.table.hasFocus() and self.table.current_row() < 0:
            self.table.select_row(0)  # the answer came after the tab was shown: Enter has a row to go to

    def _tell_count(self) -> None:
        """How many there are, as far as that is still true."""
        if self._is_stale:
            self.note.setText(_("Prices have changed since: F5 looks again."))
            return
        count = self._total
        text = n_("{count} finding", "{count} findings", count).format(count=format_count(count))
        if count > len(self._found):
            first = format_count(len(self._found))
            text = _("{findings}, the first {count} of them here").format(findings=text, count=first)
        self.note.setText(text)

    def _tell(self, number: int) -> None:
        """The whole of the row under the cursor: columns cut long sentences."""
        row = self.model.row(number)
        parts = (article(row), told(row), what_to_do(row)) if row is not None else ()
        self.told.setText(" · ".join(part for part in parts if part))

    def _open(self, row: int) -> None:
        found = self.model.row(row)
        if found is None:
            return
        if isinstance(found, NamedRuleConflict):
            self.context.bus.ask("price.open", found.conflict.rule_id, page=found.conflict.kind)
        elif found.sku:
            self.context.bus.ask("price.list", found.conflict.list_id, sku=found.sku)
        else:
            self.context.bus.ask("price.open", found.conflict.list_id, page="price")


def _place(row: AnyConflict) -> str:
    return where(row) if isinstance(row, NamedRuleConflict) else row.list_name


def _columns() -> tuple[EntryColumn[AnyConflict], ...]:
    words = kinds()
    return (
        EntryColumn(
            "kind", _("What"), lambda row: words[row.conflict.code], width=172,
            state=lambda row: STATES.get(row.conflict.code),
        ),
        EntryColumn("where", _("Where"), where, width=160, hint=_place),
        EntryColumn("article", _("Article"), article, width=140, hint=article),
        EntryColumn("told", _("Why"), told, stretch=True, hint=told),
        EntryColumn("do", _("What to do"), what_to_do, width=250, quiet=True, hint=what_to_do),
    )  # fmt: skip
