"""Mail to a real SMTP server, and each way in which it fails."""

import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from app.domain.errors import OutsideError, RefusedError
from app.services.mail_transport import (
    MailAttachment,
    MailSecurity,
    MailSettings,
    MailText,
    build_message,
    send,
)

CERTIFICATE = Path(__file__).resolve().parent.parent / "data" / "mail" / "localhost.pem"
MAIL = MailText(
    subject="Rechnung 2026-00042 über 1.234,50 €",
    text="Guten Tag,\n\nanbei die Rechnung.\n",
    to=("Anna Müller <anna@kunde.example>",),
    cc=("books@kunde.example",),
    attachments=(MailAttachment("Rechnung Größe 42.pdf", b"%PDF-1.7 \x00\xff bytes"),),
)


class Post:
    """A server's inbox that can be told to refuse."""

    def __init__(self):
        self.envelopes = []
        self.logins = []
        self.refused_recipients = set()
        self.data_answer = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused_recipients:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return self.data_answer

    def authenticate(self, server, session, envelope, mechanism, data):
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == b"right", handled=False)

    @property
    def messages(self):
        return [message_from_bytes(each.content, policy=policy.default) for each in self.envelopes]


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def serve(post):
    """Start a server with the options of a case; its settings come back."""
    running = []

    def start(security=MailSecurity.NONE, **options):
        controller = Controller(post, hostname="127.0.0.1", port=_free_port(), **options)
        controller.start()
        running.append(controller)
        return MailSettings("127.0.0.1", controller.port, "office@firm.example", security, timeout_seconds=60)

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def trusted(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _message(mail=MAIL, message_id="invoice-42-1@firm.example") -> EmailMessage:
    sent_at = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
    return build_message(
        mail, sender="Nordlicht <office@firm.example>", message_id=message_id, sent_at=sent_at
    )


def _with_login(settings, password):
    return MailSettings(
        settings.host,
        settings.port,
        settings.sender,
        settings.security,
        "desk",
        password,
        settings.timeout_seconds,
    )


def test_a_mail_arrives_with_text_attachment_and_its_own_message_id(serve, post):
    send(serve(), _message())

    (message,) = post.messages
    assert message["Message-ID"] == "<invoice-42-1@firm.example>"
    assert message["Subject"] == "Rechnung 2026-00042 über 1.234,50 €"
    assert message["To"].addresses[0].display_name == "Anna Müller"
    assert message["Date"].datetime == datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
    assert "anbei die Rechnung" in message.get_body(("plain",)).get_content()
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "Rechnung Größe 42.pdf"
    assert attachment.get_content() == b"%PDF-1.7 \x00\xff bytes"
    assert post.envelopes[0].rcpt_tos == ["anna@kunde.example", "books@kunde.example"]
    assert post.envelopes[0].mail_from == "office@firm.example"


def test_a_second_attempt_carries_the_same_message_id(serve, post):
    settings = serve()
    send(settings, _message())
    send(settings, _message())
    assert [message["Message-ID"] for message in post.messages] == ["<invoice-42-1@firm.example>"] * 2


def test_log_in_with_the_right_password(serve, post):
    settings = serve(authenticator=post.authenticate, auth_require_tls=False)
    send(_with_login(settings, "right"), _message())
    assert post.logins == ["desk"]
    assert len(post.messages) == 1


def test_a_wrong_password_names_the_user_and_sends_nothing(serve, post):
    settings = serve(authenticator=post.authenticate, auth_require_tls=False)
    with pytest.raises(OutsideError) as caught:
        send(_with_login(settings, "wrong"), _message())
    assert caught.value.code == "mail.login_refused"
    assert caught.value.params["user"] == "desk"
    assert "wrong" not in str(caught.value)
    assert post.messages == []


def test_a_password_that_no_log_in_can_carry_is_told_without_showing_it(serve, post):
    settings = serve(authenticator=post.authenticate, auth_require_tls=False)
    with pytest.raises(OutsideError) as caught:
        send(_with_login(settings, "straße"), _message())
    assert caught.value.code == "mail.login_letters"
    assert "ß" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_host_name_that_is_none_is_unreachable(serve):
    with pytest.raises(OutsideError) as caught:
        send(replace(serve(), host="post." + "ä" * 70), _message())
    assert caught.value.code == "mail.unreachable"


def test_a_server_without_log_in_is_told_as_such(serve):
    with pytest.raises(OutsideError) as caught:
        send(_with_login(serve(), "right"), _message())
    assert caught.value.code == "mail.login_refused"


def test_no_server_at_the_port_is_unreachable():
    settings = MailSettings("127.0.0.1", _free_port(), "office@firm.example", MailSecurity.NONE)
    with pytest.raises(OutsideError) as caught:
        send(settings, _message())
    assert caught.value.code == "mail.unreachable"
    assert caught.value.params["host"] == "127.0.0.1"
    assert caught.value.params["port"] == settings.port


def test_a_silent_server_is_a_timeout():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        settings = MailSettings("127.0.0.1", port, "o@firm.example", MailSecurity.NONE, timeout_seconds=0.2)
        with pytest.raises(OutsideError) as caught:
            send(settings, _message())
    assert caught.value.code == "mail.timeout"
    assert caught.value.params["seconds"] == 0.2


def test_all_recipients_refused_sends_nothing_and_names_them(serve, post):
    post.refused_recipients = {"anna@kunde.example", "books@kunde.example"}
    with pytest.raises(OutsideError) as caught:
        send(serve(), _message())
    assert caught.value.code == "mail.recipient_refused"
    assert caught.value.params["recipients"] == "anna@kunde.example, books@kunde.example"
    assert caught.value.params["answer"] == "5.1.1 no such mailbox"
    assert post.messages == []


def test_one_refused_recipient_is_told_though_the_other_gets_the_mail(serve, post):
    post.refused_recipients = {"books@kunde.example"}
    with pytest.raises(OutsideError) as caught:
        send(serve(), _message())
    assert caught.value.params["recipients"] == "books@kunde.example"
    assert [envelope.rcpt_tos for envelope in post.envelopes] == [["anna@kunde.example"]]


def test_a_mail_that_the_server_rejects_shows_its_answer(serve, post):
    post.data_answer = "554 5.7.1 looks like spam"
    with pytest.raises(OutsideError) as caught:
        send(serve(), _message())
    assert caught.value.code == "mail.refused"
    assert caught.value.params["answer"] == "5.7.1 looks like spam"


def test_a_mail_over_the_servers_size_limit_is_refused(serve, post):
    large = MailText("big", "big", ("a@kunde.example",), attachments=(MailAttachment("a.pdf", b"x" * 9_000),))
    with pytest.raises(OutsideError) as caught:
        send(serve(data_size_limit=2_000), _message(large))
    assert caught.value.code in {"mail.sender_refused", "mail.refused"}
    assert post.messages == []


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_a_server_without_encryption_gets_no_password(serve, post, security):
    settings = serve(security, authenticator=post.authenticate, auth_require_tls=False)
    with pytest.raises(OutsideError) as caught:
        send(_with_login(settings, "right"), _message())
    assert caught.value.code == "mail.no_encryption"
    assert post.logins == []


def test_a_mail_over_starttls_with_log_in(serve, post, trusted):
    settings = serve(MailSecurity.STARTTLS, tls_context=trusted, authenticator=post.authenticate)
    send(_with_login(settings, "right"), _message())
    assert post.logins == ["desk"]
    assert len(post.messages) == 1


def test_a_mail_over_tls_from_the_first_byte(serve, post, trusted):
    send(serve(MailSecurity.TLS, ssl_context=trusted), _message())
    assert len(post.messages) == 1


def test_a_certificate_nobody_vouches_for_is_refused(serve, post, trusted, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(OutsideError) as caught:
        send(serve(MailSecurity.TLS, ssl_context=trusted), _message())
    assert caught.value.code == "mail.no_encryption"
    assert post.messages == []


@pytest.mark.parametrize("address", ["", "nobody", "a@", "two@x.example\nBcc: all@x.example"])
def test_an_address_that_is_none_is_refused_by_name(address):
    with pytest.raises(RefusedError) as caught:
        _message(MailText("s", "t", (address,)))
    assert caught.value.code == "mail.bad_address"
    assert caught.value.params["address"] == address


def test_a_subject_of_two_lines_becomes_one():
    assert (
        _message(MailText("one\r\nBcc: x@y.example", "t", ("a@b.example",)))["Subject"]
        == "one Bcc: x@y.example"
    )
