"""Who to call today, what was said, and the letters."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.papers import PaperKind
from app.services.collections.papers import freeze_reminder, freeze_statement, reminder_paper, statement_paper
from app.services.collections.talks import TalkInput, add_talk_note, read_talks
from app.services.collections.worklist import read_worklist
from db.schema.papers import Paper


def test_the_worklist_goes_by_what_is_overdue(firm, customer, clock):
    other, quiet = firm.customer("Anders AG", term=14), firm.customer("Später KG", term=30)
    firm.claim(customer, 10_000)
    firm.claim(other, 25_000)
    clock.advance(days=40)
    firm.claim(quiet, 99_000)
    firm.pay(customer, 4_000, allocations=())
    rows = firm.ask(read_worklist)
    assert [(row.name, row.overdue_minor, row.credit_minor) for row in rows] == [
        ("Anders AG", 25_000, 0),
        ("Café Größenwahn", 10_000, 4_000),
    ]
    assert [row.days_overdue(clock.today()) for row in rows] == [26, 10]


def test_the_last_talk_stands_beside_the_customer(firm, customer, clock):
    firm.claim(customer, 10_000)
    clock.advance(days=40)
    today = clock.today()
    firm.do(lambda uow: add_talk_note(uow, TalkInput(customer, "first")))
    later = TalkInput(customer, "pays on Friday", promised_date=today, next_call=today + dt.timedelta(days=2))
    firm.do(lambda uow: add_talk_note(uow, later))
    (row,) = firm.ask(read_worklist)
    assert (row.last_note, row.promised_date, row.last_contact_by) == ("pays on Friday", today, "system")
    assert not row.is_promise_broken(today)
    assert row.is_promise_broken(today + dt.timedelta(days=1))
    assert firm.ask(lambda view: read_worklist(view, call_due_only=True)) == ()
    clock.advance(days=2)
    assert len(firm.ask(lambda view: read_worklist(view, call_due_only=True))) == 1
    assert [talk.text for talk in firm.ask(lambda view: read_talks(view, customer))] == [
        "pays on Friday",
        "first",
    ]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "talk.no_text"),
        ({"text": "x" * 4001}, "talk.text_too_long"),
        ({"next_call": dt.date(2026, 3, 1)}, "talk.date_past"),
        ({"promised_date": dt.date(2026, 3, 1)}, "talk.date_past"),
    ],
)
def test_a_wrong_note_is_refused(firm, customer, changes, code):
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: add_talk_note(uow, TalkInput(customer, **{"text": "called", **changes})))
    assert [issue.code for issue in caught.value.issues] == [code]


def test_a_statement_lists_claims_and_credits_of_its_day(firm, customer, clock):
    firm.claim(customer, 10_000)
    firm.pay(customer, 3_000, allocations=())
    clock.advance(days=5)
    firm.claim(customer, 500)
    paper = firm.ask(lambda view: statement_paper(view, customer_id=customer, as_of=dt.date(2026, 3, 2)))
    (table,) = paper.tables
    assert [row[0] for row in table.rows] == ["Payment PAY-000001", "Invoice INV-000001"]
    assert [column.label for column in table.columns][-2:] == ["Amount EUR", "Open EUR"]
    assert table.total_row[-1] == 7_000
    assert paper.kind is PaperKind.STATEMENT


def test_a_statement_says_how_much_of_it_is_overdue(firm, customer, clock):
    firm.claim(customer, 10_000)
    clock.advance(days=40)
    firm.claim(customer, 500)
    paper = firm.ask(lambda view: statement_paper(view, customer_id=customer))
    assert paper.tables[0].total_row[-1] == 10_500
    assert ("Overdue", "EUR 100.00") in [(fact.label, fact.text) for fact in paper.facts]


def test_a_reminder_asks_for_the_overdue_part_only(firm, customer, clock):
    firm.claim(customer, 10_000)
    clock.advance(days=40)
    firm.claim(customer, 500)
    firm.pay(customer, 1_000)
    paper = firm.ask(lambda view: reminder_paper(view, customer_id=customer))
    assert [row[-1] for row in paper.tables[0].rows] == [9_000]
    assert paper.payment.amount_minor == 9_000


def test_a_reminder_speaks_the_customers_language(firm, clock):
    german = firm.customer("Anders AG", language="de")
    firm.claim(german, 10_000)
    clock.advance(days=40)
    assert firm.ask(lambda view: reminder_paper(view, customer_id=german)).title == "Zahlungserinnerung"


def test_nothing_overdue_makes_no_reminder(firm, customer):
    firm.claim(customer, 10_000)
    with pytest.raises(RefusedError) as caught:
        firm.ask(lambda view: reminder_paper(view, customer_id=customer))
    assert [issue.code for issue in caught.value.issues] == ["reminder.nothing_overdue"]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("freeze", [freeze_reminder, freeze_statement])
def test_a_letter_that_says_the_same_is_shown_again(firm, customer, clock, freeze):
    """A second press on the same day makes no second letter; another day, another letter."""
    firm.claim(customer, 10_000)
    clock.advance(days=40)
    first = firm.do(lambda uow: freeze(uow, customer_id=customer))
    assert firm.do(lambda uow: freeze(uow, customer_id=customer)) == first
    assert firm.scalar(sa.select(sa.func.count()).select_from(Paper).where(Paper.id == first)) == 1
    clock.advance(days=1)
    assert firm.do(lambda uow: freeze(uow, customer_id=customer)) != first


def test_every_letter_is_kept(firm, customer, clock):
    firm.claim(customer, 10_000)
    clock.advance(days=40)
    for _ in range(2):
        firm.do(lambda uow: freeze_reminder(uow, customer_id=customer))
        firm.pay(customer, 100)
    firm.do(lambda uow: freeze_statement(uow, customer_id=customer))
    statement = (
        sa.select(Paper.kind, Paper.revision).where(Paper.document_kind == "customer").order_by(Paper.id)
    )
    kept = [(row["kind"], row["revision"]) for row in firm.rows(statement)]
    assert kept == [("reminder", 0), ("reminder", 1), ("statement", 0)]
