"""The file behind an import: a sample of it, and its blocks with how far the reading is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import OutsideError

BLOCK_BYTES = 64 * 1024
SAMPLE_BYTES = 256 * 1024


@contextmanager
def _reading(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutsideError("import.cannot_read", file=path, detail=error.strerror or str(error)) from error


def read_sample(path: str) -> tuple[bytes, bytes]:
    """The first 256 KB of the file and, of a longer one, 256 KB of its middle."""
    with _reading(path), Path(path).open("rb") as file:
        size = Path(path).stat().st_size
        head = file.read(SAMPLE_BYTES)
        if size <= 2 * SAMPLE_BYTES:
            return head, b""
        file.seek(size // 2)
        return head, file.read(SAMPLE_BYTES)


class BlockReader:
    """The file in blocks of 64 KB; `fraction` tells how much of it was read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._read = 0
        with _reading(path):
            self._size = max(Path(path).stat().st_size, 1)

    @property
    def fraction(self) -> float:
        """From 0 to 1."""
        return min(self._read / self._size, 1.0)

    def __iter__(self) -> Iterator[bytes]:
        with _reading(self._path), Path(self._path).open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                self._read += len(block)
                yield block


def content_key(path: str) -> str:
    """A short hash of the file's bytes: the same file imported again is known by it."""
    digest = hashlib.sha256()
    for block in BlockReader(path):
        digest.update(block)
    return digest.hexdigest()[:16]
