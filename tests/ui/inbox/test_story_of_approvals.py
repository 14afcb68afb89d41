"""The story of an order tells in words what became of its requests for an approval."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.services.history import FieldChange, HistoryEntry
from app.views.kit.history_words import name_and_shown
from app.views.orders.story import act_of, story_words


def entry(**after):
    changes = tuple(FieldChange(name, None, value) for name, value in after.items())
    return HistoryEntry(datetime(2026, 3, 2, tzinfo=UTC), "anna", changes, "")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({"approval": "open", "held_until": "2026-03-03 09:00:00+01:00"}, "Approval asked for"),
        ({"agreed": ["order.credit_exceeded"]}, "Partly approved"),
        ({"approval": "granted"}, "Approved"),
        ({"approval": "refused"}, "Not approved"),
        ({"approval": "withdrawn"}, "Request taken back"),
        ({"approval": "void"}, "Request ended by a change"),
        ({"approval_told_again": True}, "Nobody answered: told again"),
        ({"holds_stock": False}, "Time over: goods set free"),
    ],
)
def test_what_was_done_is_said_as_an_act(after, told):
    assert act_of(entry(**after)) == told


def test_moments_and_checks_are_read_by_people():
    words = story_words("EUR")
    _name, shown = name_and_shown("held_until", words)
    assert shown("2026-03-03 09:00:00+01:00").replace("\N{NO-BREAK SPACE}", " ") == "03/03/2026 09:00"
    name, shown = name_and_shown("agreed", words)
    assert (name, shown(["order.credit_exceeded"])) != (name, "order.credit_exceeded")
