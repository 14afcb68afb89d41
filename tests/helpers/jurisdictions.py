"""The sample of American sales taxes (`tests/data/jurisdictions`): as the domain has them, and into an office."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.domain.jurisdiction_inputs import JurisdictionInput, PlaceInput, RateInput
from app.domain.jurisdictions import Jurisdiction, Jurisdictions, RateSpan, jurisdictions
from app.domain.places import PlaceRange
from app.services.jurisdictions.tables import JURISDICTIONS, PLACES, RATES
from app.services.unit_of_work import UnitOfWork

FOLDER = Path(__file__).parents[1] / "data" / "jurisdictions"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the three files."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def ppm(percent: str) -> int:
    """A percentage in millionths."""
    return int(Decimal(percent) * 10_000)


def inputs() -> tuple[list[JurisdictionInput], list[RateInput], list[PlaceInput]]:
    """The sample as it is keyed."""
    areas = [
        JurisdictionInput(
            row["code"],
            row["name"],
            row["level"],
            row["country"],
            row["state"],
            row["taxes_freight"] == "yes",
            row["by_origin"] == "yes",
            _day(row["registered_from"]),
            None,
            row["registration"],
        )
        for row in rows_of("jurisdictions")
    ]
    rates = [
        RateInput(
            row["code"],
            row["product_class"],
            ppm(row["rate"]),
            _day(row["valid_from"]),
            _day(row["valid_until"]),
        )
        for row in rows_of("rates")
    ]
    return areas, rates, [PlaceInput(**row) for row in rows_of("places")]


def sample() -> Jurisdictions:
    """The sample as orders see it."""
    areas, rates, places = inputs()

    def made(area: JurisdictionInput) -> Jurisdiction:
        values: dict[str, Any] = {
            name: getattr(area, name) for name in area.__slots__ if name != "registration"
        }
        spans = (rate for rate in rates if rate.code == area.code)
        return Jurisdiction(
            **values,
            rates=tuple(
                RateSpan(each.product_class, each.rate_ppm, each.valid_from or date.min, each.valid_until)
                for each in spans
            ),
            places=tuple(
                PlaceRange(each.first, each.last, each.city) for each in places if each.code == area.code
            ),
        )

    return jurisdictions(map(made, areas))


def record_sample(uow: UnitOfWork) -> None:
    """Record the sample."""
    areas, rates, places = inputs()
    for area in areas:
        JURISDICTIONS.create(uow, area)
    for rate in rates:
        RATES.create(uow, rate)
    for place in places:
        PLACES.create(uow, place)
