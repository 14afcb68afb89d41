"""Rows of a grid between two readings: what is sent, saved, taken out, changed elsewhere."""

from __future__ import annotations

import pytest

from app.models.cell_rows import CellClash, SavedRow
from app.models.cells_model import CellColumn, CellRow, CellsModel, Picked

COLUMNS = (CellColumn("name", "Name"), CellColumn("price", "Price", "number"))


def row(key, name, price="1", version=1, same=None):
    return CellRow(key, {"name": name, "price": price}, version, same=same)


@pytest.fixture
def cells(qapp):
    model = CellsModel(COLUMNS)
    model.show_rows([row(1, "x"), row(2, "y")])
    return model


def shown(cells):
    return [(each.key, each.values["name"], each.values["price"]) for each in cells.rows()]


def test_what_was_taken_out_after_sending_is_still_to_be_taken_out(cells):
    cells.key_cell(0, "name", "z")
    sent = cells.sent()
    cells.remove_row(1)
    cells.accept(sent)
    assert [each.key for each in cells.removed_rows()] == [2]
    cells.accept(cells.sent())
    assert cells.removed_rows() == ()


def test_a_new_row_taken_out_after_sending_is_taken_out_once_its_id_is_told(cells):
    cells.key_cell(2, "name", "new")
    sent = cells.sent()
    new = cells.rows()[2]
    cells.remove_row(2)
    assert cells.removed_rows() == (), "it has no id yet"
    new.saved = SavedRow(9, version=1)
    cells.accept(sent)
    assert [(each.key, each.version) for each in cells.removed_rows()] == [(9, 1)]


def test_a_new_row_taken_out_while_it_is_refused_is_forgotten(cells):
    cells.key_cell(2, "name", "new")
    sent = cells.sent()
    cells.remove_row(2)
    cells.give_up(sent)
    assert not cells.is_dirty()
    cells.key_cell(2, "name", "another")
    cells.remove_row(2)
    assert not cells.is_dirty()


def test_the_ids_that_the_write_told_are_those_of_the_rows(cells):
    cells.key_cell(2, "name", "new")
    cells.key_cell(0, "price", "2")
    sent = cells.sent()
    cells.rows()[0].saved, cells.rows()[2].saved = SavedRow(7, version=2), SavedRow(9, version=1)
    cells.key_cell(2, "price", "3.0")
    cells.accept(sent)
    assert shown(cells) == [(7, "x", "2"), (2, "y", "1"), (9, "new", "3.0")]
    assert [each.key for each in cells.changed_rows()] == [9]


def test_an_id_of_a_write_that_came_to_nothing_is_not_taken(cells):
    cells.key_cell(0, "price", "2")
    sent = cells.sent()
    cells.rows()[0].saved = SavedRow(7, version=2)
    cells.give_up(sent)
    cells.key_cell(0, "price", "1")
    cells.key_cell(1, "price", "2")
    sent = cells.sent()
    cells.rows()[1].saved = SavedRow(8, version=2)
    cells.accept(sent)
    assert [key for key, _name, _price in shown(cells)] == [1, 8]


def test_our_own_write_is_no_clash_however_it_is_spelt(cells):
    cells.key_cell(0, "price", "2")
    sent = cells.sent()
    cells.rows()[0].saved = SavedRow(1, version=2)
    cells.key_cell(0, "price", "3")
    cells.accept(sent)
    assert cells.take_fresh([row(1, "x", "2.00", version=2), row(2, "y")]) == ()
    assert shown(cells)[0] == (1, "x", "3")


@pytest.mark.parametrize("is_answered", [True, False])
def test_what_another_desk_writes_after_our_refused_write_is_a_clash(cells, is_answered):
    cells.key_cell(0, "price", "2")
    sent = cells.sent()
    cells.rows()[0].saved = SavedRow(1, version=2)
    if is_answered:
        cells.give_up(sent)
    clashes = cells.take_fresh([row(1, "x", "5", version=2), row(2, "y")])
    assert clashes == ((CellClash(0, "price", "5"),) if is_answered else ()), (
        "without an answer it may be ours"
    )


