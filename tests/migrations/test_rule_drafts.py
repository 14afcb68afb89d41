"""0023: the lists and rules of an older file go on in force, and drafts can be made beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.prices import read_discounts, read_price_lists
from app.services.prices.drafts import DraftRef, activate_drafts, copy_as_draft, read_drafts
from app.services.pricing import read_rules
from app.services.verify import verify
from tests.helpers.older import unpack_older


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    return unpack_older(tmp_path, "0009")


def test_what_an_older_file_has_stays_in_force(old_file):
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            lists, rules = read_price_lists(view), read_rules(view, currency="EUR")
            assert lists
            assert {card.id for card in lists if card.active} == set(rules.lists)
            assert {card.id for card in read_discounts(view)} == {rule.id for rule in rules.discounts}
            assert read_drafts(view) == ()
        with office.work.begin(actor=SYSTEM) as uow:
            made = DraftRef("list", copy_as_draft(uow, DraftRef("list", lists[0].id)))
        with office.work.begin(actor=SYSTEM) as uow:
            activate_drafts(uow, (made,))
        with office.work.reading(actor=SYSTEM) as view:
            assert made.id in read_rules(view, currency="EUR").lists
    finally:
        office.close()
