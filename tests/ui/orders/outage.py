"""Databases that stop answering, as they do in an office, and a window that keys on meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import make_url

_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("begin exclusive")
print("held", flush=True)
sys.stdin.read()
connection.execute("rollback")
"""


@contextmanager
def held_by_another_program(url: str) -> Iterator[None]:
    """Another program holds the SQLite file."""
    path = url.removeprefix("sqlite:///")
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        yield
        program.communicate()


@contextmanager
def with_pragma(database, start: str, end: str) -> Iterator[None]:
    """Every connection that writes lives under a pragma: the disk is full, the file may only be read."""
    now = [start]

    def check_out(raw, _record, _proxy) -> None:
        raw.execute(now[0]).close()

    sa.event.listen(database.writer, "checkout", check_out)
    yield
    now[0] = end


@contextmanager
def server_away(superuser_host: str, url: str) -> Iterator[None]:
    """The server ends every connection to the database and takes no new one."""
    name = make_url(url).database

    def run(statement: str) -> None:
        with psycopg.connect(
            host=superuser_host, dbname="postgres", user="postgres", autocommit=True
        ) as link:
            link.execute(statement)

    run(f'alter database "{name}" allow_connections false')
    run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
    yield
    run(f'alter database "{name}" allow_connections true')
