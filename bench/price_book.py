"""A price book of the size that the budgets name, keyed through the services on top of the demo firm's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services.prices import (
    PriceListInput,
    PriceRowInput,
    add_price_rows,
    create_price_list,
    read_price_lists,
)
from app.services.setup.firm import read_firm
from app.services.unit_of_work import Reading, Work
from bench.drafts import read_customers, read_sellable
from db.schema.prices import PriceRow

ROWS = 50_000
BREAKS = (7, 23, 61, 151, 401)  # none that the demo firm uses
STEP_PPM = 15_000  # each break is so much cheaper than the one before
LISTS_MAX = 200


def fill_price_book(work: Work, rows: int = ROWS) -> None:
    """Breaks on the lists that are there, then customers' own lists, until there are so many rows in force."""
    with work.reading(actor=SYSTEM) as view:
        missing = rows - _count(view)
        if missing <= 0:
            return
        products = read_sellable(view)
        prices = _first_prices(view, products)
    for list_id in _lists(work):
        batch = [row for product_id in products for row in _breaks(product_id, prices[product_id])][:missing]
        with work.begin(actor=SYSTEM) as uow:
            add_price_rows(uow, list_id, batch)
        missing -= len(batch)
        if missing <= 0:
            return


def _count(view: Reading) -> int:
    return int(
        view.db.execute(
            sa.select(sa.func.count()).select_from(PriceRow).where(PriceRow.replaced_at_version.is_(None))
        ).scalar_one()
    )


def _first_prices(view: Reading, products: Sequence[int]) -> dict[int, int]:
    """The price of one base unit, by product."""
    statement = (
        sa.select(PriceRow.product_id, sa.func.max(PriceRow.price_micro / PriceRow.per))
        .where(PriceRow.product_id.in_(products), PriceRow.replaced_at_version.is_(None))
        .group_by(PriceRow.product_id)
    )
    return {product_id: int(price) for product_id, price in view.db.execute(statement)}


def _breaks(product_id: int, price_micro: int) -> Iterator[PriceRowInput]:
    for number, least in enumerate(BREAKS, start=1):
        cheaper = price_micro * (MICRO - number * STEP_PPM) // MICRO
        yield PriceRowInput(product_id=product_id, price_micro=cheaper, min_quantity_micro=least * MICRO)


def _lists(work: Work) -> Iterator[int]:
    """The ids of the lists that everybody or a group has, then new ones of single customers."""
    with work.reading(actor=SYSTEM) as view:
        known = [card for card in read_price_lists(view) if card.active]
        firm = read_firm(view)
        customers = dict.fromkeys(read_customers(view, LISTS_MAX, seed=0))
    yield from (card.id for card in known if card.kind != "contract")
    assert firm is not None, "the firm was made before"
    for customer_id in customers:
        data = PriceListInput(
            code=f"BENCH-{customer_id}",
            name=f"Contract {customer_id}",
            kind="contract",
            currency=firm.currency,
            customer_id=customer_id,
        )
        with work.begin(actor=SYSTEM) as uow:
            list_id = create_price_list(uow, data)
        yield list_id
