"""A hit that several desks find at once is mailed once, and holds once, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services import screening
from app.services.people import UserInput, create_user
from db.schema.holds import OrderHold
from db.schema.papers import Outbox
from db.schema.parties import Customer
from db.schema.screening import ScreeningHit
from tests.helpers.firm_facts import make_firm
from tests.helpers.screening_office import import_sdn, make_customer, reading, writing
from tests.helpers.stock_race import Outcome, race

NAMES = ("Mahtab Shipping Company", "Mahtab Shipping Co", "Mahtba Shipping Co.")


@pytest.fixture
def firm(work):
    """Three customers near listed names, and one person with an address who may release them."""
    make_firm(work)
    writing(work, create_user, UserInput(name="gerda", email="gerda@firm.example", roles=("owner",)))
    import_sdn(work, date(2026, 2, 27))
    for name in NAMES:
        make_customer(work, name, city="Tehran", country="IR")
    return work


@pytest.fixture
def first(firm):
    """The id of the first of them."""
    named = sa.select(Customer.id).where(Customer.name == NAMES[0])
    return count(firm, named)


def count(work, statement):
    return reading(work, lambda view: view.db.execute(statement).scalar_one())


def mails(work):
    return reading(work, lambda view: list(view.db.execute(sa.select(Outbox.body)).scalars()))


def holds(work):
    return count(work, sa.select(sa.func.count(OrderHold.id)))


def test_runs_at_three_desks_at_once_mail_a_hit_once(firm, database_url, tmp_path):
    outcomes = race(tmp_path, run_all, database_url, *range(3))
    assert [outcome.errors for outcome in outcomes] == [[]] * 3
    told = [line for body in mails(firm) for line in body.splitlines() if line.startswith("- ")]
    assert sorted(told) == sorted(f"- {name}" for name in NAMES)
    assert holds(firm) == 2, "the third is below the blocking likeness"
    assert count(firm, sa.select(sa.func.count(ScreeningHit.id)).where(ScreeningHit.told_at.is_(None))) == 0


def test_one_customer_screened_at_three_desks_at_once_is_mailed_and_held_once(
    firm, first, database_url, tmp_path
):
    outcomes = race(tmp_path, screen_one, database_url, *[first] * 3)
    assert [outcome.errors for outcome in outcomes] == [[]] * 3
    assert (len(mails(firm)), holds(firm)) == (1, 1)


def test_what_a_desk_told_the_run_over_all_customers_does_not_tell_again(firm, first):
    screening.screen_order_parties(firm, SYSTEM, first)
    assert [NAMES[0] in body for body in mails(firm)] == [True]
    screening.screen_customers(firm, SYSTEM)
    assert [NAMES[0] in body for body in mails(firm)] == [True, False]


def run_all(work, _number):
    """One desk that screens everybody."""
    return _tried(lambda: screening.screen_customers(work, SYSTEM))


def screen_one(work, customer_id):
    """One desk that screens the customer of its order."""
    return _tried(lambda: screening.screen_order_parties(work, SYSTEM, customer_id))


def _tried(call):
    outcome = Outcome(errors=[])
    try:
        call()
    except Exception as error:  # noqa: BLE001 - told in the assertion
        outcome.errors = [repr(error)]
    return outcome
