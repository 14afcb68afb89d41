"""The files of a list as text, with what each of them is recognised by."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from app.domain.errors import OutsideError, RefusedError

END_OF_FILE = "\x1a"  # the last byte of OFAC's files
_MOST_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class FileText:
    """A file: its name, its bytes and the day on which it was written."""

    name: str
    content: bytes
    written: date

    @property
    def text(self) -> str:
        """Decoded: UTF-8, else the Latin-1 of older editions."""
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.content.decode("cp1252", errors="replace")

    @property
    def is_xml(self) -> bool:
        """Whether it begins like XML."""
        return self.content.lstrip(b"\xef\xbb\xbf\x00\xff\xfe \r\n\t")[:1] == b"<"


def read_files(paths: Sequence[Path]) -> tuple[FileText, ...]:
    """The files; refused when one is empty or too large, `OutsideError` when one cannot be read."""
    return tuple(_read_file(path) for path in paths)


def _read_file(path: Path) -> FileText:
    try:
        facts = path.stat()
        if facts.st_size > _MOST_BYTES:
            raise RefusedError("screening.file_too_large", file=path.name)
        content = path.read_bytes()
    except OSError as error:
        raise OutsideError("screening.file_unreadable", file=str(path), reason=error.strerror) from error
    if not content.strip(b" \r\n\t\x1a\x00\xef\xbb\xbf"):
        raise RefusedError("screening.file_empty", file=path.name)
    return FileText(path.name, content, datetime.fromtimestamp(facts.st_mtime, UTC).date())


def hash_of(files: Sequence[FileText]) -> str:
    """One hash over all files, whatever their order and names."""
    digests = sorted(hashlib.sha256(file.content).digest() for file in files)
    return hashlib.sha256(b"".join(digests)).hexdigest()
