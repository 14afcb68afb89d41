"""Drafts of price lists and rules: made beside those in force, tried by the simulator, activated as a whole.

A draft is a row like any other that no price is read from (`services.pricing` leaves it out); it keeps its id when
it is activated, so that it ranks as it did in the simulation. A further book of rules joins by a line in `BOOKS`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.findings import Findings, refuse_blocked
from app.domain.money import MICRO
from app.domain.price_inputs import PriceListInput
from app.domain.pricing import ListFacts
from app.domain.pricing.drafts import DraftRules, Numbered
from app.services.prices.discounts import DISCOUNT_BOOK
from app.services.prices.lists import create_price_list, read_price_lists, unused_code
from app.services.prices.promotions import PROMOTION_BOOK
from app.services.prices.rule_book import RuleBook
from app.services.prices.surcharges import SURCHARGE_BOOK
from app.services.pricing import read_rows_of_lists
from app.services.settings_store import bump_rules_version
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import select_as
from db.schema.prices import PriceList
from db.statements import table_of

LIST = "list"
BOOKS: Mapping[str, RuleBook[Any, Any]] = {
    "discount": DISCOUNT_BOOK,
    "surcharge": SURCHARGE_BOOK,
    "promotion": PROMOTION_BOOK,
}
"""The books whose rules may be drafts, by the kind of a `DraftRef`."""
_LIST = table_of(PriceList)


@dataclass(frozen=True, slots=True)
class DraftRef:
    """Names a draft. `kind` is "list" or one of `BOOKS`."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft as the simulator offers it; `replaces` is the name of the rule whose place it is to take, or ""."""

    ref: DraftRef
    name: str
    code: str = ""
    replaces: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def read_drafts(view: Reading) -> tuple[DraftCard, ...]:
    """Every draft: lists, then rules by their kind, in the order of their grids."""
    lists = (
        DraftCard(DraftRef(LIST, card.id), card.name, card.code, "", card.valid_from, card.valid_to)
        for card in read_price_lists(view)
        if card.draft
    )
    return (*lists, *(card for kind in BOOKS for card in _drafts_of(view, kind)))


def _drafts_of(view: Reading, kind: str) -> Iterable[DraftCard]:
    cards = BOOKS[kind].read(view)
    names = {card.id: card.name for card in cards}
    return (
        DraftCard(
            DraftRef(kind, card.id), card.name, "", names.get(card.replaces_id, ""), card.valid_from, card.valid_to
        )
        for card in cards
        if card.draft
    )  # fmt: skip


def read_draft_rules(view: Reading, refs: Collection[DraftRef], *, currency: str) -> DraftRules:
    """These drafts as prices see them; `currency` is the firm's. One that is no draft any more: ConflictError."""
    by_kind = _ids_by_kind(refs)
    lists = _read_lists(view, by_kind.pop(LIST, frozenset()), currency)
    found = {kind: _read_rules(view, kind, ids) for kind, ids in by_kind.items()}
    return DraftRules(
        lists=lists,
        rows=read_rows_of_lists(view, [facts.id for facts in lists]) if lists else {},
        rules={BOOKS[kind].part: rules for kind, (rules, _replaced) in found.items()},
        replaced={BOOKS[kind].part: replaced for kind, (_rules, replaced) in found.items()},
    )


def _ids_by_kind(refs: Collection[DraftRef]) -> dict[str, frozenset[int]]:
    kinds = {ref.kind for ref in refs}
    return {kind: frozenset(ref.id for ref in refs if ref.kind == kind) for kind in sorted(kinds)}


def _read_lists(view: Reading, ids: frozenset[int], currency: str) -> tuple[ListFacts, ...]:
    statement = select_as(ListFacts, PriceList).where(_LIST.c.id.in_(ids), _LIST.c.draft)
    lists = [ListFacts(*row) for row in view.db.execute(statement)] if ids else []
    _require_all(ids, (facts.id for facts in lists))
    return tuple(replace(facts, currency="") if facts.currency == currency else facts for facts in lists)


