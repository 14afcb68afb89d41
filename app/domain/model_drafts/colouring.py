"""What stands where in a line of a model's file, so that an editor can colour it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of a line is."""

    KEY = "key"
    STRING = "string"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"
    COMMENT = "comment"


Span = tuple[int, int, Kind]
"""From which character, how many, what."""

_TOKEN = re.compile(
    r"""
      (?P<comment>(?:^|(?<=\s))\#.*$)
    | (?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')
    | (?P<key>[A-Za-z_~][\w./~-]*)(?=\s*:(?:\s|$))
    | (?P<word>\b(?:and|or|not|in|true|false|none|yes|no|parent|index|is_first|is_last)\b)
    | (?P<number>(?<![\w.])[+-]?\d+(?:\.\d+)?(?![\w]))
    | (?P<mark><->|->|<=|>=|!=|[=<>*/+{}\[\](),:|-])
    | (?P<plain>[\w.]+)
    """,
    re.VERBOSE,
)
_SAID = re.compile(r'(?:says|when|amount|cost|quantity|minutes|repeat|size|at)"?\s*:\s*$|[\[,]\s*$')
_EXPRESSIONS = frozenset({"says", "when", "amount", "cost", "quantity", "minutes", "repeat", "size", "at"})
_VALUES = frozenset({"yes", "no", "true", "false"})
_FOUND = {
    "comment": Kind.COMMENT,
    "quoted": Kind.STRING,
    "key": Kind.KEY,
    "word": Kind.WORD,
    "number": Kind.NUMBER,
    "mark": Kind.MARK,
}


def spans_of(line: str) -> Iterator[Span]:
    """The pieces of a line that have a colour, in their order; those of an expression within quotes follow it."""
    key = ""
    for found in _TOKEN.finditer(line):
        kind = _FOUND.get(found.lastgroup or "")
        if kind is Kind.KEY:
            key = found[0]
        if kind is None or (kind is Kind.WORD and key not in _EXPRESSIONS and found[0] not in _VALUES):
            continue  # "and" in a name is no word of an expression
        yield found.start(), len(found[0]), kind
        if kind is Kind.STRING and _SAID.search(line[: found.start()]):
            yield from _inner(found.start() + 1, found[0][1:-1])


def _inner(start: int, text: str) -> Iterator[Span]:
    for found in _TOKEN.finditer(text):
        kind = _FOUND.get(found.lastgroup or "")
        if kind in {Kind.WORD, Kind.NUMBER, Kind.MARK}:
            yield start + found.start(), len(found[0]), kind
