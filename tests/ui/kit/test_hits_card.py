"""The hits that wait are read again: what is released is the hit for which the reason was keyed."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.screening import HitWorklist, WaitingHit
from app.views.kit.hits_card import HitsCard

TOLD = {"words": (), "scorer": "words", "country": "", "city": "", "first_name": ""}


def hit(number, party, score=900):
    return WaitingHit(number, number, party, "Kiel", "DE", "eu", f"E{party}", "", party, score, TOLD, None)


def work(hits, count=None):
    return HitWorklist(tuple(hits), len(hits) if count is None else count)


@pytest.fixture
def card(qtbot):
    made = HitsCard(lambda: date(2026, 3, 2), may_release=True)
    qtbot.addWidget(made)
    made.show_hits(work([hit(1, "Nord"), hit(2, "Sued")]))
    made.table.select_row(1)
    made.form.set_values({"reason": "another firm"})
    return made


def test_a_likelier_hit_does_not_come_under_the_cursor(card):
    card.show_hits(work([hit(3, "Ost", 990), hit(1, "Nord"), hit(2, "Sued")]))
    assert card.hit().party == "Sued"
    assert card.form.text("reason") == "another firm"


def test_the_reason_for_a_hit_that_is_gone_is_not_kept_for_the_next(card):
    card.show_hits(work([hit(1, "Nord"), hit(4, "West")]))
    assert card.hit().party == "West"
    assert card.form.text("reason") == ""


def test_of_more_hits_than_it_shows_the_card_tells_how_many_wait(card):
    card.show_hits(work([hit(1, "Nord"), hit(4, "West")], 1_502))
    assert card.accessibleName() == "1,502 hits wait, the likest 2 of them here"
