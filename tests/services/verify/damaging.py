"""Damage to a copy of a database by SQL, behind the program's back, and what `verify` says of it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.verify import Finding, verify

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def make_sound(template: Path, path: Path, live: Callable[[Any, FixedClock], None]) -> Path:
    """A file in which `live(work, clock)` has happened; it is only copied from then on."""
    shutil.copyfile(template, path)
    clock = FixedClock(MONDAY)
    office = open_office(f"sqlite:///{path}", clock=clock)
    live(office.work, clock)
    office.close()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("pragma wal_checkpoint(truncate)")
    return path


def damage(path: Path, *statements: str) -> None:
    """Run statements without the database's own guards."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("pragma ignore_check_constraints=on")
        names = raw.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        for (name,) in names:
            raw.execute(f"drop trigger {name}")
        changed = [raw.execute(statement).rowcount for statement in statements]
        raw.commit()
    assert all(changed), "the damage must hit a row"


def findings_of(path: Path) -> tuple[Finding, ...]:
    """What `verify` finds in the file."""
    office = open_office(f"sqlite:///{path}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            return verify(view)
    finally:
        office.close()
