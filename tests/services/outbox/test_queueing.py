"""What goes into the outbox, and how it is proposed and listed."""

from __future__ import annotations

import pytest

from app.domain.errors import NotFoundError, RefusedError
from app.domain.pages import Filter, PageRequest
from app.domain.rights import SYSTEM
from app.i18n import speaking
from app.messages import catalogue
from app.services.outbox import propose_mail, read_outbox
from app.services.outbox.sending import send_waiting


def proposal(work, paper_id):
    with work.reading(actor=SYSTEM) as view:
        return propose_mail(view, paper_id)


def test_a_double_click_queues_one_mail(make_paper, queue):
    paper = make_paper()
    assert queue(paper) == queue(paper)


def test_the_same_paper_sent_again_is_a_mail_of_its_own(work, settings, post, make_paper, queue):
    paper = make_paper()
    first = queue(paper)
    send_waiting(work, settings, actor=SYSTEM)
    second = queue(paper)
    third = queue(paper, recipient="books@cafe.example")
    send_waiting(work, settings, actor=SYSTEM)
    assert len({first, second, third}) == len(set(post.ids)) == 3


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("keyed", "codes"),
    [
        ({"recipient": " "}, {"outbox.no_recipient"}),
        ({"recipient": "nobody"}, {"outbox.bad_recipient"}),
        ({"recipient": "a@b.example, c@d.example"}, {"outbox.bad_recipient"}),
        ({"recipient": "a@b.example\r\nBcc: c@d.example"}, {"outbox.bad_recipient"}),
        ({"recipient": "", "subject": " \n "}, {"outbox.no_recipient", "outbox.no_subject"}),
        ({"subject": "x" * 201}, {"outbox.long_subject"}),
    ],
)
def test_a_mail_that_cannot_be_sent_is_refused_with_every_reason(keyed, codes, make_paper, queue):
    with pytest.raises(RefusedError) as caught:
        queue(make_paper(), **keyed)
    assert {issue.code for issue in caught.value.issues} == codes
    assert codes | {caught.value.code} <= catalogue().keys()


def test_a_paper_that_is_not_there_cannot_be_sent(queue):
    with pytest.raises(NotFoundError):
        queue(4711)


def test_a_paper_goes_to_the_customers_address_in_the_customers_language(work, make_paper, customer):
    proposed = proposal(work, make_paper(revision=2))
    assert proposed.recipient == "post@cafe.example"
    assert proposed.customer_id == customer
    assert "Kontoauszug 2026-00042" in proposed.subject
    assert "Nordlicht GmbH" in proposed.subject
    assert proposed.attachment_name == "Kontoauszug 2026-00042-2.pdf"
    with speaking("de"):
        assert proposal(work, make_paper("7", revision=3)).body == proposed.body


def test_a_paper_goes_to_the_contact_who_gets_this_kind(work, make_paper, make_contact):
    make_contact("Former", "former@cafe.example", "invoice", active=False)
    make_contact("Nobody", "", "invoice")
    make_contact("Store", "store@cafe.example", "delivery_note")
    make_contact("Anna Müller", "anna@cafe.example", "credit_note, invoice")
    proposed = proposal(work, make_paper(kind="invoice"))
    assert proposed.recipient == "anna@cafe.example"
    assert "Anna Müller" in proposed.body
    assert proposal(work, make_paper(kind="reminder")).recipient == "post@cafe.example"


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    "kind",
    [
        "quote",
        "order_confirmation",
        "pick_list",
        "delivery_note",
        "invoice",
        "credit_note",
        "statement",
        "reminder",
    ],
)
def test_every_kind_of_paper_has_a_letter(kind, work, make_paper):
    proposed = proposal(work, make_paper(kind=kind))
    assert "{" not in proposed.subject + proposed.body
    assert proposed.body.count("\n\n") == 2


def test_an_awkward_number_makes_a_plain_file_name(work, make_paper):
    assert proposal(work, make_paper("RE/26:1")).attachment_name == "Kontoauszug RE-26-1.pdf"


def test_the_outbox_lists_state_and_reason(work, settings, post, make_paper, queue):
    post.answer = "554 not you"
    first = queue(make_paper("1", revision=1))
    send_waiting(work, settings, actor=SYSTEM)
    second = queue(make_paper("2", revision=2), recipient="books@other.example")
    with work.reading(actor=SYSTEM) as view:
        page = read_outbox(view, PageRequest(descending=True))
        found = read_outbox(view, PageRequest(text="OTHER"))
        failed = read_outbox(view, PageRequest(filters=(Filter("state", "eq", "failed"),)))
    assert [row.id for row in page.rows] == [second, first]
    newest, oldest = page.rows
    assert (newest.state, newest.error_text, newest.customer_name) == ("waiting", "", "Café Größenwahn")
    assert "not you" in oldest.error_text
    assert (oldest.paper_kind, oldest.number, oldest.attempts) == ("statement", "1", 1)
    assert [row.id for row in found.rows] == [second]
    assert failed.total == 0
