"""Noto Sans in two static cuts for papers, made once and kept in the cache folder.

The package ships one variable font, which ReportLab cannot embed. The cuts are instanced from it
(about 4 s on the first paper ever), hold Latin, Greek, Cyrillic and currency signs, and are equal
on every machine, so a frozen paper can be printed again byte by byte.
"""

from __future__ import annotations

import os
import struct
import threading
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import platformdirs
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

REGULAR = "KeylinePaper-Regular"
BOLD = "KeylinePaper-Bold"
REPLACEMENT = "\ufffd"

_RECIPE = 1  # part of the file names: a changed recipe never meets yesterday's files
_WEIGHTS = {REGULAR: 400, BOLD: 700}
_registering = threading.Lock()


def ensure_fonts() -> None:
    """Make, cache and register both cuts; cheap when they are there. Safe in threads and processes."""
    with _registering:
        if BOLD in pdfmetrics.getRegisteredFontNames():
            return
        paths = {name: _path_of(name) for name in _WEIGHTS}
        if not all(path.exists() for path in paths.values()):
            _build(paths)
        for name, path in paths.items():
            _register(name, path, paths)
        pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def font_folder() -> Path:
    """Return the folder that keeps the cuts: the user's cache, or where KEYLINE_CACHE or KEYLINE_HOME say."""
    cache, home = os.environ.get("KEYLINE_CACHE"), os.environ.get("KEYLINE_HOME")
    if cache:
        return Path(cache) / "fonts"
    base = Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("keyline"))
    return base / "fonts"


@lru_cache(maxsize=2)
def known_characters(name: str) -> frozenset[int]:
    """Return the code points that a registered cut can draw."""
    ensure_fonts()
    font = pdfmetrics.getFont(name)
    assert isinstance(font, TTFont)
    return frozenset(code for code, glyph in font.face.charToGlyph.items() if glyph)


def _path_of(name: str) -> Path:
    return font_folder() / f"{name}-{version('fontpkg-noto-sans')}-{_RECIPE}.ttf"


def _register(name: str, path: Path, paths: dict[str, Path]) -> None:
    try:
        font = TTFont(name, str(path))
    except (
        TTFError,
        OSError,
        ValueError,
        LookupError,
        struct.error,
    ):  # a torn file, by a full disk perhaps: make it anew, once
        _build(paths)
        font = TTFont(name, str(path))
    pdfmetrics.registerFont(font)


def _build(paths: dict[str, Path]) -> None:
    """In a process of its own: pure Python for seconds would make every other thread of this one wait."""
    import multiprocessing  # noqa: PLC0415 - only the first paper ever needs it

    wanted = {path: _WEIGHTS[name] for name, path in paths.items()}
    if not multiprocessing.current_process().daemon:  # such a one may have no children
        child = multiprocessing.get_context("spawn").Process(target=_make_cuts, args=(wanted,), daemon=True)
        child.start()
        child.join()
        if child.exitcode == 0:
            return
    _make_cuts(wanted)  # what stopped the child is told here, where it is heard


def _make_cuts(wanted: dict[Path, int]) -> None:
    from app.services.documents.font_cuts import make_cuts  # noqa: PLC0415 - 20 MB that only the child pays

    make_cuts(wanted)
