"""A paper in its own window: shown once rendered, saved, reprinted as copy, sent by mail to a real server."""

from __future__ import annotations

import io
import socket

import pytest
import shiboken6
from aiosmtpd.controller import Controller
from pypdf import PdfReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.pages import PageRequest
from app.domain.papers import PaperKind
from app.domain.rights import SYSTEM
from app.services.outbox import read_outbox
from app.services.papers import freeze_paper
from app.services.settings_store import write_firm_settings
from app.views.papers import mail_form
from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.papers import sample_paper
from tests.helpers.slow_office import Gate, lose_answer, press
from tests.helpers.window import ALT, CTRL, KEY


class Post:
    def __init__(self, port):
        self.port = port
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def post():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    post = Post(port)
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    yield post
    controller.stop()


@pytest.fixture
def papers(work):
    """Two revisions of a statement for one customer; their ids."""
    make_firm(work, email="office@firm.example")
    (customer,) = make_customers(work, "Bergmann Hotels GmbH", email="ada@bergmann.example")
    ids = []
    for revision in (0, 1):
        with work.begin(actor=SYSTEM) as uow:
            ids.append(
                freeze_paper(
                    uow,
                    kind="statement",
                    document_kind="customer",
                    document_id=customer,
                    revision=revision,
                    number="ST-1",
                    content=sample_paper(kind=PaperKind.STATEMENT, number="ST-1"),
                )
            )
    return ids


@pytest.fixture
def paper(qtbot, window, papers):
    window.context.bus.ask("paper.show", papers[1])
    shown = window.frame.findChildren(object, "paperWindow")[0]
    qtbot.waitUntil(shown.isActiveWindow)
    window.idle()
    return shown


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_paper_is_shown_with_all_its_revisions(window, paper, papers):
    assert "ST-1" in text_of(paper.view.pdf())
    assert [each.id for each in paper.shown.all] == [papers[1], papers[0]]
    paper.papers.setFocus()
    paper.papers.select_row(1)
    window.press(KEY.Key_Return)
    assert paper.shown.facts.id == papers[0]


def test_asking_again_brings_the_same_window_to_the_front(window, paper, papers):
    window.context.bus.ask("paper.show", papers[1])
    assert len(window.frame.findChildren(object, "paperWindow")) == 1


def test_ctrl_s_writes_the_frozen_bytes_and_says_why_where_it_cannot(window, paper, tmp_path):
    window.press(KEY.Key_S, CTRL)
    assert paper.save_form.text("path").endswith(".pdf")
    paper.save_form.set_values({"path": str(tmp_path / "missing" / "a.pdf")})
    window.press(KEY.Key_Return, CTRL)
    assert paper.findChild(QLabel, "pathError").text()
    paper.save_form.set_values({"path": str(tmp_path / "a.pdf")})
    window.press(KEY.Key_Return, CTRL)
    assert (tmp_path / "a.pdf").read_bytes() == paper.view.pdf()
    assert not paper.save_form.isVisible()


def test_a_reprint_says_copy_and_the_stored_paper_does_not(window, paper, papers, work):
    first = paper.view.pdf()
    window.press(KEY.Key_R, CTRL)
    assert "copy" in text_of(paper.view.pdf()).casefold()
    assert "copy" not in text_of(first).casefold()


def test_ctrl_m_proposes_the_mail_and_ctrl_enter_sends_it(window, paper, papers, post, work):
    with work.begin(actor=SYSTEM) as uow:
        values = {"smtp.host": "127.0.0.1", "smtp.port": post.port, "smtp.security": "none"}
        write_firm_settings(uow, values)
    window.press(KEY.Key_M, CTRL)
    assert paper.mail.form.text("recipient") == "ada@bergmann.example"
    window.press(KEY.Key_Return, CTRL)
    assert paper.message_bar.level() == "ok", paper.message_bar.text()
    (envelope,) = post.envelopes
    assert envelope.rcpt_tos == ["ada@bergmann.example"]
    assert [row.state for row in paper.shown.mails] == ["sent"]


def test_without_a_mail_server_the_mail_waits_and_the_window_says_so(window, paper, work):
    window.press(KEY.Key_M, CTRL)
    window.press(KEY.Key_Return, CTRL)
    assert paper.message_bar.level() == "warn"
    with work.reading(actor=SYSTEM) as view:
        assert [row.state for row in read_outbox(view, PageRequest()).rows] == ["waiting"]


