"""docs/order-states.md shows exactly the moves that exist."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from app.domain.errors import RefusedError
from app.domain.orders.states import MOVES, OrderState, require_move

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "order-states.md"


def documented() -> set[tuple[str, str]]:
    rows = [
        line.strip("|").split("|")
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    return {(cells[0].strip(), cells[1].strip()) for cells in rows[2:]}


def test_the_document_lists_every_move_and_no_other():
    assert documented() == {(before.value, after.value) for before, after in MOVES}


def test_every_state_is_reached_and_left_except_the_ends():
    ends = set(OrderState) - {before for before, _ in MOVES}
    assert ends == {OrderState.CANCELLED}
    assert set(OrderState) - {after for _, after in MOVES} == {OrderState.DRAFT}


@pytest.mark.parametrize(("before", "after"), list(product(OrderState, OrderState)))
def test_a_move_is_made_only_if_it_exists(before, after):
    if (before, after) in MOVES:
        require_move(before.value, after, number="SO-1")
        return
    with pytest.raises(RefusedError) as refused:
        require_move(before.value, after, number="SO-1")
    assert refused.value.code == "order.wrong_state"
    assert dict(refused.value.params) == {"number": "SO-1", "state": before.value, "wanted": after.value}
