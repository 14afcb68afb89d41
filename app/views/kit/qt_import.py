"""Importing PySide without what it does at every start and nobody here needs."""

from __future__ import annotations

import builtins
import marshal
import os
import sys
from importlib import import_module
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any

_HELPERS = "shibokensupport/"


class KeptCode:
    """A `compile` that keeps the code of PySide's own helpers, as Python itself keeps that of modules.

    They come as 130 KB of text inside its library and are compiled at each start: a tenth of a bare Qt window's
    processor time. A text that is another one now (a newer PySide) is compiled anew.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._compile = builtins.compile
        self._known = self._read()
        self._is_new = False

    def __enter__(self) -> None:
        setattr(builtins, "compile", self)  # noqa: B010 - for the time of one import; mypy knows its type

    def __exit__(self, *_error: object) -> None:
        setattr(builtins, "compile", self._compile)  # noqa: B010 - as above
        if self._is_new and not sys.dont_write_bytecode:
            self._write()

    def __call__(self, source: Any, filename: Any, mode: str, *arguments: Any, **named: Any) -> Any:
        """Python's `compile`; PySide's helpers come as they were kept."""
        if not isinstance(source, bytes) or not str(filename).startswith(_HELPERS):
            return self._compile(source, filename, mode, *arguments, **named)
        if source not in self._known:
            self._known[source] = self._compile(source, filename, mode, *arguments, **named)
            self._is_new = True
        return self._known[source]

    def _read(self) -> dict[bytes, Any]:
        try:
            kept = self._file.read_bytes()
            known = marshal.loads(kept[len(MAGIC_NUMBER) :]) if kept.startswith(MAGIC_NUMBER) else {}  # noqa: S302 - as trusted as the compiled modules beside it
        except (OSError, EOFError, ValueError, TypeError):
            return {}
        return known if isinstance(known, dict) else {}

    def _write(self) -> None:
        """Whole or not at all; where nothing may be written, the next start compiles again."""
        part = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            part.write_bytes(MAGIC_NUMBER + marshal.dumps(self._known))
            part.replace(self._file)
        except OSError:
            part.unlink(missing_ok=True)


def import_qt() -> None:
    """Import PySide; everything that imports it afterwards is served by this."""
    with KeptCode(Path(cache_from_source(__file__)).with_suffix(".shibokensupport")):
        import_module("PySide6.QtCore")
    _forgo_features()


def _forgo_features() -> None:
    """Keep PySide from reading the source of every module that is imported after it.

    It looks for its own name there, to switch optional spellings (`snake_case`, `true_property`) on, and Python
    keeps the text of what was read: 25 MB and a tenth of the start. Nothing in this program is spelt so.
    """
    feature = import_module("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):  # a later PySide may do without
        setattr(feature, "_mod_uses_pyside", lambda _module: False)  # noqa: B010 - there are no types for it
