"""Icons by Material Design name ("mdi6.file-edit-outline"), drawn in any colour.

The glyphs are qtawesome's font file; its Python package is not imported, because that costs
a tenth of a second before the first paint.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from app.views.kit import theme
from app.views.kit.flags import CENTRE

_FONT_FILE = "materialdesignicons6-webfont-6.9.96.ttf"
_NAMES_FILE = "materialdesignicons6-webfont-charmap-6.9.96.json"
FIRST_POINTS = {
    "account-group-outline": "0xf0b58",
    "bookmark-outline": "0xf00c3",
    "cash-clock": "0xf1a91",
    "cog-outline": "0xf08bb",
    "cube-outline": "0xf01a7",
    "database-outline": "0xf1632",
    "file-edit-outline": "0xf11e8",
    "file-import-outline": "0xf102f",
    "hammer-wrench": "0xf1323",
    "inbox-outline": "0xf1274",
    "magnify": "0xf0349",
    "menu": "0xf035c",
    "package-variant-closed": "0xf03d7",
    "receipt-text-outline": "0xf19dc",
    "tag-multiple-outline": "0xf12f7",
    "tray-arrow-down": "0xf0120",
    "truck-outline": "0xf129d",
    "tune-variant": "0xf1542",
    "view-column-outline": "0xf1487",
    "warehouse": "0xf0f81",
}
"""The icons of the first paint and of the first list: reading all 7,000 names takes 5 ms more. A test compares them."""


@cache
def _folder() -> Path:
    spec = find_spec("qtawesome")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "fonts"


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_folder() / _FONT_FILE))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _code_points() -> dict[str, str]:
    import json

    names: dict[str, str] = json.loads((_folder() / _NAMES_FILE).read_text(encoding="utf-8"))
    return names


def _glyph(name: str) -> str:
    bare = name.removeprefix("mdi6.")
    point = FIRST_POINTS.get(bare) or _code_points().get(bare)
    assert point is not None, f"no icon named {name!r}"
    return chr(int(point, 16))


def draw_icon(painter: QPainter, name: str, box: QRectF, colour: str = "") -> None:
    """Paint one icon centred in `box` (device-independent pixels), without a colour in the painter's pen."""
    font = QFont(_family())
    font.setPixelSize(round(box.height()))
    painter.save()
    painter.setFont(font)
    if colour:
        painter.setPen(QColor(colour))
    painter.drawText(box, CENTRE, _glyph(name))
    painter.restore()


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    assert _glyph(name)  # an unknown name must not fail while a painter is at work
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_icon(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return pixmap


def icon(name: str, colour: str = "", size: int = 18) -> QIcon:
    """The named icon in a colour of the token table (default: the muted ink), sharp at 100 and 200 %."""
    ink = colour or theme.tokens().muted
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(_pixmap(name, ink, size, ratio))
    return result
