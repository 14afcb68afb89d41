"""Files that SQLite has open: to open one beside it, in the same process, would drop its locks (see `FileDialog`)."""

from __future__ import annotations

from pathlib import Path

_BESIDE = ("-wal", "-shm")


def is_live_database(path: Path) -> bool:
    """Whether a file is a database in use, or one of the two files beside it; nothing is opened to find out."""
    name = path.name
    if name.endswith(_BESIDE):
        return True
    return any(path.with_name(name + ending).exists() for ending in _BESIDE)
