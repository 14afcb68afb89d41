"""The versions of the rules that stand in books, of the roles' rights and of costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.domain.costs import SINCE_EVER
from app.domain.pricing.versions import RuleVersion, Said, chains_of
from app.services.bonus.agreements import BONUS_BOOK
from app.services.history import read_acts
from app.services.prices.discounts import DISCOUNT_BOOK
from app.services.prices.metals import METAL_BOOK
from app.services.prices.promotions import PROMOTION_BOOK
from app.services.prices.rights import RIGHTS, read_price_rights
from app.services.prices.rule_book import RuleBook
from app.services.prices.surcharges import SURCHARGE_BOOK
from app.services.rule_versions.acts import ACTS_MOST, RuleRef, acted, plain, said_of
from app.services.unit_of_work import Reading
from db.schema.costs import ProductCost
from db.statements import table_of

BOOKS: Mapping[str, RuleBook[Any, Any]] = {
    "discount": DISCOUNT_BOOK,
    "surcharge": SURCHARGE_BOOK,
    "promotion": PROMOTION_BOOK,
    "metal": METAL_BOOK,
    "bonusRule": BONUS_BOOK,
}
"""The books of rules by what a `RuleRef` calls them."""
_COST = table_of(ProductCost)


def read_book(view: Reading, ref: RuleRef) -> list[RuleVersion]:
    """All rules that took one another's place, where this one is among them; oldest first.

    Bonus agreements are for those who may see margins.
    """
    book = BOOKS[ref.kind]
    if book is BONUS_BOOK:
        view.actor.require("margin.see")

    def rules(side: Said) -> Iterable[tuple[int, Said]]:
        return ((int(key.removeprefix(book.word)), said_of(value)) for key, value in side.items())

    acts = read_acts(view, "price", book.entity, limit=ACTS_MOST)
    chains = chains_of(acted(acts, rules))
    # a draft is in the chain of its own making and in that of the rule whose place it took
    mine = [chain for chain in chains if ref.id in {each.key for each in chain}]
    if mine:
        return max(mine, key=len)
    said = book.read_one(view, ref.id)
    return [] if said is None else [RuleVersion(ref.id, plain(said))]


def read_right(view: Reading, ref: RuleRef) -> list[RuleVersion]:
    """What a role might give away; oldest first."""
    key = f"right.{ref.id}"

    def rules(side: Said) -> Iterable[tuple[int, Said]]:
        return [(ref.id, said_of(side[key]))] if key in side else []

    chains = chains_of(acted(read_acts(view, "price", RIGHTS, limit=ACTS_MOST), rules))
    if chains:
        return chains[-1]  # an older row may have had the number
    card = next((each for each in read_price_rights(view) if each.id == ref.id), None)
    names = ("role", "family", "max_discount_ppm", "min_margin_ppm", "floor_ppm")
    return [] if card is None else [RuleVersion(ref.id, {name: getattr(card.right, name) for name in names})]


def read_cost(view: Reading, ref: RuleRef) -> list[RuleVersion]:
    """What an article cost from a day on; oldest first. For those who may see margins."""
    view.actor.require("margin.see")
    row = view.db.execute(
        sa.select(_COST.c.product_id, _COST.c.valid_from, _COST.c.cost_micro).where(_COST.c.id == ref.id)
    ).one_or_none()
    if row is None:
        return []
    mine = f"cost.{'beginning' if row.valid_from == SINCE_EVER else row.valid_from}"

    def costs(side: Said) -> Iterable[tuple[str, Said]]:
        return (
            (key, {"valid_from": key.removeprefix("cost."), "cost_micro": value})
            for key, value in side.items()
            if key.startswith("cost.")
        )

    acts = read_acts(view, "product", row.product_id, limit=ACTS_MOST)
    chains = [chain for chain in chains_of(acted(acts, costs)) if mine in {each.key for each in chain}]
    day = mine.removeprefix("cost.")
    return chains[-1] if chains else [RuleVersion(mine, {"valid_from": day, "cost_micro": row.cost_micro})]
