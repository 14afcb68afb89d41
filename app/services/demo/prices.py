"""Price lists with quantity breaks, group lists, two contracts, discount rules, customers' part numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.domain.money import MICRO
from app.domain.rounding import divide_half_up
from app.i18n import _, current_language
from app.services.demo.catalogue import RangeProduct
from app.services.demo.office import OWNER, DemoOffice
from app.services.demo.words import family_name
from app.services.prices import (
    DiscountInput,
    PriceListInput,
    PriceRowInput,
    add_price_rows,
    create_discount,
    create_price_list,
)
from app.services.products import set_customer_part
from app.services.unit_of_work import UnitOfWork

BREAKS = ((5, 950_000), (20, 900_000))  # from 5 on 5 % less, from 20 on 10 % less
PART_NUMBERS = 12


def make_prices(office: DemoOffice, products: Sequence[RangeProduct], *, since: date) -> None:
    """Make the price book as of the first day of the history."""
    priced = [(id_, each.price_micro) for id_, each in zip(office.products, products, strict=True)]
    office.write(OWNER, _general, priced, since)
    office.write(OWNER, _groups, priced, since)
    office.write(OWNER, _contracts, office, priced, since)
    office.write(OWNER, _discounts)


def _general(uow: UnitOfWork, priced: Sequence[tuple[int, int]], since: date) -> None:
    head = PriceListInput(code="LIST", name=_("List price"), kind="general", currency="EUR", valid_from=since)
    rows = [PriceRowInput(product_id=id_, price_micro=price) for id_, price in priced]
    rows += [
        PriceRowInput(product_id=id_, price_micro=_less(price, factor), min_quantity_micro=quantity * MICRO)
        for id_, price in priced
        for quantity, factor in BREAKS
        if id_ % 3
    ]
    add_price_rows(uow, create_price_list(uow, head), rows)


def _groups(uow: UnitOfWork, priced: Sequence[tuple[int, int]], since: date) -> None:
    for group, name, factor, every in (
        ("DEALER", _("Dealers"), 820_000, 1),
        ("PUBLIC", _("Public authorities"), 930_000, 2),
    ):
        head = PriceListInput(
            code=group, name=name, kind="group", price_group=group, currency="EUR", valid_from=since
        )
        rows = [
            PriceRowInput(product_id=id_, price_micro=_less(price, factor)) for id_, price in priced[::every]
        ]
        add_price_rows(uow, create_price_list(uow, head), rows)


def _contracts(uow: UnitOfWork, office: DemoOffice, priced: Sequence[tuple[int, int]], since: date) -> None:
    """Two customers have a frame contract over what they usually buy, and numbers of their own for it."""
    prices = dict(priced)
    for place, customer in enumerate(office.customers[:2]):
        head = PriceListInput(
            code=f"CONTRACT-{place + 1}",
            name=_("Frame contract {year}").format(year=since.year + 1),
            kind="contract",
            customer_id=customer.id,
            currency="EUR",
            valid_from=since,
        )
        rows = [
            PriceRowInput(product_id=id_, price_micro=_less(prices[id_], 760_000)) for id_ in customer.usual
        ]
        add_price_rows(uow, create_price_list(uow, head), rows)
        for number, id_ in enumerate(customer.usual[:PART_NUMBERS], start=1):
            code = f"{4711 + place * 1000}-{number:03d}"
            set_customer_part(uow, customer_id=customer.id, product_id=id_, code=code)


def _discounts(uow: UnitOfWork) -> None:
    screens, boards = (family_name(name, current_language()) for name in ("Screens", "Boards"))
    for data in (
        DiscountInput(name=_("Project business 12 %"), price_group="PROJECT", discount_ppm=120_000),
        DiscountInput(name=_("Screens 8 %"), family=screens, discount_ppm=80_000),
        DiscountInput(
            name=_("Dealers, boards 5 %"), price_group="DEALER", family=boards, discount_ppm=50_000
        ),
    ):
        create_discount(uow, data)


def _less(price_micro: int, factor_ppm: int) -> int:
    """The price times the factor, to whole cents."""
    return divide_half_up(price_micro * factor_ppm, MICRO * 10_000) * 10_000
