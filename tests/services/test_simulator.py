"""Orders of the past priced with drafts of rules: what would change, per order and in total; nothing is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError
from app.domain.orders.draft import edit_line
from app.domain.price_inputs import DiscountInput, PriceListInput, PriceRowInput, SurchargeInput
from app.domain.pricing import PriceRight
from app.services.prices import add_price_rows, create_discount, create_price_list, create_surcharge
from app.services.prices.drafts import DraftRef, activate_drafts, copy_as_draft
from app.services.prices.rights import create_price_right
from app.services.simulator import OrdersWanted, explain_order, running, simulate_orders
from db.schema.orders import Order
from tests.helpers.order_office import (
    ANNA,
    CABLE,
    CHAIR,
    CLERK,
    LAMP,
    NORD,
    OWNER,
    WIEN,
    micro,
)

ALL = OrdersWanted()


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    for sku in (CHAIR, LAMP, CABLE):
        order_desk.receive(sku, 500)
    return order_desk


def make_list(desk, *prices, draft=True, **values):
    """A list with prices as (SKU, price, from)."""
    head = {
        "code": "NEW",
        "name": "New prices",
        "kind": "general",
        "currency": "EUR",
        "priority": 5,
        **values,
    }
    with desk.begin(OWNER) as uow:
        made = create_price_list(uow, PriceListInput(**head), draft=draft)
        add_price_rows(uow, made, [
            PriceRowInput(product_id=desk.ids[sku], price_micro=micro(price), min_quantity_micro=micro(least))
            for sku, price, least in prices
        ])  # fmt: skip
    return DraftRef("list", made)


def draft_discount(desk, percent, **values):
    with desk.begin(OWNER) as uow:
        data = DiscountInput(name=f"{percent} %", discount_ppm=percent * 10_000, **values)
        return DraftRef("discount", create_discount(uow, data, draft=True))


def draft_surcharge(desk, amount, **values):
    with desk.begin(OWNER) as uow:
        data = SurchargeInput(slot="freight", name="Freight", amount_minor=amount, **values)
        return DraftRef("surcharge", create_surcharge(uow, data, draft=True))


def simulated(desk, *refs, wanted=ALL, actor=OWNER, report=lambda _fraction, _text: None):
    with desk.reading(actor) as view:
        return simulate_orders(view, refs, wanted, report)


def figures(result):
    return {order.id: (order.stored_minor, order.today_minor, order.draft_minor) for order in result.orders}


def test_without_drafts_nothing_changes_and_what_was_confirmed_is_what_today_says(desk):
    ids = [desk.ordered((CHAIR, 2), (LAMP, 10)), desk.ordered((CABLE, "1.5"), customer=WIEN)]
    desk.key((CHAIR, 1))  # a draft is no order
    result = simulated(desk)
    assert [order.id for order in result.orders] == ids[::-1]
    for stored, today, then in figures(result).values():
        assert stored == today == then
    assert (result.totals.orders, result.totals.changed_orders, result.totals.today_minor) == (
        2, 0, sum(today for _stored, today, _then in figures(result).values()),
    )  # fmt: skip
    assert sum(result.spread_orders) == 2


def test_a_draft_list_a_discount_and_a_surcharge_change_what_they_would(desk):
    one, other = desk.ordered((CHAIR, 2)), desk.ordered((LAMP, 10))
    lamp = figures(simulated(desk))[other][1]
    new = make_list(desk, (CHAIR, "300", 0))
    assert figures(simulated(desk, new)) == {one: (69_670, 69_670, 60_000), other: (lamp, lamp, lamp)}
    ten = draft_discount(desk, 10)
    assert figures(simulated(desk, new, ten))[one][2] == 54_000
    freight = draft_surcharge(desk, 990)
    result = simulated(desk, new, ten, freight)
    assert figures(result)[one] == (69_670, 69_670, 54_990)
    row = next(row for row in result.orders if row.id == one)
    assert (row.change_minor, row.lines, row.changed) == (-14_680, 2, 2)
    assert [each.customer for each in result.customers] == [NORD]
    assert result.totals.changed_orders == 2


def test_what_is_simulated_is_what_a_new_order_costs_once_it_is_activated(desk):
    """The same order keyed after activation: to the cent, line by line."""
    old = desk.ordered((CHAIR, 12), (LAMP, 10), customer=WIEN)
    with desk.begin(OWNER) as uow:
        kept = create_discount(uow, DiscountInput(name="Kept", discount_ppm=30_000))
        other = create_discount(uow, DiscountInput(name="Other", discount_ppm=20_000, kind="added"))
    refs = [
        make_list(desk, (CHAIR, "310", 0), (CHAIR, "290", 10)),
        draft_surcharge(desk, 1_250, country="AT"),
    ]
    with desk.begin(OWNER) as uow:
        refs += [DraftRef("discount", copy_as_draft(uow, DraftRef("discount", id_))) for id_ in (kept, other)]
    refs.append(draft_discount(desk, 7, kind="chained"))
    today = OrdersWanted(on=date(2026, 3, 2))
    with desk.reading(OWNER) as view:
        today = OrdersWanted(on=view.clock.today())
        explained = explain_order(view, old, refs, today)
    wanted = figures(simulated(desk, *refs, wanted=today))[old][2]
    with desk.begin(OWNER) as uow:
        activate_drafts(uow, refs)
    fresh = desk.read(desk.key((CHAIR, 12), (LAMP, 10), customer=WIEN))
    assert sum(line.amount_minor for line in fresh.lines) == wanted
    assert [line.amount_minor for line in fresh.lines] == [
        each.effect.draft_minor for each in explained.lines
    ]
    assert [line.price_micro for line in fresh.lines[:2]] == [
        each.drafted.net_micro for each in explained.lines[:2] if each.drafted is not None
    ]


def test_what_was_typed_stays(desk):
    order_id = desk.key((CHAIR, 2), (LAMP, 10))
    line = desk.read(order_id).lines[0]
    typed = edit_line(line, price_source="manual", list_price_micro=micro("311"))
    desk.edit(order_id, typed)
    desk.confirm(order_id, approve=True)
    new = make_list(desk, (CHAIR, "300", 0))
    (row,) = simulated(desk, new).orders
    assert (row.change_minor, row.changed) == (0, 0)


def test_orders_are_chosen_by_days_customers_groups_and_families(desk, clock):
    first = desk.ordered((CHAIR, 1))
    clock.advance(days=10)
    second = desk.ordered((CABLE, "2"), customer=WIEN)
    with desk.reading(OWNER) as view:
        today = view.clock.today()

    def chosen(**values):
        return [row.id for row in simulated(desk, wanted=OrdersWanted(**values)).orders]

    assert chosen() == [second, first]
    assert chosen(most=1) == [second]
    assert chosen(most=0) == []
    assert chosen(since=today) == [second]
    assert chosen(until=today - timedelta(days=1)) == [first]
    assert chosen(customer_ids=(desk.ids[WIEN],)) == [second]
    assert chosen(price_groups=("nobody",)) == []
    assert chosen(families=("seating", "none")) == [first]
    assert chosen(families=("none",)) == []


def test_each_order_has_its_own_day_or_all_have_one(desk, clock):
    order_id = desk.ordered((CHAIR, 1))
    with desk.reading(OWNER) as view:
        later = view.clock.today() + timedelta(days=30)
    ref = make_list(desk, (CHAIR, "300", 0), valid_from=later)
    assert figures(simulated(desk, ref))[order_id][2] == 34_835
    as_of = OrdersWanted(on=later)
    assert figures(simulated(desk, ref, wanted=as_of))[order_id][2] == 30_000


def test_breaks_over_a_period_count_what_came_before_each_order(desk):
    """As the orders themselves did: the third has ten chairs before it, whatever came later."""
    ids = [desk.ordered((CHAIR, 5)) for _ in range(4)]
    ref = make_list(desk, (CHAIR, "300", 0), (CHAIR, "200", 15), breaks_over="article", counts="period")
    found = figures(simulated(desk, ref))
    assert [found[id_][2] for id_ in ids] == [150_000, 150_000, 100_000, 100_000]
    with desk.reading(OWNER) as view:
        as_of = OrdersWanted(on=view.clock.today())
    found = figures(simulated(desk, ref, wanted=as_of))
    assert [found[id_][2] for id_ in ids] == [100_000] * 4, "as if ordered now: all others stand before it"


def test_an_agreed_quantity_is_used_up_by_the_orders_before(desk):
    ids = [desk.ordered((CHAIR, 5)) for _ in range(3)]
    with desk.begin(OWNER) as uow:
        head = PriceListInput(code="K", name="K", kind="contract", currency="EUR", customer_id=desk.ids[NORD])
        made = create_price_list(uow, head, draft=True)
        agreed = PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro("200"), agreed_micro=micro("8"))
        add_price_rows(uow, made, [agreed])
    found = figures(simulated(desk, DraftRef("list", made)))
    assert [found[id_][2] for id_ in ids] == [100_000, 100_000, 174_175]


def test_orders_that_would_ask_for_an_approval_or_lose_money_are_counted(desk):
    desk.ordered((CHAIR, 1))
    floor = make_list(desk, (CHAIR, "340", 0), code="FLOOR", purpose="floor")
    cheap = make_list(desk, (CHAIR, "0.01", 0), code="CHEAP")
    assert simulated(desk, floor).totals.approvals == 0
    result = simulated(desk, floor, cheap)
    (row,) = result.orders
    assert (row.approvals_today, row.approvals_draft, result.totals.approvals) == (0, 1, 1)
    assert (row.losses_today, row.losses_draft, result.totals.losses) == (0, 1, 1)


def test_what_was_typed_is_held_against_what_the_sellers_may(desk):
    order_id = desk.key((CHAIR, 1))
    line = desk.read(order_id).lines[0]
    desk.edit(order_id, edit_line(line, price_source="manual", list_price_micro=micro("330")))
    desk.confirm(order_id, approve=True)
    with desk.begin(OWNER) as uow:
        create_price_right(uow, PriceRight("sales", "", 100_000, None))
    dear = make_list(desk, (CHAIR, "400", 0))
    (row,) = simulated(desk, dear).orders
    assert (row.approvals_today, row.approvals_draft) == (0, 1), "330 is 17.5 % below a list price of 400"


def test_below_the_floor_counts_from_the_share_of_it_that_the_sellers_may_go_to(desk):
    desk.ordered((CHAIR, 1))
    make_list(desk, (CHAIR, "340", 0), code="FLOOR", purpose="floor", draft=False)
    low = make_list(desk, (CHAIR, "310", 0))
    (row,) = simulated(desk, low).orders
    assert (row.approvals_today, row.approvals_draft) == (0, 1)
    with desk.begin(OWNER) as uow:
        create_price_right(uow, PriceRight("sales", floor_ppm=900_000))
    (row,) = simulated(desk, low).orders
    assert (row.approvals_today, row.approvals_draft) == (0, 0), "down to 306"


def test_an_unknown_cost_is_in_no_margin_and_told(desk):
    order_id = desk.ordered((CHAIR, 2), (LAMP, 10))
    cost = next(row["cost_micro"] for row in desk.lines(order_id) if row["cost_micro"] is not None)
    ref = make_list(desk, (CHAIR, "300", 0))
    result = simulated(desk, ref)
    (row,) = result.orders
    lamps = next(row["amount_minor"] for row in desk.lines(order_id) if row["product_id"] == desk.ids[LAMP])
    assert row.uncosted_minor == result.totals.uncosted_minor == lamps
    assert row.margin_today_minor == 69_670 - 2 * cost // 10_000
    assert row.margin_draft_minor == 60_000 - 2 * cost // 10_000


def test_pages_join_into_one_answer_and_stopping_leaves_nothing(desk, monkeypatch):
    ids = [desk.ordered((CHAIR, number)) for number in (1, 2, 3)]
    whole = simulated(desk)
    monkeypatch.setattr(running, "PAGE", 2)
    seen = []
    assert simulated(desk, report=lambda *told: seen.append(told)) == whole
    assert seen == [(2 / 3, "2/3"), (1.0, "3/3")]
    assert len(ids) == whole.totals.orders

    def stop(_fraction, _text):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        simulated(desk, report=stop)
    assert simulated(desk) == whole


def test_a_page_costs_the_same_queries_whatever_its_orders(desk):
    make_list(desk, (CHAIR, "300", 0), code="P", breaks_over="family", counts="period", draft=False)

    def count():
        with desk.reading(OWNER) as view:
            seen = []
            sa.event.listen(view.db, "before_cursor_execute", lambda *args: seen.append(args[2]))
            simulate_orders(view, (), ALL)
            return len(seen)

    desk.ordered((CHAIR, 1))
    few = count()
    for customer in (WIEN, ANNA, NORD):
        desk.ordered((CHAIR, 2), (LAMP, 10), customer=customer)
    assert count() == few


def test_a_draft_that_is_gone_and_an_order_that_is_none_are_told(desk):
    ref = draft_discount(desk, 5)
    with desk.begin(OWNER) as uow:
        activate_drafts(uow, (ref,))
    with pytest.raises(ConflictError):
        simulated(desk, ref)
    with desk.reading(OWNER) as view, pytest.raises(NotFoundError):
        explain_order(view, 99, (), ALL)
    with pytest.raises(NotAllowedError):
        simulated(desk, actor=CLERK)


def test_an_order_is_explained_with_both_waterfalls(desk):
    order_id = desk.ordered((CHAIR, 12))
    ref, freight = make_list(desk, (CHAIR, "300", 0), (CHAIR, "280", 10)), draft_surcharge(desk, 990)
    with desk.reading(OWNER) as view:
        explained = explain_order(view, order_id, (ref, freight), ALL)
    line, made = explained.lines
    assert line.today is not None
    assert line.drafted is not None
    assert [step.code for step in line.today.steps] == ["base", "break", "net"]
    assert [(step.code, step.name) for step in line.drafted.steps][:1] == [("base", "New prices")]
    assert (line.drafted.net_micro, line.effect.draft_minor) == (micro("280"), 336_000)
    assert (made.effect.text, made.effect.today_minor, made.effect.draft_minor) == ("Freight", None, 990)
    assert made.today is None


def test_an_order_in_another_currency_is_priced_at_its_rate_and_told_in_the_firms(desk):
    dollars = "USD 1.0543 EUR 2026-02-27 typed"
    home, abroad = desk.ordered((CHAIR, 2)), desk.ordered((CHAIR, 2), exchange=dollars)
    assert figures(simulated(desk)) == {home: (69_670,) * 3, abroad: (69_670,) * 3}
    new = make_list(desk, (CHAIR, "300", 0))
    result = simulated(desk, new)
    assert figures(result) == dict.fromkeys((home, abroad), (69670, 69670, 60000))
    margins = {
        row.id: (row.currency, row.margin_today_minor, row.margin_draft_minor) for row in result.orders
    }
    cost = 2 * next(row["cost_micro"] for row in desk.lines(home)) // 10_000
    assert margins == {
        home: ("EUR", 69_670 - cost, 60_000 - cost), abroad: ("USD", 69_670 - cost, 60_000 - cost),
    }  # fmt: skip
    assert (result.totals.draft_minor, result.totals.losses, result.left_out) == (120_000, 0, 0)
    own = make_list(desk, (CHAIR, "310", 0), code="US", currency="USD")
    assert figures(simulated(desk, new, own))[abroad][2] == 58_807, "620 dollars"
    with desk.reading(OWNER) as view:
        explained = explain_order(view, abroad, (own,), ALL)
    assert (explained.currency, [line.effect.draft_minor for line in explained.lines]) == ("USD", [62_000])


def test_a_floor_holds_at_the_rate_of_the_order(desk):
    desk.ordered((CHAIR, 1), exchange="USD 1.0543 EUR 2026-02-27 typed")
    floor = make_list(desk, (CHAIR, "340", 0), code="FLOOR", purpose="floor")
    assert simulated(desk, floor).totals.approvals == 0
    below = make_list(desk, (CHAIR, "330", 0), code="BELOW")
    assert simulated(desk, floor, below).totals.approvals == 1


def test_an_order_in_another_currency_that_keeps_no_rate_is_left_out_and_told(desk):
    kept, old = desk.ordered((CHAIR, 2)), desk.ordered((CHAIR, 2))
    with desk.begin(OWNER) as uow:
        uow.db.execute(sa.update(Order).where(Order.id == old).values(currency="USD"))
    result = simulated(desk)
    assert (set(figures(result)), result.left_out) == ({kept}, 1)
