"""Kits where they meet the rest of the house: credit, shipments, their history."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.habits import same_goods
from app.domain.kits import KitInput, KitPartInput
from app.domain.money import MICRO
from app.domain.order_checks.habits import quantities_of
from app.domain.promotion_inputs import PromotionInput
from app.services.check_settings import read_check_settings
from app.services.credit import read_credit
from app.services.history import read_history
from app.services.orders.habits import read_habits
from app.services.prices.conflicts import look_at, name_conflicts, read_conflict_facts
from app.services.prices.promotions import create_promotion
from app.services.prices.rule_conflicts import NamedRuleConflict
from app.services.products.kits import create_part, read_kit_parts, unset_kit, update_part
from db.schema.orders import OrderLine
from db.schema.products import ProductKit
from db.schema.shipping import ShipmentLine
from db.statements import insert_row
from tests.helpers.order_office import CHAIR, LAMP, OWNER, micro
from tests.services.orders.test_amending import ship
from tests.services.orders.test_kits import SET
from tests.services.orders.test_kits import desk as kits_desk

desk = kits_desk
GIFT = PromotionInput(
    name="Workplace free", effect="gift", currency="EUR", get_micro=MICRO, gift=SET, articles=CHAIR
)


def ordered(desk, order_id):
    customer = desk.head(order_id)["customer_id"]
    with desk.reading(OWNER) as view:
        exposure = read_credit(view, customer).exposure
    return exposure.ordered_minor + exposure.shipped_minor


def test_a_kit_of_which_a_part_is_shipped_counts_once_for_the_credit(desk):
    order_id = desk.ordered((SET, 2), (LAMP, 1))
    whole = ordered(desk, order_id)
    ship(desk, order_id, {CHAIR: 1})
    assert ordered(desk, order_id) == whole == desk.head(order_id)["gross_minor"]


def test_a_kit_is_on_no_shipment_only_its_parts_are(desk):
    order_id = desk.ordered((SET, 2), (LAMP, 1))
    ship(desk, order_id, {CHAIR: 1})
    shipped = sa.select(OrderLine.kind, ShipmentLine.quantity_micro).join(
        OrderLine, OrderLine.id == ShipmentLine.order_line_id
    )
    assert [tuple(row.values()) for row in desk.rows(shipped)] == [("goods", MICRO)]


def test_a_kit_of_which_one_is_left_behind_is_lowered_to_what_left(desk):
    order_id = desk.ordered((SET, 2))
    ship(desk, order_id, {CHAIR: 2, LAMP: 1})
    after = desk.amend(order_id, desk.set_quantity(order_id, 0, 1))
    assert [line.base_micro for line in after.lines] == [MICRO, 2 * MICRO, MICRO, micro("1.5")]


def test_no_promotion_gives_a_kit_which_nobody_could_ship(desk):
    with pytest.raises(RefusedError) as error, desk.begin(OWNER) as uow:
        create_promotion(uow, GIFT)
    assert [issue.code for issue in error.value.issues] == ["price.gift_kit"]


def given_for_chairs(uow, desk, **more):
    """The workplace, no kit any more, as the gift of a promotion."""
    unset_kit(uow, desk.ids[SET])
    create_promotion(uow, replace(GIFT, **more))


def test_what_a_promotion_gives_becomes_no_kit_until_the_promotion_is_over(desk, clock):
    part = KitPartInput(desk.ids[LAMP], MICRO)
    with desk.begin(OWNER) as uow:
        given_for_chairs(uow, desk, valid_to=clock.today())
    with pytest.raises(RefusedError) as error, desk.begin(OWNER) as uow:
        create_part(uow, desk.ids[SET], part)
    (issue,) = error.value.issues
    assert (issue.code, issue.where, issue.params["promotion"]) == ("kit.is_gift", "part", GIFT.name)
    clock.advance(days=1)
    with desk.begin(OWNER) as uow:
        create_part(uow, desk.ids[SET], part)


@pytest.mark.parametrize("days", [0, -1])
def test_a_gift_that_is_a_kit_already_is_told_among_the_conflicts(desk, clock, days):
    """As in a file of before, where nobody refused it; a promotion that is over is told as that alone."""
    with desk.begin(OWNER) as uow:
        given_for_chairs(uow, desk, valid_to=clock.today() + timedelta(days=days))
        insert_row(uow.db, ProductKit, {"product_id": desk.ids[SET], **asdict(KitInput())})
    with desk.reading(OWNER) as view:
        facts = read_conflict_facts(view)
        _count, told = name_conflicts(
            view, facts, [look_at(facts, n) for n in range(len(facts.slices))], most=99
        )
    of_rules = [each for each in told if isinstance(each, NamedRuleConflict)]
    kits = [(each.name, each.sku) for each in of_rules if each.conflict.code == "gift_kit"]
    assert kits == ([(GIFT.name, SET)] if not days else [])


def test_the_history_of_a_part_tells_its_quantity_to_the_last_decimal(desk):
    with desk.reading(OWNER) as view:
        first = read_kit_parts(view, desk.ids[SET])[0]
    data = KitPartInput(desk.ids[CHAIR], 1_234_567_800_000 + 1)
    with desk.begin(OWNER) as uow:
        update_part(uow, first.id, data, version=1)
    with desk.reading(OWNER) as view:
        (change, *_rest) = read_history(view, "product", desk.ids[SET])[0].changes
    assert (change.before, change.after) == ("2", "1234567.800001")


def test_the_same_kit_again_is_an_order_that_is_probably_double(desk, clock):
    desk.ordered((SET, 1))
    clock.advance(days=1)
    again = desk.read(desk.key((SET, 1)))
    articles = {line.product_id for line in again.lines}
    with desk.reading(OWNER) as view:
        habits = read_habits(view, again, read_check_settings(view), product_ids=articles)
    assert habits is not None
    assert [same_goods(quantities_of(again), past) for past in habits.recent] == [True]
