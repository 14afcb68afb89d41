"""Building and sending one mail by SMTP; a failure becomes an `OutsideError` that says what to do.

Codes and their parameters (every one has `host` and `port`):
`mail.unreachable` (reason), `mail.timeout` (seconds), `mail.login_refused` (user, answer), `mail.login_letters` (user),
`mail.no_encryption` (reason), `mail.sender_refused` (sender, answer),
`mail.recipient_refused` (recipients, answer), `mail.refused` (answer).
"""

from __future__ import annotations

import enum
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from app.domain.errors import OutsideError, RefusedError
from app.domain.identifiers import is_email

TIMEOUT_SECONDS = 20.0


class MailSecurity(enum.StrEnum):
    """How the connection is encrypted."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How to reach the firm's mail server; without a user no log-in is tried."""

    host: str
    port: int
    sender: str
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file to send along; `media_type` such as application/pdf."""

    name: str
    data: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class MailText:
    """What the mail says, and to whom; addresses may carry a name: `Ada Meyer <ada@x.example>`."""

    subject: str
    text: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    attachments: tuple[MailAttachment, ...] = ()


def build_message(
    mail: MailText, *, sender: str, message_id: str, sent_at: datetime | None = None
) -> EmailMessage:
    """Return the message; `message_id` stays the same over all attempts, so that no reader shows it twice.

    Raises RefusedError `mail.bad_address` (address) for one that is none.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = _bracketed(message_id)
    message["From"] = _address(sender)
    message["To"] = tuple(_address(each) for each in mail.to)
    if mail.cc:
        message["Cc"] = tuple(_address(each) for each in mail.cc)
    message["Subject"] = " ".join(mail.subject.split())
    if sent_at is not None:
        message["Date"] = format_datetime(sent_at)
    message.set_content(mail.text)
    for attachment in mail.attachments:
        main_type, _, sub_type = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.data, maintype=main_type, subtype=sub_type or "octet-stream", filename=attachment.name
        )
    return message


def send(settings: MailSettings, message: EmailMessage) -> None:
    """Hand the message to the mail server for every recipient.

    Raises OutsideError with the codes of this module. When the server refuses some recipients
    and takes others, the mail is on its way to those: `recipients` names only the refused ones.
    """
    with _told_apart(settings), _connection(settings) as server:
        if settings.user:
            _log_in(server, settings)
        refused = server.send_message(message)
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)


def _log_in(server: smtplib.SMTP, settings: MailSettings) -> None:
    try:
        server.login(settings.user, settings.password)
    except UnicodeError:  # smtplib knows ASCII only; the error itself would show a letter of the password
        raise _outside("mail.login_letters", settings, user=settings.user) from None


def _bracketed(message_id: str) -> str:
    return message_id if message_id.startswith("<") else f"<{message_id}>"


def is_address(text: str) -> bool:
    """Whether mail can come from or go to it: `ada@x.example`, `Ada Meyer <ada@x.example>`."""
    try:
        _address(text)
    except RefusedError:
        return False
    return is_email(parseaddr(text)[1])


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    try:
        parsed = Address(display_name=name, addr_spec=address)
    except (ValueError, LookupError, HeaderParseError) as error:
        raise RefusedError("mail.bad_address", address=text) from error
    if not parsed.username or not parsed.domain or not text.isprintable():  # a line end could add a header
        raise RefusedError("mail.bad_address", address=text)
    return parsed


@contextmanager
def _connection(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    timeout = settings.timeout_seconds
    if settings.security is MailSecurity.TLS:
        context = ssl.create_default_context()
        with smtplib.SMTP_SSL(settings.host, settings.port, timeout=timeout, context=context) as server:
            yield server
        return
    with smtplib.SMTP(settings.host, settings.port, timeout=timeout) as server:
        if settings.security is MailSecurity.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        yield server


@contextmanager
def _told_apart(settings: MailSettings) -> Iterator[None]:
    """Turn what SMTP and the network raise into errors that a clerk can act on."""
    try:
        yield
    except smtplib.SMTPException as error:
        raise _smtp_error(settings, error) from error
    except TimeoutError as error:
        raise _outside("mail.timeout", settings, seconds=settings.timeout_seconds) from error
    except ssl.SSLError as error:
        raise _outside("mail.no_encryption", settings, reason=str(error.reason or error)) from error
    except OSError as error:
        raise _outside("mail.unreachable", settings, reason=error.strerror or str(error)) from error
    except UnicodeError as error:  # a host name that is none
        raise _outside("mail.unreachable", settings, reason=str(error)) from error


def _smtp_error(settings: MailSettings, error: smtplib.SMTPException) -> OutsideError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        recipients = ", ".join(sorted(error.recipients))
        _, answer = next(iter(error.recipients.values()))
        return _outside("mail.recipient_refused", settings, recipients=recipients, answer=_words(answer))
    if isinstance(error, smtplib.SMTPSenderRefused):
        words = _words(error.smtp_error)
        return _outside("mail.sender_refused", settings, sender=error.sender, answer=words)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        words = _words(error.smtp_error)
        return _outside("mail.login_refused", settings, user=settings.user, answer=words)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _not_supported(settings, error)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _disconnected(settings, error)
    said = _words(error.smtp_error) if isinstance(error, smtplib.SMTPResponseException) else str(error)
    return _outside("mail.refused", settings, answer=said)


def _not_supported(settings: MailSettings, error: smtplib.SMTPNotSupportedError) -> OutsideError:
    if "STARTTLS" in str(error):
        return _outside("mail.no_encryption", settings, reason=str(error))
    if settings.user and "AUTH" in str(error):
        return _outside("mail.login_refused", settings, user=settings.user, answer=str(error))
    return _outside("mail.refused", settings, answer=str(error))


def _disconnected(settings: MailSettings, error: smtplib.SMTPServerDisconnected) -> OutsideError:
    """A read that timed out is dressed up as a lost connection by smtplib: tell the two apart."""
    if isinstance(error.__context__, TimeoutError) or "timed out" in str(error):
        return _outside("mail.timeout", settings, seconds=settings.timeout_seconds)
    return _outside("mail.unreachable", settings, reason=str(error))


def _outside(code: str, settings: MailSettings, **params: object) -> OutsideError:
    return OutsideError(code, host=settings.host, port=settings.port, **params)


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
