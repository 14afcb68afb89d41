"""Denied parties: lists come in, customers are screened, hits are released."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.domain.changes import Change
from app.domain.errors import RefusedError
from app.i18n import _, current_language
from app.messages import text_of, text_of_error
from app.services.screening import (
    CustomersScreened,
    HitWorklist,
    ListEdition,
    read_editions,
    read_hit_worklist,
)
from app.services.unit_of_work import Reading
from app.views.kit import errors
from app.views.kit.context import Context
from app.views.kit.hit_releasing import HitReleasing
from app.views.kit.hits_card import HitsCard
from app.views.kit.keyed import today_of
from app.views.kit.processes import ProcessHandle
from app.views.kit.progress import ProgressCard
from app.views.kit.tab_desk import DeskPage
from app.views.setup.screening_lists import ListsCard

KINDS = {"screening_list", "screening_result", "screening_release"}


@dataclass(frozen=True, slots=True)
class _Shown:
    editions: tuple[ListEdition, ...]
    hits: HitWorklist


def _read(view: Reading) -> _Shown:
    return _Shown(read_editions(view), read_hit_worklist(view))


class ScreeningPage(DeskPage):
    """Import and screening run in a process of their own; the rest of the window goes on."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "screening", _("Screening"))
        self.setObjectName("setup:screening")
        self._handle: ProcessHandle | None = None
        self._wanted: int | None = None
        today = partial(today_of, context)
        self.lists = ListsCard(today, may_import=context.allowed("screening.import"))
        self.hits = HitsCard(today, may_release=context.allowed("screening.release"))
        self.progress = ProgressCard(_("Denied parties"))
        self.progress.cancel_wanted.connect(self._stop)
        self.progress.hide()
        for widget, share in ((self.lists, 2), (self.progress, 0), (self.hits, 3)):
            self.column.addWidget(widget, share)
        self.lists.import_wanted.connect(self.import_files)
        self.lists.screening_wanted.connect(self.screen_customers)
        releasing = HitReleasing(self, self.hits)
        self.can_do |= {
            "choose": self.lists.ask_files,
            "import": self.import_files,
            "screen": self.screen_customers,
            "release": releasing.release,
        }
        self.refresh()

    def enter(self) -> None:
        self.lists.form.focus("files")

    def refresh(self) -> None:
        self.context.jobs.read(self, _read, self._show, latest="screening")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in KINDS for change in changes):
            self.refresh()

    def show_hit(self, hit_id: int) -> None:
        """The hit under the cursor, and the keys where its release is keyed."""
        self._wanted = hit_id
        self.refresh()

    def _show(self, shown: _Shown) -> None:
        self.lists.table.show_rows(shown.editions)
        self.hits.show_hits(shown.hits)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.hits.go_to(wanted)

    def import_files(self) -> None:
        """Ctrl+Enter: the files that are named, as one list."""
        from app.cli.screening_process import import_list_in_process

        paths, published = self.lists.paths(), self.lists.form.value("published")
        if not paths:
            self.message_bar.show_message(text_of("screening.no_files", {}), "warn")
            self.enter()
            return
        if not self.lists.form.check():
            return
        day = published if isinstance(published, date) else None
        anyway = bool(self.lists.form.value("anyway"))
        self._start(_("Importing the list"), import_list_in_process, paths, day, anyway, done=self._imported)

    def _imported(self, edition: ListEdition) -> None:
        self._end()
        self.lists.clear()
        told = _(
            "{kind} of {count} entries is in force: {added} added, {removed} removed, {changed} changed."
        )
        self.message_bar.show_message(
            told.format(
                kind=text_of(f"kind.{edition.kind}", {}),
                count=edition.entries,
                added=edition.added,
                removed=edition.removed,
                changed=edition.changed,
            ),
            "ok",
        )
        self.refresh()
        imported = self.message_bar.text()
        self.screen_customers()
        self.message_bar.show_message(imported, "ok")  # while the customers are screened

    def screen_customers(self) -> None:
        """Ctrl+R: whoever has no result against the lists in force."""
        from app.cli.screening_process import screen_in_process

        self._start(_("Screening the customers"), screen_in_process, done=self._screened)

    def _screened(self, done: CustomersScreened) -> None:
        self._end()
        told = _("Screened {screened} of {parties} parties; with hits: {hits}.")
        if done.screened:
            text = told.format(screened=done.screened, parties=done.parties, hits=done.with_hits)
            self.message_bar.show_message(text, "warn" if done.with_hits else "ok")
        elif not self.lists.table.model().rowCount():
            self.message_bar.show_message(_("No list is in force. Import one first."), "warn")
        else:
            told = _(
                "Nobody was left to screen: each of {parties} parties was screened by the lists in force."
            )
            self.message_bar.show_message(told.format(parties=done.parties), "ok")
        self.refresh()

    def _start(
        self, title: str, function: Callable[..., object], *args: object, done: Callable[..., None]
    ) -> None:
        """One process at a time; a second wish is told to wait."""
        if self._handle is not None:
            self.message_bar.show_message(_("This is still running. Wait for it, or cancel it."), "warn")
            return
        self.message_bar.clear()
        self.progress.set_title(title)
        self.progress.set_progress(0.0, _("Starting …"))
        self.progress.cancel_button.setEnabled(True)
        self.progress.show()
        self._handle = self.context.processes.run(
            self,
            function,
            self.context.opened.url,
            self.context.jobs.actor,
            *args,
            current_language(),
            done=done,
            progress=self.progress.set_progress,
            failed=self._failed,
            stopped=self._stopped,
        )

    def _stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _end(self) -> None:
        self._handle = None
        self.progress.hide()

    def _stopped(self) -> None:
        self._end()
        self.message_bar.show_message(_("Stopped. What was done before stays."), "info")
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, RefusedError):
            self.message_bar.show_message(text_of_error(error), "bad")
        else:
            errors.show_error(self, error)
