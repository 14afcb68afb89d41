"""What papers say of goods by law."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.domain.dangerous import Hazard
from app.services.documents.words import words_for
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.goods import ExportLicence, ExportLicenceUse
from db.schema.orders import OrderLine
from db.schema.products import Product
from db.statements import table_of

_PRODUCT = table_of(Product).c
_HAZARDS = (
    sa.select(*(_PRODUCT[name] for name in Hazard.__slots__))
    .where(one_of(_PRODUCT.id, ids()), _PRODUCT.un_number != "")
    .order_by(_PRODUCT.un_number, _PRODUCT.sku)
)

_AGES = (
    sa.select(_PRODUCT.age_least, _PRODUCT.sku)
    .where(one_of(_PRODUCT.id, ids()), _PRODUCT.age_least > 0)
    .order_by(_PRODUCT.age_least.desc(), _PRODUCT.sku)
)

_LINE, _USE, _LICENCE = table_of(OrderLine), table_of(ExportLicenceUse), table_of(ExportLicence)
_DRAWN = (
    sa.select(_LICENCE.c.number, _LINE.c.sku)
    .select_from(
        _LINE.join(
            _USE, sa.and_(_USE.c.order_id == _LINE.c.order_id, _USE.c.line_key == _LINE.c.line_key)
        ).join(_LICENCE, _LICENCE.c.id == _USE.c.licence_id)
    )
    .where(one_of(_LINE.c.id, ids()))
    .order_by(_LICENCE.c.number, _LINE.c.position)
)


def dangerous_statements(view: Reading, product_ids: Iterable[int], language: str) -> tuple[str, ...]:
    """A sentence for each dangerous article, as a transport document says it; () where nothing is dangerous."""
    wanted = sorted(set(product_ids))
    if not wanted:
        return ()
    words = words_for(language)
    hazards = dict.fromkeys(Hazard(**row) for row in view.db.execute(_HAZARDS, {"ids": wanted}).mappings())
    told = [
        f"{each.statement} ({words.limited_quantity})" if each.is_limited else each.statement
        for each in hazards
    ]
    return (f"{words.dangerous_goods}:", *told) if told else ()


def age_statements(view: Reading, product_ids: Iterable[int], language: str) -> tuple[str, ...]:
    """For each age that has to be proved at the door, with its articles; the highest first."""
    wanted = sorted(set(product_ids))
    if not wanted:
        return ()
    found: dict[int, list[str]] = {}
    for age, sku in view.db.execute(_AGES, {"ids": wanted}):
        found.setdefault(age, []).append(sku)
    sentence = words_for(language).proof_of_age
    return tuple(sentence.format(age=age, articles=", ".join(skus)) for age, skus in found.items())


def licence_statements(view: Reading, order_line_ids: Iterable[int], language: str) -> tuple[str, ...]:
    """For each export licence that these lines of orders draw on, its number with their articles."""
    wanted = sorted(set(order_line_ids))
    if not wanted:
        return ()
    found: dict[str, list[str]] = {}
    for number, sku in view.db.execute(_DRAWN, {"ids": wanted}):
        found.setdefault(number, []).append(sku)
    sentence = words_for(language).export_licence
    return tuple(
        sentence.format(number=number, articles=", ".join(dict.fromkeys(skus)))
        for number, skus in found.items()
    )
