"""What another process commits is heard here, once, within two seconds, on both databases."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from app.bootstrap import open_office
from app.domain.changes import Change
from app.domain.rights import SYSTEM
from app.services import change_feed
from app.services.change_feed import APPLICATION, WINDOW, ChangeFeed
from app.services.unit_of_work import NOTIFY_LIMIT
from db.schema.firm import ChangeLog

ROOT = Path(__file__).resolve().parent.parent.parent
HEARD_S = 2.0  # house.md
PATIENCE_S = 60.0
HOUR_S = 3600.0

OTHER_PROGRAM = """
import sys
from app.bootstrap import open_office
from app.domain.rights import SYSTEM
office = open_office(sys.argv[1])
print("open", flush=True)
for line in sys.stdin:
    with office.work.begin(actor=SYSTEM) as uow:
        uow.changed("order", int(line), version=3)
    print("committed", flush=True)
office.close()
"""


class Ear:
    """Collects what is heard."""

    def __init__(self):
        self.changes = []
        self._news = threading.Condition()

    def hear(self, changes):
        with self._news:
            self.changes += changes
            self._news.notify_all()

    def wait_for(self, *wanted, seconds=PATIENCE_S):
        with self._news:
            assert self._news.wait_for(lambda: set(wanted) <= set(self.changes), seconds), self.changes


@pytest.fixture(autouse=True)
def _no_net(monkeypatch):
    """What is heard was told: nobody looks into the change log besides."""
    monkeypatch.setattr(change_feed, "NET_S", HOUR_S)


@pytest.fixture
def ear():
    return Ear()


@pytest.fixture
def feed(work, ear):
    running = ChangeFeed(work, ear.hear)
    running.start()
    assert running.listening.wait(PATIENCE_S)
    yield running
    running.stop()


@pytest.fixture
def colleague(database_url):
    opened = open_office(database_url)
    yield opened.work
    opened.close()


def change(work, *ids, kind="order", version=1):
    with work.begin(actor=SYSTEM) as uow:
        for id_ in ids:
            uow.changed(kind, id_, version=version)
    return tuple(Change(kind, id_, version) for id_ in ids)


def test_a_change_of_another_process_is_heard_without_waiting_for_the_net(feed, ear, database_url):
    """Within two seconds: a file is asked that often, a server calls. How long it took is no matter of a test."""
    assert change_feed.POLL_S < HEARD_S / 4
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_PROGRAM, database_url],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        for number in (7, 8):
            other.stdin.write(f"{number}\n")
            other.stdin.flush()
            assert other.stdout.readline() == "committed\n"
            ear.wait_for(Change("order", number, 3))
        other.stdin.close()
        assert other.wait(PATIENCE_S) == 0
    assert ear.changes == [Change("order", 7, 3), Change("order", 8, 3)]


def test_what_one_clerk_commits_another_hears_once_and_in_order(feed, ear, colleague):
    first = change(colleague, 1, 2)
    second = change(colleague, 1, version=2)
    ear.wait_for(*first, *second)
    assert ear.changes == [*first, *second]


def test_own_changes_are_not_heard_as_foreign(feed, ear, work, colleague):
    change(work, 1, 2, 3)
    theirs = change(colleague, 4)
    ear.wait_for(*theirs)
    assert ear.changes == list(theirs)


def test_what_was_committed_before_the_start_is_not_told(work, ear, colleague):
    change(colleague, 1)
    feed = ChangeFeed(work, ear.hear)
    feed.start()
    assert feed.listening.wait(PATIENCE_S)
    later = change(colleague, 2)
    ear.wait_for(*later)
    feed.stop()
    assert ear.changes == list(later)


def test_more_changes_than_a_notification_carries_are_all_heard(feed, ear, colleague):
    many = change(colleague, *range(1, NOTIFY_LIMIT // 10))
    ear.wait_for(*many)
    assert sorted(each.id for each in ear.changes) == [each.id for each in many]


def test_a_listener_that_fails_does_not_deafen_the_others(work, ear, colleague, caplog):
    def fail_once(changes):
        ear.hear(changes)
        if len(ear.changes) == 1:
            raise ZeroDivisionError

    feed = ChangeFeed(work, fail_once)
    feed.start()
    assert feed.listening.wait(PATIENCE_S)
    ear.wait_for(*change(colleague, 1))
    ear.wait_for(*change(colleague, 2))
    feed.stop()
    assert "a listener failed" in caplog.text


def test_a_stopped_feed_leaves_no_thread(work, ear, colleague, monkeypatch):
    """Its end does not wait until it would have looked again."""
    monkeypatch.setattr(change_feed, "POLL_S", HOUR_S)
    before = set(threading.enumerate())
    feed = ChangeFeed(work, ear.hear)
    feed.start()
    assert feed.listening.wait(PATIENCE_S)
    stopping = threading.Thread(target=feed.stop, daemon=True)
    stopping.start()
    stopping.join(PATIENCE_S)
    assert not stopping.is_alive()
    assert set(threading.enumerate()) <= before
    change(colleague, 1)
    assert ear.changes == []


def test_a_feed_that_never_started_stops(work, ear):
    before = set(threading.enumerate())
    ChangeFeed(work, ear.hear).stop()
    assert set(threading.enumerate()) <= before
    assert ear.changes == []


def _end_listeners(server):
    with psycopg.connect(host=server.host, dbname="postgres", user="postgres", autocommit=True) as connection:
        statement = sql.SQL(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = {}"
        )
        return len(connection.execute(statement.format(sql.Literal(APPLICATION))).fetchall())


def test_after_a_lost_connection_what_was_missed_is_heard(postgres_url, postgres_server, ear, monkeypatch):
    monkeypatch.setattr("app.services.change_feed.BACKOFF_S", (0.05,))
    office, colleague = open_office(postgres_url), open_office(postgres_url)
    back = threading.Event()
    feed = ChangeFeed(office.work, ear.hear, came_back=back.set)
    feed.start()
    assert feed.listening.wait(PATIENCE_S)
    assert not back.is_set()
    assert _end_listeners(postgres_server) == 1
    missed = change(colleague.work, 1)
    ear.wait_for(*missed)
    assert back.wait(PATIENCE_S)
    heard_again = change(colleague.work, 2)
    ear.wait_for(*heard_again)
    feed.stop()
    office.close()
    colleague.close()
    assert ear.changes == [*missed, *heard_again]


def test_a_change_that_commits_after_a_thousand_later_ones_is_heard(postgres_url, ear):
    office, colleague, slow = open_office(postgres_url), open_office(postgres_url), open_office(postgres_url)
    feed = ChangeFeed(office.work, ear.hear)
    feed.start()
    assert feed.listening.wait(PATIENCE_S)
    late = Change("order", 77, 5)
    with slow.work.begin(actor=SYSTEM) as uow:
        row = {"kind": "order", "entity_id": 77, "version": 5, "origin": "slow", "at": uow.now}
        uow.db.execute(sa.insert(ChangeLog).values(**row))
        ear.wait_for(*change(colleague.work, *range(1, WINDOW + 50), kind="stock"))
        ear.wait_for(*change(colleague.work, 9_999, kind="stock"))
        uow.db.execute(sa.select(sa.func.pg_notify("keyline", '["slow",[["order",77,5]]]')))
        assert late not in ear.changes
    ear.wait_for(late)
    feed.stop()
    for each in (office, colleague, slow):
        each.close()
