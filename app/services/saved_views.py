"""Saved views of lists: what a person typed, chose, sorted by and showed, under a name of their own.

They are a person's own comfort, no document, card or setting of the firm: no history is kept of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import SavedView
from db.statements import insert_into, table_of

_VIEW = table_of(SavedView)
NAME_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class ListState:
    """How a list stands: typed text, chosen filters by field, sort key ("-" in front: descending), columns.

    `order` and `widths` (pixels) name columns; those that a later version adds stay as they come.
    """

    text: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    hidden: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    widths: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NamedView:
    """A saved view."""

    id: int
    name: str
    state: ListState


def read_views(view: Reading, list_name: str) -> tuple[NamedView, ...]:
    """The actor's views of a list by name."""
    statement = sa.select(_VIEW.c.id, _VIEW.c.name, _VIEW.c.content).where(*_mine(view, list_name))
    rows = sorted(view.db.execute(statement), key=lambda row: (row.name.casefold(), row.name))
    return tuple(NamedView(row.id, row.name, _state_of(row.content)) for row in rows)


def save_view(uow: UnitOfWork, list_name: str, name: str, state: ListState) -> int:
    """Keep the state under the name, in place of what was kept under it; the id."""
    wanted = _checked_name(name)
    statement = insert_into(uow.db.dialect, _VIEW).values(
        user_name=uow.actor.name, list_name=list_name, name=wanted, content=_content_of(state)
    )
    statement = statement.on_conflict_do_update(
        index_elements=["user_name", "list_name", "name"], set_={"content": statement.excluded.content}
    )
    return int(uow.db.execute(statement.returning(_VIEW.c.id)).scalar_one())


def rename_view(uow: UnitOfWork, list_name: str, id: int, name: str) -> None:
    """Give a view of one's own another name that is free."""
    wanted = _checked_name(name)
    others = sa.select(_VIEW.c.id).where(*_mine(uow, list_name), _VIEW.c.name == wanted, _VIEW.c.id != id)
    found = Findings("saved_view")
    found.block(uow.db.execute(others).first() is not None, "name_taken", "name", name=wanted)
    refuse_blocked("saved_view", found.all)
    statement = sa.update(_VIEW).where(*_mine(uow, list_name), _VIEW.c.id == id).values(name=wanted)
    if uow.db.execute(statement).rowcount != 1:
        raise NotFoundError("document.not_found", kind="saved_view", id=id)


def delete_view(uow: UnitOfWork, list_name: str, id: int) -> None:
    """Delete a view of one's own; one that is gone is gone."""
    uow.db.execute(sa.delete(_VIEW).where(*_mine(uow, list_name), _VIEW.c.id == id))


def _mine(view: Reading, list_name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _VIEW.c.user_name == view.actor.name, _VIEW.c.list_name == list_name


def _checked_name(name: str) -> str:
    wanted = " ".join(name.split())
    found = Findings("saved_view")
    found.block(not wanted, "name_missing", "name")
    found.block(len(wanted) > NAME_LENGTH_MAX, "too_long", "name", longest=NAME_LENGTH_MAX)
    refuse_blocked("saved_view", found.all)
    return wanted


def _content_of(state: ListState) -> dict[str, object]:
    return {
        "text": state.text,
        "choices": dict(state.choices),
        "sort": state.sort,
        "hidden": list(state.hidden),
        "order": list(state.order),
        "widths": dict(state.widths),
    }


def _state_of(content: object) -> ListState:
    """The state back; parts that this version does not understand are passed over."""
    stored = content if isinstance(content, Mapping) else {}
    return ListState(
        text=_text(stored.get("text")),
        choices=tuple((str(key), _text(value)) for key, value in _pairs(stored.get("choices"))),
        sort=_text(stored.get("sort")),
        hidden=_names(stored.get("hidden")),
        order=_names(stored.get("order")),
        widths=tuple(
            (str(key), value) for key, value in _pairs(stored.get("widths")) if isinstance(value, int)
        ),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _pairs(value: object) -> tuple[tuple[object, object], ...]:
    return tuple(value.items()) if isinstance(value, Mapping) else ()
