"""In which currencies a model may say its prices: those that every document which uses them can take over."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.product_models.definition import ComponentDef, ProductDefinition
from app.services.letterhead import read_firm
from app.services.unit_of_work import UnitOfWork
from db.schema.prices import PriceList
from db.statements import table_of

_LIST = table_of(PriceList).c


def require_known_currencies(uow: UnitOfWork, definition: ProductDefinition) -> None:
    """RefusedError `product_model.currency` with the first price that some document could not take over.

    What names a list counts in its documents alone, which are in the firm's currency or in the list's; all else in
    those of every currency.
    """
    home = read_firm(uow)["currency"]
    lists = uow.db.execute(sa.select(_LIST.code, _LIST.currency))
    of_lists = {row.code: row.currency for row in lists}
    for code, price_list, currency in _amounts(definition):
        if currency not in {"", home, of_lists.get(price_list, "")}:
            raise RefusedError(
                "product_model.currency", model=definition.code, price=code, currency=currency, home=home
            )


def _amounts(definition: ProductDefinition) -> Iterator[tuple[str, str, str]]:
    """Code, price list and currency of whatever costs something."""
    for component in (definition.product, *definition.components):
        for row in component.prices:
            yield row.code, row.price_list, row.currency or definition.currency
        yield from ((code, "", definition.currency) for code in _priced_options(component))


def _priced_options(component: ComponentDef) -> Iterator[str]:
    for group in component.groups:
        for option in group.options:
            if option.price is not None or option.cost is not None:
                yield f"{group.code}.{option.code}"
