"""Every check of an order, provoked; with its place, its numbers and its way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.holds import STOPS, Hold, HoldKind
from app.domain.issues import Issue, worst
from app.domain.money import MICRO, Money
from app.domain.order_checks import check_order, registry
from app.domain.orders.context import OrderContext
from app.domain.rights import ROLES
from app.domain.tax_rules import DatedRate
from app.domain.units import Counted
from app.messages import catalogue, text_of_issue, text_of_remedy
from tests.unit.orders.check_cases import (
    APPROVE,
    BLOCK,
    DATA_CASES,
    EUR,
    INFO,
    NOTHING,
    NOW,
    PLAIN,
    TOMORROW,
    WARN,
    YESTERDAY,
    around,
    case,
    customer,
    products,
)
from tests.unit.orders.configured_world import CONFIGURED_CASES
from tests.unit.orders.goods_cases import GOODS_CASES
from tests.unit.orders.kit_world import KIT_CASES
from tests.unit.orders.limit_cases import LIMIT_CASES
from tests.unit.orders.ship_cases import SHIP_CASES
from tests.unit.orders.stacked_cases import STACKED_CASES
from tests.unit.orders.tax_cases import TAX_CASES
from tests.unit.orders.world import (
    CABLE,
    CHAIR,
    LAMP,
    NORD,
    SERVICE,
    TAXES,
    TODAY,
    WIEN,
    context,
    draft,
    free,
    goods,
    micro,
    rules_at,
)


def standard_rate(*changes: tuple[date, int]) -> OrderContext:
    """The world with further rates of the standard tax, each from a day on."""
    tax = TAXES.taxes["S"]
    rates = (*tax.rates, *(DatedRate(day, percent * 10_000) for day, percent in changes))
    return context(taxes=replace(TAXES, taxes={**TAXES.taxes, "S": replace(tax, rates=rates)}))


HELD = Hold(4, HoldKind.CREDIT, STOPS[HoldKind.CREDIT], "Reminded three times", "berta", NOW, customer_id=1)
CASES = [
    case("order.no_customer", draft([goods("k1", CHAIR)], context(None), customer_id=None), context(None),
         weighs=BLOCK, where="header/customer"),
    case("order.customer_inactive", world=customer(active=False), weighs=BLOCK, where="header/customer",
         customer=NORD.name),
    case("order.held", near=around(holds=(HELD,)), weighs=WARN, where="header/customer", hold="credit", actor="berta",
         reason="Reminded three times", stops=("pick", "ship"), again="never"),
    case("order.no_email", world=customer(email=""), weighs=INFO, where="header/contact", customer=NORD.name),
    case("order.address_incomplete", draft([goods("k1", CHAIR)], ship_street=" "), weighs=WARN,
         where="header/ship_to"),
    case("order.country_missing", draft([goods("k1", CHAIR)], ship_country=""), weighs=BLOCK,
         where="header/ship_to"),
    case("order.date_past", draft([goods("k1", CHAIR)], requested_date=YESTERDAY), weighs=WARN,
         where="header/requested_date", date=YESTERDAY),
    case("order.po_twice", near=around(orders_with_same_po=((9, "SO-9"), (8, "SO-8"))), weighs=WARN,
         where="header/po_number", number="SO-9"),
    case("order.quote_expired", near=around(quote=("QU-1", YESTERDAY)), weighs=WARN,
         where="header/valid_until", number="QU-1", date=YESTERDAY),
    case("order.customer_overdue", world=customer(overdue_minor=5000, overdue_days=12), weighs=WARN,
         where="header/customer", amount=Money(5000, EUR), days=12),
    case("order.currency_differs", world=customer(currency="USD"), weighs=WARN, where="header/exchange",
         currency="EUR", wanted="USD", customer=NORD.name),
    case("order.rate_old", draft([goods("k1", CHAIR)], exchange="USD 1.05 EUR 2026-02-22 ecb"),
         customer(currency="USD"), weighs=WARN, where="header/exchange", currency="USD",
         date=date(2026, 2, 22), days=8),
    case("order.credit_exceeded", world=customer(credit_limit_minor=50000, credit_used_minor=10000),
         weighs=APPROVE, where="header/customer", over=Money(1454, EUR), limit=Money(50000, EUR),
         used=Money(51454, EUR)),
    case("order.no_lines", draft([free("k1", "0", kind="note")]), weighs=BLOCK, where="lines"),
    case("order.total_negative", draft([goods("k1", CHAIR), free("k2", "-900", kind="discount")]), weighs=BLOCK,
         where="lines/k2/price", total=Money(-65646, EUR)),
    case("order.no_warehouse", near=around(no_warehouse=True), weighs=BLOCK, where="lines"),
    case("order.pasted_rows_wait", draft([goods("k1", CHAIR)], pasted="XX\t5\nYY\t6"), weighs=BLOCK,
         where="header/pasted", count=2),
    case("order.prices_changed", world=context(rules=rules_at(2, percent_more=10)), weighs=INFO, where="lines/k1/price",
         lines="10"),
    case("order.tax_changed", draft([goods("k1", CHAIR)], context(WIEN), customer_id=2, ship_country="AT"),
         context(replace(WIEN, vat_id="")), weighs=BLOCK, where="lines"),
    case("line.unknown_product", draft([replace(goods("k1", CHAIR), product_id=None, sku="XX")]), weighs=BLOCK,
         where="lines/k1/sku", line=10, text="XX"),
    case("line.discontinued", world=products(CHAIR, discontinued=True), weighs=WARN, where="lines/k1/sku",
         line=10, sku="CH-1"),
    case("line.product_inactive", world=products(CHAIR, active=False), weighs=BLOCK, where="lines/k1/sku",
         line=10, sku="CH-1"),
    case("line.quantity_negative", draft([goods("k1", CHAIR, "-2")]), weighs=BLOCK, where="lines/k1/quantity",
         line=10),
    case("line.quantity_zero", draft([goods("k1", CHAIR, "0")]), weighs=BLOCK, where="lines/k1/quantity", line=10),
    case("line.quantity_too_large", draft([goods("k1", CHAIR, "1000000000000")]), weighs=BLOCK,
         where="lines/k1/quantity", line=10),
    case("line.quantity_decimals", draft([goods("k1", CHAIR, "1.5")]), weighs=BLOCK, where="lines/k1/quantity",
         line=10, unit="pc", decimals=0),
    case("line.part_of_a_whole", draft([goods("k1", CHAIR), free("k2", "9", quantity="0.5")]), weighs=BLOCK,
         where="lines/k2/quantity", line=20, quantity=Counted(Decimal("0.5"), "pc")),
    case("line.quantity_below_minimum", world=products(CHAIR, min_micro=4 * MICRO), weighs=WARN,
         where="lines/k1/quantity", line=10, minimum=Counted(Decimal(4), "pc"), sku="CH-1"),
    case("line.quantity_not_multiple", draft([goods("k1", CHAIR, "7")]), products(CHAIR, step_micro=4 * MICRO),
         weighs=WARN, where="lines/k1/quantity", line=10, step=Counted(Decimal(4), "pc"), sku="CH-1"),
    case("line.discount_out_of_range",
         draft([goods("k1", CHAIR, discount_source="manual", discount_ppm=1_010_000)]), weighs=BLOCK,
         where="lines/k1/discount", line=10, sku="CH-1", percent=Decimal(101)),
    case("line.discount_not_negative", draft([goods("k1", CHAIR), free("k2", "5", kind="discount")]),
         weighs=BLOCK, where="lines/k2/price", line=20, sku="Discount"),
    case("line.price_negative", draft([goods("k1", CHAIR, price_source="manual", list_price_micro=-MICRO)]),
         weighs=BLOCK, where="lines/k1/price", line=10, sku="CH-1"),
    case("line.no_price", draft([goods("k1", CHAIR)], context(rules=replace(rules_at(1), rows={}))),
         context(rules=replace(rules_at(1), rows={})), weighs=BLOCK, where="lines/k1/price", line=10, sku="CH-1"),
    case("line.price_zero", draft([goods("k1", LAMP, price_source="manual", list_price_micro=0)]), weighs=WARN,
         where="lines/k1/price", line=10, sku="LA-1"),
    case("line.below_cost", draft([goods("k1", CHAIR, price_source="manual", list_price_micro=micro("199.99"))]),
         weighs=WARN, where="lines/k1/price", line=10, sku="CH-1"),
    case("line.no_tax", draft([goods("k1", CHAIR, tax_class="")], context(taxes=replace(context().taxes, rules=()))),
         weighs=BLOCK, where="lines/k1/tax", line=10, tax_class=""),
    case("order.rate_will_change", world=standard_rate((TOMORROW, 16)), near=around(leaves=(("k1", TOMORROW),)),
         weighs=WARN, where="lines/k1/tax", date=TOMORROW, tax="S", percent=Decimal(16), stored=Decimal(19)),
    case("line.late", near=around(late_lines=(("k1", TOMORROW),)), weighs=WARN, where="lines/k1/promise",
         line=10, sku="CH-1", date=TOMORROW),
    case("line.no_supply", near=around(short_lines=("k1",)), weighs=WARN, where="lines/k1/promise", line=10,
         sku="CH-1"),
    *DATA_CASES,
    *LIMIT_CASES,
    *GOODS_CASES,
    *STACKED_CASES,
    *SHIP_CASES,
    *TAX_CASES,
    *KIT_CASES,
    *CONFIGURED_CASES,
]  # fmt: skip


def found(code: str, issues: tuple[Issue, ...]) -> Issue:
    (issue,) = [issue for issue in issues if issue.code == code]
    return issue


@pytest.mark.parametrize(
    ("code", "order", "world", "near", "weighs", "where", "params"),
    CASES,
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_check_says_what_where_and_how_heavy(code, order, world, near, weighs, where, params):
    issue = found(code, check_order(order, world, near))
    assert (issue.severity, issue.where, dict(issue.params)) == (weighs, where, params)


def test_every_check_has_a_case_here():
    assert registry.BY_CODE.keys() == {each[0] for each in CASES}


@pytest.mark.parametrize("case_", CASES, ids=lambda each: each[0])
def test_an_issue_has_words_an_owner_and_a_way_out(case_):
    code, order, world, near, *_ = case_
    issue = found(code, check_order(order, world, near))
    assert issue.owner in ROLES
    words = [text_of_issue(issue), *(text_of_remedy(remedy) for remedy in issue.remedies)]
    assert issue.remedies, "each check offers a way out"
    assert not any("{" in text or text.startswith(code) for text in words)
    assert f"check.{code}" in catalogue(), "its name for the set-up and the story"


def test_a_good_order_has_nothing_to_say():
    assert check_order(PLAIN, context()) == ()
    assert check_order(draft([goods("k1", CABLE, "1.25"), goods("k2", SERVICE, "0.5")]), context()) == ()


REMEDIES = [
    ("order.no_customer", "remedy.choose_customer", "focus", {"where": "header/customer"}),
    ("order.no_email", "remedy.edit_customer", "customer.open", {"id": 1}),
    ("order.address_incomplete", "remedy.enter_address", "focus", {"where": "header/ship_address"}),
    ("order.pasted_rows_wait", "remedy.look_at_pasted", "focus", {"where": "header/pasted"}),
    ("order.date_past", "remedy.set_date", "order.set_requested_date", {"date": TODAY}),
    ("order.po_twice", "remedy.open_order", "order.open", {"id": 9, "number": "SO-9"}),
    ("order.quote_expired", "remedy.take_new_prices", "order.reprice", {}),
    ("line.unknown_product", "remedy.make_free_line", "order.make_free_line", {"key": "k1"}),
    ("line.discontinued", "remedy.remove_line", "order.delete_line", {"key": "k1"}),
    ("order.no_lines", "remedy.add_line", "focus", {"where": "lines"}),
    ("order.no_warehouse", "remedy.open_warehouses", "setup.open", {"page": "warehouse"}),
    ("order.total_negative", "remedy.change_discount", "focus", {"where": "lines/k2/price"}),
    ("order.prices_changed", "remedy.take_new_prices", "order.reprice", {}),
    ("order.customer_inactive", "remedy.edit_customer", "customer.open", {"id": 1}),
    ("order.held", "remedy.see_hold", "hold.open", {"id": 4}),
    ("order.customer_overdue", "remedy.edit_customer", "customer.open", {"id": 1}),
    ("order.credit_exceeded", "remedy.edit_customer", "customer.open", {"id": 1}),
    ("line.quantity_too_large", "remedy.type_quantity", "focus", {"where": "lines/k1/quantity"}),
    ("line.quantity_decimals", "remedy.type_quantity", "focus", {"where": "lines/k1/quantity"}),
    ("line.part_of_a_whole", "remedy.type_quantity", "focus", {"where": "lines/k2/quantity"}),
    ("line.price_zero", "remedy.take_rules_price", "order.take_rules_price", {"key": "k1"}),
    ("line.below_cost", "remedy.take_rules_price", "order.take_rules_price", {"key": "k1"}),
    ("line.discount_out_of_range", "remedy.take_rules_price", "order.take_rules_price", {"key": "k1"}),
    ("line.discount_not_negative", "remedy.type_price", "focus", {"where": "lines/k2/price"}),
    ("line.no_tax", "remedy.open_taxes", "setup.open", {"page": "tax"}),
    ("line.no_supply", "remedy.open_stock", "stock.product", {"id": CHAIR}),
    ("order.rate_will_change", "remedy.open_taxes", "setup.open", {"page": "tax"}),
    ("order.currency_differs", "remedy.choose_currency", "focus", {"where": "header/exchange"}),
    ("order.rate_old", "remedy.choose_currency", "focus", {"where": "header/exchange"}),
    ("order.tax_changed", "remedy.take_new_taxes", "order.retax", {}),
    ("line.quantity_negative", "remedy.make_credit", "invoice.credit", {}),
    ("line.quantity_zero", "remedy.set_quantity", "order.set_quantity", {"key": "k1", "quantity_micro": MICRO}),
    ("line.quantity_below_minimum", "remedy.set_quantity_to", "order.set_quantity",
     {"key": "k1", "quantity_micro": 4 * MICRO, "quantity": Counted(Decimal(4), "pc")}),
    ("line.quantity_not_multiple", "remedy.set_quantity_to", "order.set_quantity",
     {"key": "k1", "quantity_micro": 8 * MICRO, "quantity": Counted(Decimal(8), "pc")}),
    ("line.price_negative", "remedy.make_discount_line", "order.insert_discount", {"key": "k1"}),
    ("line.no_price", "remedy.type_price", "focus", {"where": "lines/k1/price"}),
    ("order.metal_unquoted", "remedy.enter_quotation", "price.open", {"page": "metal"}),
    ("line.not_configured", "remedy.configure", "line.configure", {"key": "k1"}),
    ("line.older_model", "remedy.configure", "line.configure", {"key": "k1"}),
    ("line.late", "remedy.accept_date", "order.set_line_date", {"key": "k1", "date": TOMORROW}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "command", "params"), REMEDIES, ids=[each[0] for each in REMEDIES])
def test_a_remedy_is_one_command_with_its_values(code, text, command, params):
    _, order, world, near, *_ = next(each for each in CASES if each[0] == code)
    (remedy,) = found(code, check_order(order, world, near)).remedies
    assert (remedy.code, remedy.command, dict(remedy.params)) == (text, command, params)


def test_a_minimum_in_pieces_is_offered_in_the_units_of_the_line():
    order = draft([goods("k1", CHAIR, "1", "dz")])
    (remedy,) = found(
        "line.quantity_below_minimum", check_order(order, products(CHAIR, min_micro=18 * MICRO))
    ).remedies
    assert remedy.params["quantity"] == Counted(Decimal("1.5"), "dz")


def test_the_heaviest_issues_come_first_and_in_the_order_of_the_screen():
    lines = [
        goods("k1", LAMP, price_source="manual", list_price_micro=0),
        goods("k2", CHAIR, "0"),
        goods("k3", CHAIR, "0"),
    ]
    issues = check_order(draft(lines), customer(email=""))
    assert [(issue.code, issue.where) for issue in issues] == [
        ("line.quantity_zero", "lines/k2/quantity"),
        ("line.quantity_zero", "lines/k3/quantity"),
        ("line.price_zero", "lines/k1/price"),
        ("order.no_email", "header/contact"),
    ]
    assert worst(issues) is BLOCK


def test_exactly_the_limit_is_within_the_limit():
    gross = 41454
    fits = customer(credit_limit_minor=gross + 100, credit_used_minor=100)
    over = customer(credit_limit_minor=gross + 99, credit_used_minor=100)
    assert check_order(PLAIN, fits) == ()
    assert [issue.code for issue in check_order(PLAIN, over)] == ["order.credit_exceeded"]


def test_a_quote_holds_to_the_end_of_its_last_day():
    assert check_order(PLAIN, context(), around(quote=("QU-1", TODAY))) == ()


def test_new_rules_that_change_none_of_these_prices_are_not_mentioned():
    assert check_order(PLAIN, context(rules=rules_at(2))) == ()


@pytest.mark.parametrize("unit", ["pc", "Stk.", "pk", "Packung", "set", "Satz", "pair"])
def test_nobody_cuts_a_whole_unit_in_two_on_a_line_without_article(unit):
    half, two = (free("k1", "9", quantity=number, unit=unit) for number in ("1.5", "2"))
    assert found("line.part_of_a_whole", check_order(draft([half]), context())).severity is BLOCK
    assert check_order(draft([two]), context()) == ()
    freight = free("k1", "9", quantity="1.5", unit=unit, kind="charge")
    assert bool(check_order(draft([freight]), context())) is (unit != "pc"), "freight in pieces has no unit"


@pytest.mark.parametrize("unit", ["m", "h", "kg", "m2", "day", "roll", "Fuhre"])
def test_a_line_without_article_has_parts_of_what_has_parts(unit):
    assert check_order(draft([free("k1", "9", quantity="1.5", unit=unit)]), context()) == ()


LATER = TODAY + timedelta(days=9)
TWO = draft([goods("k1", CHAIR), goods("k2", LAMP), free("k3", "9")])
SUPPLIES = [
    ("the day before the change", TWO, {"k1": TODAY, "k2": TODAY}, []),
    ("a line on the day, and what goes with it", TWO, {"k1": TODAY, "k2": TOMORROW}, ["k2"]),
    ("told once, at the first", TWO, {"k1": LATER, "k2": LATER}, ["k1"]),
    ("no day at all", TWO, {}, []),
    ("all wait for the last", replace(TWO, header=replace(TWO.header, delivery_wish="complete")),
     {"k1": TODAY, "k2": TOMORROW}, ["k1"]),
    ("only work, wished after it", draft([free("k1", "9")], requested_date=TOMORROW), {}, ["k1"]),
    ("only work, now", draft([free("k1", "9")]), {}, []),
    ("only work, wished before any rate", draft([free("k1", "9")], requested_date=date(2006, 1, 1)), {}, []),
    ("another tax", draft([goods("k1", CABLE)]), {"k1": LATER}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "leaves", "told"), [each[1:] for each in SUPPLIES], ids=[e[0] for e in SUPPLIES]
)
def test_a_coming_rate_is_told_of_what_leaves_from_its_day_on(order, leaves, told):
    near = around(leaves=tuple(leaves.items()))
    issues = check_order(order, standard_rate((TOMORROW, 16)), near)
    assert [issue.where for issue in issues if issue.code == "order.rate_will_change"] == [
        f"lines/{key}/tax" for key in told
    ]


def test_the_rate_of_the_day_counts_whatever_lies_between():
    near = around(leaves=(("k1", LATER),))
    back = standard_rate((TOMORROW, 16), (LATER, 19))
    assert check_order(PLAIN, back, near) == ()
    twice = standard_rate((TOMORROW, 16), (LATER, 20))
    issue = found("order.rate_will_change", check_order(PLAIN, twice, near))
    assert (issue.params["date"], issue.params["percent"]) == (LATER, 20)
    past = standard_rate((YESTERDAY, 19))
    assert check_order(PLAIN, past, near) == ()


def test_services_need_no_complete_address():
    order = draft([goods("k1", SERVICE)], ship_street="", ship_city="")
    assert check_order(order, context()) == ()


def test_promises_of_lines_that_are_gone_are_not_mentioned():
    near = around(late_lines=(("k9", TOMORROW),), short_lines=("k9",))
    assert check_order(PLAIN, context(), near) == ()


def test_a_line_without_any_text_is_looked_up():
    order = draft([replace(goods("k1", CHAIR), product_id=None, sku="", text="")])
    (remedy,) = found("line.unknown_product", check_order(order, context())).remedies
    assert (remedy.code, remedy.command) == ("remedy.look_up", "order.look_up")


@pytest.mark.parametrize("kind", ["charge", "free", "discount"])
def test_a_line_priced_by_hand_that_costs_nothing_is_told(kind):
    issue = found("line.price_zero", check_order(draft([free("k1", "0", kind=kind)]), context()))
    assert (issue.severity, issue.where) == (WARN, "lines/k1/price")
    assert [remedy.code for remedy in issue.remedies] == ["remedy.type_price"]


def test_a_line_without_article_is_named_by_its_text():
    bare = free("k1", "0")
    named = replace(bare, text="Freight")
    found = [
        [
            issue.params["sku"]
            for issue in check_order(draft([line]), context(), NOTHING)
            if issue.code == "line.price_zero"
        ]
        for line in (named, replace(bare, text=""))
    ]
    assert found == [["Freight"], ["?"]]
