"""Today is the date where the firm is: from its first card on, and as soon as it moves (C55)."""

from __future__ import annotations

import threading
from dataclasses import fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.bootstrap import open_office
from app.domain.changes import Change
from app.domain.costs import CostInput
from app.domain.firm import FirmCard
from app.domain.holds import HoldKind
from app.domain.pages import PageRequest
from app.domain.rights import SYSTEM
from app.services import clock as clocks
from app.services import parties, products, setup
from app.services.change_feed import ChangeFeed
from app.services.collections.talks import TalkInput, add_talk_note, read_talks
from app.services.costs.standard import read_costs_of, read_costs_page, replace_costs
from app.services.holds.asking import read_standing_holds
from app.services.holds.laying import HoldInput, place_hold
from app.services.screening import read_editions
from tests.helpers.screening_office import import_sdn
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


def test_what_is_kept_after_midnight_is_of_the_firms_new_day(machine):
    """It is still yesterday in London, and nobody in the office would call it so."""
    with machine.work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, german_firm(time_zone=LATE))
        article = products.create_product(uow, products.ProductInput(sku="A", name="Chair"))
        replace_costs(uow, [CostInput(product_id=article, cost_micro=1)])
        customer = parties.create_customer(uow, parties.CustomerInput(name="Nord", country="DE"))
        add_talk_note(uow, TalkInput(customer_id=customer, text="He pays"))
        place_hold(uow, HoldInput(kind=HoldKind.MANUAL, customer_id=customer, reason="Wait"))
    import_sdn(machine.work)
    with machine.work.reading(actor=SYSTEM) as view:
        (cost,) = read_costs_of(view, article)
        (listed,) = read_costs_page(view, PageRequest()).rows
        (edition,) = read_editions(view)
        (talk,) = read_talks(view, customer)
        (held,) = read_standing_holds(view)
    moments = (cost.entered_at, listed.entered_at, edition.imported_at, talk.at, held.hold.placed_at)
    assert {moment.day for moment in moments} == {day_in(LATE)} == {3}
