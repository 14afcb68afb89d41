"""Workshop orders that were changed behind the program's back are found."""

from __future__ import annotations

import pytest

from app.domain.rights import SYSTEM
from app.messages import text_of
from app.services.verify import verify
from tests.helpers.making import Workshop
from tests.helpers.order_office import make_order_office
from tests.services.verify.damaging import damage, findings_of, make_sound


def make_a_shelf(work, _clock) -> None:
    shop = Workshop(make_order_office(work))
    order_id = shop.sell(2)
    shop.begin(order_id)
    shop.finish(order_id, 1)
    with work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()


@pytest.mark.parametrize(
    ("statement", "code", "text"),
    [
        ("update workshop_order set finished_micro = 2000000", "verify.workshop_moves", "WO-000001: 2 pieces"),
        (
            "update workshop_component set consumed_micro = 0 where article = 'BOARD-1'",
            "verify.workshop_used", "BOARD-1",
        ),
        ("update workshop_order set state = 'cancelled'", "verify.workshop_reserved", "reserved for it"),
        (
            "update workshop_component set reserved_micro = 0 where article = 'BOARD-1'",
            "verify.stock_reserved", "BOARD-1",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(sqlite_template, tmp_path, statement, code, text):
    path = make_sound(sqlite_template, tmp_path / "keyline.db", make_a_shelf)
    damage(path, statement)
    finding, *_others = findings_of(path)
    assert finding.code == code
    assert text in text_of(finding.code, finding.params)
