"""Rates as XML: `<Cube time="2026-11-20"><Cube currency="USD" rate="1.0543"/>...`, for one day or many.

Read by expat itself, since it knows the line of each element. It fetches nothing from outside and stops at
entities that blow up.
"""

from __future__ import annotations

from datetime import date
from xml.parsers import expat

from app.services.rates.reading import Reader

_ENDS_EARLY = {
    3,
    5,
    6,
    20,
}  # of expat: no element found, an unclosed token, a part of a letter, an unclosed CDATA


def read_xml_rates(content: bytes, reader: Reader) -> None:
    """Put the rates of all days into the reader, and what is wrong with them."""
    parser = expat.ParserCreate()
    cubes = _Cubes(parser, reader)
    parser.StartElementHandler = cubes.start
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        is_cut = error.code in _ENDS_EARLY
        reader.note("file_cut" if is_cut else "xml_wrong", error.lineno)
    except (LookupError, ValueError):  # an encoding that nobody knows, or that expat does not read
        reader.note("xml_wrong", 1)


class _Cubes:
    """What stands in the elements called Cube."""

    def __init__(self, parser: expat.XMLParserType, reader: Reader) -> None:
        self._parser = parser
        self._reader = reader
        self._day: date | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        """One element begins."""
        if name.rpartition(":")[2] != "Cube":
            return
        line = self._parser.CurrentLineNumber
        if "time" in given:
            self._day = self._reader.day(given["time"], line)
        elif "currency" in given:
            self._rate(given, line)

    def _rate(self, given: dict[str, str], line: int) -> None:
        currency = self._reader.currency(given["currency"], line)
        if currency is not None and self._day is not None:
            self._reader.add(self._day, currency, given.get("rate", ""), line)
