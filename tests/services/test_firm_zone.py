"""Today is the date where the firm is: from its first card on, and as soon as it moves (C55)."""

from __future__ import annotations

import threading
from dataclasses import fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.bootstrap import open_office
from app.domain.changes import Change
from app.domain.firm import FirmCard
from app.domain.rights import SYSTEM
from app.services import clock as clocks
from app.services import setup
from app.services.change_feed import ChangeFeed
from tests.services.test_setup_firm import german_firm

MOMENT = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)  # 2 March in Europe
LATE, EARLY = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # 14 hours ahead of UTC, 11 behind it
PATIENCE_S = 60.0


@pytest.fixture
def machine(database_url, monkeypatch):
    """An office under the machine's own clock, which stands still."""
    monkeypatch.setattr(clocks.SystemClock, "now", lambda _self: MOMENT)
    opened = open_office(database_url)
    yield opened
    opened.close()


def move_firm(office, zone: str) -> None:
    with office.work.begin(actor=SYSTEM) as uow:
        firm = setup.require_firm(uow)
        values = {field.name: getattr(firm, field.name) for field in fields(FirmCard)}
        setup.update_firm(uow, FirmCard(**{**values, "time_zone": zone}), version=firm.version)


def day_in(zone: str) -> int:
    return MOMENT.astimezone(ZoneInfo(zone)).day


def today_of(office) -> int:
    with office.work.begin(actor=SYSTEM) as uow:
        assert uow.today == office.clock.today()
        return uow.today.day


def test_the_zone_of_a_new_firm_counts_at_once(machine):
    assert today_of(machine) == 2
    with machine.work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, german_firm(time_zone=LATE))
    assert today_of(machine) == day_in(LATE) == 3


def test_a_firm_that_moves_has_its_new_date_at_once_and_in_other_processes(machine, database_url):
    with machine.work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, german_firm(time_zone=LATE))
    other = open_office(database_url)
    heard = threading.Event()

    def hear(changes: tuple[Change, ...]) -> None:
        other.hear(changes)
        heard.set()

    feed = ChangeFeed(other.work, hear)
    feed.start()
    assert feed.listening.wait(PATIENCE_S)
    move_firm(machine, EARLY)
    assert today_of(machine) == day_in(EARLY) == 1
    assert heard.wait(PATIENCE_S)
    assert today_of(other) == 1
    feed.stop()
    other.close()
