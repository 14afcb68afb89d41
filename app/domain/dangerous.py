"""Dangerous goods: what an article is by the UN model regulations (ADR, IMDG, IATA), and who may carry it.

An inner packing that holds no more than the limited quantity of its entry (ADR 3.4) travels under easier rules:
many carriers take it who take nothing else of the class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.findings import Findings

ALL_CLASSES = "*"
PACKING_GROUPS = ("", "I", "II", "III")
SHIPPING_NAME_LENGTH = 200
AMOUNT_MOST = 10**9
_UN_NUMBER = re.compile(r"\d{4}")
_CLASS = re.compile(r"[1-9](\.\d)?[A-S]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A dangerous article. Amounts are grams, or millilitres of a liquid, of one inner packing; 0: none known."""

    un_number: str = ""
    hazard_class: str = ""
    packing_group: str = ""
    shipping_name: str = ""
    limited_amount: int = 0
    inner_amount: int = 0

    @property
    def is_limited(self) -> bool:
        """Whether its inner packings are small enough to travel as limited quantity."""
        return 0 < self.inner_amount <= self.limited_amount

    @property
    def exceeds_limited(self) -> bool:
        """Whether its inner packings hold more than the limited quantity of its entry."""
        return 0 < self.limited_amount < self.inner_amount

    @property
    def statement(self) -> str:
        """As a transport document says it, in this order (ADR 5.4.1.1.1): UN 1263 PAINT, 3, III."""
        parts = (f"UN {self.un_number} {self.shipping_name}".strip(), self.hazard_class, self.packing_group)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Who brings goods. `classes`: of dangerous goods that he carries, `*` all of them."""

    code: str
    name: str
    classes: tuple[str, ...] = ()
    takes_limited: bool = False
    checks_age: bool = False  # he hands over only against proof of age
    active: bool = True

    def may_carry(self, hazard: Hazard) -> bool:
        """Whether the class is among those that he carries; 2 stands for 2.1, 2.2 and 2.3."""
        return (self.takes_limited and hazard.is_limited) or self.takes_class(hazard.hazard_class)

    def takes_class(self, hazard_class: str) -> bool:
        """Whether he carries the class in any quantity."""
        return any(
            each in {ALL_CLASSES, hazard_class} or hazard_class.startswith(f"{each}.")
            for each in self.classes
        )


def tidy_un_number(text: str) -> str:
    """`UN 1263` and `un1263` are 1263."""
    return text.strip().upper().removeprefix("UN").strip()


def check_hazard(found: Findings, hazard: Hazard, sku: str) -> None:
    """Everything wrong with what was keyed of an article's danger."""
    number, name = hazard.un_number, hazard.shipping_name.strip()
    found.block(number and not _UN_NUMBER.fullmatch(number), "un_number_wrong", "un_number", number=number)
    found.block(number and not is_class(hazard.hazard_class), "hazard_class_wrong", "hazard_class", sku=sku)
    found.block(number and not name, "shipping_name_missing", "shipping_name", sku=sku)
    too_long = len(name) > SHIPPING_NAME_LENGTH
    found.block(too_long, "too_long", "shipping_name", longest=SHIPPING_NAME_LENGTH)
    unknown = hazard.packing_group not in PACKING_GROUPS
    found.block(unknown, "packing_group_wrong", "packing_group", group=hazard.packing_group)
    for field in ("limited_amount", "inner_amount"):
        found.block(not 0 <= getattr(hazard, field) <= AMOUNT_MOST, "amount_range", field, sku=sku)
    said = (hazard.hazard_class, hazard.packing_group, name, hazard.limited_amount, hazard.inner_amount)
    found.block(not number and any(said), "un_number_missing", "un_number", sku=sku)


def is_class(text: str) -> bool:
    """Whether it is written as a class or division is: 3, 2.1, 1.4S."""
    return _CLASS.fullmatch(text) is not None


def first_for_all(carriers: Iterable[Carrier], hazards: Iterable[Hazard]) -> Carrier | None:
    """The first active carrier who may carry all of these."""
    wanted = tuple(hazards)
    return next((each for each in carriers if each.active and all(map(each.may_carry, wanted))), None)
