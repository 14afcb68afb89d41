"""A model says its prices in currencies that all documents which use them can take over."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.messages import text_of_error
from app.services.configurations import keep_configuration
from app.services.configured_lines import read_configured
from app.services.product_models import release_version, save_model
from db.schema.prices import PriceList
from tests.helpers.order_office import CLERK, OWNER, micro
from tests.helpers.shelf_model import YAML, shelf

BASE = "amount: 100"
ABROAD = YAML.replace(BASE, "amount: 100, list: ABROAD, currency: CHF")


def release(desk, text: str) -> int:
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, {"model.yaml": text})
        release_version(uow, draft.id, version=1)
    return draft.id


@pytest.mark.parametrize("text", [YAML.replace(BASE, "amount: 100, currency: CHF"), ABROAD])
def test_a_price_that_some_document_could_not_take_over_is_refused(desk, text):
    assert text != YAML
    with pytest.raises(RefusedError) as refused:
        release(desk, text)
    assert refused.value.code == "product_model.currency"
    assert "CHF" in text_of_error(refused.value)
    assert "EUR" in text_of_error(refused.value)


def test_a_list_in_another_currency_has_prices_in_it(desk):
    with desk.begin(OWNER) as uow:
        uow.db.execute(
            sa.insert(PriceList).values(code="ABROAD", name="Abroad", kind="general", currency="CHF")
        )
    assert release(desk, ABROAD)


def test_costs_in_the_firms_currency_count_whether_it_is_named_or_not(desk):
    for text in (YAML, YAML.replace("prices:", "currency: EUR\nprices:", 1)):
        version = release(desk, text.replace(BASE, "amount: 100, cost: 37"))
        with desk.begin(CLERK) as uow:
            key = keep_configuration(uow, version, shelf())
            assert read_configured(uow, [key])[key].cost_micro == micro("37")
