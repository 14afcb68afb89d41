"""Identifiers that carry their own proof: VAT ids, IBANs, GTINs, e-mail addresses."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(\.[^\s@<>,;\".]+)+")
_VAT_PREFIX = {"EL": "GR", "XI": "GB"}
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})


def tidy_vat_id(text: str) -> str:
    """The id as it is printed: upper case, without blanks, dots and dashes."""
    return re.sub(r"[\s.\-/]", "", text).upper()


def vat_country(vat_id: str) -> str:
    """The country that a VAT id names by its first letters ("" when it names none)."""
    prefix = tidy_vat_id(vat_id)[:2]
    return _VAT_PREFIX.get(prefix, prefix) if prefix.isalpha() else ""


def is_vat_id(vat_id: str, country: str) -> bool:
    """Whether format and check digits are right; True for countries that nobody here can check."""
    from stdnum import get_cc_module  # noqa: PLC0415 - a window opens without these
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - as above

    number = tidy_vat_id(vat_id)
    module = get_cc_module((vat_country(number) or country).lower(), "vat")
    if module is None:
        return number.isalnum()
    try:
        module.validate(number)
    except ValidationError:
        return False
    return True


def is_iban(text: str) -> bool:
    """Whether the account number's check digits are right."""
    from stdnum import iban  # noqa: PLC0415 - a window opens without it

    return bool(iban.is_valid(text))


def is_email(text: str) -> bool:
    """Whether this could be one mail address."""
    return len(text) <= 200 and _EMAIL.fullmatch(text) is not None


def is_gtin(text: str) -> bool:
    """Whether 8, 12, 13 or 14 digits end with the right check digit (GS1 general specifications)."""
    if len(text) not in _GTIN_LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    weighted = (int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(text[:-1])))
    return (10 - sum(weighted) % 10) % 10 == int(text[-1])
