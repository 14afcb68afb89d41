"""Noto Sans in two static cuts for papers, made once and kept in the cache folder.

The package ships one variable font, which ReportLab cannot embed. The cuts are instanced from it
(about 4 s on the first paper ever), hold Latin, Greek, Cyrillic and currency signs, and are equal
on every machine, so a frozen paper can be printed again byte by byte.
"""

from __future__ import annotations

import io
import os
import struct
import tempfile
import threading
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import platformdirs
from fontTools import subset
from fontTools.ttLib import TTFont as SourceFont
from fontTools.varLib import instancer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

REGULAR = "KeylinePaper-Regular"
BOLD = "KeylinePaper-Bold"
REPLACEMENT = "\ufffd"

_RECIPE = 1  # part of the file names: a changed recipe never meets yesterday's files
_WEIGHTS = {REGULAR: 400, BOLD: 700}
_RANGES = (
    (0x20, 0x24F),
    (0x2B0, 0x36F),
    (0x370, 0x52F),
    (0x1E00, 0x1FFF),
    (0x2000, 0x209F),
    (0x20A0, 0x20CF),
    (0x2100, 0x22FF),
    (0xFFFD, 0xFFFD),
)
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
    small = _subset_bytes(_source_path())
    for name, path in paths.items():
        _write_whole(path, _cut_bytes(small, name))


def _source_path() -> Path:
    import fontpkg_noto_sans  # noqa: PLC0415 - only the first paper ever needs it

    return Path(fontpkg_noto_sans.ROOT) / "files" / "NotoSans[wdth,wght].ttf"


def _subset_bytes(path: Path) -> bytes:
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = SourceFont(str(path), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in _RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    return _font_bytes(font)


def _cut_bytes(variable: bytes, name: str) -> bytes:
    font = SourceFont(io.BytesIO(variable), recalcTimestamp=False)
    axes = {"wght": _WEIGHTS[name], "wdth": 100}
    font = instancer.instantiateVariableFont(font, axes, inplace=True)
    style = name.rpartition("-")[2]
    for name_id, text in ((2, style), (4, f"Noto Sans {style}"), (6, f"NotoSans-{style}")):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    return _font_bytes(font)


def _font_bytes(font: SourceFont) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside and move into place, so that another process never reads half a font."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(data)
    try:
        Path(part.name).replace(path)
    except PermissionError:  # Windows: another process has just put the same bytes there
        Path(part.name).unlink()
        if not path.exists():
            raise
