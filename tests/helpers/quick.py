"""What makes thousands of small databases quick: memory for their files, and statements compiled once a run."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

ROOM_BYTES = 2 * 1024**3
STATEMENTS = 5000  # more than the program has


def quick_folder() -> str | None:
    """Memory instead of a disk where there is room: a database a test makes and removes 900 files each time.

    On ext4 that took most of the processor's time (it looks for recently deleted inodes; measured).
    """
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM_BYTES:
        return None
    return str(memory)


def folder_of_this_run(prefix: str) -> str:
    """A folder that goes with the process.

    A test's files need not survive a power cut: on a disk a third of its time goes to waiting for them (measured).
    """
    folder = tempfile.mkdtemp(prefix=prefix, dir=quick_folder())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def share_dialects() -> None:
    """All engines of a kind take their statements from one place, as if a process had opened one database only.

    SQLAlchemy keeps compiled statements by dialect and engine. A test opens an engine of its own and compiles each
    statement anew, which took a quarter of its time (measured).
    """
    patch = pytest.MonkeyPatch()
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        patch.setattr(kind, "__eq__", _is_of_the_same_kind)
        patch.setattr(kind, "__hash__", _hash_of_the_kind)
    caches: dict[type, LRUCache[Any, Any]] = {}
    plain = Engine.__init__

    def init(engine: Engine, pool: Any, dialect: Any, *arguments: Any, **named: Any) -> None:
        plain(engine, pool, dialect, *arguments, **named)
        engine._compiled_cache = caches.setdefault(type(dialect), LRUCache(STATEMENTS))

    patch.setattr(Engine, "__init__", init)


def _is_of_the_same_kind(dialect: object, other: object) -> bool:
    return type(dialect) is type(other)


def _hash_of_the_kind(dialect: object) -> int:
    return hash(type(dialect))
