"""What is counted of promotions is compared with what orders have of them; each forged row is told once, in words."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.orders.draft import edit_header
from app.domain.promotion_inputs import PromotionInput
from app.messages import text_of
from app.services.orders.amending import cancel_order
from app.services.prices import SurchargeInput, create_surcharge
from app.services.prices.promotions import change_promotion, create_promotion, end_promotion
from app.services.verify import verify
from tests.helpers.order_office import CHAIR, LAMP, OWNER, WIEN

TENTH = PromotionInput(name="Chair weeks", effect="percent", currency="EUR", rate_ppm=100_000, articles=CHAIR)
COUPON = PromotionInput(
    name="Lamps", effect="percent", currency="EUR", rate_ppm=50_000, articles=LAMP, coupon="Sun 26"
)
POST = PromotionInput(name="Post", effect="freight", currency="EUR", slot="freight", coupon="POST")
GIFT = PromotionInput(
    name="Lamp for two", effect="gift", currency="EUR", buy_micro=2_000_000, get_micro=1_000_000, gift=LAMP,
    articles=CHAIR,
)  # fmt: skip


@pytest.fixture
def busy(desk):
    """Orders that have promotions of each kind, one cancelled, one amended, a promotion changed and one ended."""
    with desk.begin(OWNER) as uow:
        create_surcharge(uow, SurchargeInput(slot="freight", name="Freight", amount_minor=990))
        chairs, _lamps, _post, gift = (create_promotion(uow, each) for each in (TENTH, COUPON, POST, GIFT))
    desk.ordered((CHAIR, 2), (LAMP, 4), coupons="sun26, post")
    amended = desk.ordered((CHAIR, 1), coupons="post", customer=WIEN)
    desk.amend(amended, edit_header(desk.read(amended), coupons=""))
    cancelled = desk.ordered((CHAIR, 3))
    with desk.begin(OWNER) as uow:
        cancel_order(uow, cancelled, version=desk.read(cancelled).version, reason="mistake")
        change_promotion(uow, chairs, TENTH)
        end_promotion(uow, gift)
    desk.key((CHAIR, 1))
    return desk


def told(desk):
    with desk.reading(OWNER) as view:
        return [text_of(finding.code, finding.params) for finding in verify(view)]


def forge(desk, *statements):
    with desk.begin(OWNER) as uow:
        for statement in statements:
            assert uow.db.execute(sa.text(statement)).rowcount
    with desk.reading(OWNER) as view:
        return [finding.code for finding in verify(view)]


def test_orders_with_promotions_of_each_kind_are_sound(busy):
    assert told(busy) == []


FIRST = "order_id = (select min(order_id) from promotion_use)"
FORGED = {
    "a use too many": ("promotion_tally", "update promotion_tally set uses = uses + 1 where number = 1"),
    "a cent too many": ("promotion_tally", "update promotion_tally set spent_minor = spent_minor + 1 where number = 2"),
    "uses of a promotion that nobody has": (
        "promotion_tally",
        "update promotion_tally set uses = 5 where number = (select max(number) from promotion_tally)",
    ),
    "a cent that the order does not say": (
        "promotion_use",
        f"update promotion_use set amount_minor = amount_minor + 1 where number = 1 and {FIRST}",
    ),
    "a use that was lost": ("promotion_use", f"delete from promotion_use where number = 2 and {FIRST}"),
    "a use by an order that has nothing of it": (
        "promotion_use",
        ("insert into promotion_use (order_id, number, customer_id, amount_minor) select o.id, 1, o.customer_id, 100"
        " from sales_order o where o.state = 'confirmed' and not exists (select 1 from order_line l where"
        " l.order_id = o.id and l.origin = 'P1')"),
    ),
    "a use of another customer": (
        "promotion_user",
        f"update promotion_use set customer_id = (select max(id) from customer) where number = 1 and {FIRST}",
    ),
    "a use by an order that was cancelled": (
        "promotion_user",
        ("insert into promotion_use (order_id, number, customer_id, amount_minor) select id, 1, customer_id, 0"
        " from sales_order where state = 'cancelled'"),
    ),
    "a use by a draft": (
        "promotion_user",
        ("insert into promotion_use (order_id, number, customer_id, amount_minor) select id, 1, customer_id, 0"
        " from sales_order where state = 'draft'"),
    ),
    "a coupon that nobody keyed": (
        "promotion_user",
        ("insert into promotion_use (order_id, number, customer_id, amount_minor) select max(id), 3, customer_id, 990"
        " from sales_order where state = 'confirmed' and coupons = '' group by customer_id"),
    ),
}  # fmt: skip


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(("code", "statement"), FORGED.values(), ids=FORGED.keys())
def test_a_forged_row_is_told_once(busy, code, statement):
    if "not exists" in statement:
        busy.ordered((LAMP, 1))
    assert forge(busy, statement) == [f"verify.{code}"]


def test_a_finding_names_the_promotion_and_both_figures(busy):
    forge(busy, "update promotion_tally set uses = 7 where number = 1")
    (text,) = told(busy)
    assert text.startswith("Promotion “Chair weeks”: 7 orders and ")
    assert " its orders are 2 with " in text
    assert "{" not in text
