"""Confirm: one order, one number, stock held, prices and papers fixed (C46, C49, C51-C55, A13)."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.money import MICRO
from app.domain.orders.draft import edit_header
from app.domain.paper_bytes import content_from_bytes
from app.domain.rights import Actor
from app.services import parties, prices
from app.services.orders import confirming
from app.services.orders.confirming import Confirmed, confirm_order, confirm_ready, prepare
from app.services.orders.planning import plan_order
from app.services.papers import read_papers, read_pdf
from app.services.pricing import read_rules_version
from app.services.stock.arrivals import ExpectedLine, create_arrival
from db.schema.firm import Audit, NumberSeries
from db.schema.orders import OrderLine
from db.schema.papers import Paper
from db.statements import table_of
from tests.helpers.order_office import (
    CABLE,
    CHAIR,
    CLERK,
    HAMBURG,
    LAMP,
    NORD,
    OWNER,
    WIEN,
    change_price,
    micro,
)

MONDAY = date(2026, 3, 2)
AUDIT, PAPER = table_of(Audit), table_of(Paper)


def plan(desk, order_id):
    with desk.reading() as view:
        return prepare(view, plan_order(view, order_id))


def series(desk, kind="order"):
    table = table_of(NumberSeries)
    (row,) = desk.rows(sa.select(table).where(table.c.kind == kind))
    return row["next_number"]


def credit_limit(desk, customer, minor):
    change_customer(desk, customer, credit_limit_minor=minor)


def change_customer(desk, customer, **values):
    with desk.begin(OWNER) as uow:
        facts = parties.read_customer(uow, desk.ids[customer])
        now = {name: getattr(facts, name) for name in parties.CustomerInput.__slots__}
        data = parties.CustomerInput(**(now | values))
        parties.update_customer(uow, facts.id, data, version=facts.version)


def test_a_confirmed_order_has_number_stock_date_and_trace(desk):
    order_id = desk.key((CHAIR, "1 dz"), (LAMP, 5), (CABLE, "2.5"))
    done = desk.confirm(order_id)
    head = desk.head(order_id)
    assert (done.number, done.is_repeat) == ("SO-000001", False)
    assert (head["number"], head["state"], head["kind"], head["parked_by"]) == (
        done.number,
        "confirmed",
        "order",
        "",
    )
    assert (head["order_date"], head["promise_date"], head["version"]) == (MONDAY, MONDAY, done.version)
    assert head["gross_minor"] == 503243
    assert desk.reserved() == desk.held() == {(CHAIR, HAMBURG): 12, (LAMP, HAMBURG): 5, (CABLE, HAMBURG): 2}
    for line in desk.lines(order_id):
        assert (line["promise_date"], line["warehouse_id"]) == (MONDAY, HAMBURG)
        assert line["trace"]["steps"][-1]["after_micro"] == line["price_micro"]
    chair = desk.lines(order_id)[0]["trace"]
    assert [step["code"] for step in chair["steps"]] == ["base", "break", "net"]


def test_a_confirm_is_told_once_in_the_audit(desk):
    order_id = desk.ordered((CHAIR, 1))
    entries = [
        row
        for row in desk.rows(sa.select(AUDIT).where(AUDIT.c.kind == "order"))
        if row["entity_id"] == order_id
    ]
    (entry,) = entries
    assert (entry["actor"], entry["after"]["number"], entry["after"]["gross_minor"]) == (
        "anna",
        "SO-000001",
        41454,
    )


def test_the_paper_is_frozen_and_rendered_once(desk):
    order_id = desk.ordered((CHAIR, 2), po_number="4711")
    with desk.reading() as view:
        (paper,) = read_papers(view, "order", order_id)
    assert (paper.number, paper.kind, paper.is_rendered) == ("SO-000001", "order_confirmation", False)
    content = content_from_bytes(desk.row(Paper, paper.id)["content"].encode())
    assert content.totals is not None
    assert (content.number, content.document_date, content.totals.gross_minor) == ("SO-000001", MONDAY, 82907)
    assert content.language == "de"
    assert content.lines[0].detail
    first = read_pdf(desk.work, paper.id, actor=CLERK)
    assert first.startswith(b"%PDF")
    assert read_pdf(desk.work, paper.id, actor=CLERK) == first
    with desk.reading() as view:
        assert read_papers(view, "order", order_id)[0].is_rendered


def test_confirming_twice_gives_one_order_and_one_number(desk):
    order_id = desk.key((CHAIR, 3))
    first, again = desk.confirm(order_id), desk.confirm(order_id)
    assert again == replace(first, is_repeat=True)
    assert (series(desk), desk.reserved()) == (2, {(CHAIR, HAMBURG): 3})
    assert len(desk.rows(sa.select(PAPER))) == 1


def test_two_windows_confirming_at_the_same_moment_give_one_order(desk):
    order_id = desk.key((CHAIR, 3))
    ready = plan(desk, order_id)
    barrier = threading.Barrier(2)
    results: list[Confirmed] = []
    errors: list[Exception] = []

    def press():
        try:
            barrier.wait(60)
            with desk.begin() as uow:
                results.append(confirm_ready(uow, ready))
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(result.is_repeat for result in results) == [False, True]
    assert {result.number for result in results} == {"SO-000001"}
    assert (series(desk), desk.reserved()) == (2, {(CHAIR, HAMBURG): 3})


def test_a_crash_inside_leaves_nothing_behind_and_no_gap(desk, monkeypatch):
    order_id = desk.key((CHAIR, 3))

    def crash(*_args, **_values):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(confirming, "freeze_order_content", crash)
        with pytest.raises(RuntimeError):
            desk.confirm(order_id)
    assert (desk.head(order_id)["state"], desk.head(order_id)["number"]) == ("draft", None)
    assert (desk.reserved(), desk.held(), series(desk)) == ({}, {}, 1)
    assert desk.confirm(order_id).number == "SO-000001"


def test_numbers_of_several_clerks_follow_without_gap_or_double(desk):
    ids = [desk.key((CABLE, 1)) for _ in range(6)]
    numbers: list[str] = []
    errors: list[Exception] = []

    def work(mine):
        try:
            numbers.extend(desk.confirm(order_id).number for order_id in mine)
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    threads = [threading.Thread(target=work, args=(ids[n::2],)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(numbers) == [f"SO-{n:06d}" for n in range(1, 7)]


def test_a_numbered_order_cannot_be_deleted_even_by_sql(desk):
    order_id = desk.ordered((CABLE, 1))
    head = desk.head(order_id)
    line = table_of(OrderLine)
    with (
        pytest.raises(sa.exc.DBAPIError, match=r"numbered: sales_order|append-only: sales_order"),
        desk.begin(OWNER) as uow,
    ):
        uow.db.execute(sa.text("delete from fulfilment"))
        uow.db.execute(sa.delete(line).where(line.c.order_id == order_id))
        uow.db.execute(sa.text("delete from sales_order where number is not null"))
    assert desk.head(order_id) == head


def test_paper_and_addresses_stay_when_the_customer_moves(desk):
    order_id = desk.ordered((CHAIR, 1))
    with desk.reading() as view:
        (paper,) = read_papers(view, "order", order_id)
    before = read_pdf(desk.work, paper.id, actor=CLERK)
    content = desk.row(Paper, paper.id)["content"]
    change_customer(desk, NORD, name="Nord Büro AG", street="Neue Str. 9")
    assert desk.head(order_id)["ship_street"] == "Kai 1"
    assert desk.row(Paper, paper.id)["content"] == content
    assert read_pdf(desk.work, paper.id, actor=CLERK) == before
    copy = read_pdf(desk.work, paper.id, actor=CLERK, as_copy=True)
    assert copy != before
    assert text_of_pdf(before).count("Kai 1") == text_of_pdf(copy).count("Kai 1") > 0
    assert "KOPIE" in text_of_pdf(copy)
    assert "KOPIE" not in text_of_pdf(before)


def text_of_pdf(data):
    import io

    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 2, 22, 30, tzinfo=UTC), date(2026, 3, 2)),  # 23:30 in Hamburg
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), date(2026, 3, 3)),  # 0:30
        (datetime(2026, 7, 31, 21, 30, tzinfo=UTC), date(2026, 7, 31)),  # 23:30 in summer
        (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), date(2026, 8, 1)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),  # the night that the clock jumps
    ],
)
def test_an_order_of_late_evening_belongs_to_that_day(desk, clock, moment, day):
    clock.set(moment)
    order_id = desk.ordered((CHAIR, 1))
    assert desk.head(order_id)["order_date"] == day
    assert desk.head(order_id)["confirmed_at"] == moment


def test_the_same_customer_order_number_twice_warns_with_a_link(desk):
    first = desk.ordered((CHAIR, 1), po_number="4711")
    again, other = (
        desk.key((CHAIR, 1), po_number=" 4711 "),
        desk.key((CHAIR, 1), customer=WIEN, po_number="4711"),
    )
    issue = next(issue for issue in plan(desk, again).plan.issues if issue.code == "order.po_twice")
    assert dict(issue.params) == {"number": "SO-000001"}
    assert issue.remedies[0].params["id"] == first
    assert "order.po_twice" not in {issue.code for issue in plan(desk, other).plan.issues}
    assert desk.confirm(again).number == "SO-000002", "a warning does not stop"


def test_a_customers_number_is_the_same_in_capitals_and_in_small_letters(desk):
    for standing, keyed, is_same in (
        ("PO-17/b", "po-17/B", True),
        ("PO-18", "PO-17", False),
        ("BÜRO Müller", "Büro MÜLLER", True),
        ("Büro 8", "BÜRO 8", True),
        ("Büro 9", "Buro 9", False),
        ("Büro_1", "BÄRO_1", False),
        ("A_1%", "a_1%", True),
        ("A_2%", "a-2b", False),
    ):
        desk.ordered((CHAIR, 1), po_number=standing)
        again = desk.key((CHAIR, 1), po_number=keyed)
        codes = {issue.code for issue in plan(desk, again).plan.issues}
        assert ("order.po_twice" in codes) is is_same, (standing, keyed)


def test_a_cancelled_order_does_not_count_as_the_same_number(desk):
    from app.services.orders.amending import cancel_order

    first = desk.ordered((CHAIR, 1), po_number="4711")
    with desk.begin() as uow:
        cancel_order(uow, first, version=desk.head(first)["version"], reason="keyed twice")
    again = desk.key((CHAIR, 1), po_number="4711")
    assert "order.po_twice" not in {issue.code for issue in plan(desk, again).plan.issues}


def test_above_the_credit_limit_another_person_must_approve(desk):
    credit_limit(desk, NORD, 80000)
    order_id = desk.key((CHAIR, 2))
    for actor, approve in ((CLERK, False), (CLERK, True), (OWNER, False)):
        with pytest.raises(RefusedError) as refused:
            desk.confirm(order_id, actor=actor, approve=approve)
        assert refused.value.code == "order.needs_approval"
        assert [issue.code for issue in refused.value.issues] == ["order.credit_exceeded"]
    assert (desk.head(order_id)["state"], series(desk)) == ("draft", 1)
    assert desk.confirm(order_id, actor=OWNER, approve=True).number == "SO-000001"


def test_two_orders_confirmed_together_do_not_both_slip_under_the_limit(desk):
    credit_limit(desk, NORD, 60000)
    ready = [plan(desk, desk.key((CHAIR, 1))) for _ in range(2)]
    assert [issue.code for each in ready for issue in each.plan.issues if issue.severity == "approve"] == []
    barrier = threading.Barrier(2)
    won: list[Confirmed] = []
    refused: list[RefusedError] = []
    errors: list[Exception] = []

    def press(each):
        try:
            barrier.wait(60)
            with desk.begin() as uow:
                won.append(confirm_ready(uow, each))
        except RefusedError as error:
            refused.append(error)
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    threads = [threading.Thread(target=press, args=(each,)) for each in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert (len(won), [error.code for error in refused]) == (1, ["order.needs_approval"])
    assert desk.reserved() == {(CHAIR, HAMBURG): 1}


def test_drafts_and_quotes_use_no_credit(desk):
    credit_limit(desk, NORD, 60000)
    for _ in range(3):
        desk.key((CHAIR, 1))
    assert desk.confirm(desk.key((CHAIR, 1))).number == "SO-000001"


def set_contract_price(desk, customer, sku, price):
    data = prices.PriceListInput(
        code="OWN", name="Own prices", kind="contract", currency="EUR", customer_id=desk.ids[customer]
    )
    with desk.begin(OWNER) as uow:
        list_id = prices.create_price_list(uow, data)
        row = prices.PriceRowInput(product_id=desk.ids[sku], price_micro=micro(price))
        prices.add_price_rows(uow, list_id, [row])


def set_break(desk, sku, price, least):
    row = prices.PriceRowInput(
        product_id=desk.ids[sku], price_micro=micro(price), min_quantity_micro=least * MICRO
    )
    with desk.begin(OWNER) as uow:
        prices.add_price_rows(uow, desk.price_list, [row])


def set_discount(desk, ppm):
    with desk.begin(OWNER) as uow:
        prices.create_discount(uow, prices.DiscountInput(name="Week of chairs", discount_ppm=ppm))


@pytest.mark.rows_on_sqlite(but=2)
@pytest.mark.parametrize(
    "write",
    [
        lambda desk: change_price(desk, LAMP, "400"),
        lambda desk: set_contract_price(desk, WIEN, CHAIR, "1"),
        lambda desk: set_break(desk, CHAIR, "1", 77),
        lambda desk: change_price(desk, CHAIR, "348.35"),
    ],
    ids=["another product", "another customer", "a break out of reach", "the same price again"],
)
def test_a_price_write_that_changes_nothing_of_the_order_lets_it_pass(desk, write):
    order_id = desk.key((CHAIR, 1))
    ready = plan(desk, order_id)
    write(desk)
    with desk.reading() as view:
        assert read_rules_version(view) > ready.plan.context.rules.version
    with desk.begin() as uow:
        assert confirm_ready(uow, ready).number == "SO-000001"
    assert desk.lines(order_id)[0]["price_micro"] == micro("348.35")


@pytest.mark.parametrize(
    "write",
    [
        lambda desk: set_contract_price(desk, NORD, CHAIR, "1"),
        lambda desk: set_break(desk, CHAIR, "1", 1),
        lambda desk: set_discount(desk, 500_000),
    ],
    ids=["the customer's own list", "a break within reach", "a discount"],
)
def test_a_price_write_that_changes_a_line_refuses_the_order(desk, write):
    order_id = desk.key((LAMP, 1), (CHAIR, 1))
    ready = plan(desk, order_id)
    write(desk)
    with pytest.raises(ConflictError) as conflict, desk.begin() as uow:
        confirm_ready(uow, ready)
    assert conflict.value.code == "order.prices_moved"
    assert desk.head(order_id)["number"] is None


def test_a_draft_edited_since_it_was_planned_is_a_conflict(desk):
    order_id = desk.key((CHAIR, 1))
    ready = plan(desk, order_id)
    desk.edit(order_id, desk.set_quantity(order_id, 0, 9))
    with pytest.raises(ConflictError) as conflict, desk.begin() as uow:
        confirm_ready(uow, ready)
    assert conflict.value.code == "document.changed_elsewhere"
    assert desk.reserved() == {}


def test_stock_taken_meanwhile_is_told_by_line_and_nothing_is_written(desk):
    first, second = desk.key((CHAIR, 50)), desk.key((LAMP, 3), (CHAIR, 1))
    ready = plan(desk, second)
    desk.confirm(first)
    with pytest.raises(RefusedError) as refused, desk.begin() as uow:
        confirm_ready(uow, ready)
    assert refused.value.code == "stock.taken"
    assert [(issue.params["sku"], str(issue.params["left"])) for issue in refused.value.issues] == [
        (CHAIR, "0")
    ]
    assert (desk.head(second)["number"], desk.reserved(), series(desk)) == (None, {(CHAIR, HAMBURG): 50}, 2)


def test_what_is_not_there_waits_for_its_arrival(desk):
    with desk.begin(OWNER) as uow:
        due = date(2026, 3, 9)
        create_arrival(
            uow,
            warehouse_id=HAMBURG,
            supplier="Works",
            lines=[ExpectedLine(desk.ids[CHAIR], 20 * MICRO, due)],
        )
    order_id = desk.ordered((CHAIR, 60), (LAMP, 1))
    lines = desk.lines(order_id)
    assert lines[0]["promise_date"] >= due
    assert lines[1]["promise_date"] == MONDAY
    assert desk.head(order_id)["promise_date"] == lines[0]["promise_date"]
    assert desk.reserved() == desk.held() == {(CHAIR, HAMBURG): 50, (LAMP, HAMBURG): 1}
    assert list(desk.needed(order_id).values()) == [60, 1]


def test_an_order_shipped_complete_promises_its_latest_line(desk):
    with desk.begin(OWNER) as uow:
        lines = [ExpectedLine(desk.ids[CHAIR], 20 * MICRO, date(2026, 3, 9))]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Works", lines=lines)
    order_id = desk.ordered((CHAIR, 60), (LAMP, 1), delivery_wish="complete")
    dates = {line["promise_date"] for line in desk.lines(order_id)}
    assert dates == {desk.head(order_id)["promise_date"]}
    assert dates > set()


def test_an_order_without_supply_has_no_date_and_still_is_an_order(desk):
    order_id = desk.ordered((CHAIR, 51))
    assert (desk.head(order_id)["promise_date"], desk.lines(order_id)[0]["promise_date"]) == (None, None)
    assert desk.reserved() == {(CHAIR, HAMBURG): 50}


def test_what_is_wrong_is_told_at_once_and_nothing_is_written(desk):
    order_id = desk.key((CHAIR, 1), (LAMP, 2))
    desk.edit(order_id, desk.set_quantity(order_id, 0, 0), edit_header(desk.read(order_id), customer_id=None))
    with pytest.raises(RefusedError) as refused:
        desk.confirm(order_id)
    assert refused.value.code == "order.refused"
    assert [issue.code for issue in refused.value.issues] == ["order.no_customer", "line.quantity_zero"]
    assert (desk.head(order_id)["state"], series(desk)) == ("draft", 1)


def test_a_quote_or_a_cancelled_order_is_not_confirmed(desk):
    from app.services.orders.amending import cancel_order

    order_id = desk.ordered((CHAIR, 1))
    with desk.begin() as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="no")
    with pytest.raises(RefusedError) as refused:
        desk.confirm(order_id)
    assert refused.value.code == "order.wrong_state"


def test_confirming_needs_the_right(desk):
    order_id = desk.key((CHAIR, 1))
    with pytest.raises(NotAllowedError):
        desk.confirm(order_id, actor=Actor("paul", frozenset({"warehouse"})))
    with pytest.raises(NotAllowedError), desk.begin(Actor("paul", frozenset({"bookkeeper"}))) as uow:
        confirm_order(uow, plan(desk, order_id).plan)


def test_services_charges_and_discounts_hold_no_stock(desk):
    order_id = desk.key((CHAIR, 1))
    desk.edit(order_id, desk.free("Freight", "9.90", kind="charge"), desk.free("Rebate", "-5", kind="discount"),
              desk.free("Thank you", "0", kind="note"))  # fmt: skip
    desk.confirm(order_id)
    assert desk.head(order_id)["net_minor"] == 34835 + 990 - 500
    assert desk.reserved() == {(CHAIR, HAMBURG): 1}
    assert [line["promise_date"] for line in desk.lines(order_id)] == [MONDAY, None, None, None]
