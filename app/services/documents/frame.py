"""What surrounds the text of a paper: letterhead, address window, facts, footer, copy mark."""

from __future__ import annotations

from reportlab.lib.units import mm

from app.domain.papers import PaperContent, PaperFact, PaperSender
from app.services.documents.figures import date_text
from app.services.documents.fonts import BOLD
from app.services.documents.pen import (
    ACCENT,
    BODY,
    HAIR,
    INK,
    LEFT,
    PAGE_HEIGHT,
    QUIET,
    RIGHT,
    SMALL,
    Pen,
    TextStyle,
)
from app.services.documents.text import clean_text, text_width, wrap_text
from app.services.documents.words import PaperWords, words_for

# DIN 5008 form B: return line from 45 mm, address from 50 mm, 85 mm wide; fold marks at 105 and 210 mm.
_WINDOW_TOP = 50 * mm
_WINDOW_WIDTH = 80 * mm
_ADDRESS_ROOM = 45 * mm  # below the return line, and above the title
_ADDRESS_SIZES = (10.0, 9.0, 8.0)
_LEADING_OF_ADDRESS = 1.3
_FACTS_LEFT = 118 * mm
_FACT_LABEL_WIDTH = 29 * mm
_FACT_LEADING = 12.5
_TITLE_BASE = 99 * mm
_FOOTER_TOP = PAGE_HEIGHT - 27 * mm
_FOOTER_LEADING = 8.2
_NAME = TextStyle(BOLD, 17, ACCENT)
_TITLE = TextStyle(BOLD, 17, INK)
_FINE = TextStyle(size=6.6, color=QUIET)
_FINE_STRONG = TextStyle(BOLD, 6.6, INK)
_MARK = TextStyle(BOLD, 13, ACCENT)


def full_title(content: PaperContent) -> str:
    """Return the title with the number, as it stands above the table."""
    return clean_text(f"{content.title} {content.number}".strip()).replace("\n", " ")


def draw_first_head(pen: Pen, content: PaperContent) -> None:
    """Draw letterhead, address window and facts of the first page."""
    _draw_letterhead(pen, content)
    _draw_address(pen, content)
    _draw_facts(pen, content)
    _draw_fold_marks(pen)


def title_base(content: PaperContent) -> float:
    """Return where the title's base line stands: below the address and below the last fact."""
    facts_end = _WINDOW_TOP + len(_fact_rows(content)) * _FACT_LEADING
    return float(max(_TITLE_BASE, facts_end + 12 * mm))


def draw_title(pen: Pen, content: PaperContent, base: float) -> None:
    """Draw the title with number, the revision and the copy mark."""
    words = words_for(content.language)
    title = full_title(content)
    revision = words.revision.format(revision=content.revision) if content.revision else ""
    mark_width = 34 * mm if content.is_copy else 0
    room = RIGHT - LEFT - mark_width - text_width(revision, BODY.font, 10) - 8
    pen.fitted(LEFT, base, title, _TITLE, width=room, align="left")
    if revision:
        start = LEFT + min(text_width(title, BOLD, _TITLE.size), room) + 8
        pen.text(start, base, revision, TextStyle(size=10, color=QUIET))
    if content.is_copy:
        _draw_copy_mark(pen, words, base - 13)


def draw_following_head(pen: Pen, content: PaperContent) -> None:
    """Draw the narrow head of the second and later pages."""
    words = words_for(content.language)
    base = 17 * mm
    pen.fitted(
        LEFT, base, clean_text(content.sender.name), TextStyle(BOLD, 10, ACCENT), width=80 * mm, align="left"
    )
    day = f"  ·  {date_text(content.document_date, content.language)}" if content.document_date else ""
    pen.fitted(RIGHT, base, full_title(content) + day, TextStyle(size=9, color=QUIET), width=82 * mm)
    pen.rule(base + 7, LEFT, RIGHT)
    if content.is_copy:
        _draw_copy_mark(pen, words, base - 30)


def draw_footer(pen: Pen, content: PaperContent, *, page: int, pages: int) -> None:
    """Draw the firm's data in columns and "Page x of y" on every page."""
    words = words_for(content.language)
    numbered = words.page_of.format(page=page, pages=pages)
    pen.text(RIGHT, _FOOTER_TOP - 6, numbered, TextStyle(size=7.5, color=QUIET), align="right")
    pen.rule(_FOOTER_TOP, LEFT, RIGHT)
    columns = [column for column in _footer_columns(content.sender, words) if column]
    step = (RIGHT - LEFT) / max(len(columns), 1)
    for index, column in enumerate(columns):
        base = _FOOTER_TOP + 11
        for number, line in enumerate(column[:6]):
            style = _FINE_STRONG if index == 0 and number == 0 else _FINE
            pen.fitted(LEFT + index * step, base, clean_text(line), style, width=step - 8, align="left")
            base += _FOOTER_LEADING


