"""The demo firm makes to measure: components in stock and in the price list, articles with their product models."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services.demo.components import CONFIGURABLE, components, make_components
from app.services.demo.make import make_demo_office
from app.services.product_models import definition_of, read_configurable, read_model_for
from app.services.verify import verify
from db.schema.prices import PriceRow
from db.schema.products import Product
from db.schema.stock import Stock


def test_the_firm_has_what_its_product_models_take(work: Any) -> None:
    office = make_demo_office(work, seed=3)
    make_components(office)
    with work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()
        configurable = {row.sku: row for row in read_configurable(view)}
        assert configurable.keys() == CONFIGURABLE.keys()
        for sku, folder in CONFIGURABLE.items():
            model = read_model_for(view, configurable[sku].id)
            assert model is not None
            assert model.code == folder
            assert definition_of(model.files, model.content_hash).code == folder
        made = sa.select(Product.id).where(Product.sku.in_([each.data.sku for each in components("en")]))
        priced = view.db.execute(sa.select(PriceRow.product_id).where(PriceRow.product_id.in_(made))).all()
        stocked = view.db.execute(sa.select(Stock.on_hand_micro).where(Stock.product_id.in_(made))).scalars()
        assert len(priced) == len(components("en"))
        assert len([level for level in stocked if level > 0]) == sum(
            each.stock > 0 for each in components("en")
        )


def test_components_have_german_names_and_families() -> None:
    english, german = components("en"), components("de")
    assert [each.data.sku for each in english] == [each.data.sku for each in german]
    assert {each.data.family for each in english}.isdisjoint(each.data.family for each in german)
    assert all(each.data.name for each in german)
