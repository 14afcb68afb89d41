"""What a workshop order takes and costs."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.domain.making import consumed_until, needed_micro, per_piece, piece_cost_micro
from app.domain.money import MICRO
from app.domain.product_models.results import BomLine, OperationLine

WHOLE = st.integers(1, 50)


def test_rows_of_one_article_are_one_component():
    found = per_piece([BomLine("A", Fraction(1, 2)), BomLine("B", Fraction(2)), BomLine("A", Fraction(1, 3))])
    assert found == {"A": Fraction(5, 6), "B": Fraction(2)}


@given(st.fractions(0, 20, max_denominator=997), WHOLE, st.integers(0, 3))
def test_a_component_is_needed_up_to_the_next_quantity_in_which_it_is_counted(each, pieces, decimals):
    step = 10 ** (6 - decimals)
    needed = needed_micro(each, pieces * MICRO, decimals)
    assert needed % step == 0
    assert 0 <= needed - each * pieces * MICRO < step


@given(WHOLE, WHOLE, st.integers(0, 3), st.data())
def test_parts_use_up_in_proportion_and_the_last_piece_all_that_is_left(needed, pieces, decimals, data):
    finished = sorted(data.draw(st.lists(st.integers(1, pieces), max_size=5)))
    used = [consumed_until(needed * MICRO, each * MICRO, pieces * MICRO, decimals) for each in finished]
    assert used == sorted(used)
    assert consumed_until(needed * MICRO, pieces * MICRO, pieces * MICRO, decimals) == needed * MICRO


def test_a_piece_costs_its_goods_its_work_and_its_share_of_the_setting_up():
    work = [OperationLine("cut", "Cut", Fraction(20), Fraction(15), Fraction(60))]
    used, costs = {"A": 3 * MICRO}, {"A": 7 * MICRO}
    cost = piece_cost_micro(used, costs, work, finished_micro=2 * MICRO, quantity_micro=4 * MICRO)
    assert cost == 30_500_000, "10.50 of goods, 15 minutes and 5 of the 20 for setting up at 1.00 each"
    assert piece_cost_micro(used, {}, work, finished_micro=MICRO, quantity_micro=MICRO) is None
