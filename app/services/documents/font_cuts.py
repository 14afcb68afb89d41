"""Cutting the papers' font: one variable font becomes two static, small ones. Four seconds of pure Python."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import fontpkg_noto_sans
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

_STYLES = {400: "Regular", 700: "Bold"}
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


def make_cuts(wanted: dict[Path, int]) -> None:
    """Write each file with its weight (400 regular, 700 bold), whole or not at all."""
    small = _subset_bytes(_source_path())
    for path, weight in wanted.items():
        _write_whole(path, _cut_bytes(small, weight))


def _source_path() -> Path:
    return Path(fontpkg_noto_sans.ROOT) / "files" / "NotoSans[wdth,wght].ttf"


def _subset_bytes(path: Path) -> bytes:
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(str(path), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in _RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    return _font_bytes(font)


def _cut_bytes(variable: bytes, weight: int) -> bytes:
    font = TTFont(io.BytesIO(variable), recalcTimestamp=False)
    axes = {"wght": weight, "wdth": 100}
    font = instancer.instantiateVariableFont(font, axes, inplace=True)
    style = _STYLES[weight]
    for name_id, text in ((2, style), (4, f"Noto Sans {style}"), (6, f"NotoSans-{style}")):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    return _font_bytes(font)


def _font_bytes(font: TTFont) -> bytes:
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
