"""The bulk path writes what the services would have written: verify proves it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.demo import CancelledError, bulk, make_demo_firm
from app.services.ledger.aging import aging_total, read_aging
from app.services.parties import create_customer
from app.services.parties.finding import find_customers
from app.services.verify import verify
from db.schema.firm import Firm
from db.schema.invoicing import OpenItem
from db.schema.orders import Order
from db.schema.parties import Customer


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bulk of a size for tests."""
    for name, value in (("CUSTOMERS", 20), ("PRODUCTS", 30), ("ORDERS", 75), ("CHUNK", 60)):
        monkeypatch.setattr(bulk, name, value)


@pytest.mark.usefixtures("few")
def test_scaled_firm_passes_verify_on_each_database(work: Any, clock: FixedClock) -> None:
    made = make_demo_firm(work, size="small", scale=2)

    with work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()
        imported = view.db.execute(
            sa.select(sa.func.count()).select_from(Order).where(Order.imported)
        ).scalar_one()
        owed = view.db.execute(sa.select(sa.func.sum(Customer.open_minor))).scalar_one()
        open_now = sa.func.sum(OpenItem.amount_minor - OpenItem.applied_minor)
        assert owed == view.db.execute(sa.select(open_now).where(OpenItem.is_open)).scalar_one()
        assert aging_total(read_aging(view, as_of=clock.today())).balance_minor == owed
        hit = find_customers(view, "B-000007")[0]
    assert imported == 150
    assert hit.number == "B-000007"
    assert made.customers == 13 + 40
    assert made.products == 20 + 60


@pytest.mark.usefixtures("few")
def test_ids_go_on_behind_the_bulk(work: Any) -> None:
    from app.domain.parties import CustomerInput

    make_demo_firm(work, size="small", scale=2)
    with work.reading(actor=SYSTEM) as view:
        last = view.db.execute(sa.select(sa.func.max(Customer.id))).scalar_one()
    made = work.run(
        lambda uow: create_customer(uow, CustomerInput(name="Nachzügler KG", country="DE")), actor=SYSTEM
    )
    assert made > last


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("during", ["Adding orders", "Adding payments"])
def test_a_stop_in_the_bulk_leaves_nothing(during: str, work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 15)
    told: list[str] = []
    with pytest.raises(CancelledError):
        make_demo_firm(
            work,
            size="small",
            scale=2,
            progress=lambda _fraction, text: told.append(text),
            cancelled=lambda: told.count(during) == 2,
        )
    with work.reading(actor=SYSTEM) as view:
        for table in (Firm, Customer, Order, OpenItem):
            assert view.db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0
    make_demo_firm(work, size="small", scale=2)
    with work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()


@pytest.mark.usefixtures("few")
def test_cards_alone_for_the_type_ahead_at_a_million(work: Any) -> None:
    made = make_demo_firm(work, size="small", scale=2, cards_only=True)
    with work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()
        imported = sa.select(sa.func.count()).select_from(Order).where(Order.imported)
        assert view.db.execute(imported).scalar_one() == 0
    assert (made.customers, made.products) == (13 + 40, 20 + 60)


@pytest.mark.usefixtures("few")
def test_the_bulk_leaves_every_index_and_the_usual_cache(sqlite_url: str, clock: FixedClock) -> None:
    office = open_office(sqlite_url, clock=clock)
    indexes = "select name, sql from sqlite_master where type = 'index' order by name"
    with office.database.begin() as db:
        before = db.exec_driver_sql(indexes).all()
        cache = db.exec_driver_sql("pragma cache_size").scalar_one()
    make_demo_firm(office.work, size="small", scale=2)
    with office.database.begin() as db:
        assert db.exec_driver_sql(indexes).all() == before
        assert db.exec_driver_sql("pragma cache_size").scalar_one() == cache
    office.close()
