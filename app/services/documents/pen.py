"""Drawing on a page from its top left corner, in points, with the paper's fonts and colours."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from app.services.documents.fonts import BOLD, REGULAR
from app.services.documents.text import fit_size, text_width

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = 25 * mm  # DIN 5008: the address and the text begin 25 mm from the edge
RIGHT = PAGE_WIDTH - 16 * mm
INK = HexColor("#1b2430")
QUIET = HexColor("#66707e")
HAIR = HexColor("#d3d8de")
ACCENT = HexColor("#1f5673")
TINT = HexColor("#f2f5f7")

_PICTURE_PIXELS = (830, 240)  # 70 x 20 mm at 300 dpi

Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text looks: font, size in points, colour."""

    font: str = REGULAR
    size: float = 9
    color: Color = INK


BODY = TextStyle()
STRONG = TextStyle(font=BOLD)
SMALL = TextStyle(size=7.5, color=QUIET)
LABEL = TextStyle(size=7, color=QUIET)


class _PageText(PDFTextObject):
    """One page's texts; skips the widths and number formats that ReportLab works out for each text."""

    def write_at(self, x: float, y: float, text: str) -> None:
        shown = self._formatText(text)  # type: ignore[attr-defined]  # the stubs know public names only
        self._code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {shown}")  # type: ignore[attr-defined]  # the same


class Pen:
    """One page with the origin at its top left corner; texts lie above all boxes and rules.

    The page's texts are one text object: ReportLab's `drawString` for each took three times as long.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._texts = _PageText(canvas)
        self._font: tuple[str, float] | None = None
        self._color: Color | None = None

    def finish_page(self) -> None:
        """Write the texts and end the page."""
        self.canvas.drawText(self._texts)
        self.canvas.showPage()

    def text(self, x: float, y: float, text: str, style: TextStyle = BODY, *, align: Align = "left") -> None:
        """Write one cleaned line with its base line at `y`; `x` is its left or right end."""
        if not text:
            return
        if align == "right":
            x -= text_width(text, style.font, style.size)
        if self._font != (style.font, style.size):
            self._font = (style.font, style.size)
            self._texts.setFont(style.font, style.size)
        if self._color is not style.color:
            self._color = style.color
            self._texts.setFillColor(style.color)
        self._texts.write_at(x, PAGE_HEIGHT - y, text)

    def fitted(
        self, x: float, y: float, text: str, style: TextStyle, *, width: float, align: Align = "right"
    ) -> None:
        """Write one line, shrunk when it is wider than `width`: a number is never cut."""
        size = fit_size(text, width, font=style.font, size=style.size)
        self.text(x, y, text, TextStyle(style.font, size, style.color), align=align)

    def rule(self, y: float, left: float, right: float, *, color: Color = HAIR, weight: float = 0.5) -> None:
        """Draw a level line."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(weight)
        self.canvas.line(left, PAGE_HEIGHT - y, right, PAGE_HEIGHT - y)

    def panel(self, x: float, y: float, width: float, height: float, *, color: Color = TINT) -> None:
        """Fill a softly rounded box, `y` being its top."""
        self.canvas.setFillColor(color)
        self.canvas.roundRect(x, PAGE_HEIGHT - y - height, width, height, 3, stroke=0, fill=1)

    def frame(
        self, x: float, y: float, width: float, height: float, *, color: Color = QUIET, weight: float = 0.8
    ) -> None:
        """Draw the outline of a box, `y` being its top."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(weight)
        self.canvas.roundRect(x, PAGE_HEIGHT - y - height, width, height, 1.5, stroke=1, fill=0)

    def picture(self, data: bytes, x: float, y: float, *, width: float, height: float) -> bool:
        """Place a picture in a box with its proportions kept; False when it cannot be read."""
        reader = _read_picture(data)
        if reader is None:
            return False
        wide, high = reader.getSize()
        scale = min(width / wide, height / high)
        top = PAGE_HEIGHT - y - high * scale
        self.canvas.drawImage(reader, x, top, wide * scale, high * scale)
        return True


@lru_cache(maxsize=4)
def _read_picture(data: bytes) -> ImageReader | None:
    """Return the picture on white at print size, kept because each paper of a run shows the same logo."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.thumbnail(_PICTURE_PIXELS)
            layered = picture.convert("RGBA")
    except Exception:  # noqa: BLE001 - whatever a picture hides, the paper comes out, with the firm's name
        return None
    flat = Image.new("RGB", layered.size, "white")
    flat.paste(layered, mask=layered)
    return ImageReader(flat)
