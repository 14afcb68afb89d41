"""Customers who are overdue beyond their class are held, told to those responsible, and let go when they have paid."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.credit import CreditClass
from app.domain.rights import SYSTEM, Actor
from app.messages import spoken
from app.services.check_settings import CheckInput, check_id, update_check
from app.services.credit_classes import create_credit_class
from app.services.holds.asking import read_standing_holds
from app.services.holds.laying import release_hold
from app.services.holds.overdue import Followed, follow_overdue
from app.services.people import UserInput, create_user
from app.services.verify import verify
from db.schema.invoicing import OpenItem
from db.schema.papers import Outbox
from db.statements import insert_row
from tests.helpers.firm_facts import make_customers, make_firm

BERTA = Actor("berta", frozenset({"bookkeeper"}))


@pytest.fixture
def firm(work):
    """Two customers of a class that holds after 14 days, one without a class; a bookkeeper with an address."""
    make_firm(work)
    with work.begin(actor=SYSTEM) as uow:
        create_credit_class(uow, CreditClass(code="Dealer", overdue_days=14))
        create_user(uow, UserInput(name="berta", email="berta@firm.example", roles=("bookkeeper",)))
    adler, biber = make_customers(work, "Adler AG", "Biber KG", credit_class="Dealer")
    (chor,) = make_customers(work, "Chor eV")
    for customer, due in ((adler, date(2026, 2, 1)), (biber, date(2026, 2, 20)), (chor, date(2026, 1, 1))):
        owe(work, customer, 100_00, due)
    return work, adler


def owe(work, customer, minor, due):
    values = {"customer_id": customer, "kind": "invoice", "number": "X", "currency": "EUR"}
    dates = {"date": date(2026, 1, 1), "due_date": due}
    with work.begin(actor=SYSTEM) as uow:
        insert_row(uow.db, OpenItem, {**values, **dates, "amount_minor": minor})


def follow(work):
    with work.begin(actor=SYSTEM) as uow:
        return follow_overdue(uow)


def standing(work):
    with work.reading(actor=SYSTEM) as view:
        return [(card.customer, card.hold.reason, card.again) for card in read_standing_holds(view)]


def marked(work):
    with work.reading(actor=SYSTEM) as view:
        return view.db.execute(sa.text("select name from customer where on_hold")).scalars().all()


def test_who_is_overdue_beyond_his_class_is_held_once_and_let_go_when_he_has_paid(firm):
    work, _adler = firm
    assert follow(work) == Followed(1, 0)
    assert follow(work) == Followed(0, 0)
    ((name, reason, again),) = standing(work)
    assert (name, spoken(reason).replace("\N{NO-BREAK SPACE}", " "), again) == (
        "Adler AG", "100.00 EUR overdue for 29 days", "never",
    )  # fmt: skip
    assert marked(work) == ["Adler AG"]
    with work.begin(actor=SYSTEM) as uow:
        uow.db.execute(sa.update(OpenItem).values(applied_minor=OpenItem.amount_minor))
    assert standing(work) == [], "what is paid holds nothing, even before the hour strikes"
    assert follow(work) == Followed(0, 1)
    assert marked(work) == []


def test_those_responsible_get_one_mail_with_all_of_them(firm):
    work, _adler = firm
    follow(work)
    with work.reading(actor=SYSTEM) as view:
        mails = view.db.execute(sa.select(Outbox.recipient, Outbox.subject, Outbox.body)).all()
    ((recipient, subject, body),) = mails
    assert (recipient, subject) == ("berta@firm.example", "1 customer is held: overdue")
    assert "Adler AG" in body


def test_a_release_holds_until_more_is_overdue(firm):
    work, adler = firm
    follow(work)
    with work.begin(actor=BERTA) as uow:
        (card,) = read_standing_holds(uow)
        release_hold(uow, card.hold.id, version=card.hold.version, reason="He pays on Friday", until=None)
    assert (standing(work), marked(work)) == ([], [])
    assert follow(work) == Followed(0, 0)
    owe(work, adler, 1, date(2026, 2, 27))
    assert [again for _name, _reason, again in standing(work)] == ["overdue"], "a cent more is late"
    owe(work, adler, 5_00, date(2026, 4, 1))
    assert [again for _name, _reason, again in standing(work)] == ["used"]


def test_a_firm_that_only_notes_it_holds_nobody(firm):
    work, _adler = firm
    with work.begin(actor=SYSTEM) as uow:
        data = CheckInput(is_on=True, severity="info", owner="bookkeeper")
        update_check(uow, check_id("order.overdue_holds"), data, version=0)
    assert follow(work) == Followed(0, 0)
    with work.reading(actor=SYSTEM) as view:
        assert [f for f in verify(view) if f.code == "verify.customer_hold"] == []
