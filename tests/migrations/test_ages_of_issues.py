"""0016: drafts of an older file get ages from their next plan on."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.orders.drafts import read_draft
from app.services.orders.issue_ages import note_issues, read_since
from app.services.orders.planning import KeyingMemory, plan_draft
from app.services.verify import verify
from tests.helpers.older import unpack_older
from tests.services.verify.damaging import MONDAY


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    return unpack_older(tmp_path, "0009")


def test_the_issues_of_an_older_files_draft_begin_to_age(old_file):
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            drafts = sa.text("select id from sales_order where state = 'draft' order by id")
            order_id = view.db.execute(drafts).scalars().all()[0]
            assert read_since(view, order_id) == {}
            memory = KeyingMemory()
            plan_draft(view, read_draft(view, order_id), memory=memory)
        since = (memory.since or {}) | {("line.late", "lines/k1/promise"): MONDAY}
        with office.work.begin(actor=SYSTEM) as uow:
            note_issues(uow, order_id, since)
        with office.work.reading(actor=SYSTEM) as view:
            assert read_since(view, order_id) == since
    finally:
        office.close()
