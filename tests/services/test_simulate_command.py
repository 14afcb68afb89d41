"""`main.py simulate`, and the simulation in a process of its own."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from app.cli import main as cli
from app.cli.simulate_process import simulate_in_process
from app.domain.price_inputs import DiscountInput
from app.services.prices import create_discount
from app.services.prices.drafts import DraftRef, read_drafts
from app.services.simulator import OrdersWanted
from tests.helpers.order_office import CHAIR, OWNER, make_order_office


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def ref(sqlite_url, clock):
    """An order of two chairs at 348.35, and the draft of a discount of ten percent."""
    office = open_office(sqlite_url, clock=clock)
    desk = make_order_office(office.work)
    desk.receive(CHAIR, 10)
    desk.ordered((CHAIR, 2))
    with desk.begin(OWNER) as uow:
        made = create_discount(uow, DiscountInput(name="Ten", discount_ppm=100_000), draft=True)
    office.close()
    return DraftRef("discount", made)


def run(*words):
    return cli.run(words, open_window=lambda _url: 0)


def test_the_totals_and_the_customers_are_printed(sqlite_url, ref, capsys):
    assert run("simulate", "--db", sqlite_url) == 0
    told = capsys.readouterr().out
    for part in (
        "Drafts: Ten",
        "Orders: 1, of which 1 change",
        "696.70",
        "627.03",
        "-69.67",
        "Nord Office GmbH",
    ):
        assert part in told


def test_every_order_is_printed_for_a_sheet(sqlite_url, ref, capsys):
    assert run("simulate", "--db", sqlite_url, "--draft", "Ten", "--on", "2027-01-01", "--csv") == 0
    head, row = capsys.readouterr().out.splitlines()
    found = dict(zip(head.split(","), row.split(","), strict=True))
    assert (found["today_minor"], found["draft_minor"], found["change_ppm"]) == ("69670", "62703", "-100000")


def test_a_draft_that_is_not_there_is_one_line(sqlite_url, ref, capsys):
    assert run("simulate", "--db", sqlite_url, "--draft", "Eleven") == 1
    assert capsys.readouterr().err == "main.py: There is no draft Eleven. There are: Ten.\n"


def test_a_process_of_the_window_simulates_and_stops_without_a_trace(sqlite_url, ref):
    seen = []
    found = simulate_in_process(lambda *told: seen.append(told), sqlite_url, OWNER, (ref,), OrdersWanted())
    assert (found.totals.today_minor, found.totals.draft_minor, seen) == (69_670, 62_703, [(1.0, "1/1")])

    def stop(_fraction, _text):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        simulate_in_process(stop, sqlite_url, OWNER, (ref,), OrdersWanted())
    office = open_office(sqlite_url)
    with office.work.reading(actor=OWNER) as view:
        assert [card.ref for card in read_drafts(view)] == [ref]
    office.close()
