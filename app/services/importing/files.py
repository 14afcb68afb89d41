"""The file behind an import: a sample of it, and its blocks with how far the reading is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import OutsideError
from app.domain.importing.formats import other_format
from app.services.live_database import is_live_database

BLOCK_BYTES = 64 * 1024
SAMPLE_BYTES = 256 * 1024
_CODES: Mapping[type[OSError], str] = {
    FileNotFoundError: "import.no_file",
    IsADirectoryError: "import.is_folder",
    PermissionError: "import.not_allowed",
}


@contextmanager
def _reading(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = _CODES.get(type(error), "import.cannot_read")
        raise OutsideError(code, file=path, detail=error.strerror or str(error)) from error


def read_sample(path: str) -> tuple[bytes, bytes]:
    """The first 256 KB of the file and, of a longer one, 256 KB of its middle."""
    check_is_file(path)
    with _reading(path), Path(path).open("rb") as file:
        size = Path(path).stat().st_size
        head = file.read(SAMPLE_BYTES)
        if size <= 2 * SAMPLE_BYTES:
            return head, b""
        file.seek(size // 2)
        return head, file.read(SAMPLE_BYTES)


def check_is_file(path: str) -> None:
    """Refuse what has no end or no rows: a folder, a pipe, a device. Opening a pipe would wait for ever.

    A database in use is refused unopened: see `app.services.live_database`.
    """
    place = Path(path)
    if place.is_dir():
        raise OutsideError("import.is_folder", file=path)
    if place.exists() and not place.is_file():
        raise OutsideError("import.no_plain_file", file=path)
    if is_live_database(place):
        raise OutsideError("import.is_database", file=path)


def check_is_text(path: str, head: bytes, encoding: str) -> None:
    """Refuse a workbook, a PDF, a picture ... whatever it is called, with what to do instead."""
    found = other_format(head, encoding)
    if found:
        raise OutsideError(f"import.is_{found}", file=path)


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
