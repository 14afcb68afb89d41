"""Promotions of a firm: kept in versions, used by orders within their limits, given back by a cancel (A21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.orders.draft import delete_line, edit_header
from app.domain.orders.repricing import changed_prices, reprice_all
from app.domain.promotion_inputs import PromotionInput
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.shipped import post_invoice
from app.services.orders.amending import cancel_order
from app.services.orders.confirming import confirm_order
from app.services.orders.context import read_order_context
from app.services.orders.drafts import duplicate_order, save_edits
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, send_quote
from app.services.orders.traces import read_traces, stored_made
from app.services.prices import SurchargeInput, create_surcharge
from app.services.prices.promotions import (
    PROMOTION_BOOK,
    change_promotion,
    create_promotion,
    end_promotion,
    read_promotions,
)
from app.services.verify import verify
from db.schema.invoicing import InvoiceLine
from tests.helpers.order_office import CABLE, CHAIR, LAMP, NORD, OWNER, WIEN
from tests.helpers.promotion_race import confirm_all
from tests.helpers.stock_race import Outcome, race
from tests.services.orders.test_gross_orders import ship_all

TENTH = PromotionInput(name="Chair weeks", effect="percent", currency="EUR", rate_ppm=100_000, articles=CHAIR)
GIFT = PromotionInput(
    name="Lamp for two", effect="gift", currency="EUR", buy_micro=2_000_000, get_micro=1_000_000, gift=LAMP,
    articles=CHAIR,
)  # fmt: skip
COUPON = replace(TENTH, coupon="Summer 26", max_uses=1)


def start(work, job):
    """One racer: confirms its orders."""
    return confirm_all(work, job["orders"])


def offer(desk, *promotions):
    with desk.begin(OWNER) as uow:
        return [create_promotion(uow, each) for each in promotions]


def made(desk, order_id):
    return [(line.text, line.amount_minor) for line in desk.read(order_id).lines if line.is_made]


def world_of(desk, draft):
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    with desk.reading() as view:
        return read_order_context(
            view, customer_id=draft.header.customer_id, product_ids=products, order_id=draft.id
        )


def used(desk):
    """By name the uses and what was taken off."""
    with desk.reading() as view:
        return {card.name: (card.uses, card.spent_minor) for card in read_promotions(view)}


def rows(desk):
    return desk.rows(
        sa.text("select order_id, number, amount_minor from promotion_use order by order_id, number")
    )


def proven(desk):
    with desk.reading() as view:
        return verify(view) == ()


def test_a_promotion_comes_with_its_articles_and_is_used_by_the_confirm(desk):
    offer(desk, TENTH, GIFT)
    order_id = desk.key((CHAIR, 2))
    assert made(desk, order_id) == [("Chair weeks", -6967), ("Lamp LED", 0)]
    assert used(desk) == {"Chair weeks": (0, 0), "Lamp for two": (0, 0)}
    desk.confirm(order_id)
    assert used(desk) == {"Chair weeks": (1, 6967), "Lamp for two": (1, 0)}
    assert desk.needed(order_id) == {desk.read(order_id).lines[0].key: 2, "~P2.g": 1}
    with desk.reading() as view:
        told = stored_made(read_traces(view, order_id)["~P1.0"])
    assert told is not None
    assert (told.name, told.rate_ppm, told.base_minor) == ("Chair weeks", 100_000, 69_670)
    assert proven(desk)


def test_a_cancel_gives_the_use_back_once(desk):
    offer(desk, COUPON)
    order_id = desk.ordered((CHAIR, 1), coupons="summer26")
    assert used(desk) == {"Chair weeks": (1, 3484)}
    with desk.begin(OWNER) as uow:
        cancel_order(uow, order_id, version=desk.read(order_id).version, reason="mistake")
    assert used(desk) == {"Chair weeks": (0, 0)}
    assert rows(desk) == []
    assert made(desk, desk.key((CHAIR, 1), coupons="SUMMER 26")) == [("Chair weeks", -3484)]


def test_amendments_use_the_difference(desk):
    offer(desk, replace(TENTH, budget_minor=10_000))
    order_id = desk.ordered((CHAIR, 1), (CABLE, 1))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 2))
    assert used(desk) == {"Chair weeks": (1, 6967)}
    desk.amend(order_id, desk.set_quantity(order_id, 0, 4))
    assert used(desk) == {"Chair weeks": (1, 10_000)}, "of which the rest of the budget is all"
    desk.amend(order_id, delete_line(desk.read(order_id).lines[0]))
    assert sum(amount for _text, amount in made(desk, order_id)) == 0
    assert used(desk) == {"Chair weeks": (0, 0)}
    assert proven(desk)


def test_a_gift_of_a_confirmed_order_grows_and_goes_with_its_trigger(desk):
    offer(desk, GIFT)
    order_id = desk.ordered((CHAIR, 2))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 4))
    assert [line.base_micro for line in desk.read(order_id).lines] == [4_000_000, 2_000_000]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 1))
    assert made(desk, order_id) == []
    assert used(desk) == {"Lamp for two": (0, 0)}
    assert proven(desk)


def test_what_one_customer_may_use_is_counted_for_him_alone(desk):
    offer(desk, replace(TENTH, max_customer_uses=1))
    desk.ordered((CHAIR, 1))
    assert made(desk, desk.key((CHAIR, 1))) == []
    assert made(desk, desk.key((CHAIR, 1), customer=WIEN)) == [("Chair weeks", -3484)]


def test_a_draft_is_told_that_others_used_up_its_promotion_and_nothing_is_lost(desk):
    offer(desk, COUPON)
    mine, theirs = (desk.key((CHAIR, 1), coupons="Summer 26") for _each in range(2))
    before = desk.read(mine)
    desk.confirm(theirs)
    with pytest.raises(ConflictError) as caught:
        desk.confirm(mine)
    assert (caught.value.code, caught.value.params["name"]) == ("order.promotion_used_up", "Chair weeks")
    assert desk.read(mine) == before
    assert used(desk) == {"Chair weeks": (1, 3484)}
    world = world_of(desk, before)
    assert [line.text for line in changed_prices(before, world)] == ["Chair weeks"]
    desk.save(before, reprice_all(before, world))
    desk.confirm(mine)
    assert made(desk, mine) == []


def test_a_plan_made_before_the_last_use_is_refused_at_the_confirm(desk):
    offer(desk, COUPON)
    mine, theirs = (desk.key((CHAIR, 1), coupons="Summer 26") for _each in range(2))
    with desk.reading() as view:
        plan = plan_order(view, mine)
    desk.confirm(theirs)
    with pytest.raises(ConflictError, match="promotion_used_up"), desk.begin() as uow:
        confirm_order(uow, plan)
    assert desk.read(mine).state == "draft"


def test_programs_that_confirm_together_use_a_coupon_as_often_as_it_may_be_used(desk, firm_url, tmp_path):
    offer(desk, replace(COUPON, max_uses=4))
    jobs = [{"orders": [desk.key((CHAIR, 1), coupons="Summer 26") for _ in range(3)]} for _ in range(3)]
    outcomes: list[Outcome] = race(tmp_path, start, firm_url[0], *jobs)
    assert [each.errors for each in outcomes] == [[], [], []]
    assert sum(each.won for each in outcomes) == 4
    assert sum(each.told for each in outcomes) == 5
    assert used(desk) == {"Chair weeks": (4, 4 * 3484)}
    assert len(rows(desk)) == 4


def test_programs_that_confirm_together_never_overdraw_a_budget(desk, firm_url, tmp_path):
    offer(desk, replace(TENTH, budget_minor=4 * 3484 + 100))
    jobs = [{"orders": [desk.key((CHAIR, 1)) for _ in range(3)]} for _ in range(3)]
    outcomes: list[Outcome] = race(tmp_path, start, firm_url[0], *jobs)
    assert [each.errors for each in outcomes] == [[], [], []]
    uses, spent = used(desk)["Chair weeks"]
    assert 4 <= uses == sum(each.won for each in outcomes)
    assert spent == sum(row["amount_minor"] for row in rows(desk)) <= 4 * 3484 + 100


def test_coupons_are_merged_quoted_and_copied_with_the_order(desk):
    offer(desk, COUPON)
    order_id = desk.key((CHAIR, 1))
    assert made(desk, order_id) == []
    before = desk.read(order_id)
    desk.edit(order_id, edit_header(before, coupons="SUMMER26"))
    assert made(desk, order_id) == [("Chair weeks", -3484)]
    with desk.begin(OWNER) as uow:
        copy = duplicate_order(uow, order_id, keep_manual_prices=False)
    assert made(desk, copy) == [("Chair weeks", -3484)]
    with desk.reading(OWNER) as view:
        plan = plan_order(view, order_id)
    with desk.begin(OWNER) as uow:
        send_quote(uow, plan, valid_until=date(2027, 1, 31))
    with desk.begin(OWNER) as uow:
        ordered = order_from_quote(uow, order_id, version=desk.read(order_id).version)
    assert desk.read(ordered).header.coupons == "SUMMER26"
    assert used(desk) == {"Chair weeks": (0, 0)}, "quotes and drafts use nothing"


def test_two_clerks_key_a_coupon_and_a_line_of_one_order(desk):
    offer(desk, COUPON)
    order_id = desk.key((CHAIR, 1))
    before = desk.read(order_id)
    mine = desk.edited(before, edit_header(before, coupons="SUMMER26"))
    theirs = desk.edited(before, desk.line(CHAIR, 2))
    for after in (mine, theirs):
        with desk.begin() as uow:
            save_edits(uow, before=before, after=after)
    assert made(desk, order_id) == [("Chair weeks", -10_451)]


def test_free_freight_is_used_by_what_it_saves(desk):
    with desk.begin(OWNER) as uow:
        create_surcharge(uow, SurchargeInput(slot="freight", name="Freight", amount_minor=990))
    offer(desk, PromotionInput(name="Post", effect="freight", currency="EUR", slot="freight", coupon="POST"))
    order_id = desk.ordered((CHAIR, 1), coupons="post")
    assert made(desk, order_id) == []
    assert used(desk) == {"Post": (1, 990)}
    desk.amend(order_id, edit_header(desk.read(order_id), coupons=""))
    assert made(desk, order_id) == [("Freight", 990)]
    assert used(desk) == {"Post": (0, 0)}


def test_a_changed_promotion_keeps_its_number_its_uses_and_its_story(desk):
    (id_,) = offer(desk, TENTH)
    order_id = desk.ordered((CHAIR, 1))
    with desk.begin(OWNER) as uow:
        newer = change_promotion(uow, id_, replace(TENTH, rate_ppm=200_000, families="seating, light"))
    with desk.reading(OWNER) as view:
        (card,) = read_promotions(view)
        story = PROMOTION_BOOK.read_history(view, newer)
    assert (card.id, card.number, card.uses, card.families) == (newer, 1, 1, "light, seating")
    assert len(story) == 2
    assert made(desk, order_id) == [("Chair weeks", -3484)], "what was confirmed stands"
    with desk.begin(OWNER) as uow:
        end_promotion(uow, newer)
    with desk.reading() as view:
        assert read_promotions(view) == ()


def test_a_card_says_what_was_keyed(desk):
    whole = PromotionInput(
        name="Set", effect="bundle", currency="EUR", amount_minor=30_000, articles=f"1 x {CHAIR}, 2.5 x {CABLE}",
        groups="dealer, shop", channels="web", countries="AT, DE", coupon="SET",
        exclusive=True, max_uses=3, budget_minor=5_000, valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1),
    )  # fmt: skip
    (id_,) = offer(desk, whole)
    with desk.reading() as view:
        (card,) = read_promotions(view)
    assert replace(whole, articles=card.articles) == PromotionInput(
        **{name: getattr(card, name) for name in PromotionInput.__dataclass_fields__}
    )
    assert (card.id, card.articles) == (id_, f"2.5 x {CABLE}, 1 x {CHAIR}")


def test_a_promotion_for_some_customers_is_for_them_alone(desk):
    with desk.reading() as view:
        number = view.db.execute(
            sa.text("select number from customer where id = :id"), {"id": desk.ids[WIEN]}
        ).scalar_one()
    offer(desk, replace(TENTH, customers=number))
    assert made(desk, desk.key((CHAIR, 1), customer=NORD)) == []
    assert made(desk, desk.key((CHAIR, 1), customer=WIEN)) == [("Chair weeks", -3484)]


WRONG = [
    (replace(GIFT, gift="NONE"), "price.article_unknown"),
    (replace(TENTH, articles="CH-1, NONE"), "price.article_unknown"),
    (replace(TENTH, customers="NOBODY"), "price.customer_unknown"),
    (replace(TENTH, tax_class="odd"), "price.tax_class_unknown"),
    (replace(TENTH, name=" "), "price.name_missing"),
    (replace(TENTH, effect="magic"), "price.promotion_effect"),
    (replace(TENTH, counts="moon"), "price.promotion_counts"),
    (replace(TENTH, rate_ppm=0), "price.promotion_percent"),
    (replace(TENTH, effect="amount"), "price.promotion_amount"),
    (replace(TENTH, effect="cheapest", get_micro=1), "price.promotion_buy"),
    (replace(GIFT, get_micro=0), "price.promotion_get"),
    (replace(GIFT, gift=""), "price.promotion_gift"),
    (replace(GIFT, budget_minor=1), "price.promotion_budget"),
    (replace(TENTH, effect="freight"), "price.promotion_slot"),
    (replace(TENTH, effect="bundle"), "price.promotion_set"),
    (replace(TENTH, articles="2 x CH-1, 3 x CH-1"), "price.article_twice"),
    (replace(TENTH, articles="CH-1, 3 x CH-1"), "price.article_twice"),
    (replace(TENTH, articles="3 x CH-1; 3 x CH-1"), "price.article_twice"),
    (replace(TENTH, coupon="A,B"), "price.coupon_sign"),
    (replace(TENTH, currency="euro"), "price.currency_wrong"),
    (replace(TENTH, name="x" * 201), "price.too_long"),
    (replace(TENTH, max_uses=-1), "price.uses_range"),
    (replace(TENTH, budget_minor=-1), "price.amount_range"),
    (replace(TENTH, least_micro=-1), "price.quantity_range"),
    (replace(TENTH, countries="Austria"), "price.country_wrong"),
    (replace(TENTH, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)), "price.days_backwards"),
]  # fmt: skip


@pytest.mark.rows_on_sqlite(but=4)
@pytest.mark.parametrize(("wrong", "code"), WRONG, ids=[code for _wrong, code in WRONG])
def test_what_no_promotion_can_be_is_refused(desk, wrong, code):
    with pytest.raises(RefusedError) as caught, desk.begin(OWNER) as uow:
        create_promotion(uow, wrong)
    assert code in {issue.code for issue in caught.value.issues}


def test_what_is_returned_takes_its_own_share_of_a_promotion_back(desk):
    """The lamp of an order whose chairs had ten percent off is credited whole, a chair less its ten percent."""
    offer(desk, TENTH)
    shipment = ship_all(desk, desk.ordered((CHAIR, 2), (LAMP, 4)))
    with desk.begin(OWNER) as uow:
        invoice_id = post_invoice(uow, shipment_ids=[shipment])
    lines = {row.text: row for row in lines_of_invoice(desk, invoice_id)}
    chairs, lamps = lines["Chair Ergo"], lines["Lamp LED"]
    assert lines["Chair weeks"].amount_minor == -round(chairs.amount_minor / 10)
    sums = []
    for row, pieces in ((lamps, 4), (chairs, 1), (chairs, 1)):
        with desk.begin(OWNER) as uow:
            line = CreditLine(row.id, pieces * 1_000_000)
            note = credit_invoice_lines(uow, invoice_id=invoice_id, lines=[line], reason="back")
        sums.append(sum(row.amount_minor for row in lines_of_invoice(desk, note)))
    paid = chairs.amount_minor + lines["Chair weeks"].amount_minor
    assert sums[0] == lamps.amount_minor
    assert sums[1:] == [paid // 2, paid - paid // 2]
    assert proven(desk)


def lines_of_invoice(desk, invoice_id):
    return desk.rows(
        sa.select(InvoiceLine.id, InvoiceLine.text, InvoiceLine.amount_minor).where(
            InvoiceLine.invoice_id == invoice_id
        )
    )