def _footer_columns(sender: PaperSender, words: PaperWords) -> tuple[tuple[str, ...], ...]:
    phone = f"{words.phone} {sender.phone}" if sender.phone else ""
    vat = f"{words.vat_id} {sender.vat_id}" if sender.vat_id else ""
    iban = f"IBAN {sender.bank.iban}" if sender.bank.iban else ""
    bic = f"BIC {sender.bank.bic}" if sender.bank.bic else ""
    columns = (
        (sender.name, *sender.address_lines),
        (phone, sender.email, sender.website),
        (vat, *sender.registration.splitlines()),
        (sender.bank.bank_name, iban, bic),
    )
    return tuple(tuple(line for line in column if line) for column in columns)


def _draw_letterhead(pen: Pen, content: PaperContent) -> None:
    if content.logo and pen.picture(content.logo, LEFT, 13 * mm, width=70 * mm, height=20 * mm):
        return
    pen.fitted(LEFT, 25 * mm, clean_text(content.sender.name), _NAME, width=RIGHT - LEFT, align="left")


def _draw_address(pen: Pen, content: PaperContent) -> None:
    sender = content.sender
    back = clean_text("  ·  ".join((sender.name, *sender.address_lines))).replace("\n", " ")
    pen.fitted(LEFT, _WINDOW_TOP - 2.5 * mm, back, _FINE, width=_WINDOW_WIDTH, align="left")
    pen.rule(_WINDOW_TOP - 1.2 * mm, LEFT, LEFT + _WINDOW_WIDTH)
    size, lines = _address_lines(content.recipient.lines)
    base = _WINDOW_TOP + 5 * mm
    for line in lines:
        pen.fitted(LEFT, base, line, TextStyle(size=size), width=_WINDOW_WIDTH, align="left")
        base += size * _LEADING_OF_ADDRESS


def _address_lines(lines: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
    """Return the size and the printed lines: long ones are broken, and none gets too small to be read.

    Only an address of more lines than the window holds is shrunk line by line; what is still too much falls
    off before the last two lines, which name the town (and the country abroad).
    """
    cleaned = tuple(clean_text(line).replace("\n", " ") for line in lines if line.strip())
    for size in _ADDRESS_SIZES:
        broken = tuple(part for line in cleaned for part in wrap_text(line, _WINDOW_WIDTH, size=size))
        if len(broken) <= _most_lines(size):
            return size, broken
    most = _most_lines(size)
    return size, cleaned if len(cleaned) <= most else (*cleaned[: most - 2], *cleaned[-2:])


def _most_lines(size: float) -> int:
    return int(_ADDRESS_ROOM / (size * _LEADING_OF_ADDRESS))


def _draw_facts(pen: Pen, content: PaperContent) -> None:
    base = _WINDOW_TOP
    for label, text in _fact_rows(content):
        pen.fitted(_FACTS_LEFT, base, label, SMALL, width=_FACT_LABEL_WIDTH - 4, align="left")
        pen.text(_FACTS_LEFT + _FACT_LABEL_WIDTH, base, text, BODY)
        base += _FACT_LEADING


def _fact_rows(content: PaperContent) -> list[tuple[str, str]]:
    """Return label and text by printed line; a wrapped fact goes on with an empty label."""
    words = words_for(content.language)
    facts = list(content.facts)
    if content.document_date is not None:
        facts.insert(0, PaperFact(words.date, date_text(content.document_date, content.language)))
    if content.recipient.vat_id and not any(content.recipient.vat_id in fact.text for fact in facts):
        facts.append(PaperFact(words.vat_id, content.recipient.vat_id))
    rows: list[tuple[str, str]] = []
    width = RIGHT - _FACTS_LEFT - _FACT_LABEL_WIDTH
    for fact in facts:
        label = clean_text(fact.label).replace("\n", " ")
        for number, line in enumerate(wrap_text(fact.text, width, size=BODY.size)):
            rows.append((label if number == 0 else "", line))
    return rows


def _draw_fold_marks(pen: Pen) -> None:
    for y, length in ((105 * mm, 4 * mm), (PAGE_HEIGHT / 2, 6 * mm), (210 * mm, 4 * mm)):
        pen.rule(y, 4 * mm, 4 * mm + length, color=HAIR, weight=0.4)


def _draw_copy_mark(pen: Pen, words: PaperWords, top: float) -> None:
    width = text_width(words.copy, _MARK.font, _MARK.size) + 16
    left = RIGHT - width
    pen.frame(left, top, width, 19, color=ACCENT, weight=1.1)
    pen.text(left + 8, top + 14.2, words.copy, _MARK)
