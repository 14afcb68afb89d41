"""Importing PySide without what it does at every start and nobody here needs."""

from __future__ import annotations

import builtins
from importlib import import_module
from typing import TYPE_CHECKING, Any

from app.kept_code import KEPT
from app.views.kit import qt_enums

if TYPE_CHECKING:
    from app.kept_code import KeptCode

_HELPERS = "shibokensupport/"


class KeptHelpers:
    """In place of Python's `compile` while PySide is imported.

    Its helpers come as 130 KB of text inside its library and would be compiled at each start: a tenth of a bare
    Qt window's processor time.
    """

    def __init__(self, kept: KeptCode) -> None:
        self._kept = kept
        self._compile = builtins.compile

    def __enter__(self) -> None:
        setattr(builtins, "compile", self)  # noqa: B010 - for the time of one import; mypy knows its type

    def __exit__(self, *_error: object) -> None:
        setattr(builtins, "compile", self._compile)  # noqa: B010 - as above

    def __call__(self, source: Any, filename: Any, mode: str, *arguments: Any, **named: Any) -> Any:
        """Python's `compile`; PySide's helpers come as they were kept."""
        if not isinstance(source, bytes) or not str(filename).startswith(_HELPERS):
            return self._compile(source, filename, mode, *arguments, **named)
        return self._kept.compile(source, filename, mode)


def import_qt() -> None:
    """Import PySide; everything that imports it afterwards is served by this.

    PySide puts a function of its own in the place of Python's import. It reads the source of every module that is
    imported afterwards, to switch optional spellings (`snake_case`, `true_property`) on: 25 MB of text and a tenth
    of the start, and each import statement takes three times as long. Nothing in this program is spelt so.
    """
    qt_enums.install()
    plain_import = builtins.__import__
    with KeptHelpers(KEPT):
        import_module("PySide6.QtCore")
    setattr(builtins, "__import__", plain_import)  # noqa: B010 - mypy knows its type
