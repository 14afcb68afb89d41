"""What waits for a person, and what is new of it: for the count in the navigation and the notice in the window."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.holds import RIGHTS
from app.services.holds.asking import read_standing_holds
from app.services.orders.approval_cards import ApprovalCard, read_news, read_open_approvals
from app.services.screening.worklist import read_waiting_hits
from app.services.unit_of_work import Reading


@dataclass(frozen=True, slots=True)
class InboxNews:
    """How many requests, holds and hits the person can answer, and those of the requests asked for that concern him."""

    approvals: int
    holds: int
    hits: int
    cards: tuple[ApprovalCard, ...]

    @property
    def waiting(self) -> int:
        """All that waits."""
        return self.approvals + self.holds + self.hits


def read_inbox_news(view: Reading, request_ids: Collection[int] = ()) -> InboxNews:
    """The counts of now, and what became of these requests."""
    hits = len(read_waiting_hits(view)) if view.actor.can("screening.release") else 0
    cards = read_news(view, request_ids) if request_ids else ()
    holds = sum(1 for card in read_standing_holds(view) if view.actor.can(RIGHTS[card.hold.kind]))
    return InboxNews(len(read_open_approvals(view)), holds, hits, cards)
