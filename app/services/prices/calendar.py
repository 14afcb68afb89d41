"""When the price lists hold, or the prices of an article in them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pricing.calendar import BarRow, calendar_of_lists, calendar_of_product
from app.services.pricing import read_rules
from app.services.products import read_product
from app.services.setup import require_firm
from app.services.unit_of_work import Reading


@dataclass(frozen=True, slots=True)
class Calendar:
    """The rows with the codes and names of their lists; `sku` and `unit` of the article, "" for all lists."""

    rows: tuple[BarRow, ...]
    codes: dict[int, str]
    names: dict[int, str]
    sku: str = ""
    unit: str = ""


def read_calendar(view: Reading, product_id: int | None) -> Calendar:
    """Of the active lists in the firm's currency, or of an article's prices in them."""
    ids = [] if product_id is None else [product_id]
    rules = read_rules(view, currency=require_firm(view).currency, product_ids=ids)
    codes = {each.id: each.code for each in rules.lists.values()}
    names = {each.id: each.name for each in rules.lists.values()}
    if product_id is None:
        return Calendar(calendar_of_lists(rules.lists.values()), codes, names)
    product = read_product(view, product_id)
    return Calendar(calendar_of_product(rules, product_id), codes, names, product.sku, product.unit)
