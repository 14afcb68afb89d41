"""The metal of an order by the quotation of its day: charged, kept as confirmed, amended by the difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.errors import RefusedError
from app.domain.price_inputs import MetalQuoteInput
from app.domain.pricing import MetalContent
from app.messages import spoken
from app.services.orders.context import read_product_facts
from app.services.prices.metals import METAL_BOOK
from app.services.products.cards import read_product, update_product
from app.services.verify import verify
from tests.helpers.order_office import CABLE, OWNER, micro

MONDAY = date(2026, 3, 2)
COPPER = MetalQuoteInput(
    metal="CU", name="Copper", price_micro=micro("1000"), valid_from=MONDAY - timedelta(days=3), source="DEL"
)


@pytest.fixture
def desk(desk):
    """The small firm whose cable holds 43.2 g of copper a metre, at a base of 150.00."""
    with desk.begin(OWNER) as uow:
        METAL_BOOK.create(uow, COPPER)
        id_ = desk.ids[CABLE]
        card = read_product(uow, id_)
        keyed = replace(card, metals="cu 43,2 @150")
        update_product(uow, id_, keyed, version=card.version)
    return desk


def made(desk, order_id):
    return [(line.text, line.amount_minor) for line in desk.read(order_id).lines if line.is_made]


def test_the_card_keeps_what_was_keyed_and_the_order_sees_it(desk):
    with desk.reading() as view:
        id_ = desk.ids[CABLE]
        assert read_product(view, id_).metals == "CU 43.2 @ 150 / 100"
        assert read_product_facts(view, [id_])[id_].metals == (MetalContent("CU", 43_200, micro("150")),)


def test_copper_is_a_line_of_the_order_that_follows_its_metres(desk):
    order_id = desk.key((CABLE, 100))
    text = "Copper: 4.32 kg, 1,000.00 / 100 kg"
    assert [(spoken(made_text), amount) for made_text, amount in made(desk, order_id)] == [(text, 3672)]
    desk.edit(order_id, desk.set_quantity(order_id, 0, 200))
    assert [amount for _text, amount in made(desk, order_id)] == [7344]


def test_what_was_confirmed_stays_when_copper_rises_and_more_metres_bring_their_difference(desk):
    order_id = desk.key((CABLE, 100))
    desk.confirm(order_id)
    with desk.begin(OWNER) as uow:
        METAL_BOOK.create(uow, replace(COPPER, price_micro=micro("1150"), valid_from=MONDAY))
    assert [amount for _text, amount in made(desk, order_id)] == [3672]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 200))
    amounts = [amount for _text, amount in made(desk, order_id)]
    assert amounts[0] == 3672
    assert sum(amounts) == 8640, "200 m x 43.2 g at (1,150 - 150) / 100 kg"
    with desk.reading() as view:
        assert verify(view) == ()


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("wrong", "code", "where"),
    [
        ({"metal": "c.u"}, "price.metal_wrong", "metal"),
        ({"name": " "}, "price.name_missing", "name"),
        ({"price_micro": 0}, "price.quotation_range", "price_micro"),
        ({"per_g": 0}, "price.quotation_weight", "per_g"),
        ({"valid_from": None}, "price.day_missing", "valid_from"),
    ],
)
def test_what_is_no_quotation_is_refused_with_its_place(desk, wrong, code, where):
    with pytest.raises(RefusedError) as refused, desk.begin(OWNER) as uow:
        METAL_BOOK.create(uow, replace(COPPER, **wrong))
    assert [(issue.code, issue.where) for issue in refused.value.issues] == [(code, where)]


def test_what_is_no_metal_content_is_refused_at_the_card(desk):
    with pytest.raises(RefusedError) as refused, desk.begin(OWNER) as uow:
        card = read_product(uow, desk.ids[CABLE])
        update_product(uow, card.id, replace(card, metals="some copper"), version=card.version)
    assert [issue.code for issue in refused.value.issues] == ["product.metals_wrong"]


def test_a_quotation_has_its_story(desk):
    with desk.begin(OWNER) as uow:
        (card,) = METAL_BOOK.read(uow)
        new = METAL_BOOK.change(uow, card.id, replace(COPPER, price_micro=micro("990")))
    with desk.reading(OWNER) as view:
        assert [card.price_micro for card in METAL_BOOK.read(view)] == [micro("990")]
        assert len(METAL_BOOK.read_history(view, new)) == 2
