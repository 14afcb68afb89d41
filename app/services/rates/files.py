"""The files of the European Central Bank with its reference rates: XML and CSV, of a day or of all days.

Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates; eurofxref-daily.xml,
eurofxref-hist.xml, eurofxref-hist-90d.xml, eurofxref.csv, eurofxref-hist.csv. One euro is so much of a currency.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.domain.errors import OutsideError, RefusedError
from app.services.rates.csv_rates import read_csv_rates
from app.services.rates.reading import RateFile, Reader
from app.services.rates.xml_rates import read_xml_rates

_MOST_BYTES = 50_000_000
_MARKS = b"\xef\xbb\xbf \r\n\t"


def read_rate_file(path: Path, *, today: date) -> RateFile:
    """The rates of a file; refused as a whole, with every line that is wrong, when it cannot be relied upon."""
    content = _read_bytes(path)
    reader = Reader(path.name, today)
    if content.startswith(b"PK"):
        reader.note("file_packed", 0)
        reader.refuse()
    bare = content.lstrip(_MARKS)
    if bare[:1] == b"<":
        read_xml_rates(content, reader)
    else:
        read_csv_rates(_text(content, reader), reader)
    return reader.finish()


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RefusedError("rate.file_too_large", file=path.name)
        content = path.read_bytes()
    except OSError as error:
        raise OutsideError("rate.file_unreadable", file=str(path), reason=error.strerror) from error
    if not content.strip(_MARKS):
        raise RefusedError("rate.file_empty", file=path.name)
    return content


def _text(content: bytes, reader: Reader) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        reader.note("file_unknown", 0)
        reader.refuse()
        raise
