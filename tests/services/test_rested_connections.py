"""PostgreSQL's pooled connections: asked whether they live only after a rest, and replaced when they do not."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from db import session
from db.session import connect
from tests.ui.orders.outage import server_away


@pytest.fixture
def database(postgres_url):
    made = connect(postgres_url)
    yield made
    made.dispose()


def ask(database) -> int:
    with database.reading() as connection:
        return connection.execute(sa.text("select 1")).scalar_one()


@pytest.mark.parametrize(("rest", "asked"), [(3600.0, 0), (0.0, 3)])
def test_only_a_connection_that_rested_is_asked(database, monkeypatch, rest, asked):
    monkeypatch.setattr(session, "RESTED_S", rest)
    pings: list[object] = []
    ping = database.writer.dialect.do_ping

    def counted(raw: object) -> bool:
        pings.append(raw)
        return bool(ping(raw))

    monkeypatch.setattr(database.writer.dialect, "do_ping", counted)
    assert [ask(database) for _number in range(4)] == [1, 1, 1, 1]
    assert len(pings) == asked


def test_a_rested_connection_that_the_server_closed_is_replaced(database, postgres_server, monkeypatch):
    monkeypatch.setattr(session, "RESTED_S", 0.0)
    assert ask(database) == 1
    with server_away(postgres_server.host, database.url):
        pass
    assert ask(database) == 1
