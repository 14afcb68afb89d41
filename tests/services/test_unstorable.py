"""What no database takes is refused in our words, with its place: too long, too large, characters that are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from app.domain.errors import RefusedError
from app.domain.money import MICRO
from app.domain.orders.draft import Edit, Line, edit_header, edit_line
from app.messages import text_of_error
from app.services import parties, products
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.ledger.aging import read_aging, read_aging_total
from app.services.payments.entering import PaymentInput, enter_payment
from tests.helpers.order_office import CHAIR, NORD, OWNER

BILLION = 10**9 * MICRO


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    return order_desk


def told(call: Callable[[], object]) -> list[tuple[str, str]]:
    """Code and place of each thing that was refused."""
    with pytest.raises(RefusedError) as refusal:
        call()
    return [(issue.code, issue.where) for issue in refusal.value.issues]


def huge(line: Line) -> Edit:
    return edit_line(line, quantity_micro=BILLION, list_price_micro=BILLION, price_source="manual")


def test_a_line_above_a_trillion_is_refused_and_the_draft_stands(desk):
    order_id = desk.key((CHAIR, 1))
    line = desk.read(order_id).lines[0]
    refused = told(lambda: desk.edit(order_id, huge(line)))
    assert refused == [("line.amount_too_large", f"lines/{line.key}/quantity")]
    assert desk.read(order_id).lines[0].quantity_micro == MICRO


def test_a_line_of_an_order_is_not_raised_above_a_trillion(desk):
    order_id = desk.ordered((CHAIR, 1))
    line = desk.read(order_id).lines[0]
    refused = told(lambda: desk.amend(order_id, huge(line), actor=OWNER))
    assert refused == [("line.amount_too_large", f"lines/{line.key}/quantity")]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("contact_phone", "1" * 41, "order.text_too_long"),
        ("po_number", "P" * 201, "order.text_too_long"),
        ("ship_name", "N" * 201, "order.text_too_long"),
        ("ship_country", "DEU", "order.text_too_long"),
        ("note", "a\0b", "order.text_has_nul"),
        ("ship_city", "a\0b", "order.text_has_nul"),
    ],
)
def test_a_text_of_the_head_that_cannot_be_kept_is_named(desk, name, text, code):
    order_id = desk.start()
    assert told(lambda: desk.edit(order_id, edit_header(desk.read(order_id), **{name: text}))) == [
        (code, f"header/{name}")
    ]


def test_a_character_that_is_none_is_found_in_a_line(desk):
    order_id = desk.start()
    line = desk.free("a\0b", "5")
    assert told(lambda: desk.edit(order_id, line)) == [("line.text_has_nul", f"lines/{line.key}/text")]


def free_credit(desk, quantity_micro: int, price_micro: int, text: str = "x") -> int:
    line = FreeCreditLine(text, quantity_micro, price_micro, "S")
    with desk.begin(OWNER) as uow:
        return post_free_credit(uow, FreeCredit(desk.ids[NORD], (line,), "reason"))


def test_a_free_credit_above_a_trillion_is_refused(desk):
    refused = told(lambda: free_credit(desk, BILLION, BILLION))
    assert refused == [("credit.amount_too_large", "lines/0/price")]
    assert free_credit(desk, 10**6 * MICRO, 10**6 * MICRO)


def test_limits_and_costs_that_no_database_holds(desk):
    with desk.begin(OWNER) as uow:
        customer = parties.CustomerInput(name="B", country="DE", credit_limit_minor=10**20)
        refused = told(lambda: parties.create_customer(uow, customer))
        assert refused == [("customer.limit_too_high", "credit_limit_minor")]
        dear = products.ProductInput(
            sku="B", name="B", standard_cost_micro=10**20, units=(products.UnitInput("pal", 10**19),)
        )
        assert told(lambda: products.create_product(uow, dear)) == [
            ("product.cost_too_high", "standard_cost_micro"),
            ("product.factor_too_large", "units/0/factor_num"),
        ]


def pay(desk, reference: str) -> int:
    with desk.begin(OWNER) as uow:
        return enter_payment(uow, PaymentInput(desk.ids[NORD], 100, uow.today, reference=reference))


def test_a_long_reference_of_a_payment_is_refused(desk):
    assert told(lambda: pay(desk, "r" * 201)) == [("payment.reference_too_long", "reference")]
    assert pay(desk, "r" * 200)


def test_what_no_check_told_is_told_when_the_server_refuses_it(desk, database_url):
    if not database_url.startswith("postgresql"):
        assert pay(desk, "a\0b")  # a file keeps it
        return
    with pytest.raises(RefusedError) as refusal:
        pay(desk, "a\0b")
    assert text_of_error(refusal.value) == (
        "A text holds a character that cannot be stored. Nothing was saved; key it anew."
    )


def test_who_owed_what_when_the_calendar_began(desk):
    with desk.reading() as view:
        for day in (dt.date.min, dt.date(1, 1, 31), dt.date.max):
            assert read_aging_total(view, as_of=day).balance_minor == 0
            assert read_aging(view, as_of=day) == ()
