"""A load that is killed leaves nothing: the next start finds the database as it was before."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import open_office

ROOT = Path(__file__).resolve().parent.parent.parent.parent
INDEXES = "select name, sql from sqlite_master where type = 'index' order by name"
KILLED = """
import os, signal, sys
from app.bootstrap import open_office
from app.services.demo import bulk, make_demo_firm
bulk.CUSTOMERS, bulk.PRODUCTS, bulk.ORDERS, bulk.CHUNK = 20, 30, 75, 15
told = []
def progress(_fraction, text):
    told.append(text)
    if told.count(sys.argv[2]) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
make_demo_firm(open_office(sys.argv[1]).work, size="small", scale=2, progress=progress)
"""


def ask(url, statement):
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize("during", ["Adding orders", "Adding payments"])
def test_of_a_load_that_is_killed_nothing_is_there(during, sqlite_url, clock):
    indexes = ask(sqlite_url, INDEXES)
    done = subprocess.run([sys.executable, "-c", KILLED, sqlite_url, during], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    office = open_office(sqlite_url, clock=clock)
    assert ask(sqlite_url, INDEXES) == indexes
    for table in ("firm", "customer", "sales_order", "invoice", "payment", "ledger_entry", "setting"):
        assert ask(sqlite_url, f"select count(*) from {table}") == [(0,)], table
    office.close()
