"""A licence's value counts in its own currency, an order's worth at the rate that the order keeps; both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import RefusedError
from app.domain.rights import SYSTEM
from app.services.goods.export_licences import update_export_licence
from tests.helpers.goods import refused_codes
from tests.helpers.order_office import CHAIR
from tests.services.goods.test_export_licences import (
    PERMIT,
    ZURICH,
    card,
    codes,
    desk,  # noqa: F401 - the fixture
    is_sound,
    licence,
    refusal,
)
from tests.services.orders.test_foreign_orders import FRIDAY, set_rate

CHF = "CHF 0.95 EUR 2026-02-27 typed"
VALUE = replace(PERMIT, quantity_micro=None, value_minor=100_000)


@pytest.fixture
def rated(desk):  # noqa: F811
    """Francs and dollars have rates of Friday; dollars another one since."""
    set_rate(desk.work, "CHF", 950_000_000, FRIDAY)
    set_rate(desk.work, "USD", 1_050_000_000, FRIDAY)
    set_rate(desk.work, "USD", 1_500_000_000, date(2026, 3, 1))
    return desk


def in_francs(desk, quantity=2):  # noqa: F811
    return desk.key((CHAIR, quantity), customer=ZURICH, exchange=CHF)


def amount(desk, order_id):  # noqa: F811
    return sum(line["amount_minor"] for line in desk.lines(order_id))


def test_an_order_in_francs_draws_euros_at_its_own_rate(rated):
    licence(rated, VALUE)
    order_id = in_francs(rated)
    rated.confirm(order_id)
    assert card(rated).used_minor == round(amount(rated, order_id) / 0.95)
    assert is_sound(rated)


def test_an_order_in_francs_draws_dollars_at_the_rates_of_its_own_day(rated):
    licence(rated, replace(VALUE, currency="USD"))
    order_id = in_francs(rated)
    rated.confirm(order_id)
    euros = round(amount(rated, order_id) / 0.95)
    assert card(rated).used_minor == round(euros * 1.05)
    rated.amend(order_id, rated.set_quantity(order_id, 0, 1))
    assert card(rated).used_minor == round(round(amount(rated, order_id) / 0.95) * 1.05)
    assert is_sound(rated)


def test_what_francs_are_worth_decides_whether_a_licence_suffices(rated):
    id_ = licence(rated, VALUE)
    order_id = in_francs(rated)
    euros = round(amount(rated, order_id) / 0.95)
    for value, told in ((euros, []), (euros - 1, ["export.licence_short"])):
        with rated.begin(SYSTEM) as uow:
            update_export_licence(uow, id_, replace(VALUE, value_minor=value), version=card(rated).version)
        assert codes(rated, order_id) == told
    assert amount(rated, order_id) < euros - 1, "the order's own figure would have been let pass"


def test_a_licence_in_a_currency_without_a_rate_of_the_day_holds_the_order(rated):
    set_rate(rated.work, "NOK", 11_000_000_000, date(2026, 1, 2))
    licence(rated, replace(VALUE, currency="NOK"))
    assert refusal(rated.confirm, in_francs(rated)) == {"export.licence_unrated"}
    assert card(rated).used_minor == 0


def test_the_currency_of_a_licence_is_one_with_rates_and_stays_once_orders_drew_on_it(rated):
    assert refusal(licence, rated, replace(VALUE, currency="XYZ")) == {"export_licence.currency_unknown"}
    id_ = licence(rated, VALUE)
    assert card(rated).terms.currency == "EUR"
    with rated.begin(SYSTEM) as uow:
        update_export_licence(uow, id_, replace(VALUE, currency="usd"), version=1)
    rated.confirm(in_francs(rated))
    with pytest.raises(RefusedError) as refused, rated.begin(SYSTEM) as uow:
        update_export_licence(uow, id_, VALUE, version=2)
    assert refused_codes(refused.value) == {"export_licence.currency_used"}
    assert card(rated).terms.currency == "USD"
