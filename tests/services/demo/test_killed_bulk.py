"""A bulk load that is killed leaves a whole file: whoever opens it next makes the indexes that were aside."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import open_office
from db import aside
from db.session import connect

ROOT = Path(__file__).resolve().parent.parent.parent.parent
INDEXES = "select name, sql from sqlite_master where type = 'index' order by name"
KILLED = """
import os, signal, sys
from app.bootstrap import open_office
from app.services.demo import bulk, make_demo_firm
bulk.CUSTOMERS, bulk.PRODUCTS, bulk.ORDERS, bulk.CHUNK = 20, 30, 75, 60
told = []
def progress(_fraction, text):
    told.append(text)
    if told.count("Adding orders") == 2:
        os.kill(os.getpid(), signal.SIGKILL)
make_demo_firm(open_office(sys.argv[1]).work, size="small", scale=2, progress=progress)
"""


def ask(url, statement):
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return connection.execute(statement).fetchall()


def test_a_load_that_is_killed_has_all_its_indexes_after_the_next_start(sqlite_url):
    before = ask(sqlite_url, INDEXES)
    done = subprocess.run([sys.executable, "-c", KILLED, sqlite_url], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(ask(sqlite_url, INDEXES)) < len(before) - 10, "they were aside when it was killed"
    open_office(sqlite_url).close()
    assert ask(sqlite_url, INDEXES) == before
    assert ask(sqlite_url, "select count(*) from sales_order where imported")[0][0] > 0
    assert ask(sqlite_url, "select key from setting where key like 'indexes%'") == []


def test_a_second_kill_loses_no_index_either(sqlite_url, monkeypatch):
    """Each index and the note of what is still missing are one transaction."""
    database, before = connect(sqlite_url), ask(sqlite_url, INDEXES)
    write, left = aside._write, []

    def killed(connection, statements):
        left.append(len(statements))
        if len(left) == 3:
            raise KeyboardInterrupt
        write(connection, statements)

    with pytest.raises(KeyboardInterrupt), aside.indexes_aside(database, ["sales_order", "order_line"]):
        monkeypatch.setattr(aside, "_write", killed)
    monkeypatch.setattr(aside, "_write", write)
    assert 0 < len(before) - len(ask(sqlite_url, INDEXES)) < left[0] + 1
    assert aside.bring_back_indexes(database) == left[1]
    assert ask(sqlite_url, INDEXES) == before
    database.dispose()


def test_who_opens_the_file_while_it_is_loaded_leaves_the_indexes_aside(sqlite_url):
    database, before = connect(sqlite_url), ask(sqlite_url, INDEXES)
    with aside.indexes_aside(database, ["sales_order"]):
        without = ask(sqlite_url, INDEXES)
        open_office(sqlite_url).close()
        assert ask(sqlite_url, INDEXES) == without != before
    assert ask(sqlite_url, INDEXES) == before
    assert not Path(f"{database.path}.aside").exists()
    database.dispose()


def test_a_file_with_nothing_aside_is_opened_by_one_more_question(sqlite_url):
    database = connect(sqlite_url)
    assert aside.bring_back_indexes(database) == 0
    assert not Path(f"{database.path}.aside").exists()
    database.dispose()
