"""The firm's own cards: letterhead, people, warehouses with bins."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from app.domain.issues import Severity
from app.i18n import _, current_language
from app.services.check_settings import CheckInput, read_check_cards, update_check
from app.services.demo import words
from app.services.demo.office import OWNER, DemoOffice
from app.services.people import UserInput, create_user
from app.services.setup import FirmInput, WarehouseInput, add_bins, create_firm, create_warehouse
from app.services.setup.warehouses import read_warehouses, update_warehouse
from app.services.unit_of_work import UnitOfWork
from db.schema.stock import Bin, Stock

AISLES = {"HAM": "ABCDEFGH", "LDS": "ABCD", "LYO": "ABCD"}
PEOPLE = (
    UserInput(name="jonas", full_name="Jonas Petersen", email="jonas@linea-office.example", roles=("sales",)),
    UserInput(name="katrin", full_name="Katrin Vogel", email="katrin@linea-office.example", roles=("sales",)),
    UserInput(name="emma", full_name="Emma Marsh", email="emma@linea-office.example", roles=("sales",)),
    UserInput(name="ole", full_name="Ole Hansen", email="ole@linea-office.example", roles=("warehouse",)),
    UserInput(
        name="svenja", full_name="Svenja Brandt", email="svenja@linea-office.example", roles=("bookkeeper",)
    ),
)


def make_firm(office: DemoOffice) -> None:
    """Make the firm with its people and three warehouses."""
    office.write(OWNER, _make)
    cards = office.read(read_warehouses)
    office.warehouses = tuple(card.facts.id for card in sorted(cards, key=lambda card: card.facts.id))


def _make(uow: UnitOfWork) -> None:
    create_firm(uow, _firm())
    first = read_warehouses(uow)[0].facts
    update_warehouse(uow, first.id, _HAMBURG, version=first.version)
    ids = [first.id, create_warehouse(uow, _LEEDS), create_warehouse(uow, _LYON)]
    for id_, aisles in zip(ids, AISLES.values(), strict=True):
        codes = [f"{aisle}-{bay:02d}-{level}" for aisle in aisles for bay in range(1, 13) for level in "123"]
        add_bins(uow, id_, codes)
    for person in PEOPLE:
        create_user(uow, person)
    _note_other_countries(uow)


def _note_other_countries(uow: UnitOfWork) -> None:
    """Goods come from three countries on most days here: that is a note, not a warning to be accepted each time."""
    card = next(card for card in read_check_cards(uow) if card.code == "order.ships_from_elsewhere")
    wish = CheckInput(is_on=True, severity=Severity.INFO.value, owner=card.owner)
    update_check(uow, card.id, wish, version=card.version)


def place_in_bins(office: DemoOffice) -> None:
    """Give each product its usual bin in each warehouse: products of one family lie together."""
    office.write(OWNER, _place)


def _place(uow: UnitOfWork) -> None:
    bins: dict[int, list[int]] = {}
    for warehouse_id, bin_id in uow.db.execute(sa.select(Bin.warehouse_id, Bin.id).order_by(Bin.id)):
        bins.setdefault(warehouse_id, []).append(bin_id)
    keys = uow.db.execute(
        sa.select(Stock.product_id, Stock.warehouse_id).order_by(Stock.warehouse_id, Stock.product_id)
    ).all()
    rows = [
        {
            "b_product": product_id,
            "b_warehouse": warehouse_id,
            "b_bin": bins[warehouse_id][product_id % len(bins[warehouse_id])],
        }
        for product_id, warehouse_id in keys
    ]
    uow.db.execute(
        sa.update(Stock)
        .where(
            Stock.product_id == sa.bindparam("b_product"), Stock.warehouse_id == sa.bindparam("b_warehouse")
        )
        .values(bin_id=sa.bindparam("b_bin")),
        rows,
    )


def _firm() -> FirmInput:
    """The firm speaks the language of whoever makes it; its figures are the same in each."""
    return FirmInput(
        name="Linea Office Furniture GmbH",
        country="DE",
        currency="EUR",
        street="Am Sandtorkai 48",
        postcode="20457",
        city="Hamburg",
        vat_id="DE136695976",
        tax_number="27/123/45678",
        registration="Amtsgericht Hamburg, HRB 123456",
        phone="+49 40 5550 100",
        email="sales@linea-office.example",
        website="www.linea-office.example",
        bank_name="Hansebank Hamburg",
        iban="DE02120300000000202051",
        bic="BYLADEM1001",
        logo=words.logo(),
        paper_footer=_("Managing directors: {names}. Goods remain ours until they are paid.").format(
            names="Maren Claasen, Jens Lorenzen"
        ),
        language=current_language(),
        warehouse_code="HAM",
        warehouse_name="Hamburg DC",
    )


_HAMBURG = WarehouseInput(
    code="HAM",
    name="Hamburg DC",
    country="DE",
    street="Peutestr. 22",
    postcode="20539",
    city="Hamburg",
    latitude_micro=53_522_000,
    longitude_micro=10_043_000,
    cutoff=dt.time(14, 0),
)
_LEEDS = WarehouseInput(
    code="LDS",
    name="Leeds WH",
    country="GB",
    street="Gelderd Road 118",
    postcode="LS12 6EJ",
    city="Leeds",
    latitude_micro=53_783_000,
    longitude_micro=-1_577_000,
    cutoff=dt.time(13, 0),
)
_LYON = WarehouseInput(
    code="LYO",
    name="Lyon WH",
    country="FR",
    street="rue de Gerland 91",
    postcode="69007",
    city="Lyon",
    latitude_micro=45_731_000,
    longitude_micro=4_832_000,
    cutoff=dt.time(12, 0),
)
