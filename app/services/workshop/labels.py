"""Labels of the parts to cut: three by eight on a sheet of A4, each with a code that names its part."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.domain.workshop.cut_list import CutRow
from app.domain.workshop.job import Job
from app.domain.workshop.numbers import numbers_of
from app.services.documents.figures import size_text
from app.services.documents.fonts import BOLD, REGULAR, ensure_fonts
from app.services.documents.text import clean_text, fit_size, wrap_text
from app.services.workshop.tables import edging_text
from app.services.workshop.words import workshop_word

_COLUMNS, _ROWS = 3, 8
_WIDTH, _HEIGHT = 70 * mm, 37 * mm
_PADDING = 4 * mm
_CODE = 18 * mm
_ROOM = _WIDTH - 2 * _PADDING - _CODE - 2 * mm
"""For words, beside the code."""
_NAME, _SIZE, _SMALL, _LITTLE = 9.5, 9.0, 7.0, 6.0


class _Piece(NamedTuple):
    """A label: its row with its number in the cut list, the part's key, and the how manieth of the row it is."""

    row: CutRow
    number: str
    key: str
    place: int


def part_labels(job: Job, language: str) -> bytes:
    """A label for each piece of the cut list, as PDF (A4, 70 x 37 mm, no margin between)."""
    ensure_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, initialFontName=REGULAR)  # type: ignore[arg-type]  # the stub says float
    canvas.setTitle(clean_text(job.number or job.order_number))
    top = A4[1]
    codes = _Codes(canvas)
    for number, piece in enumerate(_pieces(job)):
        place = number % (_COLUMNS * _ROWS)
        if number and not place:
            canvas.showPage()
        line, column = divmod(place, _COLUMNS)
        at = column * _WIDTH, top - (line + 1) * _HEIGHT
        _write(canvas, at, job, piece, language)
        codes.draw(
            at[0] + _WIDTH - _PADDING - _CODE,
            at[1] + _HEIGHT - _PADDING - _CODE,
            f"{_place(job)}/{piece.key}",
        )
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pieces(job: Job) -> Iterator[_Piece]:
    for row, number in zip(job.rows, numbers_of(job.rows, job.scene), strict=True):
        for place, key in enumerate(row.keys, 1):  # a field, not a mapping
            yield _Piece(row, number, key, place)


def _place(job: Job) -> str:
    """Where it belongs: the workshop order and the line."""
    return f"{job.number or job.order_number}  {job.position}".strip()


def _write(canvas: Canvas, at: tuple[float, float], job: Job, piece: _Piece, language: str) -> None:
    row, left = piece.row, at[0] + _PADDING
    name = clean_text(f"{piece.number}  {row.name}")
    lines = [
        *((BOLD, _NAME, line) for line in wrap_text(name, _ROOM, font=BOLD, size=_NAME)[:2]),
        (REGULAR, _SIZE, size_text((row.length, row.width, row.thickness), language)),
        (REGULAR, _SMALL, clean_text(job.scene.materials[row.material].name)),
        *((REGULAR, _LITTLE, line) for line in _edges(row, language)),
    ]
    base = at[1] + _HEIGHT - _PADDING - 8
    for font, height, text in lines:
        canvas.setFont(font, fit_size(text, _ROOM, font=font, size=height))
        canvas.drawString(left, base, text)
        base -= height * 1.3
    bottom = at[1] + _PADDING - 2
    counted = workshop_word("piece_of", language).format(number=piece.place, count=row.count)
    canvas.setFont(BOLD, _SMALL)
    canvas.drawRightString(at[0] + _WIDTH - _PADDING, bottom, counted)
    text = clean_text(f"{_place(job)}  ·  {piece.key}")
    canvas.setFont(REGULAR, fit_size(text, _WIDTH - 2 * _PADDING - 16 * mm, size=_LITTLE))
    canvas.drawString(left, bottom, text)


def _edges(row: CutRow, language: str) -> tuple[str, ...]:
    return wrap_text(edging_text(row.edging, language), _ROOM, size=_LITTLE)[:3]


class _Codes:
    """The codes of the parts: equal ones are drawn once and used again, since making one takes 20 ms."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._made: dict[str, str] = {}

    def draw(self, x: float, y: float, text: str) -> None:
        """The code of a text with its lower left corner there."""
        if text not in self._made:
            self._made[text] = f"code{len(self._made)}"
            self._make(self._made[text], text)
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.doForm(self._made[text])
        self._canvas.restoreState()

    def _make(self, name: str, text: str) -> None:
        canvas = self._canvas
        widget: Any = QrCodeWidget(text, barLevel="M")  # the stub does not know the code within
        widget.qr.make()
        count = len(widget.qr.modules)
        side = _CODE / (count + 8)  # four modules of quiet all around
        canvas.beginForm(name, 0, 0, _CODE, _CODE)
        path = canvas.beginPath()
        for line, modules in enumerate(widget.qr.modules):
            for start, length in _runs(modules):
                path.rect((start + 4) * side, _CODE - (line + 5) * side, length * side, side)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.endForm()


def _runs(modules: Iterable[object]) -> Iterator[tuple[int, int]]:
    """Where dark modules of a line begin and how many they are."""
    start = 0
    for is_dark, same in groupby(map(bool, modules)):
        length = len(list(same))
        if is_dark:
            yield start, length
        start += length
