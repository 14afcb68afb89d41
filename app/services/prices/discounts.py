"""Discount rules: closed and followed by the next, as price rows are."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

import sqlalchemy as sa

from app.domain.errors import ConflictError
from app.domain.findings import refuse_blocked
from app.domain.price_inputs import DiscountInput, check_discount
from app.services.history import Act, HistoryEntry, changes_between, read_acts
from app.services.history_names import read_names, with_names
from app.services.settings_store import bump_rules_version
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Audit
from db.schema.prices import DiscountRule
from db.statements import insert_row, table_of

_RULE = table_of(DiscountRule).c
DISCOUNTS = 0
"""The id under which discount rules speak of their changes (kind "price")."""
ORIGINS_MAX = 5_000
_KEY = "discount."


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountCard(DiscountInput):
    """A discount rule in force or to come."""

    id: int


def read_discounts(view: Reading) -> tuple[DiscountCard, ...]:
    """Every discount rule that was not replaced, by name."""
    columns = [_RULE[field.name] for field in fields(DiscountCard)]
    statement = sa.select(*columns).where(_RULE.replaced_at_version.is_(None)).order_by(_RULE.name, _RULE.id)
    return tuple(DiscountCard(**row) for row in view.db.execute(statement).mappings())


def read_discount_origins(view: Reading) -> dict[int, int]:
    """For each rule that took the place of another the id of the first of them: what stays while it is changed.

    The acts say it, whatever else of a rule was changed; of more than `ORIGINS_MAX` the newest.
    """
    acts = view.db.execute(
        sa.select(Audit.before, Audit.after)
        .where(Audit.kind == "price", Audit.entity_id == DISCOUNTS)
        .order_by(Audit.id.desc())
        .limit(ORIGINS_MAX)
    )
    origins: dict[int, int] = {}
    for before, after in reversed(list(acts)):
        if before and after:
            closed, made = (int(next(iter(side)).removeprefix(_KEY)) for side in (before, after))
            origins[made] = origins.get(closed, closed)
    return origins


def read_discount_history(view: Reading, id: int) -> tuple[HistoryEntry, ...]:
    """Who changed a rule and what, newest first: through all the rules that it took the place of.

    An act names the rule that it made and the one that it closed, so rules of the same content stay apart.
    """
    found: list[HistoryEntry] = []
    key = _key(id)
    for act in read_acts(view, "price", DISCOUNTS):
        if key not in act.after:
            continue
        closed = next(iter(act.before), "")
        before: Any = act.before.get(closed, {})
        found.append(_told(view, act, before, act.after[key]))
        if not closed:
            break  # here it was made
        key = closed
    return tuple(found)


def _key(id: int) -> str:
    """How an act names a rule."""
    return f"{_KEY}{id}"


def _told(view: Reading, act: Act, before: Any, after: Any) -> HistoryEntry:
    names = read_names(view, (before, after))
    changes = changes_between(with_names(before, names), with_names(after, names))
    return HistoryEntry(at=act.at, actor=act.actor, changes=changes, reason=act.reason)


def create_discount(uow: UnitOfWork, data: DiscountInput) -> int:
    """Make a discount rule; its id."""
    return _insert(uow, data, version=_begin(uow, data), closed={})


def change_discount(uow: UnitOfWork, id: int, data: DiscountInput) -> int:
    """Close a rule and make the changed one; the new id."""
    version = _begin(uow, data)
    return _insert(uow, data, version=version, closed={_key(id): _close(uow, id, version)})


def end_discount(uow: UnitOfWork, id: int) -> None:
    """Close a rule."""
    uow.actor.require("price.edit")
    version = bump_rules_version(uow)
    uow.audit("price", DISCOUNTS, before={_key(id): _close(uow, id, version)}, after={})
    uow.changed("price", DISCOUNTS, version=version)


def _begin(uow: UnitOfWork, data: DiscountInput) -> int:
    uow.actor.require("price.edit")
    refuse_blocked("price", check_discount(data))
    return bump_rules_version(uow)


def _insert(uow: UnitOfWork, data: DiscountInput, *, version: int, closed: dict[str, object]) -> int:
    id_ = insert_row(uow.db, DiscountRule, asdict(data))
    uow.audit("price", DISCOUNTS, before=closed, after={_key(id_): asdict(data)})
    uow.changed("price", DISCOUNTS, version=version)
    return id_


def _close(uow: UnitOfWork, id: int, version: int) -> dict[str, object]:
    columns = [_RULE[field.name] for field in fields(DiscountInput)]
    row = uow.db.execute(
        sa.update(DiscountRule)
        .where(_RULE.id == id, _RULE.replaced_at_version.is_(None))
        .values(replaced_at_version=version)
        .returning(*columns)
    ).one_or_none()
    if row is None:
        raise ConflictError("document.changed_elsewhere", kind="price", id=id)
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row's columns
