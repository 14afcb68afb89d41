"""What holds for all prices, by keys."""

from __future__ import annotations

from app.domain.rights import SYSTEM
from app.services.settings_store import read_firm_settings, write_firm_settings
from tests.helpers.firm_facts import make_firm
from tests.helpers.window import ALT, CTRL, KEY


def stored(work):
    with work.reading(actor=SYSTEM) as view:
        settings = read_firm_settings(view)
    return settings["price.day"], settings["sales.channels"]


def test_the_day_of_prices_and_the_channels_are_kept(window, work):
    make_firm(work)
    window.show("prices")
    window.ask("price.open", page="setting")
    window.page.form.focus()
    window.press(KEY.Key_Down)
    window.key_field("prices:channels", "phone,web ,, phone")
    window.press(KEY.Key_S, CTRL)
    assert stored(work) == ("requested", "phone, web")
    assert window.page.form.text("channels") == "phone, web"


def test_the_rounding_of_taxes_is_chosen(window, work):
    make_firm(work)
    window.show("prices")
    window.ask("price.open", page="setting")
    window.page.form.widget("rounding").setFocus()
    window.press(KEY.Key_Down)
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        assert read_firm_settings(view)["tax.rounding"] == "line"


def test_which_rate_advances_have_is_kept(window, work):
    make_firm(work)
    window.show("prices")
    window.ask("price.open", page="setting")
    window.page.form.focus("advances")
    window.press(KEY.Key_Down)
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        assert read_firm_settings(view)["tax.advance_rate"] == "receipt"


def test_a_channel_that_is_too_long_is_told_and_nothing_is_kept(window, work):
    make_firm(work)
    window.show("prices")
    window.ask("price.open", page="setting")
    window.key_field("prices:channels", "web, " + "x" * 41)
    window.press(KEY.Key_S, CTRL)
    assert "longer than 40 letters" in window.page.form.errors()["channels"]
    assert stored(work) == ("order", "")


def test_where_sums_are_rounded_to_coins_is_chosen(window, work):
    make_firm(work)
    window.show("prices")
    window.ask("price.open", page="setting")
    window.page.form.widget("cash").setFocus()
    window.press(KEY.Key_Down, times=2)
    window.key_field("prices:coins", "chf 0,05; DKK 0.5")
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        settings = read_firm_settings(view)
    assert (settings["cash.rounding"], settings["cash.coins"]) == ("all", "CHF 0.05; DKK 0.5")


def test_coins_that_cannot_be_read_are_told_and_nothing_is_kept(window, work):
    make_firm(work)
    window.show("prices")
    window.ask("price.open", page="setting")
    window.key_field("prices:coins", "five cents")
    window.press(KEY.Key_S, CTRL)
    assert "CHF 0.05" in window.page.form.errors()["coins"]
    with work.reading(actor=SYSTEM) as view:
        assert read_firm_settings(view)["cash.coins"] == "CHF 0.05"


def other_desk_writes(work, **values):
    """In the moment before this desk hears of it."""
    with work.begin(actor=SYSTEM) as uow:
        write_firm_settings(uow, {f"price.{name}": value for name, value in values.items()})


def test_what_another_desk_changed_meanwhile_is_not_written_over(window, work):
    make_firm(work)
    window.show("prices")
    window.ask("price.open", page="setting")
    window.page.context.bus.blockSignals(True)
    other_desk_writes(work, day="today")
    window.key_field("prices:channels", "web")
    window.press(KEY.Key_S, CTRL)
    assert stored(work) == ("today", "web"), "only what was keyed here"


def test_the_same_setting_changed_on_two_desks_is_shown_with_both(window, work):
    make_firm(work)
    window.show("prices")
    window.ask("price.open", page="setting")
    window.page.context.bus.blockSignals(True)
    window.page.form.focus()
    window.press(KEY.Key_Down)
    other_desk_writes(work, day="today")
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert stored(work)[0] == "today"
    assert "the order's day" not in window.page.form.errors()["day"]
    window.press(KEY.Key_2, ALT)
    window.press(KEY.Key_S, CTRL)
    assert stored(work)[0] == "requested", "mine is kept, knowing theirs"
