"""From a paper's content to its PDF: same content, same bytes, on every machine."""

from __future__ import annotations

import io

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.domain.papers import PaperContent, PaperKind, PaperTable
from app.services.documents.closing import (
    paragraphs_height,
    payment_height,
    place_paragraphs,
    place_payment,
    place_signature,
    place_totals,
    totals_height,
)
from app.services.documents.figure_drawing import place_figures
from app.services.documents.flow import Flow
from app.services.documents.fonts import BOLD, REGULAR, ensure_fonts
from app.services.documents.frame import (
    draw_first_head,
    draw_following_head,
    draw_footer,
    draw_title,
    full_title,
    title_base,
)
from app.services.documents.grid import place_grid
from app.services.documents.line_tables import line_grid, table_grid
from app.services.documents.pen import BODY, LABEL, LEFT, RIGHT, SMALL, Pen, TextStyle
from app.services.documents.text import clean_text, wrap_text
from app.services.documents.words import words_for

rl_config.useA85 = 0  # text-armoured streams cost a fifth of the time and of the size

_NOTES_TOP = 16.0
_SHORT_NOTES = 80.0
_WITH_PICTURES = frozenset({PaperKind.QUOTE, PaperKind.ORDER_CONFIRMATION})
_LEAST_PICTURE = 0.75
"""Of a picture's size: a smaller one on the first page says more than a page of its own."""


def render(content: PaperContent) -> bytes:
    """Return the PDF (A4) of a paper. Deterministic; every font in it is embedded."""
    ensure_fonts()
    flow = _lay_out(content)
    out = io.BytesIO()
    canvas = _new_canvas(out, content)
    for number, pieces in enumerate(flow.pages, start=1):
        pen = Pen(canvas)
        if number == 1:
            draw_first_head(pen, content)
        else:
            draw_following_head(pen, content)
        for y, draw in pieces:
            draw(pen, y)
        draw_footer(pen, content, page=number, pages=len(flow.pages))
        pen.finish_page()
    canvas.save()
    return out.getvalue()


def _new_canvas(out: io.BytesIO, content: PaperContent) -> Canvas:
    canvas = Canvas(
        out,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,  # type: ignore[arg-type]  # the stub says float; else Helvetica gets in
        lang=words_for(content.language).locale.replace("_", "-"),
    )
    canvas.setTitle(full_title(content))
    canvas.setAuthor(clean_text(content.sender.name))
    canvas.setSubject(clean_text(content.title))
    canvas.setCreator("Keyline")
    return canvas


def _lay_out(content: PaperContent) -> Flow:
    base = title_base(content)
    flow = Flow(base - 14)
    flow.place(22, lambda pen, _: draw_title(pen, content, base))
    _place_ship_to(flow, content)
    flow.skip(8)
    place_paragraphs(flow, content.intro)
    keep_below = totals_height(content) + payment_height(content) + _short_notes_height(content)
    place_grid(flow, line_grid(content), keep_below=0.0 if content.tables else keep_below)
    for table in content.tables:
        is_last = table is content.tables[-1]
        _place_table(flow, content, table, keep_below=keep_below if is_last else 0.0)
    place_totals(flow, content)
    place_payment(flow, content)
    flow.skip(_NOTES_TOP)
    place_paragraphs(flow, content.notes)
    least = _LEAST_PICTURE if content.kind in _WITH_PICTURES else 1.0
    place_figures(flow, content.figures, least=least, keep_below=paragraphs_height(content.footers, SMALL))
    place_paragraphs(flow, content.footers, SMALL)
    place_signature(flow, content)
    return flow


def _short_notes_height(content: PaperContent) -> float:
    """Return the height of notes too short to stand on a page of their own; 0 for long ones, which flow."""
    notes = paragraphs_height(content.notes) + paragraphs_height(content.footers, SMALL)
    return _NOTES_TOP + notes if 0 < notes <= _SHORT_NOTES else 0.0


def _place_ship_to(flow: Flow, content: PaperContent) -> None:
    if content.ship_to is None:
        return
    joined = ", ".join(line for line in content.ship_to.lines if line.strip())
    indent = 76.0
    lines = wrap_text(joined.replace("\n", " "), RIGHT - LEFT - indent, size=BODY.size)

    def draw(pen: Pen, y: float) -> None:
        pen.text(LEFT, y + 9, words_for(content.language).ship_to, TextStyle(size=7.5, color=LABEL.color))
        for number, line in enumerate(lines):
            pen.text(LEFT + indent, y + 9 + number * 12, line, BODY)

    flow.place(4 + 12 * len(lines), draw)


def _place_table(flow: Flow, content: PaperContent, table: PaperTable, *, keep_below: float) -> None:
    if table.title:
        flow.skip(10)
        place_paragraphs(flow, (table.title,), TextStyle(BOLD, 10, BODY.color))
    place_grid(flow, table_grid(content, table), keep_below=keep_below)
    flow.skip(8)
