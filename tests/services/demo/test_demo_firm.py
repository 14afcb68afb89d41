"""The demo firm is made by the services, so everything that proves a database holds for it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.cli.failures import STOPPED
from app.cli.main import run
from app.domain.errors import RefusedError
from app.domain.identifiers import is_gtin, is_vat_id
from app.domain.rights import SYSTEM
from app.i18n import speaking
from app.services.clock import FixedClock
from app.services.demo import CancelledError, make_demo_firm
from app.services.demo.catalogue import choose_range
from app.services.demo.identifiers import draw_vat_id
from app.services.demo.words import countries
from app.services.orders.drafts import read_parked_drafts
from app.services.verify import verify
from db.schema import whole_metadata
from db.schema.firm import Firm
from db.schema.invoicing import Invoice, Payment
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.parties import Customer, PaymentTerm
from db.schema.stock import Stock


def _orders(work: Any) -> list[tuple[Any, ...]]:
    columns = (Order.number, Order.customer_name, Order.order_date, Order.state, Order.gross_minor)
    with work.reading(actor=SYSTEM) as view:
        return [tuple(row) for row in view.db.execute(sa.select(*columns).order_by(Order.id))]


def test_demo_firm_passes_verify_on_each_database(work: Any) -> None:
    made = make_demo_firm(work, seed=3, size="small")

    with work.reading(actor=SYSTEM) as view:
        findings = verify(view)
        invoices = view.db.execute(sa.select(sa.func.count()).select_from(Invoice)).scalar_one()
        payments = view.db.execute(sa.select(sa.func.count()).select_from(Payment)).scalar_one()
        longest = view.db.execute(
            sa.select(sa.func.count()).select_from(OrderLine).group_by(OrderLine.order_id)
        ).scalars()
        assert max(longest) <= 12
    assert findings == ()
    assert made.products == 20
    assert made.customers == 13
    assert made.invoices == invoices > 0
    assert payments > 0


def test_a_german_demo_firm_has_german_texts_and_the_same_figures(work: Any, tmp_path: Any) -> None:
    with speaking("de"):
        make_demo_firm(work, seed=3, size="small")
    english = open_office(f"sqlite:///{tmp_path / 'english.db'}", clock=work.clock)
    make_demo_firm(english.work, seed=3, size="small")
    german, others = _orders(work), _orders(english.work)
    assert [order[1:] for order in german] == [order[1:] for order in others]
    assert (german[0][0], others[0][0]) == ("AU-000001", "SO-000001")
    english.close()
    with work.reading(actor=SYSTEM) as view:
        firm = view.db.execute(sa.select(Firm.language, Firm.paper_footer)).one()
        terms = set(view.db.execute(sa.select(PaymentTerm.name)).scalars())
        texts = set(view.db.execute(sa.select(OrderLine.text).where(OrderLine.kind == "charge")).scalars())
        assert verify(view) == ()
    assert (firm.language, "Geschäftsführung" in firm.paper_footer) == ("de", True)
    assert "30 Tage netto" in terms
    assert texts <= {"Fracht", "Lieferung bis zur Verwendungsstelle"}


def test_same_seed_gives_the_same_firm_and_another_seed_another(tmp_path: Any) -> None:
    found = []
    for place, seed in enumerate((7, 7, 8)):
        clock = FixedClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
        office = open_office(f"sqlite:///{tmp_path}/{place}.db", clock=clock)
        make_demo_firm(office.work, seed=seed, size="small")
        found.append(_orders(office.work))
        office.close()
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_demo_ends_today_with_work_left_to_do(sqlite_url: str, clock: Any) -> None:
    office = open_office(sqlite_url, clock=clock)
    made = make_demo_firm(office.work, seed=1, size="small")
    states = {row[3] for row in _orders(office.work)}
    with office.work.reading(actor=SYSTEM) as view:
        dates = view.db.execute(sa.select(sa.func.max(Order.order_date))).scalar_one()
    with office.work.reading(actor=_owner()) as view:
        parked = read_parked_drafts(view)
    office.close()
    assert made.last_day == clock.today() == dates
    assert {"closed", "confirmed", "quoted", "draft"} <= states
    assert len(parked) == 1


def test_a_database_with_a_firm_is_refused(sqlite_url: str, clock: Any) -> None:
    office = open_office(sqlite_url, clock=clock)
    make_demo_firm(office.work, size="small")
    with pytest.raises(RefusedError) as refused:
        make_demo_firm(office.work, size="small")
    office.close()
    assert refused.value.code == "firm.exists"


def _firms(work: Any) -> int:
    with work.reading(actor=SYSTEM) as view:
        return int(view.db.execute(sa.select(sa.func.count()).select_from(Firm)).scalar_one())


def _firms_behind(url: str) -> int:
    office = open_office(url)
    try:
        return _firms(office.work)
    finally:
        office.close()


def test_cancel_leaves_no_firm_and_progress_rises(work: Any) -> None:
    told: list[float] = []
    with pytest.raises(CancelledError):
        make_demo_firm(
            work,
            size="small",
            progress=lambda fraction, _text: told.append(fraction),
            cancelled=lambda: len(told) > 8,
        )
    assert told == sorted(told)
    assert 0.1 < told[-1] < 1
    with work.reading(actor=SYSTEM) as view:
        left = [
            table.name
            for table in whole_metadata().sorted_tables
            if view.db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        ]
    assert left == []
    assert make_demo_firm(work, size="small").customers == 13


def test_nobody_sees_the_firm_before_it_is_whole(work: Any) -> None:
    seen: set[int] = set()
    make_demo_firm(work, size="small", progress=lambda _fraction, _text: seen.add(_firms(work)))
    assert seen == {0}
    assert _firms(work) == 1


_KILLED = """
import os, signal, sys
from app.cli.demo_firm import make_demo_database

