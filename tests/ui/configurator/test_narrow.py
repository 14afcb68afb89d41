"""What a low and narrow window does with sizes and shares of the price."""

from __future__ import annotations

from fractions import Fraction

from app.domain.product_models.results import PriceShare
from app.views.configurator.chips import Chip, ChipStrip
from app.views.configurator.opened import OWN
from app.views.configurator.price_card import PriceCard, waterfall_steps

LONG = "Pedestal on the right: three drawers and a lock"


def test_sizes_stand_closer_together_before_they_take_a_second_row(qtbot):
    strip = ChipStrip("sizes", "Sizes")
    qtbot.addWidget(strip)
    strip.set_chips([Chip(str(1000 + 200 * at), "−42.68") for at in range(5)])
    wide = strip.heightForWidth(400)
    narrow = next(width for width in range(400, 0, -1) if strip.heightForWidth(width) > wide)
    assert narrow < 5 * 54 + 4 * 6


def test_a_low_window_has_a_row_for_each_share_of_the_price(qtbot):
    card = PriceCard("EUR")
    qtbot.addWidget(card)
    card.resize(300, 240)
    card.show()
    shares = [PriceShare(f"s{at}", LONG, Fraction(10)) for at in range(6)]
    card.show_price(Fraction(60), 8, shares, Fraction(1))
    card.waterfall.resize(270, 200)
    assert card.waterfall.heights() == [20] * 7
    assert card.waterfall.text_at(5).startswith(LONG)


def test_what_is_taken_off_a_price_has_the_sign_of_all_differences():
    shares = (PriceShare("a", "Top", Fraction(100)), PriceShare(f"{OWN}0", "Discount", Fraction(-3)))
    steps = waterfall_steps(Fraction(97), shares, "EUR")
    assert [step.text for step in steps] == ["100.00", "−3.00", "97.00"]