def test_what_was_taken_for_our_own_until_the_answer_came_is_a_clash_behind_it(cells):
    cells.key_cell(0, "price", "2")
    sent = cells.sent()
    cells.rows()[0].saved = SavedRow(1, version=2)
    theirs = [("z", "5"), ("y", "1")]

    def read():
        return cells.take_fresh([row(n, *each, version=2) for n, each in enumerate(theirs, 1)])

    assert read() == ()
    cells.give_up(sent)
    assert (cells.rows()[0].version, shown(cells)[0]) == (1, (1, "z", "2"))
    assert read() == (CellClash(0, "price", "5"),)
    assert shown(cells)[0] == (1, "z", "2")


@pytest.mark.parametrize(("theirs", "is_ours"), [("1", True), ("5", False)])
def test_a_row_that_was_read_before_the_repeat_of_its_write_is_our_own(cells, theirs, is_ours):
    cells.key_cell(0, "price", "2")
    sent = cells.sent()
    keyed = cells.rows()[0]
    cells.take_fresh([row(1, "x", theirs), row(2, "y")])
    keyed.saved = SavedRow(1, version=2)  # the repeat is written
    cells.accept(sent)
    assert cells.is_dirty() != is_ours
    clashes = cells.take_fresh([row(1, "x", "2.00", version=2), row(2, "y")])
    assert (clashes == ()) == is_ours
    assert shown(cells)[0] == (1, "x", "2.00" if is_ours else "2")


def test_another_write_behind_our_own_is_a_clash(cells):
    cells.key_cell(0, "price", "2")
    sent = cells.sent()
    cells.rows()[0].saved = SavedRow(1, version=2)
    cells.key_cell(0, "price", "3")
    cells.accept(sent)
    clashes = cells.take_fresh([row(1, "x", "5", version=3), row(2, "y")])
    assert clashes == (CellClash(0, "price", "5"),)


def test_a_row_that_is_the_same_under_another_id_is_found(cells):
    cells.show_rows([row(1, "x", same="a"), row(2, "y", same="b")])
    cells.key_cell(1, "price", "3")
    assert cells.take_fresh([row(5, "y", same="b"), row(6, "x", same="a")]) == ()
    assert shown(cells) == [(5, "y", "3"), (6, "x", "1")]
    cells.remove_row(1)
    assert cells.take_fresh([row(5, "y", same="b"), row(7, "x", same="a")]) == ()
    assert [each.key for each in cells.removed_rows()] == [7]


def test_rows_that_are_gone_go_unless_they_were_keyed(cells):
    cells.key_cell(1, "price", "3")
    clashes = cells.take_fresh([])
    assert clashes == (CellClash(0, "price", "1", "gone"),)
    assert shown(cells) == [(None, "y", "3")]
    assert cells.take_fresh([]) == ()


def test_the_mark_of_a_refused_cell_outlives_what_others_save(cells):
    cells.key_cell(0, "price", "x")
    cells.show_errors({(0, "price"): "no number"})
    cells.take_fresh([row(1, "x"), row(2, "new name", version=2)])
    assert cells.errors() == {(0, "price"): "no number"}


# a write without an answer


def lose_price(cells, price):
    """A price is sent as the next version of the first row, and nothing is answered."""
    cells.key_cell(0, "price", price)
    sent = cells.sent()
    sent.rows[0].saved = SavedRow(1, version=sent.rows[0].version + 1)
    return sent


def save_price(cells, price):
    """A price is saved and read again."""
    cells.accept(lose_price(cells, price))
    cells.take_fresh([row(1, "x", price, version=2), row(2, "y")])


