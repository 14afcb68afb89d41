"""Mails leave once, under one name, whatever goes wrong on the way."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.errors import NotAllowedError, RefusedError
from app.domain.rights import SYSTEM, Actor
from app.services.mail_transport import MailSecurity, build_message, send
from app.services.outbox import cancel_mail, retry_mail, sending
from app.services.outbox.sending import read_mail_settings, send_waiting
from app.services.papers import read_pdf
from app.services.settings_store import read_firm_settings, write_firm_settings
from db.schema.firm import Audit
from tests.services.outbox.conftest import free_port


def act(work, call, mail_id):
    with work.begin(actor=SYSTEM) as uow:
        call(uow, mail_id)


def test_a_mail_leaves_with_the_stored_paper(work, settings, post, make_paper, queue, mail):
    paper = make_paper()
    mail_id = queue(paper)
    report = send_waiting(work, settings, actor=SYSTEM)
    assert (report.sent, report.postponed, report.failed) == ((mail_id,), (), ())
    (message,) = post.messages
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "Kontoauszug 2026-00042.pdf"
    assert attachment.get_content() == read_pdf(work, paper, actor=SYSTEM)
    assert message["To"] == "post@cafe.example"
    assert message["From"] == "Desk <desk@firm.example>"
    assert mail(mail_id).state == "sent"
    assert mail(mail_id).sent_at == work.clock.now()


def test_what_was_sent_is_not_sent_again(work, settings, post, make_paper, queue):
    queue(make_paper())
    send_waiting(work, settings, actor=SYSTEM)
    assert send_waiting(work, settings, actor=SYSTEM) == sending.SendReport()
    assert len(post.messages) == 1


def test_a_refused_mail_is_tried_again_later_under_the_same_name(
    work, settings, post, make_paper, queue, mail, clock
):
    mail_id = queue(make_paper())
    post.answer = "451 4.7.1 greylisted"
    assert send_waiting(work, settings, actor=SYSTEM).postponed == (mail_id,)
    assert mail(mail_id).last_error["code"] == "mail.refused"
    assert "greylisted" in mail(mail_id).last_error["params"]["answer"]
    assert send_waiting(work, settings, actor=SYSTEM).sent == ()
    post.answer = "250 OK"
    clock.advance(minutes=1)
    assert send_waiting(work, settings, actor=SYSTEM).sent == (mail_id,)
    assert len(post.ids) == 2
    assert len(set(post.ids)) == 1
    assert mail(mail_id).last_error is None


def test_after_five_attempts_a_mail_is_given_up_until_somebody_tries_again(
    work, settings, post, make_paper, queue, mail, clock
):
    mail_id = queue(make_paper())
    post.answer = "554 no"
    waits = []
    for _ in range(4):
        send_waiting(work, settings, actor=SYSTEM)
        waits.append(mail(mail_id).next_try_at - clock.now())
        clock.set(mail(mail_id).next_try_at)
    assert waits == [timedelta(minutes=m) for m in (1, 5, 30, 120)]
    assert send_waiting(work, settings, actor=SYSTEM).failed == (mail_id,)
    assert mail(mail_id).state == "failed"
    clock.advance(days=9)
    assert send_waiting(work, settings, actor=SYSTEM) == sending.SendReport()
    act(work, retry_mail, mail_id)
    post.answer = "250 OK"
    assert send_waiting(work, settings, actor=SYSTEM).sent == (mail_id,)
    assert len(post.ids) == 6
    assert len(set(post.ids)) == 1


def test_two_workers_send_each_mail_once(work, settings, post, make_paper, queue, database_url, clock):
    mails = [queue(make_paper(f"2026-{number:05}", revision=number)) for number in range(12)]
    colleague = open_office(database_url, clock=clock)
    start = threading.Barrier(2)
    reports = []

    def run(own):
        start.wait()
        reports.append(send_waiting(own, settings, actor=SYSTEM))

    workers = [threading.Thread(target=run, args=(own,)) for own in (work, colleague.work)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    colleague.close()
    assert sorted(id_ for report in reports for id_ in report.sent) == mails
    assert len(post.ids) == len(set(post.ids)) == len(mails)


def test_a_crash_after_the_servers_yes_repeats_the_mail_under_the_same_name(
    work, settings, post, make_paper, queue, mail, clock, monkeypatch
):
    mail_id = queue(make_paper())

    def crash(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(sending, "_record", crash)
        send_waiting(work, settings, actor=SYSTEM)
    assert mail(mail_id).state == "sending"
    assert send_waiting(work, settings, actor=SYSTEM).sent == ()
    clock.advance(minutes=10)
    assert send_waiting(work, settings, actor=SYSTEM).sent == (mail_id,)
    assert len(post.ids) == 2
    assert len(set(post.ids)) == 1


def test_a_mail_on_its_way_is_neither_cancelled_nor_doubled(
    work, settings, post, make_paper, queue, mail, monkeypatch
):
    mail_id = queue(make_paper())
    refused: list[object] = []

    def meddle(*arguments):
        for call in (cancel_mail, retry_mail):
            with pytest.raises(RefusedError) as caught:
                act(work, call, mail_id)
            refused.append(caught.value.code)
        refused.append(send_waiting(work, settings, actor=SYSTEM))
        send(*arguments)

    monkeypatch.setattr("app.services.outbox.sending.send", meddle)
    send_waiting(work, settings, actor=SYSTEM)
    assert refused == ["outbox.is_sending", "outbox.is_sending", sending.SendReport()]
    assert mail(mail_id).state == "sent"
    assert len(post.messages) == 1


def test_a_server_that_is_away_stops_the_round_and_costs_the_others_no_attempt(
    work, settings, make_paper, queue, mail
):
    first, second = queue(make_paper("1", revision=1)), queue(make_paper("2", revision=2))
    away = replace(settings, port=free_port())
    report = send_waiting(work, away, actor=SYSTEM)
    assert report.postponed == (first,)
    assert report.stopped_by is not None
    assert report.stopped_by.code == "mail.unreachable"
    assert (mail(first).attempts, mail(second).attempts) == (1, 0)


def test_what_nobody_foresaw_is_told_with_its_mail_and_tried_by_the_rule(
    work, settings, post, make_paper, queue, mail, clock, monkeypatch
):
    broken, sound = queue(make_paper("1", revision=1)), queue(make_paper("2", revision=2))
    name = mail(broken).message_id

    def build(text, **options):
        if options["message_id"] == name:
            raise ZeroDivisionError("no\nroom")
        return build_message(text, **options)

    with monkeypatch.context() as patched:
        patched.setattr(sending, "build_message", build)
        report = send_waiting(work, settings, actor=SYSTEM)
        assert (report.sent, report.postponed, report.stopped_by) == ((sound,), (broken,), None)
        found = mail(broken)
        assert (found.state, found.last_error["code"]) == ("waiting", "mail.unforeseen")
        assert found.last_error["params"] == {"kind": "ZeroDivisionError", "text": "no room"}
        assert found.next_try_at - clock.now() == timedelta(minutes=1)
        for _ in range(4):
            clock.set(mail(broken).next_try_at)
            report = send_waiting(work, settings, actor=SYSTEM)
        assert report.failed == (broken,)
        assert (mail(broken).state, mail(broken).next_try_at) == ("failed", None)
    act(work, retry_mail, broken)
    assert send_waiting(work, settings, actor=SYSTEM).sent == (broken,)
    assert post.ids[-1].strip("<>") == name.strip("<>")


def test_a_round_sends_no_more_than_asked_and_the_oldest_first(
    work, settings, post, make_paper, queue, clock
):
    mails = []
    for number in range(3):
        mails.append(queue(make_paper(str(number), revision=number)))
        clock.advance(seconds=1)
    assert send_waiting(work, settings, actor=SYSTEM, limit=2).sent == tuple(mails[:2])
    assert len(post.messages) == 2


def test_a_cancelled_mail_stays_here_until_it_is_tried_again(work, settings, post, make_paper, queue, mail):
    mail_id = queue(make_paper())
    act(work, cancel_mail, mail_id)
    assert send_waiting(work, settings, actor=SYSTEM) == sending.SendReport()
    with pytest.raises(RefusedError) as caught:
        act(work, cancel_mail, mail_id)
    assert caught.value.code == "outbox.is_cancelled"
    act(work, retry_mail, mail_id)
    assert send_waiting(work, settings, actor=SYSTEM).sent == (mail_id,)
    with pytest.raises(RefusedError) as caught:
        act(work, retry_mail, mail_id)
    assert caught.value.code == "outbox.is_sent"


def test_the_mails_story_is_in_the_history(work, settings, make_paper, queue):
    mail_id = queue(make_paper())
    send_waiting(work, settings, actor=SYSTEM)
    with work.reading(actor=SYSTEM) as view:
        rows = view.db.execute(
            sa.select(Audit.after).where(Audit.kind == "outbox", Audit.entity_id == mail_id)
        )
        assert [row.after["state"] for row in rows] == ["waiting", "sent"]


def test_only_who_may_send_sends(work, settings):
    with pytest.raises(NotAllowedError):
        send_waiting(work, settings, actor=Actor("guest", frozenset()))


def test_a_firm_without_a_mail_server_is_told_to_enter_one(work, customer):
    with work.reading(actor=SYSTEM) as view, pytest.raises(RefusedError) as caught:
        read_mail_settings(view)
    assert caught.value.code == "outbox.not_set_up"


def test_the_firms_settings_say_how_mail_is_sent(work, customer):
    with work.begin(actor=SYSTEM) as uow:
        write_firm_settings(
            uow,
            {"smtp.host": "smtp.firm.example", "smtp.port": 465, "smtp.security": "tls", "smtp.user": "u"},
        )
    with work.reading(actor=SYSTEM) as view:
        read = read_mail_settings(view)
    assert (read.host, read.port, read.security, read.user) == (
        "smtp.firm.example",
        465,
        MailSecurity.TLS,
        "u",
    )
    assert read.sender == "office@firm.example"


def test_the_name_of_a_mail_is_a_message_id(work, settings, post, make_paper, queue):
    queue(make_paper("RE/2026 00042", kind="reminder"))
    send_waiting(work, settings, actor=SYSTEM)
    assert re.fullmatch(r"<reminder-re-2026-00042-0\.1\.[0-9a-f]{16}@firm\.example>", post.ids[0])


def test_the_history_tells_that_the_password_changed_and_not_what_it_is(work, customer):
    for password in ("open sesame", "closed sesame"):
        with work.begin(actor=SYSTEM) as uow:
            write_firm_settings(uow, {"smtp.password": password})
    with work.reading(actor=SYSTEM) as view:
        rows = view.db.execute(sa.select(Audit.before, Audit.after).where(Audit.kind == "setting")).all()
        assert read_firm_settings(view)["smtp.password"] == "closed sesame"
    assert [tuple(row) for row in rows] == [
        ({"smtp.password": ""}, {"smtp.password": "***"}),
        ({"smtp.password": "***"}, {"smtp.password": "***"}),
    ]
