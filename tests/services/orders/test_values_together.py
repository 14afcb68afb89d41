"""Fields that are one value to people are kept or taken together, whoever keyed them (C50)."""

from __future__ import annotations

import pytest

from app.domain.errors import ConflictError
from app.domain.orders.draft import Draft, apply_edits
from app.domain.orders.keying import key_price, key_quantity
from app.domain.orders.merging import revived, split_edits
from app.domain.orders.repricing import reprice_changed
from app.domain.price_inputs import PriceRowInput
from app.domain.rights import SYSTEM
from app.services.journal import edits_between
from app.services.orders.context import read_order_context
from app.services.prices import set_prices
from tests.helpers.order_office import CABLE, CHAIR, micro

AUTO = "3.3333/1000"


@pytest.fixture
def cable(desk):
    """The desk with cable at a price for 1,000 m, and a draft of 100,000 m."""
    with desk.begin(SYSTEM) as uow:
        row = PriceRowInput(product_id=desk.ids[CABLE], price_micro=micro("3.3333"), per=1000)
        set_prices(uow, desk.price_list, [row])
    order_id = desk.key((CABLE, 100_000))
    return desk, desk.read(order_id)


def typed(desk, seen: Draft, text: str) -> Draft:
    return desk.edited(seen, key_price(seen.lines[0], 10, text, ".").edit)


def context_of(desk, draft):
    with desk.reading() as view:
        return read_order_context(
            view, customer_id=draft.header.customer_id, product_ids={line.product_id for line in draft.lines}
        )


def settle(desk, seen: Draft, mine: Draft) -> tuple[Draft, Draft]:
    """Both answers to the question: theirs kept, mine taken."""
    stored = desk.read(seen.id)
    free, clashing = split_edits(edits_between(seen, mine), stored)
    context = context_of(desk, stored)
    kept = reprice_changed(stored, apply_edits(stored, free), context)
    taken = reprice_changed(kept, apply_edits(kept, revived(clashing, seen, stored)), context)
    return kept, taken


@pytest.mark.rows_on_sqlite(but=2)
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("0.0035", "4/1000"),
        ("5/1000", "0.004"),
        ("3.3333/1000", "0.005"),
        ("0.005", "3.4/1000"),
        ("5/1000", "5"),
    ],
)
def test_a_price_and_its_thousand_are_one_value(cable, mine, theirs):
    desk, seen = cable
    assert (seen.lines[0].list_price_micro, seen.lines[0].price_per) == (micro("3.3333"), 1000)
    for first in (AUTO, "0.006", "6/1000"):
        if first != AUTO:
            seen = desk.read(seen.id)
            seen = desk.save(seen, typed(desk, seen, first))
        my_draft, their_draft = typed(desk, seen, mine), typed(desk, seen, theirs)
        desk.save(seen, their_draft)
        with pytest.raises(ConflictError) as told:
            desk.save(seen, my_draft)
        assert told.value.params["mine"] != told.value.params["theirs"]
        assert ("1,000" in str(told.value.params["mine"])) is ("/" in mine)
        kept, taken = settle(desk, seen, my_draft)
        assert kept.lines == their_draft.lines, first
        assert taken.lines == my_draft.lines, first


def test_a_quantity_and_its_unit_are_one_value(desk):
    seen = desk.read(desk.key((CHAIR, 1)))
    product = context_of(desk, seen).products[desk.ids[CHAIR]]
    my_draft, their_draft = (
        desk.edited(seen, key_quantity(seen.lines[0], 10, text, product, ".").edit)
        for text in ("2 dz", "3 pc")
    )
    desk.save(seen, their_draft)
    with pytest.raises(ConflictError):
        desk.save(seen, my_draft)
    kept, taken = settle(desk, seen, my_draft)
    assert kept.lines == their_draft.lines
    assert taken.lines == my_draft.lines


def test_what_is_another_value_goes_beside_it(desk):
    """Price here, quantity there: both stay, nobody is asked."""
    seen = desk.read(desk.key((CHAIR, 1)))
    product = context_of(desk, seen).products[desk.ids[CHAIR]]
    desk.save(seen, desk.edited(seen, key_quantity(seen.lines[0], 10, "3", product, ".").edit))
    merged = desk.save(seen, typed(desk, seen, "300"))
    (line,) = merged.lines
    assert (line.quantity_micro, line.price_micro, line.amount_minor) == (micro(3), micro(300), 900_00)
