"""Document numbers: in the order of dates where the law wants it, anew each year where the firm wants it."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.services.numbering import draw_number
from db.schema.firm import NumberSeries
from db.statements import table_of

MONDAY = date(2026, 3, 2)


def test_an_invoice_date_before_the_last_of_the_series_is_refused(desk):
    with desk.begin() as uow:
        draw_number(uow, "invoice", on=MONDAY)
    with pytest.raises(RefusedError) as refused, desk.begin() as uow:
        draw_number(uow, "invoice", on=date(2026, 3, 1))
    assert refused.value.code == "series.date_before_last"
    assert dict(refused.value.params) == {"kind": "invoice", "date": date(2026, 3, 1), "last_date": MONDAY}


def test_a_desk_whose_clock_is_ahead_stops_no_orders_of_the_others(desk):
    with desk.begin() as uow:
        numbers = [draw_number(uow, "order", on=day).number for day in (date(2027, 3, 1), MONDAY, MONDAY)]
    assert numbers == ["SO-000001", "SO-000002", "SO-000003"]


def test_the_first_year_of_a_series_goes_on_from_the_number_of_its_card(desk):
    table = table_of(NumberSeries)
    with desk.begin() as uow:
        start = {"yearly": True, "next_number": 501, "first_number": 501}
        uow.db.execute(sa.update(table).where(table.c.kind == "order").values(**start))
        drawn = [draw_number(uow, "order", on=date(year, 12, 31)).number for year in (2026, 2026, 2027)]
    assert drawn == ["SO-2026-000501", "SO-2026-000502", "SO-2027-000001"]


def test_a_yearly_series_starts_again_and_no_number_comes_twice(desk):
    table = table_of(NumberSeries)
    with desk.begin() as uow:
        uow.db.execute(sa.update(table).where(table.c.kind == "order").values(yearly=True))
        drawn = [draw_number(uow, "order", on=date(year, 12, 31)).number for year in (2026, 2026, 2027, 2028)]
    assert drawn == ["SO-2026-000001", "SO-2026-000002", "SO-2027-000001", "SO-2028-000001"]
