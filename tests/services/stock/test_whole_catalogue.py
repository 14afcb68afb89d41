"""What comes in with one receipt may be a whole catalogue: a server's limits are none of its clerk's business."""

from __future__ import annotations

from app.services.stock.holds import take_over
from app.services.stock.levels import StockLevel, read_levels
from app.services.stock.links import right_links
from app.services.stock.waiting import hold_orders_waiting, read_waiting_for
from tests.helpers.stock_office import HAMBURG, MUNICH, make_stock_office

MANY = 25_000


def test_tens_of_thousands_of_places_are_asked_for_at_once(work):
    office = make_stock_office(work)
    keys = [(number, place) for number in range(1, MANY) for place in (HAMBURG, MUNICH)]
    office.add_stock(1, HAMBURG, 3)
    with office.begin() as uow:
        hold_orders_waiting(uow, keys)
        assert read_waiting_for(uow, keys) == ()
        right_links(uow, keys)
        assert not take_over(uow, dict.fromkeys(keys, 1))
        levels = read_levels(uow, keys)
    assert len(levels) == len(keys)
    assert {key for key, level in levels.items() if level != StockLevel()} == {(1, HAMBURG)}
