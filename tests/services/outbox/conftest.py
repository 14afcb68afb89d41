"""A firm with a customer and its papers, and a mail server that can be told to refuse."""

from __future__ import annotations

import socket
import threading
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from app.domain.papers import PaperKind
from app.domain.rights import SYSTEM
from app.services.mail_transport import MailSecurity, MailSettings
from app.services.outbox import queue_mail
from app.services.papers import freeze_paper
from db.schema.firm import Firm
from db.schema.papers import Outbox
from db.schema.parties import Contact, Customer, PaymentTerm
from db.statements import insert_row
from tests.helpers.papers import sample_paper


class Post:
    """A server's inbox."""

    def __init__(self):
        self.messages = []
        self.answer = "250 OK"
        self._lock = threading.Lock()

    async def handle_DATA(self, server, session, envelope):
        with self._lock:
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer

    @property
    def ids(self):
        return [message["Message-ID"] for message in self.messages]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def settings(post):
    """The settings of a running server."""
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield MailSettings(
        "127.0.0.1", controller.port, "Desk <desk@firm.example>", MailSecurity.NONE, timeout_seconds=60
    )
    controller.stop()


@pytest.fixture
def customer(work):
    """A German customer with an address of its own."""
    firm = {
        "name": "Nordlicht GmbH", "street": "Hafen 1", "postcode": "20457", "city": "Hamburg", "country": "DE",
        "vat_id": "DE123456789", "currency": "EUR", "email": "office@firm.example",
    }  # fmt: skip
    with work.begin(actor=SYSTEM) as uow:
        insert_row(uow.db, Firm, firm)
        term = insert_row(uow.db, PaymentTerm, {"code": "30", "name": "30 days", "days": 30})
        values = {
            "number": "K1",
            "name": "Café Größenwahn",
            "sort_key": "cafe",
            "country": "DE",
            "term_id": term,
        }
        return insert_row(uow.db, Customer, {**values, "email": "post@cafe.example", "language": "de"})


@pytest.fixture
def make_paper(work, customer):
    """Freeze a paper of the customer."""

    def make(number="2026-00042", kind="statement", revision=0):
        with work.begin(actor=SYSTEM) as uow:
            return freeze_paper(
                uow,
                kind=kind,
                document_kind="customer",
                document_id=customer,
                revision=revision,
                number=number,
                content=sample_paper(1, PaperKind(kind), number=number, logo=None),
            )

    return make


@pytest.fixture
def make_contact(work, customer):
    """Add a contact of the customer."""

    def make(name, email, papers, *, active=True):
        values = {"customer_id": customer, "name": name, "email": email, "papers": papers, "active": active}
        with work.begin(actor=SYSTEM) as uow:
            return insert_row(uow.db, Contact, values)

    return make


@pytest.fixture
def queue(work, customer):
    """Queue a mail with a paper."""

    def put(paper_id, recipient="post@cafe.example", subject="Rechnung 42", body="Guten Tag,\n"):
        with work.begin(actor=SYSTEM) as uow:
            return queue_mail(
                uow, paper_id=paper_id, recipient=recipient, subject=subject, body=body, customer_id=customer
            )

    return put


@pytest.fixture
def mail(work):
    """One row of the outbox as it stands."""

    def read(mail_id):
        with work.reading(actor=SYSTEM) as view:
            return view.db.execute(sa.select(Outbox.__table__).where(Outbox.id == mail_id)).one()

    return read
