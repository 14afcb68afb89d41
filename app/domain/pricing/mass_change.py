"""Prices of a list changed by percent or amount from a day on: what stands then, and which rows make it so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.money import MICRO
from app.domain.price_inputs import PRICE_MICRO_MAX, PriceRowInput
from app.domain.pricing.formula import Formula
from app.domain.pricing.spans import before

PERCENT_PPM_MAX = 100 * MICRO


@dataclass(frozen=True, slots=True)
class PriceChange:
    """`percent_ppm` more (less below zero), then `add_micro` a base unit, then rounded as a `Formula` does.

    `start`: the first day of the new prices; None changes them at once, on all days of each row.
    """

    percent_ppm: int = 0
    add_micro: int = 0
    step_micro: int = 0
    ending_micro: int = 0
    start: date | None = None

    @property
    def formula(self) -> Formula:
        """How the old price becomes the new one."""
        return Formula(MICRO + self.percent_ppm, self.add_micro, self.step_micro, self.ending_micro)


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row as it is, by its id, and what takes its place; `fresh` is empty where it stays as it is.

    `content`: base units in one of its unit, as (num, den).
    """

    row_id: int
    old: PriceRowInput
    new_micro: int
    fresh: tuple[PriceRowInput, ...] = ()
    stays: str = ""
    content: tuple[int, int] = (1, 1)

    @property
    def is_changed(self) -> bool:
        """Whether anything is written."""
        return bool(self.fresh)


def check_change(change: PriceChange) -> tuple[Issue, ...]:
    """Everything wrong with a change as keyed."""
    found = Findings("price")
    nothing = (change.percent_ppm, change.add_micro, change.step_micro) == (0, 0, 0)
    found.block(nothing, "change_nothing", "percent")
    found.block(not -MICRO < change.percent_ppm <= PERCENT_PPM_MAX, "change_range", "percent")
    found.block(abs(change.add_micro) > PRICE_MICRO_MAX, "price_too_high", "add")
    found.block(not 0 <= change.step_micro <= PRICE_MICRO_MAX, "step_range", "step")
    beyond = abs(change.ending_micro) >= change.step_micro if change.ending_micro else False
    found.block(beyond, "ending_range", "ending")
    return found.all


def change_rows(
    rows: Iterable[tuple[int, PriceRowInput, tuple[int, int]]], change: PriceChange
) -> tuple[ChangedRow, ...]:
    """What becomes of each row, given with its id and what its unit holds.

    One that holds before and after the first day is cut in two there. It stays as it is (`stays`) where it is over by
    then ("over"), already costs what it would ("same"), or has an agreed quantity, which two rows would give
    twice ("agreed").
    """
    found = ((_changed(id_, row, content, change), content) for id_, row, content in rows)
    return tuple(row if content == (1, 1) else replace(row, content=content) for row, content in found)


def _changed(id_: int, row: PriceRowInput, content: tuple[int, int], change: PriceChange) -> ChangedRow:
    price = change.formula.price(row.price_micro, row.per * content[0], content[1])
    start = change.start
    if start is not None and row.valid_to is not None and row.valid_to < start:
        return ChangedRow(id_, row, row.price_micro, stays="over")
    if price == row.price_micro:
        return ChangedRow(id_, row, price, stays="same")
    if start is None or (row.valid_from is not None and row.valid_from >= start):
        return ChangedRow(id_, row, price, (replace(row, price_micro=price),))
    if row.agreed_micro is not None:
        return ChangedRow(id_, row, row.price_micro, stays="agreed")
    return ChangedRow(
        id_, row, price,
        (replace(row, valid_to=before(start)), replace(row, price_micro=price, valid_from=start)),
    )  # fmt: skip
