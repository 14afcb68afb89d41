"""Which articles the goods of an order are in stock: what is configured is the variant of its article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.orders.draft import Draft, Line
from app.domain.routing.facts import SourcePart
from app.services.products.variants import VariantKey, ensure_variants, read_variants
from app.services.unit_of_work import Reading, UnitOfWork


def variant_key(line: Line) -> VariantKey | None:
    """What names the variant that the line is; None where it is none."""
    if line.kind != "goods" or line.product_id is None or not line.configuration:
        return None
    return line.product_id, line.configuration


def read_variants_of(view: Reading, *drafts: Draft) -> dict[VariantKey, int]:
    """The variants that lines of these drafts are, as far as there are any yet; no query without configured lines."""
    return read_variants(view, _keys(line for draft in drafts for line in draft.lines))


def stocked_articles(view: Reading, draft: Draft) -> list[int]:
    """The articles of its goods, and the variants of them that its configured lines are."""
    goods = {line.product_id for line in draft.lines if line.kind == "goods" and line.product_id is not None}
    return sorted(goods.union(read_variants_of(view, draft).values()))


def with_variants(uow: UnitOfWork, draft: Draft, parts: Iterable[SourcePart]) -> tuple[SourcePart, ...]:
    """The parts with the variants that configured lines are; those that are not there yet are made now."""
    found = tuple(parts)
    lines = {line.key: line for line in draft.lines}
    variants = ensure_variants(uow, _keys(lines[part.line_key] for part in found))
    return tuple(
        _of_variant(part, variants.get(variant_key(lines[part.line_key]) or (0, ""))) for part in found
    )


def _of_variant(part: SourcePart, variant_id: int | None) -> SourcePart:
    return part if variant_id is None else replace(part, product_id=variant_id)


def _keys(lines: Iterable[Line]) -> set[VariantKey]:
    return {key for line in lines if (key := variant_key(line)) is not None}
