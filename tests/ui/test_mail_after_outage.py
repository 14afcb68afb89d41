"""A database that comes back is told at once what became of the mail that was on its way."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from app.bootstrap import open_office
from app.domain.papers import PaperKind
from app.domain.rights import SYSTEM
from app.services.outbox import queue_mail
from app.services.papers import freeze_paper
from app.services.settings_store import write_firm_settings
from app.views.kit.background import Background
from db.schema.papers import Outbox
from tests.helpers.papers import sample_paper
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import open_url
from tests.services.outbox.conftest import Post, free_port
from tests.ui.orders.outage import server_away


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def server(post):
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def elsewhere(postgres_url, server):
    """Another desk's office; it made the firm, its mail server and a mail that waits."""
    office = open_office(postgres_url)
    ids = make_small_firm(office.work)
    customer = ids["Bergmann Hotels Ltd"]
    with office.work.begin(actor=SYSTEM) as uow:
        sender = "Desk <desk@firm.example>"
        write_firm_settings(
            uow,
            {
                "smtp.host": "127.0.0.1",
                "smtp.port": server.port,
                "smtp.security": "none",
                "smtp.sender": sender,
            },
        )
        content = sample_paper(1, PaperKind.STATEMENT, number="1", logo=None)
        paper = freeze_paper(
            uow, kind="statement", document_kind="customer", document_id=customer, revision=0, number="1",
            content=content,
        )  # fmt: skip
        to = "post@hotel.example"
        queue_mail(uow, paper_id=paper, recipient=to, subject="Account", body="Hello", customer_id=customer)
    yield office
    office.close()


def states(office):
    with office.work.reading(actor=SYSTEM) as view:
        return list(view.db.execute(sa.select(Outbox.state)).scalars())


def test_a_mail_that_went_out_while_the_server_went_away_is_recorded_by_itself(
    qtbot, elsewhere, post, postgres_url, postgres_server
):
    deliver, outage = post.handle_DATA, server_away(postgres_server.host, postgres_url)

    async def handle(server, session, envelope):
        answer = await deliver(server, session, envelope)
        outage.__enter__()
        return answer

    post.handle_DATA = handle
    desk = open_url(qtbot, postgres_url)
    background = desk.frame.findChild(Background)
    assert background is not None
    background._first.stop()  # the start's own round would hide what is looked at here
    background.send_mail()
    qtbot.waitUntil(lambda: len(post.ids) == 1)  # its paper is drawn first
    desk.idle()
    outage.__exit__(None, None, None)
    elsewhere.database.dispose()  # its connections ended with the server's
    qtbot.waitUntil(lambda: states(elsewhere) == ["sent"])
    desk.close()
    assert len(post.ids) == 1
