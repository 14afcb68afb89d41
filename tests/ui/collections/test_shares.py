"""The shares of what is owed are rounded, not cut off."""

from __future__ import annotations

from app.domain.aging import Aging
from app.views.collections.aging_card import AgingCard


def test_the_shares_of_the_buckets_are_rounded(qtbot):
    card = AgingCard()
    qtbot.addWidget(card)
    card.show_aging(Aging(4696, 4381, 572, 316, 35), "EUR")
    shares = [bar.text.rpartition(" · ")[2] for bar in card.bars.bars()]
    assert shares == ["47 %", "44 %", "6 %", "3 %", "0 %"]
