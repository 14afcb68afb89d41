"""How the firm approves: what cannot be is refused with its reason, and who changed it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError, RefusedError
from app.messages import text_of_issue
from app.services.orders.approval_settings import (
    ApprovalSettings,
    read_approval_settings,
    write_approval_settings,
)
from app.services.people import UserInput, create_user
from db.schema.firm import Audit
from tests.helpers.order_office import CLERK, OWNER

USUAL = ApprovalSettings(other_person=False, deputies="", hold_hours=24, escalate_hours=4)


@pytest.fixture
def desk(desk):
    with desk.begin(OWNER) as uow:
        for actor, roles in ((OWNER, ("owner",)), (CLERK, ("sales",))):
            create_user(uow, UserInput(name=actor.name, roles=roles))
    return desk


def write(desk, actor=OWNER, **values):
    with desk.begin(actor) as uow:
        write_approval_settings(uow, replace(USUAL, **values))


def read(desk):
    with desk.reading() as view:
        return read_approval_settings(view)


def test_they_are_kept_and_the_story_tells_who_changed_what(desk):
    assert read(desk) == USUAL
    write(desk, other_person=True, deputies="olaf: anna 2026-12-20 to 2027-01-06", hold_hours=48)
    assert read(desk).deputies == "olaf: anna 2026-12-20 to 2027-01-06"
    (row,) = desk.rows(sa.select(Audit.actor, Audit.after).where(Audit.kind == "setting"))
    assert (row["actor"], row["after"]["approval.hold_hours"]) == (OWNER.name, 48)


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("values", "code", "told"),
    [
        ({"deputies": "olaf: gundula"}, "approval.deputy_unknown", "gundula"),
        ({"deputies": "olaf anna"}, "approval.deputy_unread", "olaf anna"),
        ({"deputies": "olaf: anna 2026-13-40 to 2027-01-06"}, "approval.deputy_unread", "2026-13-40"),
        ({"deputies": "olaf: olaf"}, "approval.deputy_himself", "olaf"),
        ({"deputies": "olaf: anna 2027-01-06 to 2026-12-20"}, "approval.deputy_days", "2026"),
        ({"hold_hours": -1}, "approval.hours_wrong", "-1"),
        ({"escalate_hours": 100_000}, "approval.hours_wrong", "100"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(desk, values, code, told):
    with pytest.raises(RefusedError) as error:
        write(desk, other_person=True, **values)
    (issue,) = error.value.issues
    assert issue.code == code
    assert told in text_of_issue(issue)
    assert read(desk) == USUAL


def test_only_who_sets_the_firm_up_changes_them(desk):
    with pytest.raises(NotAllowedError):
        write(desk, actor=CLERK, hold_hours=1)