def _read_rules(view: Reading, kind: str, ids: frozenset[int]) -> tuple[tuple[Numbered, ...], frozenset[int]]:
    book = BOOKS[kind]
    found = book.read_draft_rules(view, ids)
    rules = tuple(rule for rule, _replaced in found)
    _require_all(ids, (rule.id for rule in rules))
    replaced = [id_ for _rule, id_ in found if id_ is not None]
    twice = next((id_ for id_ in replaced if replaced.count(id_) > 1), None)
    if twice is not None:
        raise RefusedError("price.draft_twice", name=_name_of(view, book, twice))
    return rules, frozenset(replaced)


def _name_of(view: Reading, book: RuleBook[Any, Any], id: int) -> str:
    columns = table_of(book.table).c
    return str(view.db.execute(sa.select(columns.name).where(columns.id == id)).scalar_one())


def _require_all(wanted: frozenset[int], found: Iterable[int]) -> None:
    """Somebody activated a draft, or took it out, since it was chosen."""
    for id_ in sorted(wanted - set(found)):
        raise ConflictError("document.changed_elsewhere", kind="price", id=id_)


# making and activating them


def copy_as_draft(uow: UnitOfWork, ref: DraftRef) -> int:
    """A draft that is to take the place of a rule; of a list the draft of one made of it. The new id."""
    if ref.kind == LIST:
        return _list_made_of(uow, ref.id)
    book = BOOKS[ref.kind]
    card = next((card for card in book.read(uow) if card.id == ref.id and not card.draft), None)
    if card is None:
        raise ConflictError("document.changed_elsewhere", kind="price", id=ref.id)
    data = book.data(**{field.name: getattr(card, field.name) for field in fields(book.data)})
    return book.create(uow, data, draft=True, replaces_id=ref.id)


def _list_made_of(uow: UnitOfWork, id: int) -> int:
    cards = read_price_lists(uow)
    card = next((card for card in cards if card.id == id), None)
    if card is None:
        raise ConflictError("document.changed_elsewhere", kind="price", id=id)
    data = PriceListInput(**{field.name: getattr(card, field.name) for field in fields(PriceListInput)})
    plain = replace(
        data, parent_id=id, factor_ppm=MICRO, add_micro=0, step_micro=0, ending_micro=0, active=True
    )
    return create_price_list(uow, replace(plain, code=unused_code(card.code, cards)), draft=True)


def activate_drafts(uow: UnitOfWork, refs: Collection[DraftRef]) -> None:
    """Put drafts into force, all of them or none: from now on orders are priced by them.

    One that is no draft any more: ConflictError. Two for the same rule are refused, and a list that is made of a
    draft which stays one.
    """
    uow.actor.require("price.edit")
    version = bump_rules_version(uow)
    for kind, ids in _ids_by_kind(refs).items():
        if kind != LIST:
            _read_rules(uow, kind, ids)  # all of them are drafts still, and no two for the same rule
    for ref in sorted(refs, key=lambda ref: (ref.kind, ref.id)):
        if ref.kind == LIST:
            _activate_list(uow, ref.id)
        else:
            BOOKS[ref.kind].activate(uow, ref.id, version=version)
    _refuse_draft_parents(uow)


def _activate_list(uow: UnitOfWork, id: int) -> None:
    statement = (
        sa.update(PriceList)
        .where(_LIST.c.id == id, _LIST.c.draft)
        .values(draft=False, active=True, version=_LIST.c.version + 1)
        .returning(_LIST.c.version)
    )
    version = uow.db.execute(statement).scalar_one_or_none()
    if version is None:
        raise ConflictError("document.changed_elsewhere", kind="price", id=id)
    uow.audit("price", id, before={"draft": True}, after={"draft": False})
    uow.changed("price", id, version=version)


def _refuse_draft_parents(uow: UnitOfWork) -> None:
    """A list in force is not made of a draft: nobody would see its prices."""
    parent = _LIST.alias("parent")
    statement = sa.select(_LIST.c.code).join_from(_LIST, parent, parent.c.id == _LIST.c.parent_id)
    found = Findings("price")
    left = uow.db.execute(statement.where(parent.c.draft, ~_LIST.c.draft).limit(1)).first()
    found.block(left, "parent_draft", "parent_id")
    refuse_blocked("price", found.all)
