"""How a file of rows is written: encoding, marks and orders, each with why we think so."""

from dataclasses import dataclass
from enum import StrEnum


class Encoding(StrEnum):
    """The encodings that a file can be read in, by Python's names."""

    UTF_8 = "utf-8"
    UTF_8_SIG = "utf-8-sig"
    CP1252 = "cp1252"
    ISO_8859_1 = "iso-8859-1"
    ISO_8859_15 = "iso-8859-15"
    CP1250 = "cp1250"
    ISO_8859_2 = "iso-8859-2"
    CP1251 = "cp1251"
    CP1253 = "cp1253"
    CP1254 = "cp1254"
    CP1257 = "cp1257"
    CP850 = "cp850"
    CP852 = "cp852"
    CP437 = "cp437"
    MAC_ROMAN = "mac_roman"
    UTF_16 = "utf-16"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"


class DateOrder(StrEnum):
    """In which order day, month and year are written. ISO dates are read under any order."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Confidence(StrEnum):
    """How sure a finding is; LOW must be shown in the preview for the person to decide."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Finding:
    """One property of the file as found, with a reason code.

    `line` and `byte`, or `line` and `cell`, show where it is in doubt; line 0 is not known.
    """

    name: str
    value: str
    confidence: Confidence
    reason: str
    line: int = 0
    byte: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read the file. `thousands_mark` "" means none was seen; `header_row` is where the names stand."""

    encoding: str = "utf-8"
    bom: bool = False
    delimiter: str = ","
    quote: str = '"'
    has_header: bool = True
    header_row: int = 1
    decimal_mark: str = "."
    thousands_mark: str = ""
    date_order: DateOrder = DateOrder.DMY
    findings: tuple[Finding, ...] = ()

    def finding(self, name: str) -> Finding | None:
        """The finding about one property, None when it was not looked at."""
        return next((found for found in self.findings if found.name == name), None)

    def doubts(self) -> tuple[Finding, ...]:
        """The findings a person should confirm before the import."""
        return tuple(found for found in self.findings if found.confidence is Confidence.LOW)

    @property
    def dates_ambiguous(self) -> bool:
        """True when the file's dates can be read in two orders (03/04)."""
        found = self.finding("date_order")
        return found is not None and found.reason in {"dates-ambiguous", "dates-contradict"}
