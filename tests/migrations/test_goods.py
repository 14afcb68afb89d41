"""0027 and 0029: articles of an older file are harmless until somebody says otherwise; orders stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.export_control import ExportRule, LicenceTerms
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.goods.carriers import CarrierInput, create_carrier, read_carrier_cards
from app.services.goods.export_licences import create_export_licence, read_export_facts
from app.services.goods.export_rules import create_export_rule
from app.services.orders.context import read_product_facts
from app.services.verify import verify
from tests.helpers.goods import PAINT, set_facts
from tests.helpers.older import unpack_older
from tests.services.verify.damaging import MONDAY


@pytest.fixture
def office(tmp_path: Path):
    path = unpack_older(tmp_path, "0009")
    opened = open_office(f"sqlite:///{path}", clock=FixedClock(MONDAY))
    yield opened
    opened.close()


def test_an_older_files_articles_get_a_danger_and_its_orders_stay(office):
    with office.work.reading(actor=SYSTEM) as view:
        assert verify(view) == (), "the hash of an order without carrier is that of before"
        product_id = view.db.execute(sa.text("select min(id) from product")).scalar_one()
        assert read_product_facts(view, [product_id])[product_id].hazard is None
    set_facts(office.work, product_id, **PAINT, eccn="5A002", commodity_code="84713000", origin_country="DE")
    with office.work.begin(actor=SYSTEM) as uow:
        create_carrier(uow, CarrierInput(code="TANK", name="Tank & Co", hazard_classes="3"))
        create_export_rule(uow, ExportRule("5A", "CH", "licence"))
        create_export_licence(uow, LicenceTerms("DE/17", ("5A002",)))
    with office.work.reading(actor=SYSTEM) as view:
        product = read_product_facts(view, [product_id])[product_id]
        hazard = product.hazard
        assert hazard is not None
        assert (product.eccn, product.origin_country) == ("5A002", "DE")
        facts = read_export_facts(view, 0, country="CH", ship_from="DE")
        assert [licence.number for licence in facts.licences] == ["DE/17"]
        assert read_carrier_cards(view)[0].carrier.may_carry(hazard)
        assert verify(view) == ()
