"""0024: an older file has no agreements, and takes them from its upgrade on."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.bonus import BonusInput
from app.domain.rights import SYSTEM
from app.services.bonus import BONUS_BOOK, read_bonus_rows
from app.services.clock import FixedClock
from app.services.verify import verify
from tests.helpers.older import unpack_older
from tests.services.verify.damaging import MONDAY


def test_an_older_file_takes_an_agreement_over_what_it_invoiced(tmp_path):
    path = unpack_older(tmp_path, "0009")
    office = open_office(f"sqlite:///{path}", clock=FixedClock(MONDAY))
    try:
        with office.work.begin(actor=SYSTEM) as uow:
            customer = uow.db.execute(sa.text("select min(id) from customer")).scalar_one()
            first, last = date(2025, 1, 1), date(2026, 12, 31)
            BONUS_BOOK.create(
                uow,
                BonusInput(
                    name="Bonus", customer_id=customer, steps="0:10000", valid_from=first, valid_to=last
                ),
            )
        with office.work.reading(actor=SYSTEM) as view:
            [row] = read_bonus_rows(view)
            assert (row.customer_id, row.state) == (customer, "runs")
            assert verify(view) == ()
    finally:
        office.close()