def test_a_wrong_address_is_marked_and_nothing_is_queued(window, paper, work):
    window.press(KEY.Key_M, CTRL)
    paper.mail.form.set_values({"recipient": "ada"})
    window.press(KEY.Key_Return, CTRL)
    assert "ada" in paper.findChild(QLabel, "recipientError").text()
    with work.reading(actor=SYSTEM) as view:
        assert read_outbox(view, PageRequest()).rows == ()


def test_escape_closes_the_form_first_then_the_window(qtbot, window, paper):
    window.press(KEY.Key_M, CTRL)
    window.press(KEY.Key_Escape)
    assert not paper.mail.isVisible()
    QTest.keyClick(paper, KEY.Key_Escape)
    qtbot.waitUntil(lambda: not shiboken6.isValid(paper))


def test_the_windows_fit_their_screen_and_no_form_makes_them_larger(window, paper):
    room = paper.screen().availableSize()
    first = paper.size()
    assert first.width() < room.width()
    assert first.height() < room.height()
    for key in (KEY.Key_M, KEY.Key_S):
        window.press(key, CTRL)
        assert paper.size() == first
        window.press(KEY.Key_Escape)
    assert paper.size() == first
    window.press(KEY.Key_O, CTRL | ALT)
    (outbox,) = window.frame.findChildren(object, "outboxWindow")
    assert outbox.width() < room.width()
    assert outbox.height() < room.height()


class Refuses(Post):
    """A server that takes nobody until it is told to."""

    refuse = True

    async def handle_RCPT(self, server, session, envelope, address, _options):
        if self.refuse:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def refusing(post, work):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Refuses(port)
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    with work.begin(actor=SYSTEM) as uow:
        write_firm_settings(uow, {"smtp.host": "127.0.0.1", "smtp.port": port, "smtp.security": "none"})
    yield server
    controller.stop()


def states_of(work):
    with work.reading(actor=SYSTEM) as view:
        return [row.state for row in read_outbox(view, PageRequest()).rows]


def test_a_refused_mail_is_listed_with_its_reason_sent_again_and_taken_back(
    qtbot, window, paper, refusing, work
):
    window.press(KEY.Key_M, CTRL)
    window.press(KEY.Key_Return, CTRL)
    assert states_of(work) == ["waiting"], "it is tried again by itself, but not at once"
    window.press(KEY.Key_O, CTRL | ALT)
    outbox = window.frame.findChildren(object, "outboxWindow")[0]
    qtbot.waitUntil(outbox.isActiveWindow)
    window.idle()
    assert "nobody of that name" in outbox.reason.text()
    window.press(KEY.Key_Delete, CTRL)
    assert states_of(work) == ["cancelled"]
    refusing.refuse = False
    window.press(KEY.Key_R, CTRL)
    assert states_of(work) == ["sent"]
    (envelope,) = refusing.envelopes
    assert envelope.rcpt_tos == ["ada@bergmann.example"]
    assert "gone out" in outbox.reason.text()


def test_a_mail_of_another_paper_to_somebody_else_is_queued(window, paper, papers, work, monkeypatch):
    window.press(KEY.Key_M, CTRL)
    lose_answer(monkeypatch, work)
    window.press(KEY.Key_Return, CTRL)
    window.press(KEY.Key_Escape)
    paper.papers.setFocus()
    paper.papers.select_row(1)
    window.press(KEY.Key_Return)
    window.press(KEY.Key_M, CTRL)
    paper.mail.form.set_values({"recipient": "boss@bergmann.example"})
    window.press(KEY.Key_Return, CTRL)
    with work.reading(actor=SYSTEM) as view:
        queued = sorted(row.recipient for row in read_outbox(view, PageRequest()).rows)
    assert queued == ["ada@bergmann.example", "boss@bergmann.example"]


def test_the_mail_of_the_next_paper_is_not_closed_by_the_answer_to_the_first(
    window,
    paper,
    papers,
    monkeypatch,
):
    window.press(KEY.Key_M, CTRL)
    gate = Gate(monkeypatch, mail_form, "queue_mail")
    press(window, KEY.Key_Return, CTRL)
    assert gate.entered.wait(60)
    paper.leave()
    paper.show_paper(papers[0])
    window.until(lambda: paper.shown.facts.id == papers[0])
    press(window, KEY.Key_M, CTRL)
    window.until(lambda: paper.mail.form.text("recipient") != "")
    gate.open(window)
    assert paper.mail.isVisible()
