"""Products and prices: made, changed, refused, found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.pages import PageRequest
from app.domain.rights import SYSTEM, Actor
from app.messages import catalogue, text_of_issue
from app.services import prices, products, search
from app.services.prices.discounts import DISCOUNT_BOOK
from app.services.pricing import read_rules_version
from db.schema.prices import PriceRow
from tests.helpers.firm_facts import make_customers, make_firm, make_product

SALES = Actor(name="sally", roles=frozenset({"sales"}))
PRICE = 1_000_000


@pytest.fixture
def firm(work):
    make_firm(work)


@pytest.fixture
def general(work, firm):
    with work.begin(actor=SYSTEM) as uow:
        data = prices.PriceListInput(code="LIST", name="List 2026", kind="general", currency="EUR")
        return prices.create_price_list(uow, data)


def find(work, text, customer_id=None, *, limit=12):
    with work.reading(actor=SALES) as view:
        return [hit.sku for hit in products.find_products(view, text, customer_id, limit)]


def refused_codes(refused):
    issues = refused.value.issues
    assert {issue.code for issue in issues} <= catalogue().keys()
    return {(issue.code, issue.where) for issue in issues}


def test_a_product_keeps_its_units_and_its_story(work, firm):
    id_ = make_product(work, "CH-1", units=[("pack", 12, 1, 0, "4006381333931")])
    data = products.ProductInput(sku="CH-1", name="Chair, blue", units=(products.UnitInput("set", 3, 2),))
    with work.begin(actor=SALES) as uow:
        assert products.update_product(uow, id_, data, version=1) == 2
    with work.reading(actor=SALES) as view:
        card = products.read_product_card(view, id_)
    assert card.product.units == (products.UnitInput("set", 3, 2),)
    changes = {change.field: (change.before, change.after) for change in card.history[0].changes}
    assert changes == {
        "name": ("Chair", "Chair, blue"),
        "unit.pack": ("12/1 4006381333931", None),
        "unit.set": (None, "3/2"),
    }


def test_everything_wrong_with_a_product_is_told_at_once(work, firm):
    make_product(work, "ch-1")
    bad = {
        "name": "",
        "kind": "thing",
        "gtin": "4006381333932",
        "tax_class": "luxury",
        "weight_g": -1,
        "standard_cost_micro": -1,
        "min_quantity_micro": -1,
        "units": [("PC", 1), ("box", 0)],
    }
    with pytest.raises(RefusedError) as refused:
        make_product(work, "CH-1", **bad)
    assert refused_codes(refused) == {
        ("product.sku_taken", "sku"),
        ("product.name_missing", "name"),
        ("product.kind_unknown", "kind"),
        ("product.gtin_wrong", "gtin"),
        ("product.tax_class_unknown", "tax_class"),
        ("product.weight_negative", "weight_g"),
        ("product.cost_negative", "standard_cost_micro"),
        ("product.quantity_range", "min_quantity_micro"),
        ("product.unit_twice", "units/0/code"),
        ("product.factor_wrong", "units/1/factor_num"),
    }


@pytest.mark.parametrize(
    "typed", ["DESK", "stü", "stue", "büro", "buro stu", "ab-100", "ab1", "4006381333931", "möbel ab"]
)
def test_a_product_is_found_by_what_the_caller_says(work, firm, typed):
    make_product(work, "AB-100.2", "Desk Büro-Stühl", family="Möbel", gtin="4006381333931")
    make_product(work, "ZZ-9", "Lamp")
    assert find(work, typed) == ["AB-100.2"]


def test_the_customers_own_number_comes_first_for_that_customer_only(work, firm):
    adler, berg = make_customers(work, "Adler", "Berg")
    chair, desk = make_product(work, "CH-1", "Chair"), make_product(work, "X77", "Desk")
    with work.begin(actor=SALES) as uow:
        products.set_customer_part(uow, customer_id=adler, product_id=chair, code="x77")
    assert find(work, "X77", adler) == ["CH-1", "X77"]
    assert find(work, "X7", adler)[0] == "CH-1"
    assert find(work, "X77", berg) == find(work, "X77") == ["X77"]
    with work.reading(actor=SALES) as view:
        assert products.resolve_codes(view, ["X77"], adler)["X77"].product_id == chair
        assert products.resolve_codes(view, ["X77"])["X77"].product_id == desk


def test_own_picks_come_before_other_names(work, firm):
    make_product(work, "A1", "Lamp A")
    often = make_product(work, "A2", "Lamp B")
    with work.begin(actor=SALES) as uow:
        search.note_usage(uow, "product", often)
    assert find(work, "lam") == ["A2", "A1"]


def test_a_code_that_begins_so_comes_before_an_own_pick_that_has_it_inside(work, firm):
    own = make_product(work, "LMP-DSK-LED", "Desk lamp LED")
    make_product(work, "DSK-1608", "Table Linea")
    often = make_product(work, "DSK-1808", "Table Linea wide")
    with work.begin(actor=SALES) as uow:
        for id_ in (own, own, often):
            search.note_usage(uow, "product", id_)
    assert find(work, "dsk") == ["DSK-1808", "DSK-1608", "LMP-DSK-LED"]
    assert find(work, "desk") == ["LMP-DSK-LED"]
    assert find(work, "DSK-16") == ["DSK-1608"]
    assert find(work, "lamp") == ["LMP-DSK-LED"]


def test_pasted_codes_are_resolved_in_one_query(work, firm):
    chair = make_product(work, "Ch-1", gtin="4006381333931", units=[("pack", 12, 1, 0, "96385074")])
    other = make_product(work, "tür-2", "Door")
    with work.reading(actor=SALES) as view:
        seen = []
        sa.event.listen(view.db, "before_cursor_execute", lambda *args: seen.append(args[2]))
        codes = ["CH-1", " ch-1 ", "4006381333931", "96385074", "TüR-2", "nothing", ""]
        found = products.resolve_codes(view, codes)
    assert len(seen) == 1
    assert {code: (hit.product_id, hit.unit) for code, hit in found.items()} == {
        "CH-1": (chair, ""),
        " ch-1 ": (chair, ""),
        "4006381333931": (chair, ""),
        "96385074": (chair, "pack"),
        "TüR-2": (other, ""),
    }


def test_the_list_hides_costs_from_those_who_may_not_see_them(work, firm):
    make_product(work, "CH-1", standard_cost_micro=5 * PRICE)
    for actor, cost in ((SALES, None), (SYSTEM, 5 * PRICE)):
        with work.reading(actor=actor) as view:
            (row,) = products.read_products_page(view, PageRequest(text="chair")).rows
        assert row.cost_micro == cost
        assert (row.on_hand_micro, row.free_micro) == (0, 0)


def row_of(product, price, **values):
    return prices.PriceRowInput(product_id=product, price_micro=price * PRICE, **values)


def test_a_changed_price_closes_the_old_row_and_raises_the_rules_version(work, general):
    chair = make_product(work, "CH-1")
    with work.begin(actor=SYSTEM) as uow:
        first = prices.add_price_rows(uow, general, [row_of(chair, 10)])
    with work.begin(actor=SYSTEM) as uow:
        second = prices.set_prices(
            uow, general, [row_of(chair, 12), row_of(chair, 9, min_quantity_micro=10 * PRICE)]
        )
        assert read_rules_version(uow) == second == first + 1
        rows = uow.db.execute(
            sa.select(PriceRow.price_micro, PriceRow.replaced_at_version).order_by(PriceRow.id)
        ).all()
    assert [tuple(row) for row in rows] == [(10 * PRICE, second), (12 * PRICE, None), (9 * PRICE, None)]
    with work.reading(actor=SYSTEM) as view:
        cards = prices.read_price_rows_for_cards(view, product_id=chair)
        page = prices.read_price_rows_page(view, general, PageRequest())
    assert [card.price_micro for card in cards] == [12 * PRICE, 9 * PRICE]
    assert {row.id for row in page.rows} == {card.id for card in cards}


def test_two_who_change_one_price_do_not_both_succeed(work, general):
    chair = make_product(work, "CH-1")
    with work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(uow, general, [row_of(chair, 10)])
        (card,) = prices.read_price_rows_for_cards(uow, product_id=chair)
    with work.begin(actor=SYSTEM) as uow:
        prices.change_price_row(uow, card.id, row_of(chair, 11))
    with pytest.raises(ConflictError), work.begin(actor=SYSTEM) as uow:
        prices.change_price_row(uow, card.id, row_of(chair, 12))
    with work.reading(actor=SYSTEM) as view:
        (now,) = prices.read_price_rows_for_cards(view, product_id=chair)
    assert now.price_micro == 11 * PRICE


def test_wrong_prices_are_refused_with_their_rows(work, general):
    chair = make_product(work, "CH-1")
    spring, summer = date(2026, 3, 1), date(2026, 6, 1)
    bad = [
        row_of(chair, -1),
        row_of(chair, 5, min_quantity_micro=PRICE, valid_from=summer, valid_to=spring),
        row_of(chair, 5, min_quantity_micro=2 * PRICE, valid_to=summer),
        row_of(chair, 5, min_quantity_micro=2 * PRICE, valid_from=summer),
        row_of(999_999, 5, per=0),
    ]
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(uow, general, bad)
    assert refused_codes(refused) == {
        ("price.price_negative", "rows/0/price_micro"),
        ("price.days_backwards", "rows/1/valid_to"),
        ("price.overlap_until", "rows/3/valid_from"),
        ("price.per_wrong", "rows/4/per"),
        ("price.product_unknown", "rows/4/product_id"),
    }
    with work.reading(actor=SYSTEM) as view:
        assert prices.read_price_rows_for_cards(view, price_list_id=general) == ()


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (None, None, "a price already, without a first or last day."),
        (date(2026, 1, 1), None, "a price from 01/01/2026 on already."),
        (None, date(2026, 6, 6), "a price until 06/06/2026 already."),
        (date(2026, 1, 1), date(2026, 6, 6), "a price from 01/01/2026 to 06/06/2026 already."),
    ],
)
def test_a_price_that_is_there_already_is_told_with_its_days(work, general, since, until, told):
    chair = make_product(work, "CH-1")
    with work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(uow, general, [row_of(chair, 5, valid_from=since, valid_to=until)])
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(uow, general, [row_of(chair, 6)])
    assert told in text_of_issue(refused.value.issues[0])


def test_prices_put_in_the_place_of_others_tell_their_ids_in_order(work, general):
    chair, table = make_product(work, "CH-1"), make_product(work, "TB-1")
    with work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(uow, general, [row_of(table, 9), row_of(chair, 5)])
        before = {row.sku: row.id for row in prices.read_price_rows_for_cards(uow, price_list_id=general)}
        rows = [row_of(table, 8), row_of(chair, 6), row_of(chair, 4, min_quantity_micro=PRICE)]
        ids = prices.replace_price_rows(uow, general, rows, closing=list(before.values()))
    with work.reading(actor=SYSTEM) as view:
        now = {
            row.id: row.price_micro // PRICE
            for row in prices.read_price_rows_for_cards(view, price_list_id=general)
        }
    assert [now[id_] for id_ in ids] == [8, 6, 4]
    with pytest.raises(ConflictError), work.begin(actor=SYSTEM) as uow:
        prices.replace_price_rows(uow, general, [row_of(chair, 7)], closing=[before["CH-1"]])


def test_days_that_touch_do_not_overlap(work, general):
    chair = make_product(work, "CH-1")
    rows = [
        row_of(chair, 5, valid_to=date(2026, 5, 31)),
        row_of(chair, 6, valid_from=date(2026, 6, 1)),
    ]
    with work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(uow, general, rows)
    with work.reading(actor=SYSTEM) as view:
        assert len(prices.read_price_rows_for_cards(view, price_list_id=general)) == 2


def test_a_discount_keeps_its_origin_through_all_changes(work, firm):
    data = prices.DiscountInput(name="Spring", discount_ppm=50_000)
    with work.begin(actor=SYSTEM) as uow:
        first, other = prices.create_discount(uow, data), prices.create_discount(uow, data)
        second = prices.change_discount(uow, first, replace(data, name="Summer"))
        third = prices.change_discount(uow, second, data)
        prices.end_discount(uow, other)
    with work.reading(actor=SYSTEM) as view:
        origins = DISCOUNT_BOOK.read_origins(view)
    assert origins == {second: first, third: first}


def test_a_discount_rule_is_followed_by_its_next(work, firm):
    data = prices.DiscountInput(name="Spring", discount_ppm=50_000, family="Chairs")
    with work.begin(actor=SYSTEM) as uow:
        first = prices.create_discount(uow, data)
        before = read_rules_version(uow)
        second = prices.change_discount(uow, first, prices.DiscountInput(name="Spring", discount_ppm=70_000))
        assert read_rules_version(uow) == before + 1
        assert [(rule.id, rule.discount_ppm) for rule in prices.read_discounts(uow)] == [(second, 70_000)]
        prices.end_discount(uow, second)
        assert prices.read_discounts(uow) == ()


def test_a_discount_of_101_percent_is_refused(work, firm):
    data = prices.DiscountInput(name="Spring", discount_ppm=1_010_000)
    with pytest.raises(RefusedError) as refused, work.begin(actor=SYSTEM) as uow:
        prices.create_discount(uow, data)
    assert refused_codes(refused) == {("price.discount_range", "discount_ppm")}
