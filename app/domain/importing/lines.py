"""Bytes to text lines in bounded memory: long, undecodable and NUL lines become problems."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from app.domain.importing.problems import RowProblem

MAX_LINE_BYTES = 1_000_000
_REPLACEMENT = "\ufffd"
_SEPARATOR_LINE = re.compile(r'"?sep=.?"?', re.IGNORECASE)  # for Excel alone; the delimiter is found anyway
_CONTROLS = re.compile(r"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line without its line end; with a problem, `text` is what could be read of it."""

    number: int
    text: str
    problem: RowProblem | None = None


def split_lines(
    blocks: Iterable[bytes], *, encoding: str, max_bytes: int = MAX_LINE_BYTES
) -> Iterator[TextLine]:
    r"""Lines of the blocks (any block size; \n, \r\n and \r end a line).

    Never holds more than one line of `max_bytes` and one block; a longer line is
    read past and comes out once, as a problem.
    """
    wide = encoding.startswith("utf-16")
    if wide:
        blocks = _as_utf8(blocks, encoding)
    codec = "utf-8" if wide or encoding == "utf-8-sig" else encoding
    for number, raw in enumerate(_raw_lines(blocks, max_bytes), start=1):
        if raw is None:
            params = {"limit": str(max_bytes)}
            yield TextLine(number, "", RowProblem("line-too-long", line=number, params=params))
            continue
        body = raw
        if number == 1:
            body = raw.removeprefix(codecs.BOM_UTF8) if codec == "utf-8" else raw
        line = _decoded(body, number, codec=codec, encoding=encoding, wide=wide)
        if number > 1 or not _SEPARATOR_LINE.fullmatch(line.text):
            yield line


def _as_utf8(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The blocks in UTF-8; what is no UTF-16 becomes U+FFFD. Without a mark, "utf-16" is little-endian."""
    source = iter(blocks)
    first = next(source, b"")
    while len(first) < len(codecs.BOM_UTF16_LE) and (more := next(source, b"")):
        first += more
    little = not first.startswith(codecs.BOM_UTF16_BE) if encoding == "utf-16" else encoding != "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-16-le" if little else "utf-16-be")(errors="replace")
    for block in chain((first,), source):
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def _raw_lines(blocks: Iterable[bytes], max_bytes: int) -> Iterator[bytes | None]:
    """Byte lines without their ends; None stands for a line that is too long."""
    rest, skipping = b"", False
    for block in blocks:
        pieces = (rest + block).splitlines(keepends=True)
        rest = pieces.pop() if pieces and not pieces[-1].endswith(b"\n") else b""
        for piece in pieces:
            too_long = skipping or len(piece) > max_bytes
            yield None if too_long else piece.rstrip(b"\r\n")
            skipping = False
        if len(rest) > max_bytes:
            rest, skipping = rest[-1:] if rest.endswith(b"\r") else b"", True
    if rest or skipping:
        ended = rest.rstrip(b"\r\n")
        yield None if skipping or len(ended) > max_bytes else ended


def _decoded(raw: bytes, number: int, *, codec: str, encoding: str, wide: bool) -> TextLine:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        position = len(raw[: error.start].decode(codec, "replace")) + 1
        shown = f"0x{raw[error.start]:02X}"
        return TextLine(
            number,
            raw.decode(codec, "replace"),
            _misread(number, position, shown, encoding),
        )
    if wide and _REPLACEMENT in text:
        position = text.index(_REPLACEMENT) + 1
        return TextLine(number, text, _misread(number, position, "?", encoding))
    control = _CONTROLS.search(text) if codec.startswith("iso-8859") else None
    if control is not None:  # no text has these: it is a page of Windows, where they are quotes and the euro
        shown = f"0x{ord(control[0]):02X}"
        return TextLine(number, text, _misread(number, control.start() + 1, shown, encoding))
    if "\0" in text:
        params = {"position": str(text.index("\0") + 1)}
        return TextLine(number, text.replace("\0", ""), RowProblem("nul-byte", line=number, params=params))
    return TextLine(number, text)


def _misread(number: int, position: int, byte: str, encoding: str) -> RowProblem:
    params = {"byte": byte, "position": str(position), "encoding": encoding}
    return RowProblem("bad-encoding", line=number, params=params)
