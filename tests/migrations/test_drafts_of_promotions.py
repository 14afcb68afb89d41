"""0030: the promotions of an older file go on in force, and drafts can be made beside them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import SYSTEM
from app.services.prices.drafts import DraftRef, activate_drafts, copy_as_draft, read_drafts
from app.services.prices.promotions import create_promotion, read_promotions
from app.services.pricing import read_rules
from app.services.verify import verify
from tests.helpers.older import take_back, unpack_older

TENTH = PromotionInput(name="Ten", effect="percent", currency="EUR", rate_ppm=100_000, max_uses=3)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file of 0029 with a promotion."""
    path = unpack_older(tmp_path, "0009")
    office = open_office(f"sqlite:///{path}")
    with office.work.begin(actor=SYSTEM) as uow:
        create_promotion(uow, TENTH)
    office.close()
    take_back(path, "0030")
    return path


def test_the_promotions_of_an_older_file_stay_in_force(old_file):
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            (card,) = read_promotions(view)
            assert (card.draft, card.replaces_id, read_drafts(view)) == (False, None, ())
            assert [each.id for each in read_rules(view, currency="EUR").promotions] == [card.id]
        with office.work.begin(actor=SYSTEM) as uow:
            made = DraftRef("promotion", copy_as_draft(uow, DraftRef("promotion", card.id)))
        with office.work.reading(actor=SYSTEM) as view:
            assert [each.id for each in read_rules(view, currency="EUR").promotions] == [card.id]
        with office.work.begin(actor=SYSTEM) as uow:
            activate_drafts(uow, (made,))
        with office.work.reading(actor=SYSTEM) as view:
            (rule,) = read_rules(view, currency="EUR").promotions
            assert (rule.id, rule.number) == (made.id, card.number)
    finally:
        office.close()


def test_a_number_is_in_force_once_and_may_have_drafts(old_file):
    office = open_office(f"sqlite:///{old_file}")
    with office.work.begin(actor=SYSTEM) as uow:
        for _ in range(2):
            copy_as_draft(uow, DraftRef("promotion", 1))
    office.close()
    with (
        closing(sqlite3.connect(old_file)) as raw,
        pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE.*number"),
    ):
        raw.execute("update promotion_rule set draft = 0 where draft")
