"""The firm's settings: declared in `app.settings` (scope "firm"), kept in the database."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.findings import Findings
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import SETTINGS, Value, setting
from db.held_names import hold_names
from db.schema.firm import Setting
from db.statements import insert_into
from db.versions import RULES_VERSION, raise_version


def read_firm_settings(view: Reading) -> Mapping[str, Value]:
    """Every firm-wide setting by key: what was set, else its default."""
    stored = {row.key: row.value for row in view.db.execute(sa.select(Setting.key, Setting.value))}
    return {
        declared.key: stored[declared.key] if declared.accepts(stored.get(declared.key)) else declared.default
        for declared in SETTINGS
        if declared.scope == "firm"
    }


def read_firm_setting(view: Reading, key: str) -> Value:
    """One firm-wide setting; KeyError for a key that nobody declared."""
    declared = setting(key)
    assert declared.scope == "firm", f"{key} belongs to a user: ask UserSettings"
    stored = view.db.execute(sa.select(Setting.value).where(Setting.key == key)).scalar_one_or_none()
    if isinstance(stored, bool | int | str) and declared.accepts(stored):
        return stored
    return declared.default


def write_firm_settings(
    uow: UnitOfWork, values: Mapping[str, Value], *, known: Mapping[str, Value] | None = None
) -> None:
    """Keep firm-wide settings; all are refused together when one has a value that it cannot have.

    `known`: as they were where they were keyed. What was not changed there is left as it is by now; what somebody
    else changed to another value meanwhile is a ConflictError.
    """
    uow.actor.require("setup.edit")
    found = Findings("setting")
    for key, value in values.items():
        declared = setting(key)
        assert declared.scope == "firm", f"{key} belongs to a user: put it in UserSettings"
        found.block(not declared.accepts(value), "value_wrong", key, key=key, value=value)
    if found.issues:
        raise RefusedError("setting.refused", issues=found.issues)
    hold_names(uow.db, "setting", ["firm"])  # two desks at once follow one another
    before = read_firm_settings(uow)
    if known is not None:
        values = {key: value for key, value in values.items() if value != known[key]}
        if any(before[key] not in (known[key], value) for key, value in values.items()):
            raise ConflictError("document.changed_elsewhere", kind="setting", id=0)
    changed = {key: value for key, value in values.items() if before[key] != value}
    for key, value in changed.items():
        put_setting(uow, key, value)
    if changed:
        uow.audit("setting", 0, before=_shown({key: before[key] for key in changed}), after=_shown(changed))
        uow.changed("setting", 0, version=1)


def bump_rules_version(uow: UnitOfWork) -> int:
    """Raise the version of all price rules in this transaction; the new version."""
    return raise_version(uow.db, RULES_VERSION)


def _shown(values: Mapping[str, Value]) -> dict[str, object]:
    """The values as the history may tell them: that a secret changed, not what it is."""
    return {key: "***" if setting(key).secret and value != "" else value for key, value in values.items()}


def put_setting(uow: UnitOfWork, key: str, value: object, *, only_new: bool = False) -> None:
    """Store a value under its key, whatever stood there; `only_new`: unless something stands there."""
    statement = insert_into(uow.db.dialect, Setting).values(key=key, value=value)
    if only_new:
        uow.db.execute(statement.on_conflict_do_nothing(index_elements=[Setting.key]))
        return
    uow.db.execute(
        statement.on_conflict_do_update(
            index_elements=[Setting.key], set_={"value": statement.excluded.value}
        )
    )
