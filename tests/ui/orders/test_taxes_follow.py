"""A20 by keys: when another tax holds, one key takes it on all lines; and no new line stands beside old taxes."""

from __future__ import annotations

from dataclasses import replace

from app.domain.rights import SYSTEM
from app.services import setup
from tests.helpers.order_keys import add_line, rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, KEY

TAXES = "select distinct tax_code from order_line where kind not in ('section', 'note')"
PRICES = "select sku, price_micro from order_line order by position"


def tax_home_sales_with(elsewhere, code):
    """Elsewhere the set-up says that what stays at home has another tax."""
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        rules = setup.read_tax_rules(uow).rules
        setup.replace_mapping(
            uow,
            [
                replace(rule, tax_code=code)
                if (rule.product_class, rule.ship_to) == (None, "domestic")
                else rule
                for rule in rules
            ],
        )


def codes(desk):
    return {issue.code for issue in desk.page.verdict.issues} if desk.page.verdict else set()


def test_one_key_takes_the_other_tax_on_all_lines_and_the_prices_stay(desk, elsewhere, firm_url):
    open_order(desk, ("CHR", "2"), ("DSK-16", "1"))
    before = rows(firm_url, PRICES)
    tax_home_sales_with(elsewhere, "R")
    desk.until(lambda: "order.tax_changed" in codes(desk))
    desk.press(KEY.Key_Return, ALT)
    desk.until(lambda: rows(firm_url, TAXES) == [("R",)])
    assert rows(firm_url, PRICES) == before
    assert desk.message().startswith("The tax of 2 lines follows customer, address and day:")
    desk.until(lambda: "order.tax_changed" not in codes(desk))


def test_a_line_keyed_later_takes_the_others_along(desk, elsewhere, firm_url):
    open_order(desk, ("CHR", "2"))
    tax_home_sales_with(elsewhere, "R")
    desk.until(lambda: "order.tax_changed" in codes(desk))
    add_line(desk, "DSK-16", "1")
    desk.until(lambda: rows(firm_url, TAXES) == [("R",)])
    assert "order.tax_changed" not in codes(desk)
