"""Rows of holds as values, with the order that each is about and the world that it depends on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.domain.credit import class_of
from app.domain.exchange import home_minor
from app.domain.holds import Again, Hold, HoldKind, HoldWorld, Release, Stop, standing
from app.services.credit import CreditFacts, read_credits
from app.services.credit_classes import CLASSES_TEXT, classes_of
from app.services.setup_kept import read_version
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.holds import OrderHold
from db.schema.orders import Order
from db.schema.parties import Customer
from db.schema.screening import ScreeningList
from db.statements import table_of
from db.versions import RULES_VERSION, SETUP_VERSION, version_of

_HOLD, _ORDER, _CUSTOMER = table_of(OrderHold), table_of(Order), table_of(Customer)
NOT_COUNTED = ("draft", "quoted")  # a customer's credit counts confirmed orders
LIVE = _HOLD.c.ended_at.is_(None)
_ONCE = sa.select(sa.literal(1).label("once")).subquery()
_OF_EITHER = sa.or_(
    _HOLD.c.order_id == sa.bindparam("order_id", type_=sa.BigInteger),
    _HOLD.c.customer_id == sa.bindparam("customer_id", type_=sa.BigInteger),
)
_OWN = (
    sa.select(_HOLD, sa.exists().where(ScreeningList.closed_at.is_(None)).label("has_lists"))
    .select_from(_ONCE.outerjoin(_HOLD, sa.and_(LIVE, _OF_EITHER)))
    .order_by(_HOLD.c.id)
)
"""At least one row, also where nothing is held: it says whether there are lists of denied parties, too."""
_OWN_NOW = _OWN.add_columns(
    version_of(RULES_VERSION).scalar_subquery().label("rules_now"),
    version_of(SETUP_VERSION).scalar_subquery().label("setup_now"),
)
_CARDS = (
    sa.select(
        _HOLD,
        _ORDER.c.number,
        _ORDER.c.state,
        _ORDER.c.gross_minor,
        _ORDER.c.exchange,
        _ORDER.c.content_hash,
        _CUSTOMER.c.id.label("whose"),
        _CUSTOMER.c.name,
        _CUSTOMER.c.number.label("customer_number"),
    )
    .select_from(
        _HOLD.outerjoin(_ORDER, _ORDER.c.id == _HOLD.c.order_id).outerjoin(
            _CUSTOMER, _CUSTOMER.c.id == sa.func.coalesce(_ORDER.c.customer_id, _HOLD.c.customer_id)
        )
    )
    .where(LIVE)
    .order_by(_HOLD.c.id)
)
OF_THESE = _CARDS.where(
    sa.or_(one_of(_HOLD.c.order_id, ids("orders")), one_of(_HOLD.c.customer_id, ids("customers")))
)
ALL_LIVE = _CARDS.where(
    sa.or_(_HOLD.c.order_id.is_(None), _ORDER.c.state.in_(("draft", "quoted", "confirmed")))
)


@dataclass(frozen=True, slots=True)
class HoldCard:
    """A live hold with whom it is about; `again` says why it stands, None that it stops nothing now."""

    hold: Hold
    number: str  # of the order; "" for a draft or a customer's hold
    customer_id: int | None
    customer: str
    world: HoldWorld
    again: Again | None

    @property
    def is_standing(self) -> bool:
        """Whether it stops something now."""
        return self.again is not None


def hold_of(row: Any) -> Hold:
    """The hold of a row of its table."""
    release = None
    if row["released_at"] is not None:
        release = Release(
            row["released_by"],
            row["released_at"],
            row["release_reason"],
            row["release_until"],
            row["release_content"],
            row["release_order_minor"],
            row["release_used_minor"],
            row["release_overdue_minor"],
        )
    same = ("id", "reason", "placed_by", "placed_at", "order_id", "customer_id", "cause", "until", "version")
    return Hold(
        kind=HoldKind(row["kind"]),
        stops=frozenset(Stop(each) for each in row["stops"].split(",")),
        release=release,
        **{name: row[name] for name in same},
    )


@dataclass(frozen=True, slots=True)
class OwnHolds:
    """The live holds of an order and of its customer, whether they stand or not; whether parties are screened here."""

    holds: tuple[Hold, ...]
    has_lists: bool


def read_own_holds(view: Reading, order_id: int, customer_id: int | None) -> OwnHolds:
    """What holds an order that is keyed, and whether its parties are screened; one query for both."""
    return _own_holds(_read_own(view, _OWN, order_id, customer_id))


def read_own_now(view: Reading, order_id: int, customer_id: int | None) -> tuple[OwnHolds, int]:
    """The same with the version of the price rules; in the same query that of the set-up, which the view then knows."""
    rows = _read_own(view, _OWN_NOW, order_id, customer_id)
    view.setup_version = read_version(rows[0]["setup_now"])
    return _own_holds(rows), read_version(rows[0]["rules_now"])


def _read_own(view: Reading, statement: sa.Select[Any], order_id: int, customer_id: int | None) -> Any:
    return (
        view.db.execute(statement, {"order_id": order_id, "customer_id": customer_id or 0}).mappings().all()
    )


def _own_holds(rows: Any) -> OwnHolds:
    holds = tuple(hold_of(row) for row in rows if row["id"] is not None)
    return OwnHolds(holds, bool(rows[0]["has_lists"]))


def read_cards(
    view: Reading, statement: sa.Select[Any], values: Mapping[str, Any] | None = None
) -> tuple[HoldCard, ...]:
    """Holds with their worlds as of now: one query, and five more where any of them is of the credit."""
    rows = view.db.execute(statement, values or {}).mappings().all()
    credits_ = read_worlds(view, {row["whose"] for row in rows if row["whose"] and _asks_credit(row)})
    return tuple(_card(view, row, credits_.get(row["whose"])) for row in rows)


def _asks_credit(row: Any) -> bool:
    return bool(row["kind"] == HoldKind.CREDIT)


def _card(view: Reading, row: Any, credit: HoldWorld | None) -> HoldCard:
    hold, gross = hold_of(row), home_minor(row["gross_minor"] or 0, row["exchange"] or "")
    world = credit or HoldWorld(view.clock.today())
    not_counted = gross if row["state"] in NOT_COUNTED else 0
    world = replace(
        world,
        content=row["content_hash"] or "",
        order_minor=gross,
        used_minor=world.used_minor + not_counted,
    )
    return HoldCard(hold, row["number"] or "", row["whose"], row["name"] or "", world, standing(hold, world))


def read_worlds(view: Reading, customer_ids: Collection[int]) -> dict[int, HoldWorld]:
    """What holds depend on of these customers' credit, by id; nothing is read for none."""
    if not customer_ids:
        return {}
    text = view.db.execute(CLASSES_TEXT).scalar_one_or_none()
    found = read_credits(view, customer_ids)
    return {id_: world_of(view, facts, text) for id_, facts in found.items()}


def world_of(view: Reading, facts: CreditFacts, classes_text: str | None) -> HoldWorld:
    """The world of a customer's credit."""
    rule = class_of(facts.credit_class, classes_of(classes_text))
    return HoldWorld(
        view.clock.today(),
        used_minor=facts.used_minor,
        limit_minor=facts.limit_minor,
        overdue_minor=rule.held_minor(overdue_minor=facts.overdue_minor, overdue_days=facts.overdue_days),
    )


def only_standing(cards: Iterable[HoldCard]) -> tuple[HoldCard, ...]:
    """Those that stop something now."""
    return tuple(card for card in cards if card.is_standing)
