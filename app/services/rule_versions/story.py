"""The versions of a rule, whatever became of it since: who changed what when, and what an order was priced by.

Rules are rows that are never changed in place; price list heads, rights and costs are: the audit has each act with
what was before it, so that all of them can be opened as they were. Without the right to see the audit a rule is
told as it was applied, without who made it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.pricing.versions import RuleVersion, Said, in_force_at
from app.services.history_names import read_names, with_names
from app.services.rule_versions.acts import RuleRef
from app.services.rule_versions.kinds import BOOKS, read_book, read_cost, read_right
from app.services.rule_versions.lists import read_list, read_row, with_heads
from app.services.unit_of_work import Reading
from db.schema.costs import ProductCost
from db.schema.firm import Firm
from db.schema.orders import Order, OrderLine
from db.schema.prices import MetalQuote, PriceRow
from db.schema.products import Product
from db.schema.promotions import PromotionRule
from db.statements import table_of

_ROW, _PRODUCT, _COST = (table_of(each) for each in (PriceRow, Product, ProductCost))
_ORDER, _LINE = table_of(Order), table_of(OrderLine)
_READERS: Mapping[str, Callable[[Reading, RuleRef], list[RuleVersion]]] = {
    "list": read_list,
    "row": read_row,
    "right": read_right,
    "cost": read_cost,
    **dict.fromkeys(BOOKS, read_book),
}


@dataclass(frozen=True, slots=True)
class Applied:
    """The order that a rule was applied in, and when its price was made."""

    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleStory:
    """A rule with its versions, the newest first; `applied`: the place of the one that the order was priced by."""

    ref: RuleRef
    name: str
    currency: str
    versions: tuple[RuleVersion, ...]
    order: Applied | None = None
    applied: int | None = None


def read_story(view: Reading, ref: RuleRef, *, order_id: int = 0, line_key: str = "") -> RuleStory:
    """All that a rule ever said, and which of it an order was priced by. NotFoundError where there is no such rule."""
    order = _read_applied(view, order_id, line_key) if order_id else None
    if ref.kind == "origin":
        ref = _rule_of(view, ref.origin, order)
    oldest_first = _READERS[ref.kind](view, ref)
    if not oldest_first:
        raise NotFoundError("document.not_found", kind="price", id=ref.id)
    place = None if order is None else _applied_place(oldest_first, ref, order.at)
    if ref.kind == "row":
        oldest_first = with_heads(view, ref.id, oldest_first, order.at if order is not None else None)
    last = next(each.said or each.before for each in reversed(oldest_first))
    versions = tuple(_with_names(view, oldest_first)[::-1])
    name = _name_of(view, ref, last)
    applied = None if place is None else len(versions) - 1 - place
    return RuleStory(ref, name, _currency_of(view, last), versions, order, applied)


def _read_applied(view: Reading, order_id: int, line_key: str) -> Applied | None:
    """When a line of a confirmed order was priced: with its confirm, or with the amendment that its trace names."""
    row = view.db.execute(
        sa.select(_ORDER.c.number, _ORDER.c.confirmed_at, _LINE.c.trace)
        .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
        .where(_ORDER.c.id == order_id, _LINE.c.line_key == line_key)
    ).one_or_none()
    if row is None or row.confirmed_at is None:
        return None
    at = (row.trace or {}).get("at")
    return Applied(row.number or "", datetime.fromisoformat(at) if at else row.confirmed_at)


def _applied_place(versions: Sequence[RuleVersion], ref: RuleRef, moment: datetime) -> int | None:
    """The very row that the trace names; of what is changed in place the version of the moment."""
    if ref.kind in {"list", "right", "cost"}:
        return in_force_at(versions, moment)
    mine = [place for place, each in enumerate(versions) if each.key == ref.id and not each.is_end]
    return mine[-1] if mine else None


# which rule made a line


def _rule_of(view: Reading, origin: str, order: Applied | None) -> RuleRef:
    """The rule of a line that rules added: discounts and surcharges by id, promotions by number, metals by name."""
    letter, rest = origin[:1], origin[1:]
    if letter in {"D", "S"} and rest.isdigit():
        return RuleRef("discount" if letter == "D" else "surcharge", int(rest))
    if letter == "P" and rest.isdigit():
        table = table_of(PromotionRule)
        ids = sa.select(table.c.id).where(table.c.number == int(rest)).order_by(table.c.id)
        return _then(view, "promotion", list(view.db.execute(ids).scalars()), order)
    quote = table_of(MetalQuote)
    ids = sa.select(quote.c.id).where(quote.c.metal == rest).order_by(quote.c.valid_from, quote.c.id)
    if order is not None:
        on = order.at.astimezone(view.clock.local().tzinfo).date()
        ids = ids.where(quote.c.valid_from <= on)
    return _then(view, "metal", list(view.db.execute(ids).scalars()), order)


def _then(view: Reading, kind: str, ids: Sequence[int], order: Applied | None) -> RuleRef:
    """Of the rules of a number the one that held when the order was priced: the newest that was made by then."""
    if not ids:
        raise NotFoundError("document.not_found", kind="price", id=0)
    if order is not None:
        for id_ in reversed(ids):
            made = next(each for each in read_book(view, RuleRef(kind, id_)) if each.key == id_)
            if made.at is None or made.at <= order.at:
                return RuleRef(kind, id_)
    return RuleRef(kind, ids[-1])


# words


def _with_names(view: Reading, versions: Sequence[RuleVersion]) -> list[RuleVersion]:
    """The versions with customers and lists by their names of today."""
    names = read_names(view, (side for each in versions for side in (each.said, each.before)))
    return [
        replace(each, said=with_names(each.said, names), before=with_names(each.before, names))
        for each in versions
    ]


def _name_of(view: Reading, ref: RuleRef, last: Said) -> str:
    if ref.kind in {"row", "cost"}:
        table = _ROW if ref.kind == "row" else _COST
        named = sa.select(_PRODUCT.c.sku).join(table, table.c.product_id == _PRODUCT.c.id)
        return str(view.db.execute(named.where(table.c.id == ref.id)).scalar_one())
    return str(last.get("name") or last.get("role") or "")


def _currency_of(view: Reading, last: Said) -> str:
    currency = last.get("list.currency") or last.get("currency")
    return str(currency or view.db.execute(sa.select(Firm.currency).limit(1)).scalar_one())
