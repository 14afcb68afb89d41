"""Promotions as a book of rules: with their articles, customers and what is used of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import sqlalchemy as sa

from app.domain.errors import ConflictError
from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.pricing import Promotion
from app.domain.promotion_inputs import (
    PromotionInput,
    check_promotion,
    joined_names,
    read_articles,
    split_names,
    written_articles,
)
from app.services.prices.rule_book import RuleBook
from app.services.products import read_tax_classes
from app.services.promotion_rules import read_drafts_of_promotions
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among
from db.schema.parties import Customer
from db.schema.products import Product, ProductKit
from db.schema.promotions import PromotionCustomer, PromotionProduct, PromotionRule, PromotionTally
from db.statements import insert_row, insert_rows, table_of

PROMOTIONS = -4
"""The id under which promotions speak of their changes (kind "price")."""
_RULE, _TALLY = table_of(PromotionRule), table_of(PromotionTally)
_PRODUCTS, _CUSTOMERS = table_of(PromotionProduct), table_of(PromotionCustomer)
_PRODUCT, _KIT, _CUSTOMER = table_of(Product), table_of(ProductKit), table_of(Customer)
_BESIDE = frozenset({"gift", "articles", "customers"})
_NAMES = ("families", "groups", "channels", "countries")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionCard(PromotionInput):
    """A promotion in force, past or to come, or a draft of one, with what orders use of its number."""

    id: int
    number: int
    uses: int = 0
    spent_minor: int = 0
    draft: bool = False
    replaces_id: int | None = None

    @property
    def customer_id(self) -> None:
        """Its customers are told by their numbers."""
        return


class PromotionBook(RuleBook[PromotionCard, PromotionInput]):
    """A book whose rules have articles and customers in tables of their own."""

    __slots__ = ()

    def read(self, view: Reading) -> tuple[PromotionCard, ...]:
        """Every promotion that was not replaced."""
        return _read_cards(view, _RULE.c.replaced_at_version.is_(None))

    def read_one(self, view: Reading, id: int) -> dict[str, object] | None:
        """What a promotion says or said, with its articles and customers."""
        cards = _read_cards(view, _RULE.c.id == id)
        return (
            {field.name: getattr(cards[0], field.name) for field in fields(PromotionInput)} if cards else None
        )

    def read_draft_rules(self, view: Reading, ids: Collection[int]) -> Sequence[tuple[Promotion, int | None]]:
        """These drafts as prices see them, with their articles and customers."""
        return read_drafts_of_promotions(view, ids)

    def _insert(
        self,
        uow: UnitOfWork,
        data: PromotionInput,
        more: Mapping[str, object],
        *,
        version: int,
        closed: Mapping[str, object],
    ) -> int:
        number = _number_of(uow, closed, more)
        skus = read_articles(data.articles)
        ids = _ids_by(uow, _PRODUCT.c.sku, {*skus, data.gift})
        columns = {name: value for name, value in asdict(data).items() if name not in _BESIDE}
        columns |= {name: joined_names(split_names(getattr(data, name))) for name in _NAMES}
        columns |= {"number": number, "gift_id": ids.get(data.gift), "coupon": data.coupon.strip()}
        id_ = insert_row(uow.db, PromotionRule, {**columns, **more})
        products = [
            {"promotion_id": id_, "product_id": ids[sku], "quantity_micro": micro}
            for sku, micro in skus.items()
        ]
        insert_rows(uow.db, PromotionProduct, products)
        customers = _ids_by(uow, _CUSTOMER.c.number, split_names(data.customers)).values()
        insert_rows(
            uow.db, PromotionCustomer, [{"promotion_id": id_, "customer_id": each} for each in customers]
        )
        told = {"draft": True} if more.get("draft") else {}
        uow.audit("price", self.entity, before=closed, after={self.key(id_): asdict(data) | told})
        uow.changed("price", self.entity, version=version)
        return id_

    def close(self, uow: UnitOfWork, id: int, version: int) -> dict[str, object]:
        """Close a promotion of a version of the rules; what it said. Closed meanwhile: ConflictError."""
        cards = _read_cards(uow, _RULE.c.id == id)
        statement = sa.update(_RULE).where(_RULE.c.id == id, _RULE.c.replaced_at_version.is_(None))
        if uow.db.execute(statement.values(replaced_at_version=version)).rowcount != 1:
            raise ConflictError("document.changed_elsewhere", kind="price", id=id)
        return {field.name: getattr(cards[0], field.name) for field in fields(PromotionInput)}

    def _point_drafts(self, uow: UnitOfWork, id: int, other: int | None) -> None:
        """A draft whose promotion is ended is a promotion of its own from now on: none of it is used."""
        if other is None:
            waiting = (_RULE.c.replaces_id == id, _RULE.c.draft, _RULE.c.replaced_at_version.is_(None))
            for draft_id in uow.db.execute(sa.select(_RULE.c.id).where(*waiting)).scalars().all():
                number = _next_number(uow)
                uow.db.execute(sa.update(_RULE).where(_RULE.c.id == draft_id).values(number=number))
        super()._point_drafts(uow, id, other)


def _number_of(uow: UnitOfWork, closed: Mapping[str, object], more: Mapping[str, object]) -> int:
    """The number of the promotion that is changed, or whose place a draft is to take; of a new one the next.

    So the limits of a draft go on counting what orders used, and what a clerk took out of an order stays out.
    """
    id_ = next((int(key.removeprefix(PROMOTION_BOOK.word)) for key in closed), more.get("replaces_id"))
    if id_ is None:
        return _next_number(uow)
    return int(uow.db.execute(sa.select(_RULE.c.number).where(_RULE.c.id == id_)).scalar_one())


def _next_number(uow: UnitOfWork) -> int:
    """A number that was never used, with its tally.

    The version of the rules was raised before: whoever makes another promotion waits for this transaction.
    """
    last = uow.db.execute(sa.select(sa.func.max(_RULE.c.number))).scalar_one_or_none()
    number = int(last or 0) + 1
    uow.db.execute(sa.insert(_TALLY).values(number=number))
    return number


def _ids_by(view: Reading, column: Any, names: Iterable[str]) -> dict[str, int]:
    """The ids of articles or customers by their numbers; unknown ones are left out."""
    wanted = sorted(filter(None, names))
    if not wanted:
        return {}
    rows = view.db.execute(sa.select(column, column.table.c.id).where(column.in_(wanted)))
    return {str(name): int(id_) for name, id_ in rows}


def _read_cards(view: Reading, condition: sa.ColumnElement[bool]) -> tuple[PromotionCard, ...]:
    names = [field.name for field in fields(PromotionCard) if field.name in _RULE.c]
    statement = (
        sa.select(*(_RULE.c[name] for name in names), _PRODUCT.c.sku.label("gift"))
        .add_columns(_TALLY.c.uses, _TALLY.c.spent_minor)
        .join_from(_RULE, _TALLY, _TALLY.c.number == _RULE.c.number)
        .outerjoin(_PRODUCT, _PRODUCT.c.id == _RULE.c.gift_id)
        .where(condition)
        .order_by(_RULE.c.name, _RULE.c.number)
    )
    rows = view.db.execute(statement).mappings().all()
    ids = [row["id"] for row in rows]
    articles, customers = _articles_of(view, ids), _customers_of(view, ids)
    return tuple(
        PromotionCard(
            **{**row, "gift": row["gift"] or ""},
            articles=written_articles(articles.get(row["id"], ())),
            customers=joined_names(customers.get(row["id"], ())),
        )
        for row in rows
    )


def _articles_of(view: Reading, ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = view.db.execute(
        sa.select(_PRODUCTS.c.promotion_id, _PRODUCT.c.sku, _PRODUCTS.c.quantity_micro)
        .join(_PRODUCT, _PRODUCT.c.id == _PRODUCTS.c.product_id)
        .where(among(view.db, _PRODUCTS.c.promotion_id, ids))
    )
    for id_, sku, micro in rows:
        found[id_].append((sku, micro))
    return found


def _customers_of(view: Reading, ids: list[int]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = view.db.execute(
        sa.select(_CUSTOMERS.c.promotion_id, _CUSTOMER.c.number)
        .join(_CUSTOMER, _CUSTOMER.c.id == _CUSTOMERS.c.customer_id)
        .where(among(view.db, _CUSTOMERS.c.promotion_id, ids))
    )
    for id_, number in rows:
        found[id_].append(number)
    return found


def _check(view: Reading, data: PromotionInput) -> tuple[Issue, ...]:
    """Everything wrong with it, also articles and customers that nobody knows."""
    found = Findings("price")
    articles = _ids_by(view, _PRODUCT.c.sku, {*read_articles(data.articles), data.gift})
    for sku in sorted({*read_articles(data.articles)} - articles.keys()):
        found.block(True, "article_unknown", "articles", sku=sku)
    found.block(bool(data.gift) and data.gift not in articles, "article_unknown", "gift", sku=data.gift)
    kit = sa.select(_KIT.c.id).where(_KIT.c.product_id == articles.get(data.gift, 0))
    found.block(bool(data.gift) and view.db.execute(kit).first(), "gift_kit", "gift", sku=data.gift)
    numbers = split_names(data.customers)
    customers = _ids_by(view, _CUSTOMER.c.number, numbers)
    for number in sorted(set(numbers) - customers.keys()):
        found.block(True, "customer_unknown", "customers", number=number)
    return (*check_promotion(data, frozenset(read_tax_classes(view))), *found.all)


PROMOTION_BOOK = PromotionBook(
    PromotionRule,
    PromotionCard,
    PromotionInput,
    PROMOTIONS,
    "promotion.",
    order=("name",),
    check=_check,
    rule=Promotion,
    part="promotions",
)
read_promotions = PROMOTION_BOOK.read
create_promotion = PROMOTION_BOOK.create
change_promotion = PROMOTION_BOOK.change
end_promotion = PROMOTION_BOOK.end
