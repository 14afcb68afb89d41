"""What the check found, with its places; Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.model_drafts.checking import Finding
from app.i18n import _, n_
from app.models.columns import Column
from app.views.kit.cards import Badge, Card, muted_label
from app.views.kit.small_list import SmallList
from app.views.product_models.words import finding_level, finding_text, place_text


def _columns() -> tuple[Column[Finding], ...]:
    return (
        Column(
            "weight",
            _("Weight"),
            lambda each: _("stops") if each.blocks else _("look at it"),
            state=finding_level,
            width=96,
        ),
        Column("words", _("What is wrong"), finding_text, stretch=True, hint=finding_text),
        Column("place", _("Place"), place_text, quiet=True, width=124),
    )


class FindingsCard(Card):
    """`wanted(Finding)`: somebody wants to go there."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Findings"), parent)
        self.table: SmallList[Finding] = SmallList(
            _columns(), "modelFindings", _("Findings of the check"), nothing=_("Nothing is wrong.")
        )
        self.badge = Badge(_("being checked"), "muted")
        self.side.addWidget(self.badge)
        self._told = muted_label("", self)
        self._told.setObjectName("modelFinding")
        self._told.setWordWrap(True)
        self._told.hide()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._told)
        self.table.row_changed.connect(self._tell)
        self._findings: tuple[Finding, ...] = ()
        self._visited: Finding | None = None
        self.table.row_activated.connect(self._go)

    def findings(self) -> tuple[Finding, ...]:
        """Those shown."""
        return self._findings

    def show_findings(self, findings: Sequence[Finding], *, more: bool = False) -> None:
        """Show these; `more`: the closer look is still under way."""
        self._findings = tuple(findings)
        self.table.show_rows(self._findings)
        self._tell(self.table.current_row())
        blocks = sum(finding.blocks for finding in self._findings)
        if blocks:
            told = n_("{count} mistake", "{count} mistakes", blocks).format(count=blocks)
            self.badge.set_state(told, "bad")
        elif more:
            self.badge.set_state(_("reads; being looked at"), "info")
        elif self._findings:
            count = len(self._findings)
            self.badge.set_state(n_("{count} hint", "{count} hints", count).format(count=count), "warn")
        else:
            self.badge.set_state(_("sound"), "ok")

    def show_stopped(self) -> None:
        """The check was ended: what was found before stays in sight."""
        self.badge.set_state(_("not checked: F7 checks"), "warn")

    def step(self, by: int) -> None:
        """F8 and Shift+F8: the next finding, around the end; first the first one, or the last."""
        if self._findings:
            at = self._place()
            at = (at + by) % len(self._findings) if at >= 0 else min(0, by)
            at %= len(self._findings)
            self.table.select_row(at)
            self._go(at)

    def _place(self) -> int:
        """Where somebody has gone to: the list itself always has a row under its cursor."""
        if self.table.hasFocus():
            return self.table.current_row()
        return self._findings.index(self._visited) if self._visited in self._findings else -1

    def _tell(self, row: int) -> None:
        """The whole of the finding under the cursor: a column has room for its beginning."""
        finding = self.table.row_of(row)
        self._told.setVisible(finding is not None)
        self._told.setText(finding_text(finding) if finding is not None else "")

    def _go(self, row: int) -> None:
        finding = self.table.row_of(row)
        if finding is not None:
            self._visited = finding
            self.wanted.emit(finding)
