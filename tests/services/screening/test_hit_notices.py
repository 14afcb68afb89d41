"""Who may release a hit is told of it by mail: once for each run, and not of what is released."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services import screening
from app.services.people import UserInput, create_user
from db.schema.papers import Outbox
from tests.helpers.firm_facts import make_firm
from tests.helpers.screening_lists import SDN
from tests.helpers.screening_office import import_sdn, make_customer, reading, writing


@pytest.fixture
def firm(work):
    make_firm(work)
    for name, role in (("gerda", "owner"), ("sven", "sales")):
        writing(work, create_user, UserInput(name=name, email=f"{name}@firm.example", roles=(role,)))
    import_sdn(work)
    return work


def mails(work):
    def read(view):
        return [
            tuple(row) for row in view.db.execute(sa.select(Outbox.recipient, Outbox.subject, Outbox.body))
        ]

    return reading(work, read)


def test_a_run_tells_each_hit_once_to_those_who_may_release_it(firm):
    make_customer(firm, "Mahtba Shipping Co.", city="Tehran", country="IR")
    make_customer(firm, "Berger Möbel KG")
    screening.screen_customers(firm, SYSTEM)
    ((recipient, subject, body),) = mails(firm)
    assert recipient == "gerda@firm.example"
    assert subject == "1 customer comes near a listed name"
    assert "Mahtba Shipping Co." in body
    assert "Berger" not in body
    screening.screen_customers(firm, SYSTEM)
    assert len(mails(firm)) == 1


def test_what_is_released_is_not_told_again_by_the_next_list(firm, clock):
    make_customer(firm, "Mahtba Shipping Co.", city="Tehran", country="IR")
    screening.screen_customers(firm, SYSTEM)
    (hit,) = reading(firm, screening.read_waiting_hits)
    until = clock.today() + timedelta(days=100)
    writing(firm, screening.release_hit, hit.id, reason="another firm", until=until)
    import_sdn(firm, date(2026, 2, 28), sdn=(*SDN, (500, "NEW FIRM LTD", "", "CUBA", "")))
    screening.screen_customers(firm, SYSTEM)
    assert len(mails(firm)) == 1
