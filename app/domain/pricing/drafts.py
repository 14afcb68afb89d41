"""Rules that no order uses yet, laid over those in force: what the simulator prices with. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from app.domain.pricing.abroad import by_currency
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.rules import Book, ListFacts, RulesSnapshot


class Numbered(Protocol):
    """A rule of any kind."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DraftRules:
    """Drafts of price lists with their rows by product, and of rules by their part of a `RulesSnapshot`.

    `replaced`: by part, the ids of the rules in force whose place the drafts take.
    """

    lists: tuple[ListFacts, ...] = ()
    rows: Mapping[int, tuple[PriceRow, ...]] = field(default_factory=dict)
    rules: Mapping[str, tuple[Numbered, ...]] = field(default_factory=dict)
    replaced: Mapping[str, frozenset[int]] = field(default_factory=dict)


NO_DRAFTS = DraftRules()


def with_drafts(rules: RulesSnapshot, drafts: DraftRules) -> RulesSnapshot:
    """The rules as they will be once the drafts are activated; a draft keeps its id, so that it ranks as it will."""
    parts: dict[str, Any] = {
        name: _merged(getattr(rules, name), more, drafts.replaced.get(name, frozenset()))
        for name, more in drafts.rules.items()
    }
    home, others = by_currency({facts.id: facts for facts in drafts.lists}, drafts.rows)
    own = _joined(Book(rules.lists, rules.rows), home)
    beside = {
        **rules.beside,
        **{each: _joined(rules.beside.get(each), book) for each, book in others.items()},
    }
    return replace(rules, lists=own.lists, rows=own.rows, beside=beside, **parts)


def _joined(book: Book | None, more: Book) -> Book:
    """The lists of a currency with further ones."""
    if book is None or not more.lists:
        return more if book is None else book
    rows = {**book.rows, **{id_: (*book.rows.get(id_, ()), *rows) for id_, rows in more.rows.items()}}
    return Book({**book.lists, **more.lists}, rows)


def _merged(
    rules: Iterable[Numbered], drafts: Iterable[Numbered], replaced: frozenset[int]
) -> tuple[Numbered, ...]:
    kept = (rule for rule in rules if rule.id not in replaced)
    return tuple(sorted((*kept, *drafts), key=lambda rule: rule.id))