def test_a_row_that_was_taken_out_elsewhere_while_its_write_was_lost_stays_when_that_is_given_up(cells):
    save_price(cells, "3")
    sent = lose_price(cells, "4")
    assert cells.take_fresh([row(2, "y")])[0].kind == "gone"
    cells.give_up(sent)
    assert sorted(shown(cells), key=str) == [(2, "y", "1"), (None, "x", "4")]


def test_a_value_of_theirs_that_was_seen_stays_seen_when_the_next_write_is_refused(cells):
    save_price(cells, "3")
    theirs = row(1, "x", "5", version=3)
    cells.take_fresh([theirs, row(2, "y")])
    cells.key_cell(0, "price", "6")
    cells.give_up(cells.sent())
    assert cells.take_fresh([row(1, "x", "5", version=3), row(2, "y")]) == ()


@pytest.mark.parametrize("is_written", [True, False])
def test_a_new_row_whose_answer_was_lost_has_no_twin(cells, is_written):
    cells.key_cell(2, "name", "new")
    sent = cells.sent()
    sent.rows[2].saved = SavedRow(9, version=1)
    stored = [row(1, "x"), row(2, "y"), row(9, "new", "")]
    cells.take_fresh(stored)
    assert shown(cells) == [(1, "x", "1"), (2, "y", "1"), (None, "new", "")]
    cells.key_cell(2, "price", "7")
    if is_written:
        cells.accept(sent)
        cells.take_fresh(stored)
        assert shown(cells)[2:] == [(9, "new", "7")]
    else:
        cells.give_up(sent)
        cells.take_fresh(stored)
        assert shown(cells)[2:] == [(9, "new", ""), (None, "new", "7")], "another desk's row has its id"


def test_a_new_row_taken_out_after_its_answer_was_lost_stays_out(cells):
    cells.key_cell(2, "name", "new")
    sent = cells.sent()
    sent.rows[2].saved = SavedRow(9, version=1)
    cells.remove_row(2)
    stored = [row(1, "x"), row(2, "y"), row(9, "new", "")]
    cells.take_fresh(stored)
    assert len(cells.rows()) == 2
    cells.accept(sent)
    cells.take_fresh(stored)
    assert (len(cells.rows()), [each.key for each in cells.removed_rows()]) == (2, [9])


KINDS = (("percent", "Percent off"), ("gift", "Free goods"))


@pytest.fixture
def rules(qapp):
    """Rows with a choice, a tick and a customer that is chosen by type-ahead."""
    columns = (
        CellColumn("name", "Name"),
        CellColumn("kind", "Kind", "choice", choices=KINDS),
        CellColumn("alone", "Alone", "check"),
        CellColumn("customer", "Customer", "pick"),
    )
    model = CellsModel(columns)
    model.show_rows([])
    return model


def test_a_pasted_word_is_one_of_the_choices_however_it_is_cased(rules):
    rules.paste(0, 0, [["Sale", "free goods", "WAHR"], ["More", "", "0"]])
    assert [each.values["kind"] for each in rules.rows()] == ["gift", "percent"]
    assert [each.values["alone"] for each in rules.rows()] == [True, False]
    assert not rules.has_unread()


def test_a_pasted_word_that_is_no_choice_is_not_taken_for_the_first_one(rules):
    rules.paste(0, 0, [["Sale", "free of charge"]])
    assert rules.has_unread()
    assert "free of charge" in rules.errors()[0, "kind"]
    rules.show_errors({})
    assert (0, "kind") in rules.errors(), "it stays marked until its cell is keyed"
    rules.key_cell(0, "kind", "percent")
    assert not rules.has_unread(), "the first choice may be meant"
    assert rules.errors() == {}


@pytest.mark.parametrize(("name", "text"), [("kind", "free of charge"), ("customer", "Nord")])
def test_a_strange_word_alone_in_a_new_row_is_kept_and_marked_and_another_row_follows(rules, name, text):
    names = rules.paste(0, rules.column_number(name), [[text], [text]])
    assert [row.unread for row in rules.rows()] == [{name: text}, {name: text}]
    assert len(names) == (2 if name == "customer" else 0)
    assert set(rules.errors()) == {(0, name), (1, name)}
    assert rules.has_unread()
    assert rules.rowCount() == 3, "the empty one comes after them"
    rules.remove_row(1)
    rules.remove_row(0)
    assert rules.rowCount() == 1


