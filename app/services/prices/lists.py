"""Price list cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.price_inputs import PriceListInput, check_price_list
from app.domain.products import SHORT_LENGTH
from app.i18n import _
from app.services.history import difference
from app.services.settings_store import bump_rules_version
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.prices import PriceList, PriceRow
from db.statements import insert_row, update_version

GENERAL_CODE = "LIST"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListCard(PriceListInput):
    """A price list as it stands; a `draft` is used by no order."""

    id: int
    version: int
    draft: bool = False


def read_price_lists(view: Reading) -> tuple[PriceListCard, ...]:
    """Every price list: contracts, then groups, then general ones, by code."""
    order = sa.case({"contract": 0, "group": 1}, value=PriceList.kind, else_=2)
    rows = view.db.execute(sa.select(PriceList.__table__).order_by(order, PriceList.code)).mappings()
    return tuple(PriceListCard(**row) for row in rows)


def create_price_list(uow: UnitOfWork, data: PriceListInput, *, draft: bool = False) -> int:
    """Make a price list, or the draft of one; its id."""
    uow.actor.require("price.edit")
    bump_rules_version(uow)  # first: it holds off whoever closes a circle of lists at the same moment
    _check(uow, data, id=0, draft=draft)
    values = asdict(data) | ({"draft": True} if draft else {})
    id_ = insert_row(uow.db, PriceList, values)
    uow.audit("price", id_, before={}, after=values)
    uow.changed("price", id_, version=1)
    return id_


def general_list(uow: UnitOfWork, currency: str) -> int:
    """The id of the first list of prices for everybody in this currency, without tax; made when there is none."""
    cards = read_price_lists(uow)
    for card in cards:
        if card.kind == "general" and takes_prices(card, currency) and _is_for_everybody(card, uow.today):
            return card.id
    code = unused_code(GENERAL_CODE, cards)
    return create_price_list(
        uow, PriceListInput(code=code, name=_("List prices"), kind="general", currency=currency)
    )


def takes_prices(card: PriceListCard, currency: str) -> bool:
    """Whether prices in this currency that somebody brings belong into the list: it is in use, and sells."""
    is_used = card.active and not card.draft
    return is_used and card.purpose == "sell" and card.currency == currency


def _is_for_everybody(card: PriceListCard, today: date) -> bool:
    """Without tax, made of no other, for no channel or country alone, and not over."""
    is_narrow = card.includes_tax or card.parent_id is not None or card.channel or card.country
    return not is_narrow and (card.valid_to is None or card.valid_to >= today)


def unused_code(wanted: str, cards: Iterable[PriceListCard]) -> str:
    """The code, with a number behind it where a list has it already."""
    taken, number, code = {card.code for card in cards}, 2, wanted
    while code in taken:
        code, number = f"{wanted[: SHORT_LENGTH - 4]}-{number}", number + 1
    return code


def update_price_list(uow: UnitOfWork, id: int, data: PriceListInput, *, version: int) -> int:
    """Change a price list's head; the new version."""
    uow.actor.require("price.edit")
    bump_rules_version(uow)
    before = next((card for card in read_price_lists(uow) if card.id == id), None)
    if before is None:
        raise NotFoundError("document.not_found", kind="price", id=id)
    _check(uow, data, id=id, draft=before.draft)
    new_version = update_version(uow.db, PriceList, id=id, version=version, values=asdict(data), kind="price")
    old, new = difference(before, data)
    uow.audit("price", id, before=old, after=new)
    uow.changed("price", id, version=new_version)
    return new_version


def _check(uow: UnitOfWork, data: PriceListInput, *, id: int, draft: bool) -> None:
    taken = uow.db.execute(
        sa.select(PriceList.id).where(PriceList.code == data.code, PriceList.id != id)
    ).first()
    found = Findings("price")
    found.block(taken, "code_taken", "code", code=data.code)
    if id and data.kind != "contract":
        agreed = sa.select(PriceRow.id).where(
            PriceRow.price_list_id == id, PriceRow.agreed_micro.is_not(None)
        )
        found.block(
            uow.db.execute(agreed.where(PriceRow.replaced_at_version.is_(None)).limit(1)).first(),
            "kind_agreed",
            "kind",
        )
    made = [card for card in read_price_lists(uow) if id and card.parent_id == id]
    taxed = ", ".join(card.code for card in made if card.includes_tax != data.includes_tax)
    found.block(taxed, "children_tax", "includes_tax", codes=taxed)
    foreign = ", ".join(card.code for card in made if card.currency != data.currency)
    found.block(foreign, "children_currency", "currency", codes=foreign)
    if data.parent_id is not None:
        lists = {card.id: card for card in read_price_lists(uow)}
        _check_parent(found, lists, data, id)
        parent = lists.get(data.parent_id)
        found.block(not draft and parent is not None and parent.draft, "parent_draft", "parent_id")
    refuse_blocked("price", (*check_price_list(data), *found.all))


def _check_parent(found: Findings, lists: Mapping[int, PriceListCard], data: PriceListInput, id: int) -> None:
    """A list is made of one in the same currency, and never of itself, over whatever way."""
    parent = lists.get(data.parent_id or 0)
    found.block(parent is None, "parent_unknown", "parent_id")
    way: list[PriceListCard] = []
    while parent is not None and parent not in way:
        way.append(parent)
        circle = " → ".join(each.code for each in (*reversed(way), parent))
        found.block(parent.id == id, "parent_circle", "parent_id", way=circle)
        parent = lists.get(parent.parent_id or 0)
    other = bool(way) and way[0].currency != data.currency
    found.block(other, "parent_currency", "parent_id", code=way[0].code if way else "")
    is_taxed = bool(way) and way[0].includes_tax != data.includes_tax
    found.block(is_taxed, "parent_tax", "includes_tax", code=way[0].code if way else "")
