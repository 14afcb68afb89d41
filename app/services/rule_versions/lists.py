"""The versions of a price list's head, and of its prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime

import sqlalchemy as sa

from app.domain.money import decimal_of_micro
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.pricing.versions import RuleVersion, Said, chains_of, in_force_at, unwound
from app.services.history import read_acts
from app.services.history_names import read_names, with_names
from app.services.prices.rows import audited_place
from app.services.rule_versions.acts import ACTS_MOST, RuleRef, acted, plain, whole, without_id
from app.services.unit_of_work import Reading
from db.schema.prices import PriceList, PriceRow
from db.statements import table_of

_LIST, _ROW = table_of(PriceList), table_of(PriceRow)
_HEAD = (*(each.name for each in fields(PriceListInput)), "draft")
_ROW_FIELDS = tuple(_ROW.c[each.name] for each in fields(PriceRowInput))


def read_list(view: Reading, ref: RuleRef) -> list[RuleVersion]:
    """What the head of a list said: it is changed in place, so the audit is gone through backwards."""
    row = view.db.execute(sa.select(_LIST).where(_LIST.c.id == ref.id)).mappings().one_or_none()
    if row is None:
        return []
    changes = []
    for act in read_acts(view, "price", ref.id, limit=ACTS_MOST):
        before, after = _only_head(act.before), _only_head(act.after)
        if before or after:
            changes.append((act.at, act.actor, act.reason, before, after))
    now = {name: row[name] for name in _HEAD}
    return unwound(plain(now), changes, ref.id)


def _only_head(side: Said) -> Said:
    return {name: value for name, value in side.items() if name in _HEAD}


def read_row(view: Reading, ref: RuleRef) -> list[RuleVersion]:
    """All prices that took one another's place, of the same article and break of a list."""
    mine = view.db.execute(
        sa.select(_ROW.c.price_list_id, _ROW.c.product_id, _ROW.c.min_quantity_micro, _ROW.c.unit).where(
            _ROW.c.id == ref.id
        )
    ).one_or_none()
    if mine is None:
        return []
    same = sa.select(_ROW.c.id, *_ROW_FIELDS).where(
        _ROW.c.price_list_id == mine.price_list_id,
        _ROW.c.product_id == mine.product_id,
        _ROW.c.min_quantity_micro == mine.min_quantity_micro,
        _ROW.c.unit == mine.unit,
    )
    rows = {row["id"]: plain(without_id(row)) for row in view.db.execute(same.order_by(_ROW.c.id)).mappings()}
    place = audited_place(mine.product_id, mine.min_quantity_micro, mine.unit)
    acts = read_acts(view, "price", mine.price_list_id, limit=ACTS_MOST)
    chains = chains_of(acted(acts, lambda side: _starting(side, place)))
    found = next((chain for chain in _with_rows(chains, rows) if ref.id in {v.key for v in chain}), None)
    return found or [RuleVersion(ref.id, rows[ref.id])]


def _starting(side: Said, place: str) -> Iterable[tuple[str, Said]]:
    return (
        (name, {"": value})
        for name, value in side.items()
        if isinstance(name, str) and name.startswith(place)
    )


def _with_rows(chains: Iterable[list[RuleVersion]], rows: Mapping[int, Said]) -> list[list[RuleVersion]]:
    """The chains of an article's prices with the whole rows in the place of what the audit says of them.

    Rows and the acts that made them have the same order: of several that say the same the first is the first.
    """
    waiting: defaultdict[object, list[int]] = defaultdict(list)
    for id_, said in rows.items():
        price = f"{decimal_of_micro(whole(said['price_micro']))} / {said['per']}"
        waiting[said["valid_from"] or "", price].append(id_)
    told = [each for chain in chains for each in chain if not each.is_end]
    ids: dict[int, int] = {}
    for each in sorted(told, key=lambda version: (version.at is not None, version.at)):
        day = str(each.key).rpartition("/")[2]
        left = waiting[day, each.said[""]]
        if left:
            ids[id(each)] = left.pop(0)
    return [_as_rows(chain, ids, rows) for chain in chains]


def _as_rows(
    chain: Iterable[RuleVersion], ids: Mapping[int, int], rows: Mapping[int, Said]
) -> list[RuleVersion]:
    found: list[RuleVersion] = []
    for each in chain:
        row_id = ids.get(id(each))
        if row_id is None and not each.is_end:
            continue  # a price of before the audit that was thrown away with its list
        before = found[-1].said if found else {}
        key = row_id if row_id is not None else (found[-1].key if found else 0)
        said = rows[row_id] if row_id is not None else {}
        found.append(replace(each, key=key, said=said, before=before))
    return found


def with_heads(
    view: Reading, row_id: int, versions: Iterable[RuleVersion], applied_at: datetime | None
) -> list[RuleVersion]:
    """Each price with what its list said when it was made; the applied one with what it said for the order."""
    statement = sa.select(_ROW.c.price_list_id).where(_ROW.c.id == row_id)
    heads = read_list(view, RuleRef("list", view.db.execute(statement).scalar_one()))
    names = read_names(view, (head.said for head in heads))
    found: list[RuleVersion] = []
    for each in versions:
        moment = applied_at if applied_at is not None and each.key == row_id else each.at
        head = heads[(in_force_at(heads, moment) or 0) if moment is not None else 0]
        told = {f"list.{name}": value for name, value in with_names(head.said, names).items()}
        said = {} if each.is_end else {**told, **each.said}
        found.append(replace(each, said=said, before=found[-1].said if found else {}))
    return found
