"""A fair queue for SQLite's one writer: an OS lock on a small file beside the database."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _lock_at_once(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _lock_at_once(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Turnstile:
    """Whoever holds the turn may say BEGIN IMMEDIATE; it is released as soon as that has succeeded."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the turn. Where the file cannot be made (read-only folder), SQLite's own lock must do."""
        try:
            handle = self._path.open("ab")
        except OSError:
            yield
            return
        with handle:  # closing the file releases the lock
            with contextlib.suppress(OSError):
                _lock(handle.fileno())
            yield

    @contextlib.contextmanager
    def taken_if_free(self) -> Iterator[bool]:
        """Hold the turn without waiting for it; False where somebody else has it."""
        try:
            handle = self._path.open("ab")
        except OSError:
            yield True
            return
        with handle:
            try:
                _lock_at_once(handle.fileno())
            except OSError:
                yield False
                return
            yield True