def kill(fraction, text):
    if fraction > 0.5:
        os.kill(os.getpid(), signal.SIGKILL)

make_demo_database(sys.argv[1], size="small", progress=kill)
"""


def test_a_killed_process_leaves_no_firm(sqlite_url: str) -> None:
    ended = subprocess.run([sys.executable, "-c", _KILLED, sqlite_url], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert _firms_behind(sqlite_url) == 0


def test_ctrl_c_on_the_command_line_leaves_no_firm(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(fraction: float, _text: str) -> None:
        if fraction > 0:
            raise KeyboardInterrupt

    monkeypatch.setattr("app.cli.demo._show", interrupt)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    code = run(["demo", "--db", sqlite_url], open_window=lambda _url: 0)
    assert code == STOPPED
    assert "Stopped. What was not finished is not in the database." in capsys.readouterr().err
    assert _firms_behind(sqlite_url) == 0


def test_every_warehouse_keeps_and_ships_its_share(work: Any) -> None:
    make_demo_firm(work, seed=3, size="small")
    with work.reading(actor=SYSTEM) as view:
        kept = dict(
            view.db.execute(sa.select(Stock.warehouse_id, sa.func.count()).group_by(Stock.warehouse_id)).all()
        )
        shipped = set(view.db.execute(sa.select(Fulfilment.warehouse_id)).scalars())
    assert len(kept) == len(shipped) == 3
    assert all(8 <= count < 20 for count in kept.values())


def test_range_has_every_kind_of_unit_and_valid_gtins() -> None:
    whole, small = choose_range(10_000), choose_range(20)
    assert 380 <= len(whole) <= 420
    assert len(small) == 20
    assert len({each.data.sku for each in whole}) == len(whole)
    for chosen in (whole, small):
        units = {each.data.unit for each in chosen} | {u.code for each in chosen for u in each.data.units}
        assert {"pc", "m", "pk"} <= units
    gtins = [each.data.gtin for each in whole if each.data.gtin]
    gtins += [unit.gtin for each in whole for unit in each.data.units]
    assert all(is_gtin(gtin) for gtin in gtins)
    assert len(set(gtins)) == len(gtins)


@pytest.mark.parametrize("country", [words.code for words in countries()])
def test_drawn_vat_ids_have_right_check_digits(country: str) -> None:
    source = random.Random(5)
    drawn = [draw_vat_id(source, country) for _ in range(20)]
    assert all(is_vat_id(vat_id, country) for vat_id in drawn)
    assert len(set(drawn)) == len(drawn)


def test_customers_have_distinct_names_and_complete_addresses(sqlite_url: str, clock: Any) -> None:
    office = open_office(sqlite_url, clock=clock)
    make_demo_firm(office.work, size="small")
    with office.work.reading(actor=SYSTEM) as view:
        rows = (
            view.db.execute(sa.select(Customer.__table__).where(~Customer.is_counter_sale)).mappings().all()
        )
    office.close()
    names = [row["name"] for row in rows]
    assert all(row[field] for row in rows for field in ("street", "postcode", "city", "country", "email"))
    assert len(set(names)) == len(names) == 12


def _owner() -> Any:
    from app.services.demo.office import OWNER

    return OWNER


def test_a_language_that_the_program_does_not_speak_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    path = tmp_path / "firm.db"
    assert run(["demo", "--db", f"sqlite:///{path}", "--language", "fr"], open_window=lambda _url: 0) != 0
    assert "fr is not one of en, de" in capsys.readouterr().err
    assert not path.exists()
