"""0012: the tables of screening come into an older file, empty, and hold what lists and releases may be."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services import screening
from app.services.clock import FixedClock
from app.services.verify import verify
from tests.helpers.older import unpack_older
from tests.helpers.screening_office import import_sdn
from tests.services.verify.damaging import MONDAY

RELEASE = (
    "insert into screening_release (party_key, entry_id, name, reason, released_by, released_at, until)"
    " values ('k', 1, 'n', 'r', 'b', 0, '2026-04-01')"
)


@pytest.fixture
def old_file(tmp_path):
    """The stored file of version 0009, with customers."""
    return unpack_older(tmp_path, "0009")


def test_customers_of_an_older_file_are_screened(old_file):
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    try:
        import_sdn(office.work)
        done = screening.screen_customers(office.work, SYSTEM)
        with office.work.reading(actor=SYSTEM) as view:
            assert screening.count_unscreened(view) == 0
            assert verify(view) == ()
    finally:
        office.close()
    assert done.screened > 0


@pytest.mark.parametrize(
    "again",
    [
        (
            "insert into screening_list select null, kind, edition, published, content_hash, file_names, imported_at,"
            " imported_by, null, entries, added, removed, changed from screening_list"
        ),
        (
            "insert into screening_entry select null, list_kind, reference, kind, programme, remarks, content_hash,"
            " opened_by_id, null from screening_entry"
        ),
        "update screening_entry set kind = 'planet'",
        f"{RELEASE}, ('k', 1, 'n', 'r', 'b', 0, '2026-04-01')",
    ],
)
def test_the_database_holds_one_list_in_force_one_entry_and_one_release(old_file, again):
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    import_sdn(office.work)
    office.close()
    with closing(sqlite3.connect(old_file)) as file, pytest.raises(sqlite3.IntegrityError):
        file.execute(again)
