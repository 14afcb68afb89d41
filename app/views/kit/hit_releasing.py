"""What a page with hits of denied parties does with the one under the cursor: release it, or open its customer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from app.domain.errors import RefusedError
from app.i18n import _
from app.messages import text_of_issue
from app.services.screening import WaitingHit, release_hit
from app.views.kit.errors import show_error
from app.views.kit.hits_card import HitsCard
from app.views.kit.tab_desk import DeskPage

_FIELDS = frozenset({"reason", "until"})


class HitReleasing(QObject):
    """Between a page and its card of hits."""

    def __init__(self, page: DeskPage, card: HitsCard) -> None:
        super().__init__(page)
        self._page, self._card = page, card
        card.release_wanted.connect(self.release)
        card.customer_wanted.connect(self.open_customer)

    def release(self) -> None:
        """Ctrl+L: the hit under the cursor, with what is keyed below it."""
        card = self._card
        hit, until = card.hit(), card.form.value("until")
        if hit is None or not card.form.check() or not isinstance(until, date):
            return
        reason = card.form.text("reason")
        self._page.context.jobs.write(
            self._page,
            lambda uow: release_hit(uow, hit.id, reason=reason, until=until),
            lambda _id: self._released(hit),
            failed=self._not_released,
        )

    def _released(self, hit: WaitingHit) -> None:
        self._card.clear()
        self._page.message_bar.show_message(_("{name} is released.").format(name=hit.party), "ok")
        self._page.refresh()
        self._card.table.setFocus()

    def _not_released(self, error: Exception) -> None:
        if isinstance(error, RefusedError) and any(issue.where in _FIELDS for issue in error.issues):
            texts = {issue.where: text_of_issue(issue) for issue in error.issues if issue.where in _FIELDS}
            self._card.form.show_errors(texts)
        else:
            show_error(self._page, error)

    def open_customer(self) -> None:
        """Enter: the card of the customer who came near an entry."""
        hit = self._card.hit()
        if hit is not None and hit.customer_id is not None:
            self._page.context.bus.ask("customer.open", hit.customer_id)
