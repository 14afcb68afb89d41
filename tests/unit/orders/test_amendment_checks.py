"""What may still change on a confirmed order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.issues import Severity
from app.domain.money import MICRO
from app.domain.orders.amending import LineProgress, OrderProgress, check_amendment, stock_changes
from app.domain.orders.draft import Draft, apply_edits, delete_line, edit_header, edit_line, insert_line
from app.domain.orders.repricing import reprice_changed
from app.domain.units import Counted
from tests.unit.orders.world import CHAIR, LAMP, SERVICE, context, draft, free, goods, micro

BEFORE = replace(
    draft([goods("k1", CHAIR, "2", "dz"), goods("k2", LAMP, "5"), goods("k3", SERVICE)]),
    state="confirmed", number="SO-1",
)  # fmt: skip
CHAIRS, LAMPS, WORK = BEFORE.lines


def amended(*edits) -> Draft:
    return reprice_changed(BEFORE, apply_edits(BEFORE, edits), context())


def progress(fixed: int = 0, invoiced: int = 0, **values) -> OrderProgress:
    return OrderProgress({"k1": LineProgress(fixed * MICRO, invoiced * MICRO)}, **values)


NOT_STARTED = OrderProgress({})
CHEAPER = edit_line(CHAIRS, price_source="manual", list_price_micro=micro("300"))
CASES = [
    ("order.line_picked", amended(delete_line(CHAIRS)), progress(1), "lines/k1/quantity", {"line": 10}),
    ("order.line_picked", amended(edit_line(CHAIRS, unit="pc", factor_num=1, quantity_micro=24 * MICRO)), progress(1),
     "lines/k1/quantity", {"line": 10}),
    ("order.shipped_already", amended(edit_line(CHAIRS, quantity_micro=MICRO)), progress(18), "lines/k1/quantity",
     {"line": 10, "shipped": Counted(Decimal("1.5"), "dz")}),
    ("order.line_invoiced", amended(CHEAPER), progress(24, 24), "lines/k1/price", {"line": 10}),
    ("order.line_invoiced", amended(delete_line(CHAIRS)), progress(0, 24), "lines/k1/quantity", {"line": 10}),
    ("order.line_invoiced", amended(edit_line(CHAIRS, quantity_micro=MICRO)), progress(0, 24), "lines/k1/quantity",
     {"line": 10}),
    ("order.line_invoiced", amended(edit_header(BEFORE, ship_country="CH")), progress(24, 24), "lines/k1/price",
     {"line": 10}),
    ("order.address_picking", amended(edit_header(BEFORE, ship_street="Elbe 2")), progress(has_open_pick_list=True),
     "header/ship_to", {}),
    ("order.customer_fixed", amended(edit_header(BEFORE, customer_id=2)), NOT_STARTED, "header/customer",
     {"number": "SO-1"}),
    ("order.ships_from_fixed", amended(edit_header(BEFORE, warehouse_id=2)), NOT_STARTED, "header/warehouse_id",
     {"number": "SO-1"}),
]  # fmt: skip


def test_another_price_of_a_discount_that_is_invoiced_in_part_says_what_to_add_instead():
    before = draft([goods("k1", CHAIR, "2"), free("k2", "-50", kind="discount")])
    so_far = OrderProgress({"k2": LineProgress(0, MICRO // 2)})
    more = apply_edits(before, (edit_line(before.lines[1], list_price_micro=micro("-70")),))
    (issue,) = check_amendment(before, reprice_changed(before, more, context()), so_far)
    assert (issue.code, issue.where) == ("order.discount_invoiced", "lines/k2/price")
    elsewhere = apply_edits(before, (edit_header(before, ship_country="CH"),))
    issues = check_amendment(before, reprice_changed(before, elsewhere, context()), so_far)
    assert [issue.code for issue in issues] == ["order.line_invoiced"], "that is its tax"


@pytest.mark.parametrize(("code", "after", "so_far", "where", "params"), CASES)
def test_what_is_shipped_picked_or_invoiced_stands_in_the_way(code, after, so_far, where, params):
    issue = next(issue for issue in check_amendment(BEFORE, after, so_far) if issue.code == code)
    assert (issue.severity, issue.where, dict(issue.params)) == (Severity.BLOCK, where, params)


ALLOWED = [
    (amended(edit_line(CHAIRS, quantity_micro=3 * MICRO)), progress(24, 24)),
    (amended(edit_line(CHAIRS, quantity_micro=MICRO)), progress(12, 12)),
    (amended(CHEAPER), progress(24, 0)),
    (amended(delete_line(LAMPS)), progress(24, 24)),
    (amended(insert_line(goods("k4", LAMP))), progress(24, 24)),
    (amended(edit_header(BEFORE, ship_street="Elbe 2")), progress(24, 24)),
    (amended(edit_header(BEFORE, note="Ring twice")), progress(24, 24, has_open_pick_list=True)),
    (BEFORE, progress(24, 24, has_open_pick_list=True)),
]


@pytest.mark.parametrize(("after", "so_far"), ALLOWED)
def test_what_is_still_open_may_change(after, so_far):
    assert check_amendment(BEFORE, after, so_far) == ()


def test_only_goods_whose_need_changed_move_stock():
    after = amended(
        edit_line(CHAIRS, quantity_micro=MICRO), edit_line(LAMPS, price_source="manual", list_price_micro=MICRO),
        edit_line(WORK, quantity_micro=2 * MICRO), insert_line(goods("k4", LAMP, "7")),
    )  # fmt: skip
    found = [(old and old.base_micro, new and new.base_micro) for old, new in stock_changes(BEFORE, after)]
    assert found == [(24 * MICRO, 12 * MICRO), (None, 7 * MICRO)]


def test_the_same_quantity_in_another_unit_moves_no_stock():
    after = amended(edit_line(CHAIRS, unit="pc", factor_num=1, quantity_micro=24 * MICRO))
    assert stock_changes(BEFORE, after) == ()


@pytest.mark.parametrize("number", range(len(CASES)))
def test_what_is_fixed_says_where_to_go(number):
    code, after, how_far, *_rest = CASES[number]
    issue = next(issue for issue in check_amendment(BEFORE, after, how_far) if issue.code == code)
    ways = {
        "order.line_invoiced": "invoice.credit", "order.customer_fixed": None, "order.ships_from_fixed": None,
    }  # fmt: skip
    wanted = ways.get(code, "shipping.start")
    assert [remedy.command for remedy in issue.remedies] == ([wanted] if wanted else [])
