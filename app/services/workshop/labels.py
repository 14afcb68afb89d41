"""Labels of the parts to cut: three by eight on a sheet of A4, each with a code that names its part."""

from __future__ import annotations

import io
from collections.abc import Iterator

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.domain.workshop.cut_list import CutRow
from app.domain.workshop.job import Job
from app.services.documents.figures import scaled_text
from app.services.documents.fonts import BOLD, REGULAR, ensure_fonts
from app.services.documents.text import clean_text, fit_size, wrap_text
from app.services.workshop.tables import edging_text

_COLUMNS, _ROWS = 3, 8
_WIDTH, _HEIGHT = 70 * mm, 37 * mm
_PADDING = 4 * mm
_CODE = 18 * mm


def part_labels(job: Job, language: str) -> bytes:
    """A label for each piece of the cut list, as PDF (A4, 70 x 37 mm, no margin between)."""
    ensure_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, initialFontName=REGULAR)  # type: ignore[arg-type]  # the stub says float
    canvas.setTitle(clean_text(job.number or job.order_number))
    top = A4[1]
    for number, (row, key) in enumerate(_pieces(job)):
        place = number % (_COLUMNS * _ROWS)
        if number and not place:
            canvas.showPage()
        line, column = divmod(place, _COLUMNS)
        _label(canvas, (column * _WIDTH, top - (line + 1) * _HEIGHT), job, row, key, language)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pieces(job: Job) -> Iterator[tuple[CutRow, str]]:
    return ((row, key) for row in job.rows for key in row.keys)  # a field, not a mapping


def _label(canvas: Canvas, at: tuple[float, float], job: Job, row: CutRow, key: str, language: str) -> None:
    left, bottom = at[0] + _PADDING, at[1] + _PADDING
    room = _WIDTH - 2 * _PADDING - _CODE - 2 * mm
    size = " x ".join(scaled_text(each, 1, language) for each in (row.length, row.width, row.thickness))
    order = f"{job.number or job.order_number}  {job.position}".strip()
    lines = [
        (BOLD, 10.0, row.name),
        (REGULAR, 9.0, size),
        (REGULAR, 7.0, job.scene.materials[row.material].name),
        *((REGULAR, 6.0, line) for line in _edges(row, language, room)),
    ]
    base = at[1] + _HEIGHT - _PADDING - 8
    for font, height, text in lines:
        cleaned = clean_text(text)
        canvas.setFont(font, fit_size(cleaned, room, font=font, size=height))
        canvas.drawString(left, base, cleaned)
        base -= height * 1.35
    canvas.setFont(REGULAR, 6)
    canvas.drawString(left, bottom - 2, clean_text(f"{order}  ·  {key}"))
    _code(canvas, at[0] + _WIDTH - _PADDING - _CODE, at[1] + _HEIGHT - _PADDING - _CODE, f"{order}/{key}")


def _edges(row: CutRow, language: str, room: float) -> tuple[str, ...]:
    return wrap_text(edging_text(row.edging, language), room, size=6)[:3]


def _code(canvas: Canvas, x: float, y: float, text: str) -> None:
    widget = QrCodeWidget(text, barLevel="M")
    left, low, right, high = widget.getBounds()
    scale = _CODE / max(right - left, high - low)
    drawing = Drawing(_CODE, _CODE, transform=[scale, 0, 0, scale, 0, 0])
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, x, y)
