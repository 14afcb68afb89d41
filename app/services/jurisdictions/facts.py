"""The jurisdictions as one value, and their names for papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.domain.jurisdictions import NO_JURISDICTIONS, Jurisdiction, Jurisdictions, RateSpan, jurisdictions
from app.domain.places import PlaceRange
from app.domain.tax import TaxKey
from app.domain.tax_parts import parts_of
from app.services.unit_of_work import Reading
from db.schema.jurisdictions import Jurisdiction as Table
from db.schema.jurisdictions import JurisdictionPlace, JurisdictionRate

_FIELDS = (
    "code", "name", "level", "country", "state", "taxes_freight", "by_origin", "registered_from", "registered_until",
)  # fmt: skip

# Built once: making a statement costs more than running it.
_EVERY = sa.select(Table.id, *(getattr(Table, name) for name in _FIELDS)).order_by(Table.code)
_RATES = sa.select(
    JurisdictionRate.jurisdiction_id,
    JurisdictionRate.product_class,
    JurisdictionRate.rate_ppm,
    JurisdictionRate.valid_from,
    JurisdictionRate.valid_until,
).order_by(JurisdictionRate.valid_from)
_PLACES = sa.select(
    JurisdictionPlace.jurisdiction_id,
    JurisdictionPlace.first,
    JurisdictionPlace.last,
    JurisdictionPlace.city,
).order_by(JurisdictionPlace.first)
_NAMES = sa.select(Table.code, Table.name).where(Table.code.in_(sa.bindparam("codes", expanding=True)))


def read_jurisdictions(view: Reading) -> Jurisdictions:
    """All jurisdictions: one query where none is recorded, three else. Who asks often keeps them (`setup_kept`)."""
    every: Any = view.db.execute(_EVERY).all()
    if not every:
        return NO_JURISDICTIONS
    rates: dict[int, list[RateSpan]] = defaultdict(list)
    places: dict[int, list[PlaceRange]] = defaultdict(list)
    spans: Any = view.db.execute(_RATES)
    ranges: Any = view.db.execute(_PLACES)
    for id_, *rate in spans:
        rates[id_].append(RateSpan(*rate))
    for id_, *place in ranges:
        places[id_].append(PlaceRange(*place))
    known = ((id_, Jurisdiction(*facts)) for id_, *facts in every)
    return jurisdictions(
        replace(each, rates=tuple(rates[id_]), places=tuple(places[id_])) for id_, each in known
    )


def read_names(view: Reading, keys: Iterable[TaxKey]) -> dict[str, str]:
    """The names of the jurisdictions in stacked taxes by code; no query where nothing is stacked."""
    codes = sorted({part.code for key in keys for part in parts_of(key.stack)})
    rows: Any = view.db.execute(_NAMES, {"codes": codes}) if codes else ()
    return {row.code: row.name for row in rows}
