"""What waits for a person, and what is new of it: for the count in the navigation and the notice in the window."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.holds import HoldKind
from app.services.holds.asking import read_standing_holds
from app.services.holds.rows import HoldCard
from app.services.orders.approval_cards import ApprovalCard, read_news, read_open_approvals
from app.services.people import read_responsible
from app.services.screening.worklist import count_waiting_hits
from app.services.unit_of_work import Reading


@dataclass(frozen=True, slots=True)
class InboxNews:
    """How many requests, hits and holds wait for the person, and those of the requests that concern him.

    What another role answers for is not counted, though he may answer it (`told_to`).
    `holds`: laid for the credit by its rules; what a person held waits for what he said.
    """

    approvals: int
    hits: int
    cards: tuple[ApprovalCard, ...]
    holds: int = 0

    @property
    def waiting(self) -> int:
        """All that waits."""
        return self.approvals + self.hits + self.holds


def read_inbox_news(view: Reading, request_ids: Collection[int] = ()) -> InboxNews:
    """The counts of now, and what became of these requests."""
    hits = count_waiting_hits(view) if _is_responsible(view, "compliance", "screening.release") else 0
    cards = read_news(view, request_ids) if request_ids else ()
    holds = len(read_held(view).mine)
    approvals = sum(1 for card in read_open_approvals(view) if card.is_told)
    return InboxNews(approvals, hits, cards, holds)


def _is_responsible(view: Reading, role: str, right: str) -> bool:
    """Whether it waits for the person: by his role, or where nobody has it."""
    if not view.actor.can(right):
        return False
    return role in view.actor.roles or not any(
        role in user.roles for user in read_responsible(view, role, right)
    )


@dataclass(frozen=True, slots=True)
class Held:
    """The holds that stand, and the ids of those that wait for the person."""

    cards: tuple[HoldCard, ...]
    mine: frozenset[int]


def read_held(view: Reading) -> Held:
    """Every hold that stops something. For a bookkeeper, or who stands in, those wait that the credit's rules laid."""
    cards = read_standing_holds(view)
    of_credit = (each.hold for each in cards if each.hold.cause and each.hold.kind is HoldKind.CREDIT)
    mine = frozenset(hold.id for hold in of_credit)
    return Held(cards, mine if mine and _is_responsible(view, "bookkeeper", "hold.credit") else frozenset())
