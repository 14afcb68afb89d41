"""0020: an older file begins without rates and takes them from then on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services import rates
from app.services.clock import FixedClock
from app.services.verify import verify
from tests.helpers.older import unpack_older
from tests.services.verify.damaging import MONDAY


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    return unpack_older(tmp_path, "0009")


def test_an_older_file_takes_rates(old_file):
    office = open_office(f"sqlite:///{old_file}", clock=FixedClock(MONDAY))
    try:
        day = date(2026, 2, 27)
        with office.work.begin(actor=SYSTEM) as uow:
            assert rates.read_exchange(uow, "USD", on=day) is None
            rates.create_rate(uow, rates.RateInput(currency="USD", day=day, rate_nano=1_054_300_000))
            found = rates.read_exchange(uow, "USD", on=day)
            assert found is not None
            assert found.rate_nano == 1_054_300_000
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
    finally:
        office.close()
