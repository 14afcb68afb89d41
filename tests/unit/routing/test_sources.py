"""Source choice: one warehouse, else the nearest with most, else split; each with its sentence."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.promise import NO_DATE, ArrivalSupply, ProductAvailability, WarehouseStock, available_on
from app.domain.routing.facts import by_nearness
from app.domain.routing.places import distance_km, place_of
from app.domain.routing.sources import Demand, WarehouseFacts, choose_sources
from app.i18n import set_language
from app.messages import text_of

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
U = 1_000_000
HAMBURG = WarehouseFacts(1, "HH", "Hamburg", "DE", 53_550_000, 9_990_000, time(14))
MUNICH = WarehouseFacts(2, "M", "Munich", "DE", 48_140_000, 11_580_000, time(14))
VIENNA = WarehouseFacts(3, "VIE", "Vienna", "AT", 48_210_000, 16_370_000, time(14))
ALL = (HAMBURG, MUNICH, VIENNA)


def availability(**products):
    """`p1={1: 10}` or `p1={1: (10, [(due, 5)])}`: by warehouse id what is on hand and arriving."""
    found = {}
    for name, places in products.items():
        stocks = []
        for warehouse_id, facts in places.items():
            on_hand, arrivals = facts if isinstance(facts, tuple) else (facts, [])
            supplies = tuple(
                ArrivalSupply(100 * warehouse_id + number, f"AR-{number}", due, quantity * U)
                for number, (due, quantity) in enumerate(arrivals, 1)
            )
            stocks.append(WarehouseStock(warehouse_id, on_hand * U, arrivals=supplies))
        product_id = int(name[1:])
        found[product_id] = ProductAvailability(product_id, tuple(stocks))
    return found


def choose(demands, stock, *, country="DE", postcode="22765", wish="partial", first=None):
    lines = [
        Demand(f"k{place}", product, quantity * U, day)
        for place, (product, quantity, day) in enumerate((*d, None)[:3] for d in demands)
    ]
    return choose_sources(
        lines,
        stock,
        ALL,
        ship_to_country=country,
        ship_to_postcode=postcode,
        delivery_wish=wish,
        today=TODAY,
        first_ship_day=first or dict.fromkeys((1, 2, 3), TODAY),
    )


def short(parts):
    return [
        (part.line_key, part.warehouse_id, part.reserve_micro // U, part.wait_micro // U, part.promise_date)
        for part in parts
    ]


def sentence(part):
    set_language("en")
    return text_of(part.reason.code, part.reason.params)


def test_the_nearest_warehouse_that_has_everything_ships_all():
    stock = availability(p1={1: 5, 2: 9}, p2={1: 5, 2: 9})
    parts = choose([(1, 4), (2, 4)], stock, postcode="80331")
    assert short(parts) == [("k0", 2, 4, 0, TODAY), ("k1", 2, 4, 0, TODAY)]
    assert sentence(parts[0]) == "All 2 lines from Munich, ships 23/11/2026."


def test_one_warehouse_with_all_beats_a_nearer_one_with_a_part():
    stock = availability(p1={1: 5, 3: 9}, p2={1: 1, 3: 9})
    assert {part.warehouse_id for part in choose([(1, 4), (2, 4)], stock)} == {3}


def test_else_the_nearest_with_most_and_the_rest_from_who_has_it():
    stock = availability(p1={1: 5}, p2={1: 5}, p3={2: 5, 3: 5})
    parts = choose([(1, 4), (3, 4), (2, 4)], stock)
    assert short(parts) == [("k0", 1, 4, 0, TODAY), ("k1", 2, 4, 0, TODAY), ("k2", 1, 4, 0, TODAY)]
    assert (
        sentence(parts[0])
        == "Hamburg is the nearest with most of the order (2 of 3 lines), ships 23/11/2026."
    )
    assert sentence(parts[1]) == "Hamburg cannot ship it by then; Munich has it, ships 23/11/2026."


def test_else_a_line_is_split():
    parts = choose([(1, 10)], availability(p1={1: 6, 2: 5}))
    assert short(parts) == [("k0", 1, 6, 0, TODAY), ("k0", 2, 4, 0, TODAY)]
    assert sentence(parts[1]) == "No warehouse has all 10: 4 from Munich, ships 23/11/2026."


def test_what_is_missing_waits_for_the_arrival_and_leaves_on_a_working_day():
    saturday = date(2026, 11, 28)
    parts = choose([(1, 10)], availability(p1={1: (6, [(saturday, 20)])}))
    assert short(parts) == [("k0", 1, 6, 0, TODAY), ("k0", 1, 0, 4, date(2026, 11, 30))]
    assert parts[1].arrival_line_id == 101
    assert sentence(parts[1]) == "4 to come with arrival AR-1, due 28/11/2026 in Hamburg; ships 30/11/2026."


def test_an_arrival_before_the_wished_day_is_on_time():
    wish = TODAY + timedelta(days=3)
    parts = choose([(1, 10, wish)], availability(p1={1: (0, [(TOMORROW, 10)]), 2: 4}))
    assert short(parts) == [("k0", 1, 0, 10, wish)]


def test_what_nothing_covers_waits_without_a_date():
    parts = choose([(1, 10)], availability(p1={2: 3}))
    assert short(parts) == [("k0", 2, 3, 0, TODAY), ("k0", 1, 0, 7, None)]
    assert (
        sentence(parts[1]) == "Neither stock nor an arrival covers 7 of 10; waits in Hamburg without a date."
    )


def test_a_product_nobody_has_waits_at_the_nearest():
    assert short(choose([(7, 2)], {}, country="AT", postcode="1010")) == [("k0", 3, 0, 2, None)]


def test_two_lines_of_one_product_share_its_stock():
    parts = choose([(1, 6), (1, 6)], availability(p1={1: 10, 2: 10}))
    taken: dict[int, int] = {}
    for part in parts:
        taken[part.warehouse_id] = taken.get(part.warehouse_id, 0) + part.reserve_micro // U
    assert taken == {1: 6, 2: 6}


def test_goods_promised_to_others_are_left_to_them():
    friday = date(2026, 11, 27)
    arrival = ArrivalSupply(9, "AR-9", date(2026, 11, 30), 10 * U)
    stock = {1: ProductAvailability(1, (WarehouseStock(1, 10 * U, 0, ((friday, 10 * U),), (arrival,)),))}
    assert short(choose([(1, 5)], stock)) == [("k0", 1, 0, 5, date(2026, 11, 30))]


def test_a_complete_order_comes_together_when_that_is_not_later():
    stock = availability(p1={1: 5}, p2={1: (1, [(TOMORROW, 10)]), 2: (0, [(TOMORROW, 3)])})
    together = choose([(1, 4), (2, 4)], stock, wish="complete")
    assert {part.warehouse_id for part in together} == {1}
    assert sentence(together[0]) == "All 2 lines together from Hamburg, which has this on the shelf."


def test_a_complete_order_is_split_when_waiting_for_one_warehouse_takes_longer():
    stock = availability(p1={1: 5}, p2={1: (0, [(TOMORROW, 10)]), 2: 4})
    parts = choose([(1, 4), (2, 4)], stock, wish="complete")
    assert [part.warehouse_id for part in parts] == [1, 2]


def test_a_warehouse_on_holiday_gives_way_when_the_wished_day_matters():
    stock = availability(p1={1: 5, 2: 5})
    first = {1: TODAY + timedelta(days=2), 2: TODAY, 3: TODAY}
    assert choose([(1, 4, TODAY)], stock, first=first)[0].warehouse_id == 2
    assert choose([(1, 4)], stock, first=first)[0].warehouse_id == 1


def test_no_line_needs_no_source():
    assert choose([], {}) == ()


def test_nearness_knows_regions_and_countries():
    def nearest(country, postcode):
        return by_nearness(ALL, country=country, postcode=postcode)[0].name

    assert nearest("DE", "22765") == nearest("DK", "1000") == "Hamburg"
    assert nearest("DE", "80331") == nearest("CH", "8000") == "Munich"
    assert nearest("HU", "1011") == "Vienna"
    assert nearest("AQ", "") == "Hamburg"  # unknown: by code


def test_distances_are_great_circles():
    hamburg, munich = HAMBURG.point, MUNICH.point
    assert hamburg is not None
    assert munich is not None
    assert 605 <= distance_km(hamburg, munich) <= 620
    assert place_of("XX", "") is None
    assert WarehouseFacts(4, "X", "X", "FR", None, None, time(14)).point == place_of("FR", "")


stocks = st.dictionaries(
    st.integers(1, 3),
    st.dictionaries(
        st.integers(1, 3),
        st.tuples(
            st.integers(0, 12),
            st.lists(
                st.tuples(
                    st.integers(0, 9).map(lambda days: TODAY + timedelta(days=days)), st.integers(1, 9)
                ),
                max_size=2,
            ),
        ),
    ),
)
orders = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(1, 15),
        st.one_of(st.none(), st.integers(0, 9).map(lambda days: TODAY + timedelta(days=days))),
    ),
    min_size=1,
    max_size=5,
)


@given(stocks, orders, st.sampled_from(["partial", "complete"]))
def test_every_unit_is_sourced_once_and_nothing_is_promised_twice(places, demands, wish):
    stock = availability(**{f"p{product}": found for product, found in places.items()})
    parts = choose(demands, stock, wish=wish)
    for place, (_product, quantity, _wish) in enumerate(demands):
        mine = [part for part in parts if part.line_key == f"k{place}"]
        assert sum(part.quantity_micro for part in mine) == quantity * U
        assert all((part.reserve_micro > 0) != (part.wait_micro > 0) for part in mine)
    for product, product_stock in stock.items():
        for place in product_stock.warehouses:
            taken = [p for p in parts if (p.product_id, p.warehouse_id) == (product, place.warehouse_id)]
            reserved = sum(part.reserve_micro for part in taken)
            waiting = tuple((p.promise_date, p.wait_micro) for p in taken if p.wait_micro and p.promise_date)
            assert reserved <= place.on_hand_micro
            for day, _quantity in waiting:
                late = WarehouseStock(1, place.on_hand_micro, reserved, waiting, place.arrivals)
                supply = late.free_micro + sum(a.open_micro for a in place.arrivals if a.due <= day)
                assert supply >= sum(q for d, q in waiting if d <= day)
            assert available_on(place, NO_DATE) >= reserved + sum(q for _d, q in waiting)
