"""Drafts in the grids of lists, discounts, surcharges and promotions: made, tried and activated by a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.services.prices.drafts import DraftRef, activate_drafts, copy_as_draft
from app.services.unit_of_work import UnitOfWork
from app.views.kit.grid_page import GridPage

STATE = "state"
IN_FORCE, DRAFT = "", "draft"


def with_state(columns: tuple[CellColumn, ...]) -> tuple[CellColumn, ...]:
    """The columns of a grid whose rows may be drafts: their name says so."""
    words = ((IN_FORCE, ""), (DRAFT, _("Draft")))
    state = CellColumn(STATE, _("State"), "choice", choices=words, only_new=True, beside=True)
    told = _("A draft is used by no order. Ctrl+D makes one, Ctrl+R tries it, Ctrl+Shift+A activates it.")
    named = (replace(each, note=_note, help=told) if each.name == "name" else each for each in columns)
    return (*named, state)


def _note(values: Mapping[str, object]) -> str:
    return _("Draft") if values[STATE] != IN_FORCE else ""


def shown_state(card: Any) -> str:
    """The value of `state_column`."""
    return DRAFT if card.draft else IN_FORCE


def draft_hint() -> str:
    """The keys of drafts in the row below a grid."""
    return _(" · Ctrl+D draft · Ctrl+R simulate · Ctrl+Shift+A activate")


def is_draft(row: CellRow) -> bool:
    """Whether a row is one, kept or not yet."""
    return row.values[STATE] != IN_FORCE


class DraftKeys:
    """Ctrl+D, Ctrl+R and Ctrl+Shift+A of a grid whose rows may be drafts; `kind` is that of a `DraftRef`."""

    def __init__(self, page: GridPage[Any, Any], kind: str) -> None:
        self._page = page
        self._kind = kind
        self._wanted = 0  # the row on which the cursor is to stand once it was read
        page.can_do |= {"draft": self.make, "simulate": self.simulate, "activate": self.activate}
        page.grid.cells.modelReset.connect(lambda: page.context.jobs.next_turn(page, self._go))

    def make(self) -> None:
        """Ctrl+D: what is keyed anew becomes a draft, of a row in force one is made that may take its place."""
        row = self._row()
        if row is None:
            return
        if row.key is None:
            self._page.grid.cells.key_cell(
                self._page.grid.current_row(), STATE, IN_FORCE if is_draft(row) else DRAFT
            )
        elif is_draft(row):
            self._tell(_("This is a draft already: change it here, Ctrl+R tries it."))
        elif self._is_saved():
            ref = DraftRef(self._kind, row.key)
            told = _("A draft of it stands in the list now: change it.")
            self._write("draft", ref, lambda uow: copy_as_draft(uow, ref), told)

    def simulate(self) -> None:
        """Ctrl+R: the simulator opens with the draft ticked."""
        ref = self._draft()
        if ref is not None:
            self._page.context.bus.ask("price.simulate", ref.id, kind=ref.kind)

    def activate(self) -> None:
        """Ctrl+Shift+A: from now on orders are priced by it."""
        ref = self._draft()
        if ref is None:
            return

        def write(uow: UnitOfWork) -> int:
            activate_drafts(uow, (ref,))
            return ref.id

        self._write("activate", ref, write, _("Activated: orders are priced by it from now on."))

    def _draft(self) -> DraftRef | None:
        """The draft under the cursor, as far as it is kept; told why there is none."""
        row = self._row()
        if row is None or not self._is_saved():
            return None
        if row.key is None or not is_draft(row):
            self._tell(_("This row is no draft. Ctrl+D makes one of it."))
            return None
        return DraftRef(self._kind, row.key)

    def _row(self) -> CellRow | None:
        return self._page.grid.cells.row_at(self._page.grid.current_row())

    def _is_saved(self) -> bool:
        if self._page.is_dirty():
            self._tell(_("Save first with Ctrl+S: a draft is made of what is kept."))
            return False
        return True

    def _tell(self, text: str) -> None:
        self._page.message_bar.show_message(text, "info")

    def _write(self, name: str, ref: DraftRef, call: Callable[[UnitOfWork], int], told: str) -> None:
        """However often the key is pressed, and whether the answer comes or not: once."""
        page = self._page

        def done(id_: int) -> None:
            page.message_bar.show_message(told, "ok")
            self._wanted = id_
            self._go()

        page.once.write(name, call, done, content=ref)

    def _go(self) -> None:
        """To the row that was made, once it is there."""
        rows = self._page.grid.cells.rows()
        place = next((at for at, row in enumerate(rows) if row.key == self._wanted), -1)
        if self._wanted and place >= 0:
            self._wanted = 0
            self._page.grid.setFocus()
            self._page.grid.select_row(place)
