"""Kits where they meet the rest of the house: credit, shipments, their history."""

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.habits import same_goods
from app.domain.kits import KitPartInput
from app.domain.money import MICRO
from app.domain.order_checks.habits import quantities_of
from app.domain.promotion_inputs import PromotionInput
from app.services.check_settings import read_check_settings
from app.services.credit import read_credit
from app.services.history import read_history
from app.services.orders.habits import read_habits
from app.services.prices.promotions import create_promotion
from app.services.products.kits import read_kit_parts, update_part
from db.schema.orders import OrderLine
from db.schema.shipping import ShipmentLine
from tests.helpers.order_office import CHAIR, LAMP, OWNER, micro
from tests.services.orders.test_amending import ship
from tests.services.orders.test_kits import SET
from tests.services.orders.test_kits import desk as kits_desk

desk = kits_desk


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
    gift = PromotionInput(
        name="Workplace free", effect="gift", currency="EUR", get_micro=MICRO, gift=SET, articles=CHAIR
    )
    with pytest.raises(RefusedError) as error, desk.begin(OWNER) as uow:
        create_promotion(uow, gift)
    assert [issue.code for issue in error.value.issues] == ["price.gift_kit"]


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
