"""Type-ahead for products and the resolving of pasted codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.services import search
from app.services.unit_of_work import Reading
from db.rows import fetch, select_as
from db.schema.products import CustomerPart, Product, ProductUnit
from db.search import PRODUCTS, TypedWords, code_key, select_matches, upper_code

CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class ProductHit:
    """One line of the type-ahead list. `unit_found`: the unit whose GTIN was typed, "" for the base unit."""

    id: int
    sku: str
    name: str
    family: str
    kind: str
    unit: str
    gtin: str | None
    active: bool
    discontinued: bool
    sort_key: str
    customer_part: str | None = None
    unit_found: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedCode:
    """What a code stands for; `unit` is the code of a unit, "" for the base unit."""

    product_id: int
    unit: str


def find_products(
    view: Reading, text: str, customer_id: int | None = None, limit: int = 12
) -> tuple[ProductHit, ...]:
    """The products that `text` means most likely; exact numbers first, then own usage, then the rest."""
    typed = search.typed_words(text)
    own = search.find_own(view, "product", typed, limit=limit)
    exact = _find_exact(view, text.strip(), customer_id)
    hits = {hit.id: hit for hit in (*_candidates(view, typed, own, limit), *exact)}
    place = {id_: index for index, id_ in enumerate(own)}
    first = {hit.id: index for index, hit in enumerate(exact)}
    ranked = sorted(hits.values(), key=lambda hit: _rank(hit, typed, first, place))
    return tuple(ranked[:limit])


def _rank(
    hit: ProductHit, typed: TypedWords, first: dict[int, int], place: dict[int, int]
) -> tuple[int, bool, int, bool, str, int]:
    word = typed.words[0] if typed.words else ""
    begins = hit.sort_key.startswith(word) or search.typed_words(hit.sku).joined.startswith(typed.joined)
    return (
        first.get(hit.id, CANDIDATES),
        not hit.active or hit.discontinued,
        place.get(hit.id, search.OWN_MOST),
        not begins,
        hit.sort_key,
        hit.id,
    )


def _hits() -> sa.Select[*tuple[object, ...]]:
    return select_as(ProductHit, Product, sa.null(), sa.literal(""))


def _find_exact(view: Reading, code: str, customer_id: int | None) -> tuple[ProductHit, ...]:
    """The customer's own number, then SKU and GTIN; a customer's number may be typed in part."""
    if not code:
        return ()
    found: dict[int, ProductHit] = {}
    if customer_id is not None:
        begins = upper_code(view.db, CustomerPart.code).startswith(code_key(code), autoescape=True)
        statement = (
            select_as(ProductHit, Product, CustomerPart.code, sa.literal(""))
            .join(CustomerPart, CustomerPart.product_id == Product.id)
            .where(CustomerPart.customer_id == customer_id, begins)
            .order_by(sa.func.length(CustomerPart.code), CustomerPart.code)
            .limit(CANDIDATES)
        )
        found = {hit.id: hit for hit in fetch(view.db, ProductHit, statement)}
    for id_, unit in _find_codes(view, [code], customer_id=customer_id).values():
        statement = select_as(ProductHit, Product, sa.null(), sa.literal(unit)).where(Product.id == id_)
        known = found.pop(id_, None)
        found = {id_: known or fetch(view.db, ProductHit, statement)[0], **found}
    return tuple(found.values())


def _candidates(view: Reading, typed: TypedWords, own: tuple[int, ...], limit: int) -> tuple[ProductHit, ...]:
    chosen = fetch(view.db, ProductHit, _hits().where(Product.id.in_(own))) if own else ()
    if not typed.words:
        return chosen
    begins = _name_begins(view, typed) if len(typed.words) == 1 else ()
    if len(begins) >= limit:
        return (*chosen, *begins)
    matches = select_matches(view.db, PRODUCTS, typed, limit=CANDIDATES).subquery()
    found = fetch(view.db, ProductHit, _hits().join(matches, matches.c.id == Product.id))
    return (*chosen, *begins, *found)


def _name_begins(view: Reading, typed: TypedWords) -> tuple[ProductHit, ...]:
    word = typed.words[0]
    statement = (
        _hits()
        .where(Product.sort_key >= word, Product.sort_key < word + "\U0010ffff", Product.active.is_(True))
        .order_by(Product.sort_key, Product.id)
        .limit(CANDIDATES)
    )
    return fetch(view.db, ProductHit, statement)


def resolve_codes(
    view: Reading, codes: Sequence[str], customer_id: int | None = None
) -> dict[str, ResolvedCode]:
    """What pasted codes stand for, by code as given; codes that nobody knows are missing.

    The customer's own number wins over SKU, SKU over GTIN, a product's GTIN over a unit's. One query.
    """
    found = _find_codes(view, codes, customer_id=customer_id)
    return {code: ResolvedCode(*found[key]) for code in codes if (key := code_key(code)) in found}


def _find_codes(
    view: Reading, codes: Sequence[str], *, customer_id: int | None
) -> dict[str, tuple[int, str]]:
    """(product id, unit code) by code in upper case."""
    keys = sorted({code_key(code) for code in codes if code.strip()})
    if not keys:
        return {}
    upper_sku = upper_code(view.db, Product.sku)
    base = sa.literal("")
    parts = [
        sa.select(sa.literal(2).label("weight"), upper_sku.label("code"), Product.id.label("id"), base.label("unit"))
        .where(upper_sku.in_(keys)),
        sa.select(sa.literal(3), Product.gtin, Product.id, base).where(Product.gtin.in_(keys)),
        sa.select(sa.literal(4), ProductUnit.gtin, ProductUnit.product_id, ProductUnit.code)
        .where(ProductUnit.gtin.in_(keys)),
    ]  # fmt: skip
    if customer_id is not None:
        upper_part = upper_code(view.db, CustomerPart.code)
        parts.append(
            sa.select(sa.literal(1), upper_part, CustomerPart.product_id, base)
            .where(CustomerPart.customer_id == customer_id, upper_part.in_(keys))
        )  # fmt: skip
    rows = sorted(view.db.execute(sa.union_all(*parts)), key=lambda row: (-row.weight, -row.id))
    return {row.code: (row.id, row.unit) for row in rows}
