"""Decimal mark, thousands mark and date order of a sample of cells."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.importing.dialect import Confidence, DateOrder, Finding
from app.domain.importing.values import SPACES

_MONEY = re.compile(r"^[€$£¥]\s*|\s*[€$£¥]$|^[A-Z]{3}\s+|\s+[A-Z]{3}$")
_NUMBER = re.compile(rf"[+-]?\d[\d.,'\u2019{SPACES}]*-?|\(\d[\d.,'\u2019{SPACES}]*\)")
_DATE = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?:[ T,]+\d{1,2}:\d{2}.*)?")
_GROUPED = re.compile(rf"\d{{1,3}}(?:([.,'\u2019{SPACES}])\d{{3}})(?:\1\d{{3}})*")


def looks_like_value(cell: str) -> bool:
    """True for a number or a date: what a header never holds."""
    bare = _MONEY.sub("", cell.strip())
    return bool(_NUMBER.fullmatch(bare) or _DATE.fullmatch(cell.strip()))


@dataclass(slots=True)
class _Marks:
    decimal: Counter[str] = field(default_factory=Counter)
    thousands: Counter[str] = field(default_factory=Counter)
    unclear: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    """Marks of numbers like 17850.0: often a customer's number that went through a spreadsheet."""

    def see(self, number: str) -> None:
        """Count what one number says about its marks."""
        seen = [char for char in number if not char.isdigit()]
        kinds = set(seen)
        last = seen[-1]
        if len(kinds) > 1:
            if last in ".," and seen.count(last) == 1:
                self.decimal[last] += 1
                self.thousands.update(kinds - {last})
        elif last not in ".," or len(seen) > 1:
            if _GROUPED.fullmatch(number):
                self.thousands[last] += 1
        elif _GROUPED.fullmatch(number) and not number.startswith("0"):
            self.unclear[last] += 1
        elif number.endswith(f"{last}0"):
            self.whole[last] += 1
        else:
            self.decimal[last] += 1


def find_marks(rows: Sequence[Sequence[str]], *, delimiter: str) -> tuple[Finding, Finding]:
    """The decimal and the thousands mark, by counting what the numbers can only mean."""
    marks = _Marks()
    for row in rows:
        for cell in row:
            if bare := _marked_number(cell):
                marks.see(bare)
    if not marks.decimal:
        marks.decimal.update(marks.whole)
    decimal = _decimal(marks, delimiter)
    return decimal, _thousands(marks, decimal)


def _marked_number(cell: str) -> str:
    """The number of the cell without sign and currency, when a mark stands in it."""
    bare = _MONEY.sub("", cell.strip()).strip("+-() ")
    is_marked = _NUMBER.fullmatch(bare) and not bare.isdigit() and not _DATE.fullmatch(bare)
    return bare if is_marked else ""


def is_open_date(cell: str) -> bool:
    """True for a date that may have its day or its month first."""
    return _orders_of(cell)[2]


def is_open_number(cell: str) -> bool:
    """True for a number like 1.234, whose mark may stand before thousandths or after thousands."""
    return bool(_marks_of(cell).unclear)


def shows_doubt(doubt: Finding, cell: str) -> bool:
    """Whether this cell is what the doubt about marks or about the order of dates comes from."""
    if doubt.name == "date_order":
        days, months, either = _orders_of(cell)
        against = days if doubt.value == DateOrder.MDY else months
        return against if doubt.reason == "dates-contradict" else either
    if doubt.reason == "marks-contradict":
        return any(mark != doubt.value for mark in _marks_of(cell).decimal)
    return is_open_number(cell)


def _marks_of(cell: str) -> _Marks:
    marks = _Marks()
    if bare := _marked_number(cell):
        marks.see(bare)
    return marks


def _orders_of(cell: str) -> tuple[bool, bool, bool]:
    """Whether a date has its day first, its month first, or may be read both ways."""
    found = _DATE.fullmatch(cell.strip())
    if found is None or len(found[1]) > 2 or len(found[4]) not in {2, 4}:
        return False, False, False
    first, second = int(found[1]), int(found[3])
    return first > 12 >= second, second > 12 >= first, first <= 12 and second <= 12


def _decimal(marks: _Marks, delimiter: str) -> Finding:
    usual = "," if delimiter == ";" else "."
    if marks.decimal["."] and marks.decimal[","]:
        most = "," if marks.decimal[","] > marks.decimal["."] else "."
        return Finding("decimal_mark", most, Confidence.LOW, "marks-contradict")
    if marks.decimal:
        return Finding("decimal_mark", next(iter(marks.decimal)), Confidence.HIGH, "decimals-seen")
    if marks.thousands["."] or marks.thousands[","]:
        other = "," if marks.thousands["."] else "."
        return Finding("decimal_mark", other, Confidence.MEDIUM, "thousands-seen")
    reason = "numbers-ambiguous" if marks.unclear else "no-decimals"
    confidence = Confidence.LOW if marks.unclear else Confidence.MEDIUM
    return Finding("decimal_mark", usual, confidence, reason)


def _thousands(marks: _Marks, decimal: Finding) -> Finding:
    seen = Counter(marks.thousands)
    seen.update({mark: count for mark, count in marks.unclear.items() if mark != decimal.value})
    seen.pop(decimal.value, None)
    if not seen:
        return Finding("thousands_mark", "", Confidence.HIGH, "no-thousands")
    mark = seen.most_common(1)[0][0]
    certain = bool(marks.thousands[mark])
    confidence = Confidence.HIGH if certain else decimal.confidence
    return Finding("thousands_mark", mark, confidence, "thousands-seen" if certain else "from-decimal-mark")


def find_date_order(rows: Sequence[Sequence[str]]) -> tuple[DateOrder, Finding]:
    """The order of day and month; when nothing above 12 decides it, day first, and it is said."""
    years_first = days_first = months_first = either = 0
    for row in rows:
        for cell in row:
            found = _DATE.fullmatch(cell.strip())
            if found is None:
                continue
            years_first += len(found[1]) == 4
            day, month, open_ = _orders_of(cell)
            days_first += day
            months_first += month
            either += open_
    return _order(years_first, days_first, months_first, either)


def _order(years_first: int, days_first: int, months_first: int, either: int) -> tuple[DateOrder, Finding]:
    order, confidence, reason = DateOrder.DMY, Confidence.HIGH, "day-above-12"
    if days_first and months_first:
        order = DateOrder.MDY if months_first > days_first else DateOrder.DMY
        confidence, reason = Confidence.LOW, "dates-contradict"
    elif months_first:
        order = DateOrder.MDY
    elif days_first:
        pass
    elif either:
        confidence, reason = Confidence.LOW, "dates-ambiguous"
    elif years_first:
        order, reason = DateOrder.YMD, "year-first"
    else:
        reason = "no-dates"
    return order, Finding("date_order", order.value, confidence, reason)
