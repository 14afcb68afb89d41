"""What waits for a person, and what is new of it: for the count in the navigation and the notice in the window."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.services.orders.approval_cards import ApprovalCard, read_news, read_open_approvals
from app.services.screening.worklist import read_waiting_hits
from app.services.unit_of_work import Reading


@dataclass(frozen=True, slots=True)
class InboxNews:
    """How many requests and hits the person can answer, and those of the requests asked for that concern him."""

    approvals: int
    hits: int
    cards: tuple[ApprovalCard, ...]

    @property
    def waiting(self) -> int:
        """All that waits."""
        return self.approvals + self.hits


def read_inbox_news(view: Reading, request_ids: Collection[int] = ()) -> InboxNews:
    """The counts of now, and what became of these requests."""
    hits = len(read_waiting_hits(view)) if view.actor.can("screening.release") else 0
    cards = read_news(view, request_ids) if request_ids else ()
    return InboxNews(len(read_open_approvals(view)), hits, cards)
