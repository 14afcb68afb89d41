"""Two people's edits of one order (C50): what stands side by side, and what a person must decide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.orders.draft import Edit, apply_edits, delete_line, edit_header, edit_line, insert_line
from app.domain.orders.merging import revived, split_edits
from tests.unit.orders.world import CHAIR, LAMP, draft, free, goods, micro

START = draft([goods("k1", CHAIR), goods("k2", LAMP, "3"), free("k3", "12.50")])
FIRST, SECOND, _THIRD = START.lines
YEN = "JPY 162.31 EUR 2026-02-27 typed"


def test_edits_of_other_fields_and_lines_stand_beside_theirs():
    theirs = apply_edits(START, [edit_header(START, note="theirs"), edit_line(FIRST, text="theirs")])
    mine = [
        edit_header(START, po_number="mine"), edit_line(FIRST, quantity_micro=micro("9")), delete_line(SECOND),
    ]  # fmt: skip
    free_edits, clashing = split_edits(mine, theirs)
    assert clashing == ()
    after = apply_edits(theirs, free_edits)
    assert (after.header.note, after.header.po_number) == ("theirs", "mine")
    assert [(line.text, line.quantity_micro) for line in after.lines[:1]] == [("theirs", micro("9"))]
    assert [line.key for line in after.lines] == ["k1", "k3"]


def test_the_same_field_is_a_clash_and_the_rest_of_the_edit_is_not():
    theirs = apply_edits(START, [edit_line(FIRST, quantity_micro=micro("4"))])
    free_edits, clashing = split_edits([edit_line(FIRST, quantity_micro=micro("9"), text="mine")], theirs)
    assert free_edits == (Edit("lines/k1", {"text": FIRST.text}, {"text": "mine"}),)
    assert clashing == (
        Edit("lines/k1", {"quantity_micro": micro("4")}, {"quantity_micro": micro("9")}),
    )  # its undo goes back to their value, not to one that is gone
    assert apply_edits(theirs, clashing).lines[0].quantity_micro == micro("9")


def test_another_currency_clashes_with_their_discount_where_an_amount_goes_with_it_and_with_no_percent():
    for typed, clashes in (("", False), ("100000ppm", False), ("6667minor", True)):
        seen = apply_edits(START, [edit_header(START, order_discount=typed)])
        theirs = apply_edits(seen, [edit_header(seen, order_discount="50000ppm")])
        free_edits, clashing = split_edits([edit_header(seen, exchange=YEN)], theirs)
        assert apply_edits(theirs, free_edits).header.exchange == YEN
        assert bool(clashing) is clashes, typed


def test_both_keyed_the_same_value_and_nobody_is_asked():
    edit = edit_header(START, po_number="4500")
    theirs = apply_edits(START, [edit])
    free_edits, clashing = split_edits([edit], theirs)
    assert clashing == ()
    assert apply_edits(theirs, free_edits) == theirs


def test_a_line_that_they_removed_is_asked_and_comes_back_whole():
    theirs = apply_edits(START, [delete_line(SECOND)])
    free_edits, clashing = split_edits([edit_line(SECOND, quantity_micro=micro("9"))], theirs)
    assert free_edits == ()
    back = apply_edits(theirs, revived(clashing, START, theirs)).line("k2")
    assert back is not None
    assert (back.product_id, back.quantity_micro) == (LAMP, micro("9"))


def test_removing_a_line_that_they_changed_is_asked_and_one_that_is_gone_is_gone():
    changed = apply_edits(START, [edit_line(SECOND, quantity_micro=micro("4"))])
    free_edits, clashing = split_edits([delete_line(SECOND)], changed)
    assert (free_edits, len(clashing)) == ((), 1)
    assert [line.key for line in apply_edits(changed, clashing).lines] == ["k1", "k3"]
    gone = apply_edits(START, [delete_line(SECOND)])
    assert split_edits([delete_line(SECOND)], gone) == ((), ())


_FIELDS = st.sampled_from(["po_number", "note", "contact_name"])
_HEADS = st.dictionaries(_FIELDS, st.sampled_from(["a", "b", ""]))
_LINES = st.lists(
    st.one_of(
        st.builds(lambda n: edit_line(FIRST, quantity_micro=micro(str(n))), st.integers(1, 3)),
        st.builds(lambda text: edit_line(SECOND, text=text), st.sampled_from(["x", "y"])),
        st.just(delete_line(SECOND)),
        st.just(insert_line(goods("k9", CHAIR))),
    ),
    max_size=3,
    unique_by=lambda edit: edit.target,
)


@given(_HEADS, _LINES, _HEADS, _LINES)
def test_nothing_is_lost_taking_mine_holds_every_edit_and_keeping_theirs_every_clash(
    my_head, my_lines, their_head, their_lines
):
    mine = ([edit_header(START, **my_head)] if my_head else []) + my_lines
    theirs = apply_edits(START, ([edit_header(START, **their_head)] if their_head else []) + their_lines)
    free_edits, clashing = split_edits(mine, theirs)
    kept = apply_edits(theirs, free_edits)
    taken = apply_edits(kept, revived(clashing, START, theirs))
    for edit in mine:
        if edit.target == "header":
            assert all(getattr(taken.header, name) == new for name, new in (edit.new or {}).items())
            continue
        line = taken.line(edit.target.removeprefix("lines/"))
        if edit.new is None:
            assert line is None
        else:
            assert line is not None
            assert edit.old is None or all(getattr(line, name) == new for name, new in edit.new.items())
    for name, new in their_head.items():
        if name not in my_head or my_head[name] == new:
            assert getattr(kept.header, name) == new