def test_pasted_cells_for_which_there_is_no_column_are_kept_apart_and_told(rules):
    rules.paste(0, 2, [["yes", "", "far", " ", "right"], ["no"]])
    assert rules.left_out == ("far", "right")
    rules.paste(0, 0, [["Sale", "", "", "", "", ""]])
    assert rules.left_out == (), "empty cells of a sheet are nothing"


def test_a_pasted_name_waits_for_its_record(rules):
    (name,) = rules.paste(0, 0, [["Sale", "", "", "Nord"]])
    assert rules.has_unread()
    rules.take_name(name, Picked(7, "Nord"))
    assert rules.rows()[0].values["customer"] == Picked(7, "Nord")
    assert not rules.has_unread()


def test_a_name_that_came_too_late_is_not_put_over_what_was_keyed(rules):
    (name,) = rules.paste(0, 0, [["Sale", "", "", "Nord"]])
    rules.key_cell(0, "customer", Picked(8, "South"))
    rules.take_name(name, Picked(7, "Nord"))
    assert rules.rows()[0].values["customer"] == Picked(8, "South")


def test_rows_with_their_headings_are_pasted_under_them_wherever_the_cursor_is(rules):
    rules.paste(0, 2, [["Name", "Kind"], ["Sale", "Free goods"]])
    assert [(each.values["name"], each.values["kind"]) for each in rules.rows()] == [("Sale", "gift")]


def test_headings_in_another_order_and_not_all_of_them_are_known_too(rules):
    rules.paste(0, 1, [["customer", "NAME ", "Colour", "Alone"], ["Nord", "Sale", "red", "yes"]])
    (row,) = rules.rows()
    assert (row.values["name"], row.values["alone"]) == ("Sale", True)
    assert row.unread == {"customer": "Nord"}
    assert rules.left_out == ("red",)


def test_cells_of_which_one_reads_like_a_title_are_no_headings(rules):
    rules.paste(0, 0, [["Name", "Free goods"]])
    assert [(each.values["name"], each.values["kind"]) for each in rules.rows()] == [("Name", "gift")]


def test_what_is_not_read_yet_is_still_so_when_others_save(rules):
    rules.paste(0, 0, [["Sale"]])
    rules.accept(rules.sent())
    rules.take_fresh([CellRow(1, {"name": "Sale"}, 1)])
    rules.paste(0, 0, [["Sun", "never"]])
    rules.take_fresh([CellRow(1, {"name": "Sale"}, 2)])
    assert rules.has_unread()
    assert "never" in rules.errors()[0, "kind"]


def test_a_list_is_chosen_by_its_code_and_never_by_its_id(qapp):
    lists = ((2, "LIST \N{MIDDLE DOT} EUR"), (7, "DEALER \N{MIDDLE DOT} EUR"))
    model = CellsModel(
        (CellColumn("list", "Price list", "choice", choices=lists), CellColumn("price", "Price"))
    )
    model.show_rows([])
    model.paste(0, 0, [["dealer", "1"], ["7", "2"]])
    assert [each.values["list"] for each in model.rows()] == [7, 2]
    assert model.errors().keys() == {(1, "list")}


def test_any_is_a_choice_as_any_other(qapp):
    flags = ((None, "any"), (True, "yes"), (False, "no"))
    model = CellsModel(
        (CellColumn("code", "Code"), CellColumn("business", "Business", "choice", choices=flags))
    )
    model.show_rows([])
    model.paste(0, 0, [["A", "any"], ["B", "Yes"], ["C", "no"], ["D", ""], ["E", "perhaps"]])
    assert [each.values["business"] for each in model.rows()] == [None, True, False, None, None]
    assert model.errors().keys() == {(4, "business")}
