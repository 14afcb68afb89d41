"""Code that would be compiled from text at every start, kept beside our own compiled modules by the text itself.

Dataclasses write their methods as text, PySide brings its helpers so: a tenth of a start.
A text that is another one now (a changed class, a newer library) is compiled anew.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import CodeType

_compile = compile  # Python's own, even while PySide is imported
MOST = 10_000
"""Texts that are kept; beyond that only those that this process asked for."""


class KeptCode:
    """Compiles as Python does, each text once and for all later starts."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[tuple[str, str | bytes], bytes] | None = None
        self._used: dict[tuple[str, str | bytes], bytes] = {}
        self._is_new = False

    def compile(self, source: str | bytes, filename: str, mode: str = "exec") -> CodeType:
        """The code of a text; read from the file at the first call."""
        if self._known is None:
            self._known = self._read()
        key = filename, source
        kept = self._known.get(key)
        code: CodeType
        if kept is None:
            code = _compile(source, filename, mode, dont_inherit=True)
            self._known[key] = kept = marshal.dumps(code)
            self._is_new = True
        else:
            code = marshal.loads(kept)  # noqa: S302 - as trusted as the compiled modules beside it
        self._used[key] = kept
        return code

    def execute(self, source: Any, names: dict[str, Any], local: dict[str, Any] | None = None) -> None:
        """Python's `exec` of a text or of code."""
        code = self.compile(source, "<string>") if isinstance(source, str) else source
        exec(code, names, local)  # noqa: S102 - whoever calls would

    def save(self) -> None:
        """Write what is new, whole or not at all; where nothing may be written, the next start compiles again."""
        if not self._is_new or self._known is None or sys.dont_write_bytecode:
            return
        self._is_new = False
        texts = dict(self._known) if len(self._known) <= MOST else dict(self._used)
        part = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            part.write_bytes(MAGIC_NUMBER + marshal.dumps(texts))
            part.replace(self._file)
        except OSError:
            part.unlink(missing_ok=True)

    def _read(self) -> dict[tuple[str, str | bytes], bytes]:
        try:
            content = self._file.read_bytes()
            if not content.startswith(MAGIC_NUMBER):
                return {}
            known = marshal.loads(content[len(MAGIC_NUMBER) :])  # noqa: S302 - as above
        except (OSError, EOFError, ValueError, TypeError):
            return {}
        return known if isinstance(known, dict) else {}


KEPT = KeptCode(Path(cache_from_source(__file__)).with_suffix(".texts"))
"""What this program keeps."""
