"""Cell texts to numbers, quantities, codes and yes/no: a value or the reason why not."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.domain.importing.problems import ValueProblem

MAX_DIGITS = 18
_REMEMBERED = 4_096  # cells of a file repeat
SPACES = " \u00a0\u202f\u2009"
GROUP_MARKS = f".,'\u2019{SPACES}"
_CURRENCY = re.compile(r"^(?:[€$£¥]|[A-Z]{3}\b)\s*|\s*(?:[€$£¥]|\b[A-Z]{3})$")
_CURRENCY_SIGNS = {
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"}),
    "¥": frozenset({"JPY", "CNY"}),
}
_EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_WHOLE_FLOAT = re.compile(r"(\d+)[.,]0+")
_CODE = re.compile(r"[^\x00-\x1f\x7f]{1,80}")
_QUANTITY = re.compile(r"(?P<number>[+-]?[\d.,'\u2019 \u00a0\u202f]*\d)\s*(?P<unit>[^\W\d_][\w²³./-]*)?")
_TRUE = frozenset({"1", "y", "yes", "true", "t", "x", "j", "ja", "wahr", "on"})
_FALSE = frozenset({"0", "n", "no", "false", "f", "", "-", "nein", "falsch", "off"})
_NOT_FINITE = frozenset({"nan", "inf", "infinity", "-inf", "+inf", "-infinity", "#n/a", "#div/0!", "#value!"})


@dataclass(frozen=True, slots=True)
class NumberMarks:
    """A file's marks. `thousands` "" takes any mark that stands properly between groups of three.

    `currency`: what prices and amounts are in; one that names another currency is refused. "" asks nothing.
    """

    decimal: str = "."
    thousands: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class AmountWithUnit:
    """A quantity as written: `unit` "" when the cell names none."""

    amount: Decimal
    unit: str = ""


def parse_number(text: str, marks: NumberMarks) -> Decimal | ValueProblem:
    """The number in the cell: 1.234,56 / 1 234,56 / 1'234.56 / (5) / 5- / € 12,50, by the file's marks."""
    bare = text.strip(SPACES)
    if bare.lower() in _NOT_FINITE:
        return ValueProblem("number-not-finite", text)
    if _EXPONENT.fullmatch(bare):
        return ValueProblem("number-exponent", text)
    digits, negative = _unsigned(bare)
    plain = _plain(digits, marks)
    if plain is None:
        return ValueProblem("number-format", text, {"mark": marks.decimal})
    if sum(char.isdigit() for char in plain) > MAX_DIGITS:
        return ValueProblem("number-too-large", text, {"limit": str(MAX_DIGITS)})
    number = Decimal(plain)
    return -number if negative and number else number


def _unsigned(bare: str) -> tuple[str, bool]:
    """The text without sign and currency, and whether it was negative: -5, 5-, (5), -€ 5, € -5."""
    if bare.startswith("(") and bare.endswith(")"):
        return _CURRENCY.sub("", bare[1:-1].strip(SPACES)).strip(SPACES), True
    bare, negative = _sign(bare.replace("\u2212", "-"))
    bare = _CURRENCY.sub("", bare).strip(SPACES)
    if negative is None:
        bare, negative = _sign(bare)
    return bare, bool(negative)


def _sign(bare: str) -> tuple[str, bool | None]:
    if bare[:1] in {"-", "+"}:
        return bare[1:].strip(SPACES), bare[0] == "-"
    if bare[-1:] in {"-", "+"}:
        return bare[:-1].strip(SPACES), bare[-1] == "-"
    return bare, None


def _plain(digits: str, marks: NumberMarks) -> str | None:
    """The digits with a point, no grouping; None when marks stand where they should not."""
    whole, mark, fraction = digits.partition(marks.decimal)
    if not digits.isascii() and not all(char.isascii() or char in GROUP_MARKS for char in digits):
        return None
    if mark and not (fraction.isdigit() or (whole and not fraction)):
        return None
    groups = _ungrouped(whole, marks) if whole else "0"
    if groups is None or not (whole or fraction):
        return None
    return f"{groups}.{fraction}" if fraction else groups


def _ungrouped(whole: str, marks: NumberMarks) -> str | None:
    seen = {char for char in whole if not char.isdigit()}
    if not seen:
        return whole
    mark = seen.pop()
    allowed = mark in GROUP_MARKS and mark != marks.decimal
    expected = marks.thousands in {"", mark} or (mark in SPACES and marks.thousands in SPACES)
    if seen or not allowed or not expected:
        return None
    first, *groups = whole.split(mark)
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
        return None
    return first + "".join(groups)


def parse_quantity(
    text: str, marks: NumberMarks, *, negative: bool = False, zero: bool = False
) -> AmountWithUnit | ValueProblem:
    """A quantity with or without a unit ("12", "2 pk", "1,5 m"); negative and 0 only when allowed."""
    bare = text.strip(SPACES)
    found = None if _EXPONENT.fullmatch(bare) else _QUANTITY.fullmatch(bare)
    unit = (found["unit"] or "") if found else ""
    amount = parse_number(found["number"] if found and unit else text, marks)
    if isinstance(amount, ValueProblem):
        return ValueProblem("quantity-unit", text) if amount.code == "number-format" and not found else amount
    if not amount and not zero:
        return ValueProblem("quantity-zero", text)
    if amount < 0 and not negative:
        return ValueProblem("quantity-negative", text)
    return AmountWithUnit(amount, unit)


@lru_cache(maxsize=_REMEMBERED)
def parse_whole(text: str, marks: NumberMarks) -> int | ValueProblem:
    """A whole number, sign and all: "6", "-12", "2.0"."""
    number = parse_number(text, marks)
    if isinstance(number, ValueProblem):
        return number
    if number != number.to_integral_value():
        return ValueProblem("quantity-fraction", text)
    return int(number)


@lru_cache(maxsize=_REMEMBERED)
def parse_micro(text: str, marks: NumberMarks, *, decimals: int = 6) -> int | ValueProblem:
    """A number in millionths, exact: more decimals than allowed are refused, never rounded."""
    number = parse_number(text, marks)
    if isinstance(number, ValueProblem):
        return number
    if _names_another_currency(text, marks.currency):
        return ValueProblem("currency-other", text, {"currency": marks.currency})
    scaled = number.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        return ValueProblem("number-decimals", text, {"limit": str(decimals)})
    return int(number.scaleb(6))


def _names_another_currency(text: str, currency: str) -> bool:
    """True for £ 5 or 5 USD in a file of euros."""
    named = re.search(r"[€$£¥]|[A-Z]{3}", text) if currency else None
    return named is not None and currency not in _CURRENCY_SIGNS.get(named[0], frozenset({named[0]}))


@lru_cache(maxsize=_REMEMBERED)
def parse_code(text: str) -> str | ValueProblem:
    """A code as text: "17850.0" is 17850, "007" stays 007, "4,00638E+12" is refused as damaged."""
    bare = " ".join(text.split())
    if _EXPONENT.fullmatch(bare) and ("+" in bare or "." in bare or "," in bare):
        return ValueProblem("number-exponent", text)
    if not bare:
        return ""
    if not _CODE.fullmatch(bare):
        return ValueProblem("code-format", text)
    whole = _WHOLE_FLOAT.fullmatch(bare)
    return whole[1] if whole else bare


def parse_boolean(text: str) -> bool | ValueProblem:
    """Yes or no, in English or German; an empty cell is no."""
    bare = text.strip().casefold()
    if bare in _TRUE:
        return True
    if bare in _FALSE:
        return False
    return ValueProblem("boolean-format", text)
