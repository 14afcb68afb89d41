"""Files of prices: into which list a row goes, and which row is told when one is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.price_inputs import PriceListInput
from app.domain.rights import SYSTEM
from app.services.prices import create_price_list
from tests.helpers.import_office import SAMPLES, make_import_office
from tests.services.importing.test_records import outcomes, reasons, written


@pytest.fixture
def stocked(work):
    """Products A-1 and A-2, customer 10001."""
    office = make_import_office(work, country="DE", currency="EUR")
    office.import_file("products", SAMPLES / "products_windows.csv")
    office.import_file("customers", SAMPLES / "customers_german.csv")
    return office


def prices(firm):
    """List, article and price of what holds."""
    return firm.rows(
        "select l.code, p.sku, r.price_micro / 1000000 from price_row r join product p on p.id = r.product_id"
        " join price_list l on l.id = r.price_list_id where r.replaced_at_version is null order by 1, 2"
    )


def test_a_refused_price_is_the_wrong_one_where_others_are_there_already(stocked, tmp_path):
    heads = "sku;price;from;valid from\n"
    stocked.import_file("prices", written(tmp_path, f"{heads}A-1;280,00;10;\nA-2;900,00;10;\n"))
    again = f"{heads}A-1;280,00;10;\nA-1;270,00;20;\nA-2;890,00;10;01.02.2026\nA-2;870,00;20;\n"
    report = stocked.import_file("prices", written(tmp_path, again))
    assert outcomes(report) == ["present", "created", "created"]
    assert [(reason.count, [row.row for row in reason.examples]) for reason in report.refused] == [(1, [4])]


def test_prices_go_into_the_list_for_everybody_and_a_customers_into_his_own_of_the_firms_currency(
    stocked, tmp_path
):
    (customer_id,) = (row[0] for row in stocked.rows("select id from customer where number = '10001'"))
    plain = PriceListInput(code="AT", name="Austria", kind="general", currency="EUR", country="AT")
    with stocked.work.begin(actor=SYSTEM) as uow:
        create_price_list(uow, plain)
        create_price_list(uow, replace(plain, code="FLOOR", country="", purpose="floor"))
        create_price_list(uow, replace(plain, code="ENDED", country="", valid_to=date(2020, 1, 1)))
        own = {"kind": "contract", "customer_id": customer_id, "country": ""}
        create_price_list(uow, replace(plain, code="C-10001", currency="USD", **own))
        create_price_list(uow, replace(plain, code="C-FLOOR", purpose="floor", **own))
    text = "sku;price;customer;currency;list\nA-1;299,00;;;\nA-1;250,00;10001;EUR;\nA-1;1,00;;EUR;C-10001\n"
    report = stocked.import_file("prices", written(tmp_path, text))
    assert reasons(report) == {"price-currency-differs": 1}
    assert ("LIST", "A-1", 299) in prices(stocked)
    assert ("C-10001-2", "A-1", 250) in prices(stocked)
    assert {code for code, *_rest in prices(stocked)} == {"LIST", "C-10001-2"}
