"""The encoding of a sample: byte order mark, valid UTF-8, else the likeliest 8-bit code page."""

import codecs
from collections.abc import Sequence
from dataclasses import replace

import charset_normalizer

from app.domain.importing.dialect import Confidence, Encoding, Finding
from app.domain.importing.neighbours import looks_central
from app.domain.importing.plausible import share_of_words, words_beyond_ascii

_CP1252_UNUSED = frozenset(b"\x81\x8d\x8f\x90\x9d")
_C1 = frozenset(range(0x80, 0xA0))
_EURO_8859_15 = 0xA4
_OTHER_PAGES = (
    Encoding.ISO_8859_15,
    Encoding.CP1250,
    Encoding.ISO_8859_2,
    Encoding.CP1251,
    Encoding.CP1253,
    Encoding.CP1254,
    Encoding.CP1257,
    Encoding.CP850,
    Encoding.CP437,
    Encoding.CP852,
    Encoding.MAC_ROMAN,
)
_ENOUGH_WORDS = 0.98
_JUDGED_BYTES = 32 * 1024


def find_encoding(head: bytes, middle: bytes = b"") -> tuple[Finding, bool]:
    """The encoding's Python name as a finding, and whether the file starts with a byte order mark."""
    if head.startswith(codecs.BOM_UTF8):
        return _found("utf-8-sig", Confidence.HIGH, "bom"), True
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _found("utf-16", Confidence.HIGH, "bom"), True
    if wide := _wide_without_bom(head):
        return _found(wide, Confidence.MEDIUM, "nul-pattern"), False
    sample = head + b"\n" + middle
    if sample.isascii():
        return _found("utf-8", Confidence.HIGH, "ascii-only"), False
    good, bad = _utf8_sequences(head)
    good_middle, bad_middle = _utf8_sequences(middle)
    good, bad = good + good_middle, bad + bad_middle
    if not bad:
        return _found("utf-8", Confidence.HIGH, "valid-utf8"), False
    if good > 4 * bad:
        return _found("utf-8", Confidence.MEDIUM, "utf8-damaged"), False
    found = _code_page(bytes(byte for byte in sample if byte >= 0x80), sample)
    return (_placed(found, head) if found.confidence is Confidence.LOW else found), False


def _found(value: str, confidence: Confidence, reason: str) -> Finding:
    return Finding("encoding", value, confidence, reason)


def _placed(doubt: Finding, head: bytes) -> Finding:
    """The doubt with its place: a byte that Windows has no character for, else the first that is not ASCII."""
    for line, text in enumerate(head.splitlines(), start=1):
        for byte in text:
            if byte in _CP1252_UNUSED:
                return replace(doubt, line=line, byte=f"0x{byte:02X}")
    for line, text in enumerate(head.splitlines(), start=1):
        if not text.isascii():
            byte = next(byte for byte in text if byte >= 0x80)
            return replace(doubt, line=line, byte=f"0x{byte:02X}")
    return doubt


def _wide_without_bom(head: bytes) -> str:
    """UTF-16 of mostly Latin text has a NUL in nearly every second byte."""
    sample = head[:2_000]
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    if sample[1::2].count(0) > 0.7 * pairs and sample[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * pairs and sample[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return ""


def _utf8_sequences(sample: bytes) -> tuple[int, int]:
    """How many multi-byte sequences are good and how many bad; cut ones at the sample's ends count not."""
    inner = sample.lstrip(bytes(range(0x80, 0xC0))) if sample[:1] > b"\x7f" else sample
    text, _used = codecs.utf_8_decode(inner, "replace", False)
    bad = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - bad, bad


def _code_page(high: bytes, sample: bytes) -> Finding:
    lines = _telling_lines(sample)
    if any(byte in _CP1252_UNUSED for byte in high) or _likelihood("cp1252", lines) < _ENOUGH_WORDS:
        return _other_page(lines)
    if looks_central(lines):
        return _found("cp1250", Confidence.LOW, "guessed-page")
    if any(byte in _C1 for byte in high):
        return _found("cp1252", Confidence.MEDIUM, "windows-bytes")
    if _EURO_8859_15 in high:
        return _found("iso-8859-15", Confidence.MEDIUM, "euro-sign")
    return _found("cp1252", Confidence.MEDIUM, "western-bytes")


def _telling_lines(sample: bytes) -> bytes:
    """The lines that are not plain ASCII, as far as they are needed."""
    return b"\n".join(line for line in sample.splitlines() if not line.isascii())[:_JUDGED_BYTES]


def _likelihood(page: str, lines: bytes) -> float:
    return share_of_words(words_beyond_ascii(lines.decode(page, "replace")))


def _other_page(lines: bytes) -> Finding:
    """A proposal that stays in doubt: the pages in which most words look like words, of these the likeliest."""
    scores = {page: _likelihood(page, lines) for page in ("cp1252", *_OTHER_PAGES)}
    most = max(scores.values())
    pages = [page for page, score in scores.items() if score == most]
    likeliest = _likeliest(pages, lines) if len(pages) > 1 else pages[0]
    reason = "unclear-bytes" if likeliest == "cp1252" else "guessed-page"
    return _found(str(likeliest), Confidence.LOW, reason)


def _likeliest(pages: Sequence[str], lines: bytes) -> str:
    best = charset_normalizer.from_bytes(lines, cp_isolation=list(pages)).best()
    named = {codecs.lookup(page).name: page for page in pages}
    return pages[0] if best is None else named.get(codecs.lookup(best.encoding).name, pages[0])
