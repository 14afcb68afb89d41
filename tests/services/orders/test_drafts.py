"""Drafts: keyed, saved field by field, seen by two windows, parked, thrown away, duplicated (C50, C53, A17)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.orders.draft import delete_line, edit_header, edit_line
from app.domain.orders.repricing import draft_totals, sums_hold
from app.domain.rights import RIGHTS, Actor
from app.services.orders.drafts import (
    duplicate_order,
    read_parked_drafts,
    save_draft,
    save_edits,
    start_draft,
    throw_away_draft,
    throw_away_if_empty,
)
from db.schema.firm import Audit
from db.statements import table_of
from tests.helpers.order_office import ANNA, CABLE, CHAIR, CLERK, LAMP, NORD, OWNER, WIEN, change_price, micro


def test_what_was_keyed_is_there_after_reopening(desk):
    order_id = desk.key((CHAIR, "1 dz"), (CABLE, "1.5"), po_number="4711")
    after = desk.edit(order_id, desk.free("Gift wrap", "3.50"))
    stored = desk.read(order_id)
    assert stored == after
    assert [(line.sku, line.amount_minor) for line in stored.lines] == [
        (CHAIR, 396000),
        (CABLE, 1166),
        ("", 350),
    ]
    head = desk.head(order_id)
    totals = draft_totals(stored)
    assert (head["net_minor"], head["tax_minor"], head["gross_minor"]) == (397516, 75528, 473044)
    assert head["gross_minor"] == totals.gross_minor
    assert (stored.number, stored.state, head["po_number"]) == (None, "draft", "4711")


def test_a_draft_is_not_audited_and_holds_no_stock(desk):
    before = len(desk.rows(sa.select(table_of(Audit))))
    desk.key((CHAIR, 5))
    assert len(desk.rows(sa.select(table_of(Audit)))) == before
    assert desk.reserved() == {}


def test_drafts_are_parked_for_the_one_who_keys_them(desk):
    first, second = desk.key((CHAIR, 1)), desk.key((LAMP, 2), customer=WIEN)
    with desk.begin(OWNER) as uow:
        start_draft(uow)
    with desk.reading() as view:
        parked = read_parked_drafts(view)
    assert [(each.id, each.customer_name, each.lines) for each in parked] == [
        (first, NORD, 1),
        (second, WIEN, 1),
    ]
    assert parked[1].gross_minor == 9980, "to another EU business without tax"


def test_two_windows_editing_different_fields_keep_both(desk):
    seen = desk.read(desk.key((CHAIR, 1), (LAMP, 2)))
    mine = desk.edited(seen, edit_header(seen, po_number="4711"))
    theirs = desk.edited(seen, edit_line(seen.lines[1], quantity_micro=micro(20)))
    desk.save(seen, theirs)
    stored = desk.save(seen, mine)
    assert stored.header.po_number == "4711"
    assert stored.lines[1].amount_minor == 90000
    assert stored == desk.read(seen.id)


def test_two_windows_editing_one_line_give_a_line_that_multiplies(desk):
    seen = desk.read(desk.key((CHAIR, 1)))
    line = seen.lines[0]
    more = desk.edited(seen, edit_line(line, quantity_micro=micro(12)))
    off = desk.edited(seen, edit_line(line, discount_source="manual", discount_ppm=100_000))
    desk.save(seen, more)
    with desk.begin() as uow:
        saved = save_edits(uow, before=seen, after=off)
    assert saved.is_merged
    stored = desk.read(seen.id)
    assert stored == saved.draft
    assert sums_hold(stored)
    assert (stored.lines[0].quantity_micro, stored.lines[0].price_micro) == (micro(12), micro("297"))
    assert desk.head(seen.id)["net_minor"] == stored.lines[0].amount_minor == 356400


def test_a_line_keyed_while_another_window_changes_the_customer_gets_the_new_tax(desk):
    seen = desk.read(desk.key((CHAIR, 1)))
    moved = desk.edited(
        seen, edit_header(seen, customer_id=desk.ids[WIEN], customer_name=WIEN, ship_country="AT")
    )
    keyed = desk.edited(seen, desk.line(LAMP, 3))
    desk.save(seen, moved)
    stored = desk.save(seen, keyed)
    assert [line.tax_code for line in stored.lines] == ["K", "K"]
    assert draft_totals(stored).tax_minor == desk.head(seen.id)["tax_minor"] == 0


@pytest.mark.parametrize("field", ["header", "line"])
def test_two_windows_editing_the_same_field_are_shown_both_values(desk, field):
    seen = desk.read(desk.key((CHAIR, 1), (LAMP, 2)))
    if field == "header":
        mine, theirs = (desk.edited(seen, edit_header(seen, note=text)) for text in ("mine", "theirs"))
        expected: dict[str, object] = {
            "field": "header/note",
            "what": "Note",
            "mine": "mine",
            "theirs": "theirs",
        }
    else:
        line = seen.lines[1]
        mine, theirs = (desk.edited(seen, edit_line(line, quantity_micro=micro(n))) for n in (3, 4))
        expected = {"field": f"lines/{line.key}/quantity_micro", "mine": Decimal(3), "theirs": Decimal(4)}
        expected["what"] = "LA-1: Quantity"
    mine = desk.edited(mine, edit_header(mine, po_number="lost?"))
    desk.save(seen, theirs)
    with pytest.raises(ConflictError) as conflict:
        desk.save(seen, mine)
    assert conflict.value.code == "order.edit_conflict"
    assert dict(conflict.value.params) == expected
    assert desk.read(seen.id).header.po_number == "", "nothing of a refused save is written"


def test_keying_the_same_value_twice_is_no_conflict(desk):
    seen = desk.read(desk.key((CHAIR, 1)))
    both = desk.edited(seen, edit_line(seen.lines[0], quantity_micro=micro(3)))
    desk.save(seen, both)
    assert desk.save(seen, both).lines[0].quantity_micro == micro(3)


def test_a_line_that_a_colleague_changed_is_not_deleted_unseen(desk):
    seen = desk.read(desk.key((CHAIR, 1), (LAMP, 2)))
    theirs = desk.edited(seen, edit_line(seen.lines[1], quantity_micro=micro(7)))
    mine = desk.edited(seen, delete_line(seen.lines[1]))
    desk.save(seen, theirs)
    with pytest.raises(ConflictError) as conflict:
        desk.save(seen, mine)
    assert (conflict.value.params["mine"], conflict.value.params["theirs"]) == ("deleted", Decimal(7))
    assert len(desk.read(seen.id).lines) == 2


def test_a_line_that_a_colleague_deleted_says_so(desk):
    seen = desk.read(desk.key((CHAIR, 1), (LAMP, 2)))
    desk.save(seen, desk.edited(seen, delete_line(seen.lines[1])))
    with pytest.raises(ConflictError) as conflict:
        desk.save(seen, desk.edited(seen, edit_line(seen.lines[1], quantity_micro=micro(7))))
    assert conflict.value.code == "order.line_removed_elsewhere"


def test_lines_keyed_in_two_windows_are_both_there(desk):
    seen = desk.read(desk.key((CHAIR, 1)))
    desk.save(seen, desk.edited(seen, desk.line(LAMP, 1)))
    stored = desk.save(seen, desk.edited(seen, desk.line(CABLE, 2)))
    assert sorted(line.sku for line in stored.lines) == [CABLE, CHAIR, LAMP]
    assert desk.head(seen.id)["net_minor"] == 34835 + 4990 + 1554


@pytest.mark.parametrize("what", ["head", "insert", "change", "delete"])
def test_a_save_repeated_after_a_lost_answer_is_harmless(desk, what):
    seen = desk.read(desk.key((CHAIR, 1), (LAMP, 2)))
    edits = {
        "head": edit_header(seen, note="x"),
        "insert": desk.line(CABLE, 3),
        "change": edit_line(seen.lines[0], quantity_micro=micro(12)),
        "delete": delete_line(seen.lines[1]),
    }
    after = desk.edited(seen, edits[what])
    first = desk.save(seen, after)
    again = desk.save(seen, after)
    assert replace(again, version=first.version) == first
    assert desk.read(seen.id) == again


def test_new_list_prices_reach_no_line_that_stands_already(desk):
    order_id = desk.key((CHAIR, 1), (LAMP, 2))
    told = [line.price_micro for line in desk.read(order_id).lines]
    change_price(desk, LAMP, "60")
    change_price(desk, CHAIR, "400")
    stored = desk.edit(order_id, desk.set_quantity(order_id, 1, 3))
    assert [line.price_micro for line in stored.lines] == told


def test_a_thrown_away_draft_is_gone_and_a_numbered_order_is_not(desk):
    draft_id = desk.key((CHAIR, 1))
    with desk.begin() as uow:
        throw_away_draft(uow, draft_id)
    with pytest.raises(NotFoundError):
        desk.read(draft_id)
    order_id = desk.ordered((CHAIR, 1))
    with pytest.raises(RefusedError) as refused, desk.begin() as uow:
        throw_away_draft(uow, order_id)
    assert refused.value.code == "order.not_a_draft"
    assert refused.value.params["number"] == desk.head(order_id)["number"]


def test_only_a_draft_that_is_still_empty_is_thrown_away_unasked(desk):
    with desk.begin() as uow:
        empty = start_draft(uow)
    keyed, ordered = desk.key((CHAIR, 1)), desk.ordered((CHAIR, 1))
    for _press in range(2):  # the second meets a draft that is gone
        for order_id in (empty, keyed, ordered):
            with desk.begin() as uow:
                throw_away_if_empty(uow, order_id)
    with pytest.raises(NotFoundError):
        desk.read(empty)
    assert (len(desk.read(keyed).lines), desk.read(ordered).state) == (1, "confirmed")


def test_a_confirmed_order_is_not_edited_like_a_draft(desk):
    order_id = desk.ordered((CHAIR, 1))
    seen = desk.read(order_id)
    with pytest.raises(RefusedError) as refused:
        desk.save(seen, replace(seen, header=replace(seen.header, note="x")))
    assert refused.value.code == "order.not_a_draft"


def test_keying_needs_the_right(desk):
    seen = desk.read(desk.key((CHAIR, 1)))
    packer = Actor("paul", frozenset({"warehouse"}))
    with pytest.raises(NotAllowedError), desk.begin(packer) as uow:
        save_draft(uow, before=seen, after=seen)
    with pytest.raises(NotAllowedError), desk.begin(packer) as uow:
        start_draft(uow)


@pytest.mark.parametrize("keep", [True, False])
def test_duplicating_asks_whether_typed_prices_are_carried(desk, keep):
    source = desk.key((CHAIR, 2), (LAMP, 5), customer=ANNA, po_number="4711")
    typed = desk.read(source).lines[0]
    desk.edit(
        source, edit_line(typed, price_source="manual", list_price_micro=micro("300")), desk.free("Wrap", "5")
    )
    change_price(desk, LAMP, "60")
    with desk.begin(CLERK) as uow:
        copy_id = duplicate_order(uow, source, keep_manual_prices=keep)
    copy = desk.read(copy_id)
    assert [line.price_micro for line in copy.lines] == [
        micro("300") if keep else micro("348.35"),
        micro("60"),
        micro("5"),
    ]
    assert [line.price_source for line in copy.lines] == ["manual" if keep else "auto", "auto", "manual"]
    assert (copy.header.po_number, copy.header.customer_name, copy.number) == ("", ANNA, None)
    assert sums_hold(copy)
    assert desk.head(copy_id)["gross_minor"] == draft_totals(copy).gross_minor


def test_an_order_can_be_duplicated_long_after_it_was_confirmed(desk):
    order_id = desk.ordered((CHAIR, 2), (LAMP, 5))
    desk.amend(order_id, delete_line(desk.read(order_id).lines[1]))
    with desk.begin() as uow:
        copy_id = duplicate_order(uow, order_id, keep_manual_prices=True)
    assert [line.sku for line in desk.read(copy_id).lines] == [CHAIR]
    assert desk.confirm(copy_id).number != desk.head(order_id)["number"]


def test_typing_a_price_is_a_right_of_its_own(desk, monkeypatch):
    order_id = desk.key((CHAIR, 2), (LAMP, 1))
    before = desk.read(order_id)
    line, lamp = before.lines
    typed = [
        edit_line(line, price_source="manual", list_price_micro=micro("1")),
        edit_line(line, discount_source="manual", discount_ppm=900_000),
        desk.free("Rebate by hand", "-50"),
    ]
    done = desk.edit(order_id, edit_line(lamp, price_source="manual", list_price_micro=micro("40")))
    monkeypatch.setitem(RIGHTS, "price.manual", frozenset({"owner"}))
    for edit in typed:
        with pytest.raises(NotAllowedError) as refused:
            desk.edit(order_id, edit)
        assert refused.value.params["right"] == "price.manual"
    assert desk.read(order_id) == done
    desk.edit(order_id, edit_line(line, text="what others typed stays, the rest may be keyed"))
    assert desk.read(order_id).lines[1].list_price_micro == micro("40")
