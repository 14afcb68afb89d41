"""Damage to orders, papers and series of a copy, by SQL behind the program's back, each found as what it is."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from app.domain.money import MICRO
from app.messages import text_of
from app.services.clock import FixedClock
from app.services.verify import explained_differences, verify
from tests.helpers.order_office import LAMP, NORD, OWNER, make_order_office, micro
from tests.services.verify.busy_desk import BusyDesk, live_at_the_desk
from tests.services.verify.damaging import MONDAY, damage, findings_of, make_sound

OPEN, REVISED, CANCELLED, CUT, SHIPPED, CLOSED = (f"'SO-00000{place}'" for place in range(1, 7))


@pytest.fixture(scope="module")
def sound(sqlite_template, tmp_path_factory):
    return make_sound(sqlite_template, tmp_path_factory.mktemp("desk") / "keyline.db", live_at_the_desk)


@pytest.fixture
def copy(sound, tmp_path):
    path = tmp_path / "copy.db"
    shutil.copyfile(sound, path)
    return path


def head(number, values):
    return f"update sales_order set {values} where number = {number}"


def of_lines(number, values, where="1 = 1"):
    order = f"(select id from sales_order where number = {number})"
    return f"update order_line set {values} where order_id = {order} and {where}"


def paper(number, kind, revision=0):
    return f"number = {number} and kind = '{kind}' and revision = {revision}"


def gone(where):
    return f"delete from paper where {where}"


ONE = f"quantity_micro = {MICRO}, base_micro = {MICRO}"
THE_PAPER = "where number = 'SO-000001' and kind = 'order_confirmation'"
LAST_NOTE = "id = (select max(id) from paper where kind = 'delivery_note')"
ID_OF_CLOSED = f"(select id from sales_order where number = {CLOSED})"
NO_AUDIT = "delete from audit where kind = 'paper'"
"""As in a file of a program that did not tell the audit of its papers yet."""
ONLY_DRAWN = NO_AUDIT + " and after like '%content_hash%'"
"""As in an older file whose papers were drawn by this program."""
TWICE = (
    "price_micro = price_micro * 2, list_price_micro = list_price_micro * 2, amount_minor = amount_minor * 2"
)
SUMS_TWICE = "net_minor = net_minor * 2, tax_minor = tax_minor * 2, gross_minor = gross_minor * 2"
IN_YEN = "net_minor = net_minor / 100, tax_minor = tax_minor / 100, gross_minor = gross_minor / 100"
ANOTHER = "customer_id = (select max(id) from customer where id <> customer_id)"

DAMAGES = {
    "another promised day": ("verify.order_promise", head(OPEN, "promise_date = '2031-01-01'")),
    "a line promised for another day": ("verify.order_promise", of_lines(OPEN, "promise_date = '2031-01-01'")),
    "another currency": ("verify.order_currency", head(OPEN, "currency = 'CHF'")),
    "another currency with its net": (
        "verify.order_currency",
        head(CLOSED, f"currency = 'JPY', {IN_YEN}"),
        of_lines(CLOSED, "amount_minor = amount_minor / 100"),
    ),
    "prices, amounts and sums together": ("verify.order_changed", of_lines(OPEN, TWICE), head(OPEN, SUMS_TWICE)),
    "prices with tax": (
        "verify.order_changed",
        head(CANCELLED, "price_mode = 'gross', gross_minor = net_minor, tax_minor = 0"),
        head(CANCELLED, "net_minor = gross_minor"),
        of_lines(CANCELLED, "tax_code = 'K', tax_ppm = 0, tax_category = 'K'"),
    ),
    "an invoiced order with prices with tax": (
        "verify.order_changed",
        "update order_line set tax_ppm = 0 where order_id = (select id from sales_order where number = 'SO-000005')",
        head(SHIPPED, "price_mode = 'gross', tax_minor = 0, gross_minor = net_minor"),
    ),
    "prices for ten times as many, as dear": (
        "verify.order_changed",
        of_lines(OPEN, "price_per = 10, price_micro = price_micro * 10, list_price_micro = list_price_micro * 10"),
    ),
    "a price for ten times as many": (
        "verify.order_line_amount", of_lines(OPEN, "price_per = 10", "id = (select min(id) from order_line)"),
    ),
    "a discount on a part that does not leave the net price": (
        "verify.order_line_discount", of_lines(OPEN, "discount_on_micro = 1000000, discount_ppm = 120000"),
    ),
    "another text": ("verify.order_changed", of_lines(OPEN, "text = text || '!'")),
    "another address": ("verify.order_changed", head(OPEN, "ship_street = 'Kai 2'")),
    "another order number of the customer": ("verify.order_changed", head(REVISED, "po_number = 'PO 2'")),
    "a text of a quote": ("verify.order_changed", "update sales_order set note = 'free' where number = 'QU-000002'"),
    "the validity of a quote": (
        "verify.order_changed", "update sales_order set valid_until = '2030-01-01' where number = 'QU-000001'",
    ),
    "a removed line brought back": (
        "verify.order_changed",
        of_lines(REVISED, f"{ONE}, cancelled_micro = {MICRO}", "quantity_micro = 0"),
        of_lines(REVISED, "amount_minor = 4990, price_micro = 49900000", "sku = 'LA-1'"),
        head(REVISED, "net_minor = net_minor + 4990, tax_minor = tax_minor + 948, gross_minor = gross_minor + 5938"),
    ),
    "every line of an order gone": (
        "verify.order_changed",
        "delete from order_line where order_id = (select id from sales_order where number = 'SO-000003')",
    ),
    "another customer": ("verify.order_changed", head(OPEN, ANOTHER)),
    "another customer of an invoiced order": ("verify.order_customer", head(CLOSED, ANOTHER)),
    "no customer of an invoiced order": ("verify.order_customer", head(CUT, "customer_id = null")),
    "an open order closed": ("verify.order_state", head(OPEN, "state = 'closed'")),
    "an open order cancelled": ("verify.order_state", head(OPEN, "state = 'cancelled'")),
    "an open order cancelled with a reason": (
        "verify.order_state", head(OPEN, "state = 'cancelled', cancel_reason = 'none'"),
    ),
    "an open order made a draft": ("verify.order_state", head(OPEN, "state = 'draft'")),
    "a cancelled order confirmed": ("verify.order_state", head(CANCELLED, "state = 'confirmed'")),
    "a cancelled order closed": ("verify.order_state", head(CANCELLED, "state = 'closed'")),
    "a cancelled order without its reason": ("verify.order_state", head(CANCELLED, "cancel_reason = ''")),
    "a shipped order closed": ("verify.order_state", head(SHIPPED, "state = 'closed'")),
    "a shipped order confirmed": ("verify.order_state", head(SHIPPED, "state = 'confirmed'")),
    "a closed order open": ("verify.order_state", head(CLOSED, "state = 'confirmed'")),
    "a state that is none": ("verify.order_state", head(CLOSED, "state = 'lost'")),
    "a quote as if it was ordered": ("verify.order_state", head("'QU-000001'", "state = 'ordered'")),
    "an ordered quote open again": ("verify.order_state", head("'QU-000003'", "state = 'quoted'")),
    "a cancelled quote open again": ("verify.order_state", head("'QU-000004'", "state = 'quoted'")),
    "a draft with a state": ("verify.order_state", "update sales_order set state = 'confirmed' where number is null"),
    "a cent on a line whose rest was cancelled": (
        "verify.order_line_amount", of_lines(CUT, "amount_minor = amount_minor - 1", "sku = 'LA-1'"),
    ),
    "the amount of what is left": (
        "verify.order_line_amount", of_lines(CUT, "amount_minor = 101", "sku = 'LA-1'"),
    ),
    "the price of a line whose rest was cancelled": (
        "verify.order_net",
        of_lines(CUT, "price_micro = 350000, list_price_micro = 350000, amount_minor = 315", "sku = 'LA-1'"),
        head(CUT, "net_minor = net_minor + 13, tax_minor = tax_minor + 3, gross_minor = gross_minor + 16"),
    ),
    "more of a rest cancelled": (
        "verify.planned", of_lines(CUT, f"cancelled_micro = cancelled_micro + {MICRO}", "sku = 'LA-1'"),
    ),
    "a shipment of another order": (
        "verify.shipment_order",
        f"update shipment set order_id = 1 where order_id = {ID_OF_CLOSED}",
    ),
    "an open pick list torn up": ("verify.picking", "update shipment set state = 'cancelled' where state = 'picking'"),
    "a torn up pick list open again": (
        "verify.picking", "update shipment set state = 'picking' where state = 'cancelled'",
    ),
    "what shipped from nowhere": (
        "verify.planned",
        f"delete from fulfilment where order_line_id in (select id from order_line where order_id = {ID_OF_CLOSED})",
    ),
    "an order's only paper": ("verify.paper_missing", gone(paper(OPEN, "order_confirmation"))),
    "the last revision's paper": ("verify.paper_missing", gone(paper(REVISED, "order_confirmation", 2))),
    "the first revision's paper in an older file": (
        "verify.paper_missing", gone(paper(REVISED, "order_confirmation")), NO_AUDIT,
    ),
    "a quote's revision in an older file": (
        "verify.paper_missing", gone(paper("'QU-000002'", "quote", 1)), NO_AUDIT,
    ),
    "a delivery note": ("verify.paper_missing", gone(LAST_NOTE)),
    "a delivery note in an older file": (
        "verify.paper_missing",
        gone(LAST_NOTE), NO_AUDIT,
    ),
    "a pick list": ("verify.paper_missing", gone("id = (select min(id) from paper where kind = 'pick_list')")),
    "an invoice's paper": ("verify.paper_missing", gone("id = (select min(id) from paper where kind = 'invoice')")),
    "a mailed paper in an older file": (
        "verify.mailed_paper_missing", gone(paper(CLOSED, "order_confirmation")), NO_AUDIT,
    ),
    "a drawn paper in an older file": (
        "verify.drawn_paper_missing", gone("id = (select min(id) from paper where kind = 'invoice')"), ONLY_DRAWN,
    ),
    "a drawn and mailed paper in an older file": (
        "verify.drawn_paper_missing", gone(paper(CLOSED, "order_confirmation")), ONLY_DRAWN,
    ),
    "a paper in the place of another": (
        "verify.paper_missing", "update paper set document_id = 4711, number = 'X' " + THE_PAPER,
    ),
    "other words under another hash": (
        "verify.paper_changed",
        "update paper set content = '{}', pdf = null, pdf_hash = null, content_hash ="
        " '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' " + THE_PAPER,
    ),
    "a PDF without its hash": ("verify.paper_changed", "update paper set pdf = null " + THE_PAPER),
    "a PDF that is gone": (
        "verify.paper_changed", "update paper set pdf = null, pdf_hash = null " + THE_PAPER,
    ),
    "a PDF of other bytes under another hash": (
        "verify.paper_changed",
        "update paper set pdf = x'', pdf_hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'"
        " " + THE_PAPER,
    ),
    "gaps allowed in invoices": ("verify.series_gaps", "update number_series set gapless = 0 where kind = 'invoice'"),
    "gaps allowed in orders": ("verify.series_gaps", "update number_series set gapless = 0 where kind = 'order'"),
    "gaps allowed where nothing was drawn yet": (
        "verify.series_gaps", "update number_series set gapless = 0 where kind = 'credit_note'",
    ),
    "a series of another kind": (
        "verify.series_gaps", "update number_series set kind = 'notes', gapless = 0 where kind = 'shipment'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_gives_exactly_its_finding(copy, case):
    code, *statements = case
    damage(copy, *statements)
    findings = findings_of(copy)
    assert [finding.code for finding in findings] == [code]
    assert "{" not in text_of(findings[0].code, findings[0].params)


def test_the_busy_desk_is_sound_and_its_differences_are_told(work):
    clock = FixedClock(MONDAY)
    live_at_the_desk(work, clock)
    with work.reading(actor=OWNER) as view:
        assert verify(view) == ()
        (note,) = explained_differences(view)
    assert note.code == "verify.rest_cancelled_explained"
    text = text_of(note.code, note.params).replace("\N{NO-BREAK SPACE}", " ")
    assert text == "Order SO-000004: 1,048.07 EUR confirmed, 1,045.73 EUR invoiced; the rest was cancelled."


def test_a_switched_off_rule_hides_no_gap(copy):
    damage(
        copy,
        "update number_series set gapless = 0, next_number = next_number + 1 where kind = 'invoice'",
    )
    assert [finding.code for finding in findings_of(copy)] == ["verify.series_gaps", "verify.number_gap"]


def test_cents_of_parts_are_no_finding_where_the_order_was_amended_to_what_was_shipped(work):
    """0.34 + 0.34 for two pieces that are worth 0.67: no last part was left to take the cent."""
    busy = BusyDesk(make_order_office(work), FixedClock(MONDAY))
    desk = busy.desk
    order_id = desk.start(NORD)
    desk.edit(order_id, replace(desk.line(LAMP, 3), list_price_micro=micro("0.335"), price_source="manual"))
    desk.confirm(order_id, actor=OWNER, approve=True)
    for _ in range(2):
        busy.ship(order_id, 1)
        busy.invoice(order_id)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 2))
    assert (desk.head(order_id)["state"], desk.head(order_id)["net_minor"]) == ("closed", 67)
    with work.reading(actor=OWNER) as view:
        assert verify(view) == ()
