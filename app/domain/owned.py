"""What customers own, and what of it is given where something is configured to fit it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from app.domain.findings import Findings
from app.domain.issues import Issue

if TYPE_CHECKING:
    from app.domain.product_models.definition import ProductDefinition
    from app.domain.product_models.results import Configuration

NAME_LENGTH = 200
_PAIR = re.compile(r"([\w./]{1,80})\s*=\s*(-?[\w/.]{1,80})")
_NUMBER = re.compile(r"-?\d{1,30}(?:[./]\d{1,30})?")

Known = Mapping[str, bool | str]
"""By flat code what is known of a thing: True of an option, a number's value as exact text."""


@dataclass(frozen=True, slots=True)
class OwnedInput:
    """A thing as keyed; `choices` is what `known_text` says."""

    text: str
    choices: str = ""
    place: str = ""
    serial: str = ""
    since: date | None = None
    active: bool = True


class Thing(Protocol):
    """What a customer owns, as far as something else is fitted to it."""

    @property
    def model(self) -> str:
        """Code of its product model, "" for none."""

    @property
    def choices(self) -> Known:
        """What is known of it."""

    @property
    def origin(self) -> str:
        """Which one it is, in words."""


@dataclass(frozen=True, slots=True)
class Fits:
    """A choice that is given by things of the customer: an option's code with True, or a number's with its value."""

    code: str
    value: bool | Fraction
    origin: str


def check_owned(data: OwnedInput) -> tuple[Issue, ...]:
    """Everything wrong with a thing as keyed; `where` is the field's name."""
    found = Findings("owned")
    found.block(not data.text.strip(), "text_missing", "text")
    for name in ("text", "place", "serial"):
        found.block(len(getattr(data, name)) > NAME_LENGTH, "too_long", name, longest=NAME_LENGTH)
    wrong = [part for part in _parts(data.choices) if not _PAIR.fullmatch(part)]
    found.block(wrong, "choices_wrong", "choices", found=wrong[0][:40] if wrong else "")
    return found.all


def read_known(text: str) -> dict[str, bool | str]:
    """What was keyed as "frame = f2, width = 1600": the option frame.f2, the number 1600."""
    found: dict[str, bool | str] = {}
    for part in _parts(text):
        pair = _PAIR.fullmatch(part)
        assert pair is not None, "checked before"
        code, value = pair.groups()
        if _NUMBER.fullmatch(value):
            found[code] = str(Fraction(value))
        else:
            found[f"{code}.{value}"] = True
    return found


def known_text(known: Known) -> str:
    """The same in the form in which it is keyed."""
    pairs = (
        code.rsplit(".", 1) if value is True else (code, str(value)) for code, value in sorted(known.items())
    )
    return ", ".join(f"{code} = {value}" for code, value in pairs)


def known_of(configuration: Configuration) -> dict[str, bool | str]:
    """What is known of a thing that was configured here."""
    numbers = {code: str(value) for code, value in configuration.numbers.items()}
    return {**dict.fromkeys(sorted(configuration.options), True), **numbers}


def fits_of(things: Iterable[Thing], definition: ProductDefinition) -> tuple[Fits, ...]:
    """What things of a customer give where a product is configured to fit them: each code once for each value.

    Only codes of the product itself, of those that its model calls `owned`; where it calls none so, all that things
    of other models have in common with it.
    """
    origins: dict[tuple[str, bool | Fraction], list[str]] = {}
    for thing in things:
        for code, value in _in_common(thing, definition):
            origins.setdefault((code, value), []).append(thing.origin)
    return tuple(Fits(code, value, "; ".join(dict.fromkeys(told))) for (code, value), told in origins.items())


def _in_common(thing: Thing, definition: ProductDefinition) -> Iterator[tuple[str, bool | Fraction]]:
    product = definition.product
    options = {
        f"{group.code}.{option.code}": group.code for group in product.groups for option in group.options
    }
    numbers = {number.code for number in product.numbers}
    for code, value in thing.choices.items():
        asked = options.get(code, code)
        if not (asked in definition.owned if definition.owned else thing.model != definition.code):
            continue
        if value is True and code in options:
            yield code, True
        elif isinstance(value, str) and code in numbers:
            yield code, Fraction(value)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
