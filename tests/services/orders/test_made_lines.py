"""What rules add to an order as a whole: kept, merged, taken out, confirmed, amended, quoted, like any line of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import NotAllowedError, RefusedError
from app.domain.orders.asking import asked_order
from app.domain.orders.draft import Edit, edit_header, edit_line
from app.domain.orders.repricing import changed_prices, draft_totals, reprice_all
from app.domain.orders.steps import PriceStep, apply_step, take_prices, undo_of
from app.domain.pricing import price
from app.domain.rights import Actor
from app.services.orders.context import read_order_context
from app.services.orders.drafts import duplicate_order, read_draft, save_edits
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, send_quote
from app.services.prices import (
    DiscountInput,
    SurchargeInput,
    change_surcharge,
    create_discount,
    create_surcharge,
    end_surcharge,
    read_surcharges,
)
from app.services.prices.surcharges import SURCHARGE_BOOK
from app.services.verify import verify
from tests.helpers.order_office import CABLE, CHAIR, CLERK, LAMP, NORD, OWNER, WIEN, micro

FREIGHT = SurchargeInput(slot="freight", name="Freight", amount_minor=990, free_from_minor=50_000)
BULK = DiscountInput(name="Bulk 2 %", discount_ppm=20_000, scope="order", least_minor=100_000)


@pytest.fixture
def desk(desk):
    """The small firm with a freight charge below 500.00 and 2 % off from 1,000.00 on."""
    with desk.begin(OWNER) as uow:
        create_surcharge(uow, FREIGHT)
        create_discount(uow, BULK)
    return desk


def made(desk, order_id):
    return [(line.text, line.amount_minor) for line in desk.read(order_id).lines if line.is_made]


def world_of(desk, draft):
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    with desk.reading() as view:
        return read_order_context(view, customer_id=draft.header.customer_id, product_ids=products)


def test_freight_comes_with_the_first_line_and_goes_with_the_last(desk):
    order_id = desk.key((CHAIR, 1))
    assert made(desk, order_id) == [("Freight", 990)]
    desk.edit(order_id, desk.set_quantity(order_id, 0, 2))
    assert made(desk, order_id) == []
    desk.edit(order_id, desk.set_quantity(order_id, 0, 3))
    assert made(desk, order_id) == [("Bulk 2 %", -2090)]
    line = desk.read(order_id).lines[0]
    desk.edit(
        order_id, Edit(f"lines/{line.key}", {n: getattr(line, n) for n in line.__dataclass_fields__}, None)
    )
    assert desk.read(order_id).lines == ()


def test_a_whole_order_is_what_the_one_price_function_says(desk):
    order_id = desk.key((CHAIR, 3), (LAMP, "2 pk"), (CABLE, "12"))
    draft = desk.edit(order_id, replace(desk.free("Book", "10"), tax_class="reduced"))
    world = world_of(desk, draft)
    priced = price(asked_order(draft, world), world.rules)
    keyed = [line.amount_minor for line in draft.keyed_lines]
    assert [result.amount_minor for result in priced.lines] == keyed
    assert priced.totals == draft_totals(draft)
    assert len(priced.made) == 2, "a discount for each tax"


def test_a_new_line_stands_before_what_rules_added(desk):
    order_id = desk.key((CHAIR, 1))
    stored = desk.edit(order_id, desk.line(LAMP, 1))
    assert [(line.sku, line.is_made) for line in stored.lines] == [(CHAIR, False), (LAMP, False), ("", True)]


def test_a_typed_order_discount_replaces_the_rules_and_is_shared_out_by_tax(desk):
    order_id = desk.key((CHAIR, 2))
    desk.edit(order_id, replace(desk.free("Book", "77.70"), tax_class="reduced"))
    stored = desk.edit(order_id, edit_header(desk.read(order_id), order_discount="100000ppm"))
    discounts = [line for line in stored.lines if line.is_made]
    assert [(line.tax_ppm, line.amount_minor) for line in discounts] == [(70_000, -777), (190_000, -6967)]
    assert draft_totals(stored).net_minor == 69670 + 7770 - 7744


def test_what_is_taken_out_stays_out_and_comes_back_by_undo(desk):
    order_id = desk.key((CHAIR, 1))
    seen = desk.read(order_id)
    origin = next(line.origin for line in seen.lines if line.is_made)
    edit = edit_header(seen, waived=origin)
    stored = desk.edit(order_id, edit)
    assert made(desk, order_id) == []
    desk.edit(order_id, edit.inverse)
    assert made(desk, order_id) == [("Freight", 990)]
    assert stored.header.waived == origin


def test_to_take_out_or_to_type_for_all_asks_for_the_right_to_type_prices(desk):
    order_id = desk.key((CHAIR, 1))
    seen = desk.read(order_id)
    stranger = Actor("will", frozenset({"warehouse"}))
    for values in ({"waived": "S1"}, {"order_discount": "100000ppm"}):
        after = desk.edited(seen, edit_header(seen, **values))
        with pytest.raises(NotAllowedError), desk.begin(stranger) as uow:
            save_edits(uow, before=seen, after=after)


def test_two_windows_end_with_what_both_lines_come_to(desk):
    seen = desk.read(desk.key((CHAIR, 1)))
    one = desk.edited(seen, desk.line(CHAIR, 1))
    other = desk.edited(seen, desk.line(CHAIR, 1))
    desk.save(seen, one)
    assert made(desk, seen.id) == []
    stored = desk.save(seen, other)
    assert made(desk, seen.id) == [("Bulk 2 %", -2090)]
    assert stored == desk.read(seen.id)
    assert desk.head(seen.id)["net_minor"] == draft_totals(stored).net_minor


def test_another_country_gives_what_rules_added_its_tax_and_leaves_the_net(desk):
    order_id = desk.key((CHAIR, 1))
    before = draft_totals(desk.read(order_id))
    stored = desk.edit(order_id, edit_header(desk.read(order_id), ship_country="US"))
    assert {line.tax_category for line in stored.lines} == {"G"}
    assert draft_totals(stored).net_minor == before.net_minor
    assert draft_totals(stored).tax_minor == 0


def test_a_confirmed_order_keeps_freight_and_an_amendment_adds_the_difference(desk):
    order_id = desk.ordered((CHAIR, 1))
    assert made(desk, order_id) == [("Freight", 990)]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert made(desk, order_id) == [("Freight", 990), ("Bulk 2 %", -2090), ("Freight", -990)]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 1))
    assert sum(amount for _text, amount in made(desk, order_id)) == 990
    with desk.reading() as view:
        assert verify(view) == ()


def test_a_draft_of_older_rules_keeps_its_freight_until_the_new_one_is_taken(desk):
    order_id = desk.key((CHAIR, 1))
    with desk.begin(OWNER) as uow:
        (card,) = read_surcharges(uow)
        change_surcharge(uow, card.id, replace(FREIGHT, amount_minor=1290))
    draft = desk.edit(order_id, edit_header(desk.read(order_id), note="ring twice"))
    assert made(desk, order_id) == [("Freight", 990)]
    world = world_of(desk, draft)
    assert {line.amount_minor for line in changed_prices(draft, world)} == {990, 1290}
    step = take_prices(draft, world)
    assert isinstance(step, PriceStep)
    after = apply_step(draft, step, world)
    assert [line.amount_minor for line in after.lines if line.is_made] == [1290]
    assert apply_step(after, undo_of(step), world).lines == draft.lines


def test_a_surcharge_that_ended_is_told_before_the_confirm_and_its_story_stays(desk):
    order_id = desk.key((CHAIR, 1))
    with desk.begin(OWNER) as uow:
        (card,) = read_surcharges(uow)
        end_surcharge(uow, card.id)
    with desk.reading(OWNER) as view:
        codes = {issue.code for issue in plan_order(view, order_id).issues}
        assert [entry.actor for entry in SURCHARGE_BOOK.read_history(view, card.id)] == [OWNER.name]
    assert "order.prices_changed" in codes


def test_a_copy_takes_the_rules_of_today_and_no_line_twice(desk):
    order_id = desk.ordered((CHAIR, 1))
    with desk.begin() as uow:
        copy_id = duplicate_order(uow, order_id, keep_manual_prices=True)
    assert made(desk, copy_id) == [("Freight", 990)]


def test_an_order_of_a_quote_has_what_the_quote_had(desk):
    quote_id = desk.key((CHAIR, 1))
    with desk.begin() as uow:
        send_quote(uow, plan_order(uow, quote_id), valid_until=uow.today)
    with desk.begin(OWNER) as uow:
        end_surcharge(uow, read_surcharges(uow)[0].id)
        version = read_draft(uow, quote_id).version
        order_id = order_from_quote(uow, quote_id, version=version)
    assert made(desk, order_id) == [("Freight", 990)]
    assert desk.confirm(order_id).number


def test_adding_and_removing_a_line_restores_everything(desk):
    order_id = desk.key((CHAIR, 1), (CABLE, "3"))
    before = desk.read(order_id)
    line = desk.line(LAMP, 20)
    more = desk.edit(order_id, line)
    assert made(desk, order_id) != [(each.text, each.amount_minor) for each in before.lines if each.is_made]
    added = more.line(line.key)
    assert added is not None
    values = {name: getattr(added, name) for name in added.__dataclass_fields__}
    after = desk.edit(order_id, Edit(f"lines/{line.key}", values, None))
    assert after.lines == before.lines
    assert reprice_all(after, world_of(desk, after)).lines == after.lines


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"tax_class": "moon"}, "price.tax_class_unknown"),
        ({"slot": " "}, "price.slot_missing"),
        ({"slot": "a,b"}, "price.slot_missing"),
        ({"amount_minor": -1}, "price.amount_range"),
        ({"amount_minor": 0}, "price.surcharge_nothing"),
        ({"rate_ppm": 1_000_001}, "price.surcharge_rate"),
        ({"each_g": -1}, "price.weight_range"),
        ({"applies": "never"}, "price.applies_unknown"),
        ({"country": "Austria"}, "price.country_wrong"),
    ],
)
def test_what_no_surcharge_can_be_is_refused(desk, wrong, code):
    with pytest.raises(RefusedError) as refused, desk.begin(OWNER) as uow:
        create_surcharge(uow, replace(FREIGHT, **wrong))
    assert code in {issue.code for issue in refused.value.issues}


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"scope": "moon"}, "price.scope_unknown"),
        ({"family": "seating"}, "price.order_family"),
        ({"scope": "line"}, "price.least_of_a_line"),
        ({"least_minor": -1}, "price.amount_range"),
    ],
)
def test_what_no_order_discount_can_be_is_refused(desk, wrong, code):
    with pytest.raises(RefusedError) as refused, desk.begin(OWNER) as uow:
        create_discount(uow, replace(BULK, **wrong))
    assert code in {issue.code for issue in refused.value.issues}


def test_only_goods_that_leave_for_a_country_take_its_freight(desk):
    with desk.begin(OWNER) as uow:
        create_surcharge(
            uow, replace(FREIGHT, name="Freight AT", amount_minor=1990, country="AT", free_from_minor=0)
        )
    assert made(desk, desk.key((CHAIR, 1), customer=WIEN)) == [("Freight AT", 1990)]
    assert made(desk, desk.key((CHAIR, 1), customer=NORD)) == [("Freight", 990)]
    order_id = desk.key((CHAIR, 1))
    line = desk.read(order_id).lines[0]
    typed = edit_line(line, price_source="manual", list_price_micro=micro(600))
    desk.edit(order_id, typed)
    assert made(desk, order_id) == [], "typed prices count"
    assert CLERK.can("price.manual")
