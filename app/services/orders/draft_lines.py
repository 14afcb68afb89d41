"""Lines of a draft in the database: keyed fields are compared and set, derived fields overwritten."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.errors import ConflictError
from app.domain.orders.costs import COST_FIELDS
from app.domain.orders.draft import (
    DERIVED,
    LINE_FIELDS,
    Draft,
    Edit,
    Line,
    LineDifference,
    as_values,
    differences,
    header_values,
    line_inputs,
    line_values,
)
from app.domain.orders.merging import is_another
from app.i18n import _
from app.services.orders.field_words import field_words, shown_price, shown_value
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import OrderLine
from db.statements import insert_rows, table_of

_LINE = table_of(OrderLine)
LINE_COLUMNS = {name: "line_key" if name == "key" else name for name in LINE_FIELDS}
_DERIVED = tuple(sorted(DERIVED))
_FIELDS = tuple(name for name in LINE_FIELDS if name != "key")


def save_lines(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    """Write the lines that differ; `ConflictError` where somebody else changed the same field or line."""
    inserted: list[Line] = []
    derived: list[Line] = []
    made: list[Line] = []
    for difference in differences(before, after):
        if difference.new is None:
            _delete(uow, after.id, difference)
        elif difference.old is None:
            inserted.append(difference.new)
        elif difference.is_made:
            made.append(difference.new)
        elif difference.inputs:
            _update(uow, after.id, difference)
        else:
            derived.append(difference.new)
    _insert(uow, after.id, inserted)
    write_derived(uow, after.id, derived)
    _write_fields(uow, after.id, made, _FIELDS)


def _insert(uow: UnitOfWork, order_id: int, lines: Sequence[Line]) -> None:
    """Insert the lines; one that is there already with the same content is a repeat after a lost answer."""
    if not lines:
        return
    insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
    statement = insert(_LINE).on_conflict_do_nothing(index_elements=["order_id", "line_key"])
    done = uow.db.execute(statement, [line_row(order_id, line) for line in lines])
    if done.rowcount == len(lines):
        return
    stored = uow.db.execute(
        sa.select(_LINE).where(
            _LINE.c.order_id == order_id, _LINE.c.line_key.in_([line.key for line in lines])
        )
    ).mappings()
    mine = {line.key: line for line in lines}
    for row in stored:
        line = mine[row["line_key"]]
        values = line_values(line)
        same = {name: (values[name], values[name]) for name in line_inputs(line)}
        if any(row[name] != pair[0] for name, pair in same.items()):
            raise conflict(f"lines/{line.key}", same, row)


def _delete(uow: UnitOfWork, order_id: int, difference: LineDifference) -> None:
    """Delete a line that is still as it was seen; one that is gone already is gone."""
    old = difference.old
    assert old is not None, "a deleted line was there"
    values = line_values(old)
    seen = {name: (values[name], values[name]) for name in line_inputs(old)}
    mine = (_LINE.c.order_id == order_id, _LINE.c.line_key == difference.key)
    conditions = [unchanged(_LINE.c[name], pair) for name, pair in seen.items()]
    if uow.db.execute(sa.delete(_LINE).where(*mine, *conditions)).rowcount == 1:
        return
    stored = uow.db.execute(sa.select(_LINE).where(*mine)).mappings().one_or_none()
    if stored is not None:
        raise conflict(f"lines/{difference.key}", seen, stored, mine=_("deleted"))


def _update(uow: UnitOfWork, order_id: int, difference: LineDifference) -> None:
    mine = (_LINE.c.order_id == order_id, _LINE.c.line_key == difference.key)
    inputs = difference.inputs
    values = {name: pair[1] for name, pair in inputs.items()} | difference.derived
    conditions = [_unchanged_value(names, inputs) for names in as_values(inputs)]
    if uow.db.execute(sa.update(_LINE).where(*mine, *conditions).values(**values)).rowcount == 1:
        return
    stored = uow.db.execute(sa.select(_LINE).where(*mine)).mappings().one_or_none()
    if stored is None:
        assert difference.new is not None, "a changed line is there"
        name = difference.new.sku or difference.new.text or difference.key
        raise ConflictError("order.line_removed_elsewhere", line=name)
    raise conflict(f"lines/{difference.key}", inputs, stored)


def write_derived(uow: UnitOfWork, order_id: int, lines: Sequence[Line]) -> None:
    """Overwrite the derived fields of the lines in one statement; lines that are gone stay gone."""
    _write_fields(uow, order_id, lines, _DERIVED)


def write_costs(uow: UnitOfWork, order_id: int, lines: Sequence[Line]) -> None:
    """Write what the lines cost as it is known now: who quotes or asks for an approval binds to it."""
    _write_fields(uow, order_id, [line for line in lines if line.product_id is not None], COST_FIELDS)


def write_changes(uow: UnitOfWork, before: Draft, after: Draft, *, kept: Collection[str] = ()) -> list[Line]:
    """Write the lines that a numbered order got or that differ; those that it lost, for the caller to remove.

    `kept`: the keys of all its rows. A line that was removed and comes back is written over its old row.
    """
    changes = differences(before, after)
    written = [change.new for change in changes if change.new is not None]
    in_table = {*kept, *(line.key for line in before.lines)}
    added = [line_row(before.id, line) for line in written if line.key not in in_table]
    insert_rows(uow.db, OrderLine, added)
    _write_fields(uow, before.id, [line for line in written if line.key in in_table], _FIELDS)
    return [change.old for change in changes if change.new is None and change.old is not None]


def delete_lines(uow: UnitOfWork, order_id: int, lines: Sequence[Line]) -> None:
    """Delete lines to which nothing refers."""
    if lines:
        mine = (_LINE.c.order_id == order_id, _LINE.c.line_key.in_([line.key for line in lines]))
        uow.db.execute(sa.delete(_LINE).where(*mine))


def _write_fields(uow: UnitOfWork, order_id: int, lines: Sequence[Line], names: Sequence[str]) -> None:
    if not lines:
        return
    statement = (
        sa.update(_LINE)
        .where(_LINE.c.order_id == order_id, _LINE.c.line_key == sa.bindparam("b_key"))
        .values({name: sa.bindparam(f"b_{name}") for name in names})
    )
    rows = [{"b_key": line.key, **{f"b_{name}": getattr(line, name) for name in names}} for line in lines]
    uow.db.execute(statement, rows)


def unchanged(column: Any, pair: tuple[Any, Any]) -> sa.ColumnElement[bool]:
    """The stored value is still the old one, or already the new one (a repeat after a lost answer)."""
    old, new = pair
    still: sa.ColumnElement[bool] = column.is_not_distinct_from(old)
    return still if old == new else sa.or_(still, column.is_not_distinct_from(new))


def _unchanged_value(names: Sequence[str], pairs: Mapping[str, tuple[Any, Any]]) -> sa.ColumnElement[bool]:
    """The stored fields of one value are all still the old ones, or all the new ones already."""
    old, new = (
        sa.and_(*(_LINE.c[name].is_not_distinct_from(pairs[name][place]) for name in names))
        for place in (0, 1)
    )
    return sa.or_(old, new)


_SAME = object()


def conflict(
    target: str,
    changed: Mapping[str, tuple[Any, Any]],
    stored: Mapping[Any, Any],
    *,
    mine: object = _SAME,
) -> ConflictError:
    """The first field that holds neither the old nor the new value, with both values."""
    olds, news = ({name: pair[place] for name, pair in changed.items()} for place in (0, 1))
    for names in as_values(changed):
        if is_another(names, olds, news, stored):
            name = next(each for each in names if news[each] != stored[each])
            line = str(stored["sku"] or stored["text"]) if target.startswith("lines/") else ""
            is_price = (
                name in {"list_price_micro", "price_per"} and {"list_price_micro", "price_per"} <= news.keys()
            )
            told = shown_price if is_price else partial(_told_field, name)
            return ConflictError(
                "order.edit_conflict",
                field=f"{target}/{'list_price_micro' if is_price else name}",
                what=field_words("list_price_micro" if is_price else name, line),
                mine=told(news) if mine is _SAME else mine,
                theirs=told(stored),
            )
    return ConflictError("document.changed_elsewhere", kind="order", id=stored["id"])


def _told_field(name: str, values: Mapping[Any, Any]) -> object:
    return shown_value(name, values[name])


def conflict_of(edit: Edit, theirs: Draft) -> ConflictError:
    """An edit that met another value in their state of the order (`split_edits`), with both values."""
    if edit.target == "header":
        assert edit.new is not None, "a header is edited, never removed"
        changed = {name: (None, value) for name, value in edit.new.items()}
        return conflict("header", changed, {**header_values(theirs.header), "id": theirs.id})
    line = theirs.line(edit.target.removeprefix("lines/"))
    if line is None:
        return ConflictError("order.line_removed_elsewhere", line=_name_of(edit))
    if edit.new is None:
        name, stored_value = "quantity_micro", shown_value("quantity_micro", line.quantity_micro)
        what = field_words(name, line.sku or line.text)
        return ConflictError(
            "order.edit_conflict", field=edit.target, what=what, mine=_("deleted"), theirs=stored_value
        )
    changed = {name: (None, value) for name, value in edit.new.items()}
    return conflict(edit.target, changed, {**line_values(line), "id": theirs.id})


def _name_of(edit: Edit) -> str:
    values = {**(edit.old or {}), **(edit.new or {})}
    return str(values.get("sku") or values.get("text") or edit.target.removeprefix("lines/"))


def line_row(order_id: int, line: Line) -> dict[str, Any]:
    """A line as a row of the table."""
    return {"order_id": order_id} | {LINE_COLUMNS[name]: value for name, value in line_values(line).items()}
