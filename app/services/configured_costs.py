"""What a configuration costs the firm: by the rows of its prices, else by its articles and its work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

import sqlalchemy as sa

from app.domain.configured import ConfiguredFacts
from app.domain.money import MICRO
from app.domain.rounding import divide_half_up
from app.services.costs import read_costs
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import Product
from db.statements import table_of

_PRODUCT = table_of(Product).c
_MINUTES = 60


def read_article_costs(view: Reading, articles: Collection[str]) -> dict[str, int]:
    """What a base unit of the articles costs today, by SKU, in millionths; those that are known."""
    if not articles:
        return {}
    statement = sa.select(_PRODUCT.id, _PRODUCT.sku).where(among(view.db, _PRODUCT.sku, sorted(articles)))
    skus = {row.id: row.sku for row in view.db.execute(statement)}
    return {skus[id_]: cost.cost_micro for id_, cost in read_costs(view, sorted(skus)).items()}


def cost_micro(facts: ConfiguredFacts, articles: Mapping[str, int], home: str) -> int | None:
    """What a piece costs in the firm's currency `home`, to six decimals; None where something of it is not known.

    Where every share says what it costs, their sum; else its articles at their costs, and its work by the hour without
    the setting up, which all pieces share (`setup_micro`).
    """
    shares = _shares(facts, home)
    if shares is not None:
        return _micro(shares)
    if not (facts.bom or facts.operations) or any(line.article not in articles for line in facts.bom):
        return None
    goods = sum((line.quantity * Fraction(articles[line.article], MICRO) for line in facts.bom), Fraction(0))
    work = sum((each.minutes * each.hourly / _MINUTES for each in facts.operations), Fraction(0))
    return _micro(goods + work)


def setup_micro(facts: ConfiguredFacts, home: str) -> int:
    """What setting up costs once, in the firm's currency `home`, to six decimals; 0 where shares say what they cost."""
    if _shares(facts, home) is not None:
        return 0
    return _micro(sum((each.setup * each.hourly / _MINUTES for each in facts.operations), Fraction(0)))


def _shares(facts: ConfiguredFacts, home: str) -> Fraction | None:
    """What all shares cost together; None where one of them does not say."""
    shares = [cost for cost, currency in facts.costs if currency in {"", home} and cost is not None]
    return sum(shares, Fraction(0)) if facts.costs and len(shares) == len(facts.costs) else None


def _micro(amount: Fraction) -> int:
    micro = amount * MICRO
    return divide_half_up(micro.numerator, micro.denominator)
