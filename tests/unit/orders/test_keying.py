"""What a keyed cell means; what it cannot mean is said with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.orders.draft import Line, apply_edits
from app.domain.orders.keying import (
    copy_line,
    fill_line,
    free_line_of,
    insert_before,
    join_rows,
    key_discount,
    key_price,
    key_quantity,
    move_line,
    names_no_article,
    next_tax_class,
    read_pasted,
    split_rows,
)
from app.domain.orders.repricing import reprice_changed
from tests.unit.orders.world import CABLE, CHAIR, EMPTY, PRODUCTS, context, draft, free, goods, micro

ORDER = draft([goods("k1", CHAIR), goods("k2", CABLE, "1.5"), free("k3", "9")])
CHAIRS, CABLES, TEXT = ORDER.lines


@pytest.mark.parametrize(
    ("text", "mark", "quantity", "unit"),
    [
        ("12", ".", "12", "pc"), ("2 dz", ".", "2", "dz"), ("2dz", ".", "2", "dz"), ("2 DZ", ".", "2", "dz"),
        ("1.234", ",", "1234", "pc"), ("1,5 dz", ",", "1.5", "dz"), (" 7 ", ".", "7", "pc"), ("-3", ".", "-3", "pc"),
        ("1 000", ".", "1000", "pc"),
    ],
)  # fmt: skip
def test_a_quantity_with_or_without_its_unit(text, mark, quantity, unit):
    keyed = key_quantity(CHAIRS, 10, text, PRODUCTS[CHAIR], mark)
    assert keyed.issue is None
    assert keyed.edit is not None
    assert keyed.edit.new is not None
    assert (keyed.edit.new["quantity_micro"], keyed.edit.new["unit"]) == (micro(quantity), unit)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", "line.quantity_not_a_number"), ("", "line.quantity_not_a_number"),
        ("NaN", "line.quantity_not_a_number"), ("1e12", "line.quantity_not_a_number"),
        ("1E5", "line.quantity_not_a_number"), ("1 2", "line.quantity_not_a_number"),
        ("--5", "line.quantity_not_a_number"), ("9" * 5000, "line.quantity_not_a_number"),
        ("1000000000000", "line.quantity_too_large"), ("2 kg", "line.unknown_unit"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line", [CHAIRS, TEXT], ids=["goods", "free"])
def test_what_is_no_quantity_is_refused_with_its_line(line, text, code):
    product = PRODUCTS[CHAIR] if line is CHAIRS else None
    keyed = key_quantity(line, 10, text, product, ".")
    if line is TEXT and code == "line.unknown_unit":
        assert keyed.issue is None, "a free line has any unit"
        return
    assert keyed.edit is None
    assert keyed.issue is not None
    assert (keyed.issue.code, keyed.issue.where) == (code, f"lines/{line.key}/quantity")
    assert keyed.issue.params["line"] == 10


def test_a_quantity_is_never_rounded_without_a_word():
    kept, refused = (key_quantity(TEXT, 10, text, None, ".") for text in ("1.234567", "1.2345678"))
    assert kept.edit is not None
    assert kept.edit.new is not None
    assert kept.edit.new["quantity_micro"] == 1_234_567
    assert refused.issue is not None
    assert (refused.issue.code, refused.issue.where) == (
        "line.quantity_too_fine",
        f"lines/{TEXT.key}/quantity",
    )
    assert dict(refused.issue.params) == {"line": 10, "text": "1.2345678", "places": 6}


def test_an_unknown_unit_names_those_that_there_are():
    issue = key_quantity(CHAIRS, 10, "2 pk", PRODUCTS[CHAIR], ".").issue
    assert issue is not None
    assert dict(issue.params) == {"line": 10, "sku": "CH-1", "unit": "pk", "units": ("pc", "dz")}


@pytest.mark.parametrize(
    ("text", "price"), [("325", "325"), ("334,416", "334.416"), ("0", "0"), ("1.234,50 €", "1234.5")]
)
def test_a_typed_price_is_net_and_stays(text, price):
    edit = key_price(CHAIRS, 10, text, ",").edit
    assert edit is not None
    typed = reprice_changed(ORDER, apply_edits(ORDER, [edit]), context()).lines[0]
    assert (typed.price_source, typed.price_micro, typed.discount_ppm) == ("manual", micro(price), 0)


@pytest.mark.parametrize(
    ("text", "code"),
    [("abc", "line.price_not_a_number"), ("1e9", "line.price_not_a_number"), ("2000000000", "line.price_too_large"),
     ("-1", "line.price_negative"), ("1.2345678", "line.price_too_fine")],
)  # fmt: skip
def test_what_is_no_price_is_refused(text, code):
    issue = key_price(CHAIRS, 10, text, ".").issue
    assert issue is not None
    assert (issue.code, issue.where) == (code, "lines/k1/price")


def test_only_a_discount_line_takes_a_negative_price():
    line = free("k9", "-5", kind="discount")
    assert key_price(line, 10, "-12.50", ".").issue is None


def test_an_emptied_cell_goes_back_to_the_rules():
    price, discount = key_price(CHAIRS, 10, " ", ".").edit, key_discount(CHAIRS, 10, "", ".").edit
    assert price is not None
    assert discount is not None
    after = reprice_changed(ORDER, apply_edits(ORDER, [price, discount]), context())
    assert after.lines[0] == CHAIRS


@pytest.mark.parametrize(
    ("text", "ppm"), [("5", 50_000), ("7.5 %", 75_000), ("100", 1_000_000), ("0", 0), ("33.3333", 333_333)]
)
def test_a_discount_in_percent(text, ppm):
    edit = key_discount(CHAIRS, 10, text, ".").edit
    assert edit is not None
    assert edit.new == {"discount_source": "manual", "discount_ppm": ppm}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("101", "line.discount_out_of_range"),
        ("-1", "line.discount_out_of_range"),
        ("x", "line.discount_not_a_number"),
        ("33.33333", "line.discount_too_fine"),
    ],
)
def test_a_discount_lies_between_nothing_and_all(text, code):
    issue = key_discount(CHAIRS, 10, text, ".").issue
    assert issue is not None
    assert (issue.code, issue.where) == (code, "lines/k1/discount")


def test_a_copied_line_stands_below_its_original():
    after = apply_edits(ORDER, [copy_line(ORDER, CHAIRS, "k9")])
    assert [line.key for line in after.lines] == ["k1", "k9", "k2", "k3"]
    assert after.lines[1].quantity_micro == CHAIRS.quantity_micro


@pytest.mark.parametrize(
    ("key", "steps", "keys"),
    [
        ("k1", 1, ["k2", "k1", "k3"]),
        ("k3", -1, ["k1", "k3", "k2"]),
        ("k1", -1, ["k1", "k2", "k3"]),
        ("k3", 1, ["k1", "k2", "k3"]),
    ],
)
def test_a_line_moves_by_one(key, steps, keys):
    after = apply_edits(ORDER, move_line(ORDER, key, steps))
    assert [line.key for line in after.lines] == keys


def test_pasted_rows_give_code_quantity_and_price():
    rows = [
        ["CH-1", "Chair", "12", "325,00"], [], ["", "LA-1", "2 pk"], ["XX-9"], ["4711", "5"], ["CH-1", "abc"],
    ]  # fmt: skip
    found = [(row.code, row.quantity_text, row.price_text) for row in read_pasted(rows, ",")]
    assert found == [
        ("CH-1", "12", "325,00"), ("LA-1", "2 pk", ""), ("XX-9", "1", ""), ("4711", "5", ""), ("CH-1", "abc", ""),
    ]  # fmt: skip


def test_a_line_is_inserted_in_front_of_another_also_where_no_room_is_left():
    order = ORDER
    for number in range(40):
        order = apply_edits(order, insert_before(order, Line(f"n{number}", 0), "k2"))
    keys = [line.key for line in order.lines]
    assert keys == ["k1", *(f"n{number}" for number in range(40)), "k2", "k3"]
    assert apply_edits(ORDER, insert_before(ORDER, Line("end", 0), "")).lines[-1].key == "end"


@pytest.mark.parametrize(
    ("unit", "typed", "quantity", "is_refused"),
    [("pc", False, "7", False), ("dz", True, "7", False), ("box", True, "0", True)],
)
def test_what_waits_on_a_line_is_kept_when_its_article_is_found(unit, typed, quantity, is_refused):
    waiting = Line("k9", 0, sku="?", quantity_micro=micro("7"), unit=unit)
    if typed:
        waiting = replace(
            waiting, price_source="manual", list_price_micro=micro("3"), discount_source="manual"
        )
    keyed = fill_line(waiting, 10, PRODUCTS[CHAIR], "")
    assert keyed.edit is not None
    (line,) = apply_edits(draft([waiting]), [keyed.edit]).lines
    assert (line.product_id, line.quantity_micro) == (CHAIR, micro(quantity))
    assert line.unit == ("dz" if unit == "dz" else "pc")
    assert line.price_source == ("manual" if typed else "auto")
    assert (keyed.issue is not None) == is_refused


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=6))
def test_waiting_rows_come_back_from_their_text_cell_by_cell(sheet):
    rows = read_pasted(sheet, ",")
    again = split_rows(join_rows(rows), ",")
    assert [[" ".join(cell.split()) for cell in row.cells] for row in rows] == [
        list(row.cells) for row in again
    ]


@pytest.mark.parametrize(
    ("kind", "now", "then"),
    [
        ("charge", "standard", "reduced"),
        ("free", "reduced", "zero"),
        ("discount", "zero", "standard"),
        ("charge", "gone", "standard"),
        ("goods", "standard", None),
        ("service", "standard", None),
        ("note", "standard", None),
    ],
)
def test_the_next_tax_class_is_for_lines_without_article(kind, now, then):
    line = Line("a", 1, kind=kind, tax_class=now)
    edit = next_tax_class(line, ("standard", "reduced", "zero"))
    assert (edit.new if edit else None) == ({"tax_class": then} if then else None)
    assert next_tax_class(line, ()) is None


@pytest.mark.parametrize(
    ("cells", "quantity", "beside", "price"),
    [
        (["A", "3", "Stk."], "3", "Stk.", ""), (["A", "Chair", "3", "pk", "4,50"], "3", "pk", "4,50"),
        (["A", "pk", "3", "4,50"], "3", "pk", "4,50"), (["A", "3 pk", "Chair", "4"], "3 pk", "Chair", "4"),
        (["A", "3", "Chair", "4"], "3", "Chair", "4"), (["pk", "3"], "3", "", ""), (["A", "Stk."], "Stk.", "", ""),
    ],
)  # fmt: skip
def test_a_unit_may_stand_in_the_cell_beside_the_quantity(cells, quantity, beside, price):
    (row,) = read_pasted([cells], ",")
    assert (row.quantity_text, row.beside, row.price_text) == (quantity, beside, price)


def test_what_stands_beside_the_quantity_is_a_unit_only_if_it_is_one():
    (row,) = read_pasted([["CH-1", "3", "dz"]], ",")
    assert row.unit_text(PRODUCTS[CHAIR]) == "dz", "the product's own"
    assert row.unit_text(None) == "", "nobody knows it"
    (row,) = read_pasted([["CH-1", "3", "Pack"]], ",")
    assert row.unit_text(PRODUCTS[CHAIR]) == row.unit_text(None) == "Pack", (
        "a usual word, which the product lacks"
    )


def test_a_line_that_names_no_article_becomes_a_free_one_with_text_quantity_and_typed_price():
    unknown = Line("k1", 1000, sku="Board, cut to size", quantity_micro=3 * MICRO, unit="m")
    assert names_no_article(unknown)
    (made,) = apply_edits(replace(EMPTY, lines=(unknown,)), [free_line_of(unknown)]).lines
    assert (made.kind, made.sku, made.text) == ("free", "", "Board, cut to size")
    assert (made.quantity_micro, made.unit, made.list_price_micro) == (3 * MICRO, "m", 0)
    assert not names_no_article(made)
    priced = replace(unknown, price_source="manual", list_price_micro=5 * MICRO)
    (kept,) = apply_edits(replace(EMPTY, lines=(priced,)), [free_line_of(priced)]).lines
    assert (kept.price_source, kept.list_price_micro) == ("manual", 5 * MICRO)


def test_an_empty_line_and_one_with_an_article_do_not_name_no_article():
    assert not names_no_article(Line("k1", 1000))
    assert not names_no_article(Line("k1", 1000, product_id=1, sku="CH-1"))
