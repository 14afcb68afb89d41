"""What people chose of a line's configuration: kept with the line, since the configuration itself is everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.configurator import LineChoices
from db.schema.orders import Order
from db.statements import insert_into, insert_rows, table_of

_CHOICES = table_of(LineChoices)


@dataclass(frozen=True, slots=True)
class ChosenThen:
    """What was chosen of a configuration (`configuring.keeping.read_kept`), and what it was fitted to."""

    choices: str
    fits_with: tuple[int, ...]


def keep_choices(
    uow: UnitOfWork, order_id: int, line_key: str, configuration: str, chosen: ChosenThen
) -> None:
    """Keep what was chosen of the configuration of a line, in place of what was kept before; not of a gone order."""
    uow.actor.require("order.edit")
    if uow.db.execute(sa.select(Order.id).where(Order.id == order_id)).first() is None:
        return
    statement = insert_into(uow.db.dialect, _CHOICES).values(
        order_id=order_id, line_key=line_key, configuration=configuration,
        choices=chosen.choices, fits_with=list(chosen.fits_with),
    )  # fmt: skip
    now = {name: statement.excluded[name] for name in ("choices", "fits_with")}
    uow.db.execute(
        statement.on_conflict_do_update(index_elements=["order_id", "line_key", "configuration"], set_=now)
    )


def read_choices(view: Reading, order_id: int, line_key: str, configuration: str) -> ChosenThen | None:
    """What was chosen of a line's configuration.

    A line that was copied within its order has what was chosen last of the same configuration there. None where
    nobody noted it.
    """
    columns = _CHOICES.c
    statement = (
        sa.select(columns.choices, columns.fits_with)
        .where(columns.order_id == order_id, columns.configuration == configuration)
        .order_by(sa.case((columns.line_key == line_key, 0), else_=1), columns.id.desc())
        .limit(1)
    )
    row = view.db.execute(statement).one_or_none()
    return ChosenThen(row.choices, tuple(row.fits_with)) if row is not None else None


def copy_choices(uow: UnitOfWork, *, source: int, target: int) -> None:
    """An order that was made of another one opens its lines with the same choices."""
    columns = [_CHOICES.c[name] for name in ("line_key", "configuration", "choices", "fits_with")]
    rows: Sequence[sa.RowMapping] = (
        uow.db.execute(sa.select(*columns).where(_CHOICES.c.order_id == source).order_by(_CHOICES.c.id))
        .mappings()
        .all()
    )
    insert_rows(uow.db, LineChoices, [{**row, "order_id": target} for row in rows])


def forget_choices(uow: UnitOfWork, order_id: int) -> None:
    """Of a draft that is deleted."""
    uow.db.execute(sa.delete(_CHOICES).where(_CHOICES.c.order_id == order_id))
