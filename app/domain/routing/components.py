"""When the components of what is made are all there: on the shelf, or with the arrivals that bring them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.promise import WarehouseStock, earliest_day


@dataclass(frozen=True, slots=True)
class Component:
    """An article that a line takes, in base micro units for all of its pieces."""

    sku: str
    product_id: int
    needed_micro: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """When all components of a line are there: `day` None where no known arrival brings enough.

    `short`: the articles for which it waits.
    """

    day: date | None
    short: tuple[Component, ...]

    @property
    def skus(self) -> str:
        """The articles as a sentence names them."""
        return ", ".join(each.sku for each in self.short)


def when_ready(
    needs: Iterable[tuple[str, Iterable[Component]]], stocks: Mapping[int, WarehouseStock], today: date
) -> dict[str, Readiness]:
    """By line key, for lines that wait for components; lines above take theirs first. Others are left out."""
    taken: dict[int, int] = {}
    found: dict[str, Readiness] = {}
    for line_key, components in needs:
        days: list[tuple[date | None, Component]] = []
        for each in components:
            taken[each.product_id] = taken.get(each.product_id, 0) + each.needed_micro
            days.append((earliest_day(stocks[each.product_id], taken[each.product_id], today), each))
        late = [(day, each) for day, each in days if day is None or day > today]
        if late:
            never = tuple(each for day, each in late if day is None)
            last = max((day for day, _each in late if day is not None), default=None)
            found[line_key] = (
                Readiness(None, never) if never else Readiness(last, tuple(each for _day, each in late))
            )
    return found
