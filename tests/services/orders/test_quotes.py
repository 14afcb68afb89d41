"""Quotes: sent, revised, ordered at their own prices, expired, cancelled (A13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.orders.draft import delete_line, edit_header
from app.domain.orders.repricing import draft_totals, reprice_all
from app.domain.paper_bytes import content_from_bytes
from app.services.orders.amending import cancel_order
from app.services.orders.context import read_order_context
from app.services.orders.drafts import throw_away_draft
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, revise_quote, send_quote
from app.services.papers import read_papers
from db.schema.firm import Audit
from db.schema.papers import Paper
from db.statements import table_of
from tests.helpers.order_office import CHAIR, LAMP, change_price, micro

LAST_DAY = date(2026, 3, 31)


def send(desk, order_id, valid_until=LAST_DAY):
    with desk.begin() as uow:
        return send_quote(uow, plan_order(uow, order_id), valid_until=valid_until)


def order(desk, quote_id):
    with desk.begin() as uow:
        return order_from_quote(uow, quote_id, version=desk.head(quote_id)["version"])


def revise(desk, quote_id, *edits):
    before = desk.read(quote_id)
    after = desk.edited(before, *edits)
    with desk.begin() as uow:
        revise_quote(uow, before=before, after=after)
    return desk.read(quote_id)


def issues(desk, order_id):
    with desk.reading() as view:
        return {issue.code: issue for issue in plan_order(view, order_id).issues}


@pytest.fixture
def quote_id(desk):
    order_id = desk.key((CHAIR, "1 dz"), (LAMP, 5))
    assert send(desk, order_id) == "QU-000001"
    return order_id


def test_a_quote_has_a_number_of_its_own_a_paper_and_holds_no_stock(desk, quote_id):
    head = desk.head(quote_id)
    assert (head["kind"], head["state"], head["number"], head["valid_until"]) == (
        "quote",
        "quoted",
        "QU-000001",
        LAST_DAY,
    )
    assert desk.reserved() == {}
    with desk.reading() as view:
        (paper,) = read_papers(view, "order", quote_id)
    content = content_from_bytes(desk.row(Paper, paper.id)["content"].encode())
    assert (paper.kind, content.number, content.kind.value) == ("quote", "QU-000001", "quote")
    assert "31.03.2026" in [fact.text for fact in content.facts]
    assert content.totals is not None
    assert content.totals.gross_minor == head["gross_minor"]


def test_a_revised_quote_keeps_its_number_and_its_old_papers(desk, quote_id):
    stored = revise(
        desk, quote_id, desk.set_quantity(quote_id, 1, 20), delete_line(desk.read(quote_id).lines[0])
    )
    assert [(line.sku, line.amount_minor) for line in stored.lines] == [(LAMP, 90000)]
    assert (stored.number, stored.revision) == ("QU-000001", 1)
    with desk.reading() as view:
        papers = read_papers(view, "order", quote_id)
    contents = [content_from_bytes(desk.row(Paper, paper.id)["content"].encode()) for paper in papers]
    assert [content.totals.net_minor for content in contents if content.totals] == [90000, 420950]
    assert desk.head(quote_id)["net_minor"] == 90000


def test_an_order_made_of_a_quote_keeps_its_prices(desk, quote_id):
    change_price(desk, LAMP, "60")
    order_id = order(desk, quote_id)
    draft = desk.read(order_id)
    assert [line.price_micro for line in draft.lines] == [micro("3960"), micro("49.9")]
    assert desk.head(quote_id)["state"] == "ordered"
    found = issues(desk, order_id)
    assert set(found) == {"order.prices_changed"}, "taking the new prices is a choice"
    done = desk.confirm(order_id)
    assert done.number == "SO-000001"
    assert desk.head(order_id)["quote_id"] == quote_id
    assert desk.head(order_id)["net_minor"] == desk.head(quote_id)["net_minor"] == 420950


def test_the_new_prices_can_be_taken_instead(desk, quote_id):
    change_price(desk, LAMP, "60")
    order_id = order(desk, quote_id)
    before = desk.read(order_id)
    with desk.reading() as view:
        ids = [line.product_id for line in before.lines if line.product_id]
        context = read_order_context(view, customer_id=before.header.customer_id, product_ids=ids)
    stored = desk.save(before, reprice_all(before, context))
    assert [line.price_micro for line in stored.lines] == [micro("3960"), micro("60")]
    assert issues(desk, order_id) == {}


@pytest.mark.parametrize(
    ("now", "expired"),
    [
        ("2026-03-31T21:59:00+00:00", False),
        ("2026-03-31T22:01:00+00:00", True),
        ("2026-05-01T08:00:00+00:00", True),
    ],
)
def test_a_quote_holds_to_the_end_of_its_last_day_and_may_be_ordered_later(
    desk, clock, quote_id, now, expired
):
    from datetime import datetime

    clock.set(datetime.fromisoformat(now))
    order_id = order(desk, quote_id)
    issue = issues(desk, order_id).get("order.quote_expired")
    assert (issue is not None) is expired
    if issue is not None:
        assert dict(issue.params) == {"number": "QU-000001", "date": LAST_DAY}
        assert issue.remedies[0].command == "order.reprice"
    desk.confirm(order_id)
    assert desk.head(order_id)["net_minor"] == 420950


def test_a_quote_cannot_be_valid_until_yesterday(desk):
    order_id = desk.key((CHAIR, 1))
    with pytest.raises(RefusedError) as refused:
        send(desk, order_id, date(2026, 3, 1))
    assert refused.value.code == "quote.valid_until_past"
    assert desk.head(order_id)["number"] is None
    assert send(desk, order_id, date(2026, 3, 2)) == "QU-000001"


def test_a_quote_is_not_revised_into_the_past_or_into_nonsense(desk, quote_id):
    past = edit_header(desk.read(quote_id), valid_until=date(2026, 3, 1))
    with pytest.raises(RefusedError) as refused:
        revise(desk, quote_id, past)
    assert refused.value.code == "quote.valid_until_past"
    with pytest.raises(RefusedError) as refused:
        revise(desk, quote_id, desk.set_quantity(quote_id, 0, 0))
    assert [issue.code for issue in refused.value.issues] == ["line.quantity_zero"]
    assert desk.head(quote_id)["revision"] == 0


def test_a_draft_with_an_error_is_not_sent(desk):
    with pytest.raises(RefusedError) as refused:
        send(desk, desk.start())
    assert [issue.code for issue in refused.value.issues] == ["order.no_lines"]


def test_a_quote_is_confirmed_only_by_way_of_an_order(desk, quote_id):
    with pytest.raises(RefusedError) as refused:
        desk.confirm(quote_id)
    assert (refused.value.code, refused.value.params["number"]) == ("order.wrong_state", "QU-000001")


def test_a_quote_is_ordered_once(desk, quote_id):
    order(desk, quote_id)
    with pytest.raises(RefusedError) as refused:
        order(desk, quote_id)
    assert refused.value.code == "order.wrong_state"


def test_a_quote_revised_meanwhile_is_not_ordered_unseen(desk, quote_id):
    version = desk.head(quote_id)["version"]
    revise(desk, quote_id, desk.set_quantity(quote_id, 1, 6))
    with pytest.raises(ConflictError), desk.begin() as uow:
        order_from_quote(uow, quote_id, version=version)


def test_throwing_the_order_away_opens_the_quote_again(desk, quote_id):
    order_id = order(desk, quote_id)
    with desk.begin() as uow:
        throw_away_draft(uow, order_id)
    assert desk.head(quote_id)["state"] == "quoted"
    assert desk.read(order(desk, quote_id)).lines[0].price_micro == micro("3960")


def test_a_quote_is_cancelled_with_a_reason(desk, quote_id):
    with desk.begin() as uow:
        cancel_order(uow, quote_id, version=desk.head(quote_id)["version"], reason="bought elsewhere")
    assert desk.head(quote_id)["state"] == "cancelled"
    assert [line.sku for line in desk.read(quote_id).lines] == [CHAIR, LAMP], "it stays readable"


def test_quoting_revising_and_ordering_are_each_told_once(desk, quote_id):
    revise(desk, quote_id, desk.set_quantity(quote_id, 1, 6))
    order(desk, quote_id)
    table = table_of(Audit)
    mine = (table.c.kind == "order", table.c.entity_id == quote_id)
    entries = desk.rows(sa.select(table).where(*mine).order_by(table.c.id))
    lamp = f"line {desk.read(quote_id).lines[1].key}"
    assert [sorted(entry["after"]) for entry in entries] == [
        ["gross_minor", "number", "state"], ["gross_minor", lamp, "revision"], ["order_id", "state"],
    ]  # fmt: skip


def test_the_story_of_a_revised_quote_says_what_was_changed(desk, quote_id):
    """As that of an amended order does: fields of the head, and lines changed, added and removed."""
    before = desk.read(quote_id)
    head = edit_header(before, valid_until=date(2026, 4, 30), note="Call first")
    stored = revise(desk, quote_id, head, delete_line(before.lines[0]), desk.set_quantity(quote_id, 1, 6))
    chair, lamp = (f"line {line.key}" for line in before.lines)
    table = table_of(Audit)
    mine = (table.c.kind == "order", table.c.entity_id == quote_id)
    entry = desk.rows(sa.select(table).where(*mine).order_by(table.c.id))[-1]
    was, now = entry["before"], entry["after"]
    assert (was["valid_until"], now["valid_until"]) == ("2026-03-31", "2026-04-30")
    assert (was["note"], now["note"], was["revision"], now["revision"]) == ("", "Call first", 0, 1)
    assert (was[chair]["sku"], now[chair]) == (CHAIR, None)
    assert (was[lamp]["quantity_micro"], now[lamp]["quantity_micro"]) == (micro(5), micro(6))
    assert now["gross_minor"] == draft_totals(stored).gross_minor


@pytest.mark.parametrize(
    ("text", "code"), [("x\0y", "order.text_has_nul"), ("x" * 403, "order.text_too_long")]
)
def test_a_quote_is_not_revised_into_what_no_database_takes(desk, quote_id, text, code):
    with pytest.raises(RefusedError) as refused:
        revise(desk, quote_id, edit_header(desk.read(quote_id), po_number=text))
    assert [issue.code for issue in refused.value.issues] == [code]
    assert desk.head(quote_id)["revision"] == 0


def test_a_quote_does_not_warn_of_its_own_order_number(desk):
    order_id = desk.key((CHAIR, 1), po_number="4711")
    send(desk, order_id)
    made = order(desk, order_id)
    assert issues(desk, made) == {}
    assert draft_totals(desk.read(made)).net_minor == 34835
    assert replace(desk.read(made).header, valid_until=None).po_number == "4711"
