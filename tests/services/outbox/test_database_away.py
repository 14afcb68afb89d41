"""The database goes away while a mail is on its way: the mail leaves once, and does not wait for its lease."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.errors import OutsideError
from app.domain.rights import SYSTEM
from app.services.outbox import sending
from app.services.outbox.sending import SendReport, send_waiting
from tests.ui.orders.outage import server_away, with_pragma


@contextmanager
def unreadable(database):
    """Nothing is read from the file."""
    away = [True]

    def begin(connection):
        if away[0]:
            connection.exec_driver_sql("attach '/dev/null/gone' as gone")

    sa.event.listen(database.reader, "begin", begin)
    yield
    away[0] = False


class Outage:
    """The database of a test, which can go away and come back."""

    def __init__(self, work, server):
        self._work = work
        self._server = server
        self._stack = ExitStack()

    def begin(self):
        database = self._work.database
        if database.is_sqlite:
            self._stack.enter_context(with_pragma(database, "pragma query_only=on", "pragma query_only=off"))
            self._stack.enter_context(unreadable(database))
        else:
            url = database.url.render_as_string(hide_password=False)
            self._stack.enter_context(server_away(self._server().host, url))

    def end(self):
        self._stack.close()


@pytest.fixture
def outage(work, request):
    made = Outage(work, lambda: request.getfixturevalue("postgres_server"))
    yield made
    made.end()


@pytest.fixture
def starts_at_the_server(post, outage):
    """The database goes away between the mail server's receiving and its yes."""
    deliver = post.handle_DATA

    async def handle(server, session, envelope):
        answer = await deliver(server, session, envelope)
        outage.begin()
        return answer

    post.handle_DATA = handle


@pytest.fixture
def starts_before_the_paper(outage, monkeypatch):
    """The database goes away after the claim, before the paper is read."""
    attachments = sending._attachments

    def read(*arguments):
        outage.begin()
        return attachments(*arguments)

    monkeypatch.setattr(sending, "_attachments", read)


@pytest.fixture
def go(work, settings):
    """One round of sending."""
    return lambda: send_waiting(work, settings, actor=SYSTEM)


@pytest.fixture
def put(make_paper, queue):
    """Queue a mail with a paper of its own."""
    return lambda revision=0: queue(make_paper(str(revision), revision=revision))


@pytest.fixture
def colleague(settings, database_url, clock):
    """A round of sending of another program, which is started for it: it knows of no outage before."""

    def send():
        opened = open_office(database_url, clock=clock)
        try:
            return send_waiting(opened.work, settings, actor=SYSTEM)
        finally:
            opened.close()

    return send


@pytest.mark.usefixtures("starts_at_the_server")
def test_a_mail_that_went_out_is_recorded_when_the_database_is_back_and_not_sent_again(
    go, put, post, mail, clock, outage
):
    mail_id = put()
    with pytest.raises(OutsideError) as told:
        go()
    assert told.value.code.startswith("database.")
    outage.end()
    assert mail(mail_id).state == "sending"
    assert go() == SendReport(sent=(mail_id,))
    assert (mail(mail_id).state, mail(mail_id).sent_at) == ("sent", clock.now())
    clock.advance(days=1)
    assert go() == SendReport()
    assert len(post.ids) == 1


@pytest.mark.usefixtures("starts_at_the_server")
def test_a_refusal_of_the_mail_server_is_recorded_too(go, put, post, mail, clock, outage):
    post.answer = "451 4.7.1 greylisted"
    mail_id = put()
    with pytest.raises(OutsideError):
        go()
    outage.end()
    assert go() == SendReport()
    found = mail(mail_id)
    assert (found.state, found.attempts, found.last_error["code"]) == ("waiting", 1, "mail.refused")
    assert (found.next_try_at - clock.now()).total_seconds() == 60


@pytest.mark.usefixtures("starts_before_the_paper")
def test_a_mail_that_never_left_goes_out_as_soon_as_the_database_is_back(
    go, put, post, mail, outage, monkeypatch
):
    mail_id = put()
    with pytest.raises(OutsideError) as told:
        go()
    assert told.value.code.startswith("database.")
    outage.end()
    monkeypatch.undo()
    assert go().sent == (mail_id,)
    assert (mail(mail_id).attempts, mail(mail_id).last_error) == (1, None)
    assert len(post.ids) == 1


def test_a_moment_without_the_database_costs_the_mail_no_attempt_and_the_others_nothing(
    go, put, post, mail, outage, monkeypatch
):
    """It is back when the outcome is written: the mail is given back at once, and the round goes on."""
    first, second = put(1), put(2)
    attachments = sending._attachments
    calls = []

    def read(*arguments):
        calls.append(arguments)
        if len(calls) > 1:
            return attachments(*arguments)
        outage.begin()
        try:
            return attachments(*arguments)
        finally:
            outage.end()

    monkeypatch.setattr(sending, "_attachments", read)
    report = go()
    assert (report.sent, report.postponed) == ((second,), (first,))
    found = mail(first)
    assert (found.state, found.attempts, found.last_error) == ("waiting", 0, None)
    assert go().sent == (first,)
    assert len(post.ids) == len(set(post.ids)) == 2


@pytest.mark.usefixtures("starts_before_the_paper")
def test_what_another_program_sent_meanwhile_is_left_alone(
    go, put, post, mail, clock, outage, colleague, monkeypatch
):
    """The lease ran out while this program could not say that it had not sent."""
    mail_id = put()
    with pytest.raises(OutsideError):
        go()
    outage.end()
    monkeypatch.undo()
    clock.advance(minutes=10)
    assert colleague().sent == (mail_id,)
    assert go().sent == ()
    assert mail(mail_id).state == "sent"
    assert len(post.ids) == 1
