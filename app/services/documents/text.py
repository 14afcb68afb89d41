"""Text made fit for paper: only drawable characters, wrapped or shrunk to a width in points."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics

from app.services.documents.fonts import REGULAR, REPLACEMENT, known_characters

_SPACES = {ord("\t"): " ", 0xA0: " ", 0x202F: " ", 0x2028: "\n", 0x2029: "\n"}
_LINE_ENDS = "-/_.,;:+"


def clean_text(text: str) -> str:
    """Return the text with line ends kept, controls dropped and unknown characters as the sign U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    joined = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_drawable(sign) for sign in joined.translate(_SPACES))


def wrap_text(text: str, width: float, *, font: str = REGULAR, size: float) -> tuple[str, ...]:
    """Return the text in lines no wider than `width` points; words too long are cut, at a hyphen or slash if any."""
    cleaned = clean_text(text)
    if "\n" not in cleaned and text_width(cleaned, font, size) <= width:
        return (cleaned,) if cleaned.strip() else ()
    lines = [line for part in cleaned.split("\n") for line in _wrap_paragraph(part, width, font, size)]
    return tuple(lines)


def fit_size(text: str, width: float, *, font: str = REGULAR, size: float) -> float:
    """Return the size at which the text fits on one line of `width` points, `size` at the most."""
    needed = text_width(text, font, size)
    return size if needed <= width else size * width / needed


def text_width(text: str, font: str, size: float) -> float:
    """Return the width in points of a cleaned text on one line."""
    return _unit_width(text, font) * size


@lru_cache(maxsize=16_384)
def _unit_width(text: str, font: str) -> float:
    return float(pdfmetrics.stringWidth(text, font, 1))


def _drawable(sign: str) -> str:
    if sign == "\n" or ord(sign) in known_characters(REGULAR):
        return "" if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n" else sign
    if unicodedata.category(sign) in {"Cc", "Cf"} or unicodedata.combining(sign):
        return ""
    return REPLACEMENT


def _wrap_paragraph(paragraph: str, width: float, font: str, size: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in paragraph.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, font, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _cut_word(word, width, font, size)
        lines.extend(whole)
    return [*lines, line] if line else lines


def _cut_word(word: str, width: float, font: str, size: float) -> list[str]:
    parts: list[str] = []
    part = ""
    part_width = 0.0
    for sign in word:
        sign_width = text_width(sign, font, size)
        if part and part_width + sign_width > width:
            kept = _kept_length(part)
            parts.append(part[:kept])
            part = part[kept:]
            part_width = text_width(part, font, size)
        part += sign
        part_width += sign_width
    return [*parts, part]


def _kept_length(part: str) -> int:
    """Return how much of a full line stays on it: up to its last sign that may end a line, not too far back."""
    last = max(part.rfind(sign) for sign in _LINE_ENDS) + 1
    return last if last >= len(part) // 3 else len(part)
