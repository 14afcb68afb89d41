"""What a rule said from when to when, who changed it, and which version of it an order was priced by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.costs import CostInput
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.price_inputs import (
    DiscountInput,
    MetalQuoteInput,
    PriceListInput,
    PriceRowInput,
    SurchargeInput,
)
from app.domain.pricing import PriceRight
from app.domain.promotion_inputs import PromotionInput
from app.services.costs.standard import read_costs_of, replace_costs
from app.services.prices import (
    add_price_rows,
    change_discount,
    change_price_row,
    create_discount,
    create_price_list,
    create_surcharge,
    end_discount,
    read_price_lists,
    read_price_rows_for_cards,
    update_price_list,
)
from app.services.prices.drafts import DraftRef, activate_drafts, copy_as_draft
from app.services.prices.metals import METAL_BOOK
from app.services.prices.promotions import PROMOTION_BOOK
from app.services.prices.rights import change_price_right, create_price_right
from app.services.rule_versions import RuleRef, read_story
from tests.helpers.order_office import CHAIR, CLERK, OWNER, micro

SPRING = DiscountInput(name="Spring", discount_ppm=50_000)


def story(desk, kind, id_=0, *, actor=OWNER, **values):
    where = {name: values.pop(name) for name in ("order_id", "line_key") if name in values}
    with desk.reading(actor) as view:
        return read_story(view, RuleRef(kind, id_, **values), **where)


def write(desk, clock, call):
    """One act, a day after the one before."""
    clock.advance(days=1)
    with desk.begin(OWNER) as uow:
        return call(uow)


def row_of(desk, sku, price_list=None):
    with desk.reading() as view:
        rows = read_price_rows_for_cards(view, product_id=desk.ids[sku])
    return next(row for row in rows if row.price_list_id == (price_list or desk.price_list))


def change_head(desk, clock, list_id, **values):
    def call(uow):
        card = next(card for card in read_price_lists(uow) if card.id == list_id)
        data = PriceListInput(**{name: getattr(card, name) for name in PriceListInput.__dataclass_fields__})
        return update_price_list(uow, list_id, replace(data, **values), version=card.version)

    return write(desk, clock, call)


def test_a_discount_tells_its_versions_with_what_changed_and_its_end(desk, clock):
    first = write(desk, clock, lambda uow: create_discount(uow, SPRING))
    other = write(desk, clock, lambda uow: create_discount(uow, replace(SPRING, name="Autumn")))
    second = write(desk, clock, lambda uow: change_discount(uow, first, replace(SPRING, discount_ppm=70_000)))
    write(desk, clock, lambda uow: end_discount(uow, second))
    for id_ in (first, second):
        found = story(desk, "discount", id_)
        assert [(each.key, each.is_end, each.actor) for each in found.versions] == [
            (second, True, "olaf"), (second, False, "olaf"), (first, False, "olaf"),
        ]  # fmt: skip
        assert found.versions[1].changed == ("discount_ppm",)
        assert (found.name, found.applied) == ("Spring", None)
    assert [each.said["name"] for each in story(desk, "discount", other).versions] == ["Autumn"]


def test_an_order_opens_the_discount_as_it_was_applied(desk, clock):
    first = write(desk, clock, lambda uow: create_discount(uow, SPRING))
    order_id = desk.ordered((CHAIR, 2))
    key = desk.read(order_id).lines[0].key
    second = write(desk, clock, lambda uow: change_discount(uow, first, replace(SPRING, discount_ppm=70_000)))
    found = story(desk, "discount", first, order_id=order_id, line_key=key)
    assert found.versions[found.applied].said["discount_ppm"] == 50_000
    assert found.order.number == desk.read(order_id).number
    assert [each.key for each in found.versions] == [second, first]


def test_the_head_of_a_list_is_told_as_it_was_at_every_moment_though_it_is_changed_in_place(desk, clock):
    order_id = desk.ordered((CHAIR, 1))
    key = desk.read(order_id).lines[0].key
    change_head(desk, clock, desk.price_list, name="Prices 2027", priority=3)
    change_head(desk, clock, desk.price_list, priority=7, channel="web")
    write(desk, clock, lambda uow: change_price_row(
        uow, row_of(desk, CHAIR).id, PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro(400))
    ))  # fmt: skip
    found = story(desk, "list", desk.price_list, order_id=order_id, line_key=key)
    assert [each.changed for each in found.versions[:2]] == [("channel", "priority"), ("name", "priority")]
    assert [each.said["priority"] for each in found.versions] == [7, 3, 0], "prices are no version of a head"
    assert found.applied == 2
    assert found.versions[2].said["name"] != "Prices 2027"


def test_a_price_is_told_through_all_that_took_its_place_with_the_list_as_it_was(desk, clock):
    order_id = desk.ordered((CHAIR, 1))
    key, old = desk.read(order_id).lines[0].key, row_of(desk, CHAIR)
    change_head(desk, clock, desk.price_list, name="Prices 2027")
    for price in (360, 348, 370):
        data = PriceRowInput(
            product_id=desk.ids[CHAIR], price_micro=micro(price), valid_from=date(2026, 2, 1)
        )
        write(desk, clock, lambda uow, data=data: change_price_row(uow, row_of(desk, CHAIR).id, data))
    far = PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro(300), min_quantity_micro=micro(50))
    write(desk, clock, lambda uow: add_price_rows(uow, desk.price_list, [far]))
    found = story(desk, "row", old.id, order_id=order_id, line_key=key)
    prices = [each.said["price_micro"] // 1_000_000 for each in found.versions]
    assert prices == [370, 348, 360, old.price_micro // 1_000_000]
    applied = found.versions[found.applied]
    assert (applied.key, applied.said["list.name"] != "Prices 2027") == (old.id, True)
    assert found.versions[0].said["list.name"] == "Prices 2027"
    assert (found.name, found.currency) == (CHAIR, "EUR")


def test_two_prices_of_one_article_that_hold_on_other_days_are_two_rules(desk, clock):
    sure = PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro(9), min_quantity_micro=micro(7))
    rows = [
        replace(sure, valid_to=date(2026, 6, 30)),
        replace(sure, valid_from=date(2026, 7, 1), price_micro=micro(10)),
    ]
    write(desk, clock, lambda uow: add_price_rows(uow, desk.price_list, rows))
    with desk.reading() as view:
        found = read_price_rows_for_cards(view, product_id=desk.ids[CHAIR])
    cards = sorted(
        (each for each in found if each.min_quantity_micro == micro(7)),
        key=lambda each: each.valid_from is not None,
    )
    write(
        desk, clock, lambda uow: change_price_row(uow, cards[-1].id, replace(rows[1], price_micro=micro(11)))
    )
    assert len(story(desk, "row", cards[0].id).versions) == 1
    assert [each.said["price_micro"] // 1_000_000 for each in story(desk, "row", cards[1].id).versions] == [
        11,
        10,
    ]


def test_a_promotion_a_surcharge_and_a_metal_are_found_by_the_line_that_they_made(desk, clock):
    tenth = PromotionInput(name="Tenth", effect="percent", currency="EUR", rate_ppm=100_000)
    first = write(desk, clock, lambda uow: PROMOTION_BOOK.create(uow, tenth))
    freight = write(
        desk,
        clock,
        lambda uow: create_surcharge(uow, SurchargeInput(slot="freight", name="Freight", amount_minor=990)),
    )
    order_id = desk.ordered((CHAIR, 1))
    lines = {line.origin: line.key for line in desk.read(order_id).lines if line.is_made}
    assert lines.keys() == {"P1", f"S{freight}"}
    write(desk, clock, lambda uow: PROMOTION_BOOK.change(uow, first, replace(tenth, rate_ppm=200_000)))
    found = story(desk, "origin", origin="P1", order_id=order_id, line_key=lines["P1"])
    assert [each.said["rate_ppm"] for each in found.versions] == [200_000, 100_000]
    assert found.applied == 1
    made = story(desk, "origin", origin=f"S{freight}", order_id=order_id, line_key=lines[f"S{freight}"])
    assert (made.ref, made.applied) == (RuleRef("surcharge", freight), 0)
    copper = MetalQuoteInput(
        metal="CU", name="Copper", price_micro=micro(900), per_g=100_000, valid_from=date(2026, 1, 1)
    )
    quote = write(desk, clock, lambda uow: METAL_BOOK.create(uow, copper))
    assert story(desk, "origin", origin="MCU").ref == RuleRef("metal", quote)
    with pytest.raises(NotFoundError):
        story(desk, "origin", origin="P99")


def test_an_activated_draft_goes_on_the_story_of_the_rule_whose_place_it_took(desk, clock):
    first = write(desk, clock, lambda uow: create_discount(uow, SPRING))
    draft = write(desk, clock, lambda uow: copy_as_draft(uow, DraftRef("discount", first)))
    write(desk, clock, lambda uow: change_discount(uow, draft, replace(SPRING, discount_ppm=90_000)))
    with desk.reading() as view:
        from app.services.prices.discounts import DISCOUNT_BOOK

        (newest,) = [card.id for card in DISCOUNT_BOOK.read(view) if card.draft]
    write(desk, clock, lambda uow: activate_drafts(uow, (DraftRef("discount", newest),)))
    found = story(desk, "discount", first)
    assert [each.said["discount_ppm"] for each in found.versions] == [90_000, 50_000]


def test_a_right_and_a_cost_are_told_as_they_were(desk, clock):
    ten = PriceRight("sales", "", 100_000)
    right = write(desk, clock, lambda uow: create_price_right(uow, ten))
    write(
        desk, clock, lambda uow: change_price_right(uow, right, replace(ten, floor_ppm=900_000), before=ten)
    )
    found = story(desk, "right", right)
    assert found.versions[0].changed == ("floor_ppm",)
    day = date(2026, 2, 1)
    cost = CostInput(product_id=desk.ids[CHAIR], cost_micro=micro(210), valid_from=day)
    (made,) = write(desk, clock, lambda uow: replace_costs(uow, [cost]))
    dearer = replace(cost, cost_micro=micro(220))
    (newer,) = write(desk, clock, lambda uow: replace_costs(uow, [dearer], closing=[made]))
    told = story(desk, "cost", newer)
    assert [each.said["cost_micro"] // 1_000_000 for each in told.versions] == [220, 210]
    with desk.reading(OWNER) as view:
        assert newer in {row.id for row in read_costs_of(view, desk.ids[CHAIR])}


def test_an_amended_line_was_priced_when_it_was_amended(desk, clock):
    first = write(desk, clock, lambda uow: create_discount(uow, SPRING))
    order_id = desk.ordered((CHAIR, 1))
    change_head(desk, clock, desk.price_list, name="Prices 2027")
    clock.advance(days=1)
    desk.amend(order_id, desk.line(CHAIR, 3))
    before, after = (line.key for line in desk.read(order_id).keyed_lines)
    found = [story(desk, "list", desk.price_list, order_id=order_id, line_key=key) for key in (before, after)]
    assert [each.versions[each.applied].said["name"] == "Prices 2027" for each in found] == [False, True]
    assert found[1].order.at > found[0].order.at
    assert story(desk, "discount", first, order_id=order_id, line_key=after).applied == 0


def test_who_may_not_see_the_audit_sees_the_rule_as_it_was_applied_and_not_who_made_it(desk, clock):
    first = write(desk, clock, lambda uow: create_discount(uow, SPRING))
    order_id = desk.ordered((CHAIR, 2))
    key = desk.read(order_id).lines[0].key
    write(desk, clock, lambda uow: change_discount(uow, first, replace(SPRING, discount_ppm=70_000)))
    found = story(desk, "discount", first, actor=CLERK, order_id=order_id, line_key=key)
    assert [(each.said["discount_ppm"], each.actor, each.at) for each in found.versions] == [
        (50_000, "", None)
    ]
    row = row_of(desk, CHAIR)
    assert story(desk, "row", row.id, actor=CLERK, order_id=order_id, line_key=key).applied == 0


def test_a_rule_that_never_was_is_refused(desk):
    for kind in ("list", "row", "discount", "surcharge", "promotion", "metal", "bonusRule", "right", "cost"):
        with pytest.raises(NotFoundError):
            story(desk, kind, 4711)


def test_bonus_agreements_are_told_to_those_who_see_margins(desk):
    with pytest.raises(NotAllowedError):
        story(desk, "bonusRule", 4711, actor=CLERK)


def test_a_new_list_tells_when_it_was_made(desk, clock):
    data = PriceListInput(code="NEW", name="New", kind="general", currency="EUR")
    made = write(desk, clock, lambda uow: create_price_list(uow, data))
    (version,) = story(desk, "list", made).versions
    assert version.at == clock.now().astimezone(UTC)
    assert isinstance(version.at, datetime)
