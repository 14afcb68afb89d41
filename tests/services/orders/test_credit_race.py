"""Orders of one customer, confirmed and raised at the same moment by several programs, stay within the limit (C46)."""

from __future__ import annotations

import sqlalchemy as sa

from app.services.credit import read_credit
from app.services.verify import verify
from tests.helpers.credit_race import confirm_all, raise_all
from tests.helpers.order_office import CHAIR, NORD
from tests.helpers.stock_race import Outcome, race

CHAIR_GROSS = 41_454
FITS = 5


def start(work, job):
    """One racer: which way it takes stands in its argument."""
    return {"confirm": confirm_all, "raise": raise_all}[job["do"]](work, job["orders"])


def limit(desk, minor):
    with desk.begin() as uow:
        values = {"limit": minor, "id": desk.ids[NORD]}
        uow.db.execute(sa.text("update customer set credit_limit_minor = :limit where id = :id"), values)


def test_programs_that_confirm_and_raise_together_use_the_limit_and_not_a_cent_more(desk, firm_url, tmp_path):
    limit(desk, FITS * CHAIR_GROSS)
    stands = desk.ordered((CHAIR, 1))
    jobs = [
        {"do": "confirm", "orders": [desk.key((CHAIR, 1)) for _ in range(3)]},
        {"do": "confirm", "orders": [desk.key((CHAIR, 1)) for _ in range(3)]},
        {"do": "raise", "orders": [stands] * 3},
    ]
    outcomes: list[Outcome] = race(tmp_path, start, firm_url[0], *jobs)
    assert [each.errors for each in outcomes] == [[], [], []]
    assert sum(each.won for each in outcomes) == FITS - 1
    assert sum(each.told for each in outcomes) == 9 - (FITS - 1)
    with desk.reading() as view:
        used = read_credit(view, desk.ids[NORD]).used_minor
        assert (FITS - 1) * CHAIR_GROSS < used <= FITS * CHAIR_GROSS
        assert verify(view) == ()
