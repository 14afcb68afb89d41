"""The hash of an order's content: every field counts, and hashes of older programs are still known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest

from app.domain.orders.content_hash import content_hash, is_content
from app.domain.orders.draft import Draft, Header, Line, header_values, line_values

LINE = Line(
    key="k1", position=1, product_id=3, sku="CH-1", text="Chair", quantity_micro=2_000_000, amount_minor=700
)
HEADER = Header(customer_id=7, customer_name="Nord", note="ring twice", valid_until=date(2026, 3, 16))
ORDER = Draft(
    id=1, version=3, kind="order", currency="EUR", order_date=date(2026, 3, 2), header=HEADER, lines=(LINE,)
)


def rows(draft):
    beside = {name: getattr(draft, name) for name in ("currency", "price_mode", "tax_rounding")}
    head = {**header_values(draft.header), **beside}
    return head, [line_values(line) for line in draft.lines]


def older(draft, *left_out, **changes):
    """As programs before the version of 0008 took it: head and lines alone."""
    later = {
        "channel",
        "order_discount",
        "services",
        "waived",
        "carrier",
        "coupons",
        "exchange",
        "price_kind",
        "warehouse_id",
    }
    later |= set(left_out)
    head = {name: value for name, value in header_values(draft.header).items() if name not in later}
    content = {"header": {**head, **changes}, "lines": [_older_line(line) for line in draft.lines]}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _older_line(line):
    """Prices were for one unit, and nothing said from where a cost is known."""
    later = {
        "price_per",
        "origin",
        "cost_source",
        "cost_date",
        "tax_stack",
        "configuration",
        "discount_on_micro",
    }
    return {name: value for name, value in line_values(line).items() if name not in later}


def test_the_rows_of_an_order_are_its_content():
    assert is_content(content_hash(ORDER), *rows(ORDER))


@pytest.mark.parametrize(
    "changed",
    [
        replace(ORDER, currency="CHF"),
        replace(ORDER, price_mode="gross"),
        replace(ORDER, tax_rounding="line"),
        replace(ORDER, header=replace(HEADER, customer_id=8)),
        replace(ORDER, header=replace(HEADER, valid_until=None)),
        replace(ORDER, header=replace(HEADER, pasted="x\t1")),
        replace(ORDER, header=replace(HEADER, channel="web")),
        replace(ORDER, header=replace(HEADER, exchange="USD 1.05 EUR 2026-03-02 ecb")),
        replace(ORDER, header=replace(HEADER, price_kind="gross")),
        replace(ORDER, header=replace(HEADER, warehouse_id=2)),
        replace(ORDER, lines=(replace(LINE, amount_minor=701),)),
        replace(ORDER, lines=(replace(LINE, tax_ppm=70_000),)),
        replace(ORDER, lines=(replace(LINE, price_per=1000),)),
        replace(ORDER, lines=(replace(LINE, tax_stack="US-NY=40000"),)),
        replace(ORDER, lines=(replace(LINE, cost_source="average"),)),
        replace(ORDER, lines=(replace(LINE, configuration="desk-1a2b"),)),
        replace(ORDER, lines=(replace(LINE, discount_on_micro=0),)),
        replace(ORDER, lines=()),
        replace(ORDER, lines=(LINE, replace(LINE, key="k2"))),
    ],
)
def test_whatever_is_changed_shows(changed):
    assert not is_content(content_hash(ORDER), *rows(changed))


def test_hashes_of_older_programs_are_known_and_show_changes_too():
    another = replace(ORDER, header=replace(HEADER, customer_id=8))
    for stored in (older(ORDER), older(ORDER, "pasted"), older(ORDER, "pasted", valid_until=None)):
        assert stored != content_hash(ORDER)
        assert is_content(stored, *rows(ORDER))
        assert not is_content(stored, *rows(another))


def test_no_hash_is_nobodys_content():
    assert not is_content("", *rows(ORDER))
