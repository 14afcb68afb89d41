"""Customers that come near a denied party: who may release them finds them beside the requests for an approval."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.changes import Change
from app.i18n import _, format_count
from app.services.screening import HitWorklist, read_hit_worklist
from app.views.kit.context import Context
from app.views.kit.hit_releasing import HitReleasing
from app.views.kit.hits_card import HitsCard
from app.views.kit.keyed import today_of
from app.views.kit.tab_desk import DeskPage

KINDS = frozenset({"screening_list", "screening_result", "screening_release"})


class HitsPage(DeskPage):
    """Ctrl+L releases the hit under the cursor with a reason, Enter opens the customer."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "hits", _("Denied parties"))
        self._wanted: int | None = None
        self.hits = HitsCard(lambda: today_of(context), may_release=True)
        self.releasing = HitReleasing(self, self.hits)
        self.column.addWidget(self.hits, 1)
        self.can_do = {"release": self.releasing.release}
        self.refresh()

    def enter(self) -> None:
        self.hits.table.setFocus()

    def refresh(self) -> None:
        self.context.jobs.read(self, read_hit_worklist, self._show, latest="hits")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in KINDS for change in changes):
            self.refresh()

    def show_hit(self, hit_id: int) -> None:
        """The hit under the cursor, and the keys where its release is keyed."""
        self._wanted = hit_id
        self.refresh()

    def _show(self, work: HitWorklist) -> None:
        self.hits.show_hits(work)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.hits.go_to(wanted)
        title, count = _("Denied parties"), format_count(work.count)
        self.set_heading(_("{title} ({count})").format(title=title, count=count) if work.hits else title)
