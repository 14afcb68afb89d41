"""Files of prices say whether they are with VAT: one that says otherwise than its list is not read in."""

from __future__ import annotations

import pytest

from app.domain.price_inputs import PriceListInput
from app.domain.rights import SYSTEM
from app.messages import text_of
from app.services.prices import create_price_list
from tests.helpers.import_office import make_import_office


@pytest.fixture
def firm(work, tmp_path):
    office = make_import_office(work, country="DE", currency="EUR")
    path = tmp_path / "products.csv"
    path.write_text("sku;name;unit\nA-1;Lamp;pc\nA-2;Chair;pc\n")
    office.import_file("products", path)
    with work.begin(actor=SYSTEM) as uow:
        create_price_list(
            uow, PriceListInput(code="SHOP", name="Shop", kind="general", currency="EUR", includes_tax=True)
        )
    return office


def test_a_price_goes_into_a_list_of_its_kind_alone(firm, tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text(
        "sku;price;list;prices include VAT\n"
        "A-1;19.99;SHOP;yes\nA-2;16.80;SHOP;no\nA-2;20.00;SHOP;\nA-1;16.80;;no\nA-2;9.99;;yes\n"
    )
    report = firm.import_file("prices", path)
    assert {reason.code: reason.count for reason in report.refused} == {"price-tax-differs": 2}
    assert "with VAT" in text_of("import.price-tax-differs", {"value": "16.80"})
    found = firm.rows(
        "select p.sku, l.includes_tax, r.price_micro from price_row r join product p on p.id = r.product_id"
        " join price_list l on l.id = r.price_list_id order by 1, 3"
    )
    assert [(sku, bool(taxed), price) for sku, taxed, price in found] == [
        ("A-1", False, 16_800_000), ("A-1", True, 19_990_000), ("A-2", True, 20_000_000),
    ]  # fmt: skip
