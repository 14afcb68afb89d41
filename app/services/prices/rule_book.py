"""Rules of one sort (discounts, surcharges, promotions): never changed in place.

A change closes a rule and makes the next.
Each act names the rule that it made and the one that it closed, so that a rule's story goes through all those that
it took the place of, and rules of the same content stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import sqlalchemy as sa

from app.domain.errors import ConflictError
from app.domain.findings import refuse_blocked
from app.domain.issues import Issue
from app.services.history import Act, HistoryEntry, changes_between, read_acts
from app.services.history_names import read_names, with_names
from app.services.settings_store import bump_rules_version
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Audit
from db.statements import insert_row, table_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from db.schema.base import Base

    class BookedCard(DataclassInstance, Protocol):
        """A rule as it is read; `customer_id` None is for any."""

        @property
        def id(self) -> int: ...

        @property
        def customer_id(self) -> int | None: ...


ORIGINS_MAX = 5_000
Card = TypeVar("Card", bound="BookedCard")
Data = TypeVar("Data", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class RuleBook(Generic[Card, Data]):
    """The rules of one table. `card` holds the fields of `data` and the id; `entity` names them in the audit.

    `order` are the columns by which they are read; a rule's key in an act is `word` with its id. `check` gives
    everything wrong with a rule as keyed. Where rules may be drafts (services/prices/drafts.py) `rule` is what prices
    know of one, `part` where they stand in a `RulesSnapshot`, and the table has the columns `draft` and `replaces_id`.
    """

    table: type[Base]
    card: type[Card]
    data: type[Data]
    entity: int
    word: str
    order: tuple[str, ...]
    check: Callable[[Reading, Data], tuple[Issue, ...]]
    rule: type[Any] | None = None
    part: str = ""

    def read(self, view: Reading) -> tuple[Card, ...]:
        """Every rule that was not replaced."""
        columns = table_of(self.table).c
        statement = sa.select(*(columns[field.name] for field in fields(self.card)))
        statement = statement.where(columns.replaced_at_version.is_(None))
        statement = statement.order_by(*(columns[name] for name in self.order), columns.id)
        return tuple(self.card(**row) for row in view.db.execute(statement).mappings())

    def read_one(self, view: Reading, id: int) -> dict[str, object] | None:
        """What a rule says or said, replaced or not; None where there never was such a one."""
        columns = table_of(self.table).c
        names = (columns[field.name] for field in fields(self.data))
        row = view.db.execute(sa.select(*names).where(columns.id == id)).mappings().one_or_none()
        return None if row is None else dict(row)

    def read_origins(self, view: Reading) -> dict[int, int]:
        """For each rule that took the place of another the id of the first of them: what stays while it is changed.

        The acts say it, whatever else of a rule was changed; of more than `ORIGINS_MAX` the newest.
        """
        acts = view.db.execute(
            sa.select(Audit.before, Audit.after)
            .where(Audit.kind == "price", Audit.entity_id == self.entity)
            .order_by(Audit.id.desc())
            .limit(ORIGINS_MAX)
        )
        origins: dict[int, int] = {}
        for before, after in reversed(list(acts)):
            if before and after:
                closed, made = (int(next(iter(side)).removeprefix(self.word)) for side in (before, after))
                origins[made] = origins.get(closed, closed)
        return origins

    def read_history(self, view: Reading, id: int) -> tuple[HistoryEntry, ...]:
        """Who changed a rule and what, newest first: through all the rules that it took the place of."""
        found: list[HistoryEntry] = []
        key = self.key(id)
        for act in read_acts(view, "price", self.entity):
            if key not in act.after:
                continue
            closed = next(iter(act.before), "")
            before: Any = act.before.get(closed, {})
            found.append(_told(view, act, before, act.after[key]))
            if not closed:
                break  # here it was made
            key = closed
        return tuple(found)

    def create(
        self, uow: UnitOfWork, data: Data, *, draft: bool = False, replaces_id: int | None = None
    ) -> int:
        """Make a rule, or the draft of one that is to take the place of `replaces_id`; its id."""
        self._allow(uow, data)
        more: dict[str, object] = {"draft": True, "replaces_id": replaces_id} if draft else {}
        return self._insert(uow, data, more, version=bump_rules_version(uow), closed={})

    def change(self, uow: UnitOfWork, id: int, data: Data) -> int:
        """Close a rule and make the changed one; the new id. A draft stays one."""
        self._allow(uow, data)
        version = bump_rules_version(uow)
        more = self._read_state(uow, id)
        closed = {self.key(id): self.close(uow, id, version)}
        made = self._insert(uow, data, more, version=version, closed=closed)
        self._point_drafts(uow, id, made)
        return made

    def end(self, uow: UnitOfWork, id: int) -> None:
        """Close a rule; a draft that was to take its place comes beside the others."""
        uow.actor.require("price.edit")
        version = bump_rules_version(uow)
        uow.audit("price", self.entity, before={self.key(id): self.close(uow, id, version)}, after={})
        uow.changed("price", self.entity, version=version)
        self._point_drafts(uow, id, None)

    def activate(self, uow: UnitOfWork, id: int, *, version: int) -> None:
        """Put a draft into force in the place of its rule. None any more: ConflictError.

        `version` is that of the rules, raised for it: whoever else writes a rule waits for this transaction.
        """
        card: Any = next((card for card in self.read(uow) if card.id == id), None)
        if card is None or not card.draft:
            raise ConflictError("document.changed_elsewhere", kind="price", id=id)
        said = {field.name: getattr(card, field.name) for field in fields(self.data)}
        before, after = {self.key(id): {**said, "draft": True}}, {**said, "draft": False}
        if card.replaces_id is not None:
            before, after = {self.key(card.replaces_id): self.close(uow, card.replaces_id, version)}, said
            self._point_drafts(uow, card.replaces_id, id)
        columns = table_of(self.table).c
        put = sa.update(self.table).where(columns.id == id, columns.draft).values(draft=False)
        assert uow.db.execute(put).rowcount == 1, "it was read in the same version"
        uow.audit("price", self.entity, before=before, after={self.key(id): after})
        uow.changed("price", self.entity, version=version)

    def read_draft_rules(self, view: Reading, ids: Collection[int]) -> Sequence[tuple[Any, int | None]]:
        """These drafts as prices see them, each with the id of the rule whose place it is to take."""
        assert self.rule is not None, "a book whose rules may be drafts"
        columns = table_of(self.table).c
        names = [field.name for field in fields(self.rule)]
        statement = sa.select(*(columns[name] for name in names), columns.replaces_id).where(
            columns.id.in_(ids), columns.draft, columns.replaced_at_version.is_(None)
        )
        return [(self.rule(*values), replaced) for *values, replaced in view.db.execute(statement)]

    def _read_state(self, uow: UnitOfWork, id: int) -> dict[str, object]:
        """Whether a rule is a draft, and of which one."""
        if not self.part:
            return {}
        columns = table_of(self.table).c
        statement = sa.select(columns.draft, columns.replaces_id).where(columns.id == id, columns.draft)
        row = uow.db.execute(statement).one_or_none()
        return {"draft": True, "replaces_id": row.replaces_id} if row is not None else {}

    def _point_drafts(self, uow: UnitOfWork, id: int, other: int | None) -> None:
        """Drafts that are to take the place of a rule take that of the one which took it."""
        if not self.part:
            return
        columns = table_of(self.table).c
        waiting = (columns.replaces_id == id, columns.draft, columns.replaced_at_version.is_(None))
        uow.db.execute(sa.update(self.table).where(*waiting).values(replaces_id=other))

    def _allow(self, uow: UnitOfWork, data: Data) -> None:
        uow.actor.require("price.edit")
        refuse_blocked("price", self.check(uow, data))

    def key(self, id: int) -> str:
        """How an act names a rule."""
        return f"{self.word}{id}"

    def _insert(
        self,
        uow: UnitOfWork,
        data: Data,
        more: Mapping[str, object],
        *,
        version: int,
        closed: Mapping[str, object],
    ) -> int:
        """Keep a rule; `more` are the columns of a draft."""
        values = asdict(data)
        id_ = insert_row(uow.db, self.table, {**values, **more})
        told = {"draft": True} if more.get("draft") else {}
        uow.audit("price", self.entity, before=closed, after={self.key(id_): values | told})
        uow.changed("price", self.entity, version=version)
        return id_

    def close(self, uow: UnitOfWork, id: int, version: int) -> dict[str, object]:
        """Close a rule of a version of the rules; what it said. Closed meanwhile: ConflictError."""
        columns = table_of(self.table).c
        row = uow.db.execute(
            sa.update(self.table)
            .where(columns.id == id, columns.replaced_at_version.is_(None))
            .values(replaced_at_version=version)
            .returning(*(columns[field.name] for field in fields(self.data)))
        ).one_or_none()
        if row is None:
            raise ConflictError("document.changed_elsewhere", kind="price", id=id)
        return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row's columns


def _told(view: Reading, act: Act, before: Any, after: Any) -> HistoryEntry:
    names = read_names(view, (before, after))
    changes = changes_between(with_names(before, names), with_names(after, names))
    return HistoryEntry(at=act.at, actor=act.actor, changes=changes, reason=act.reason)
