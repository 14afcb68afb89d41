"""The firm's own rules for orders: one setting in canonical JSON, changed rule by rule."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError
from app.domain.findings import refuse_blocked
from app.domain.issues import Severity
from app.domain.order_policies import Policy, check_policy
from app.services import seeds
from app.services.history import difference
from app.services.settings_store import put_setting
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Setting

KEY = "order_policies"
KIND = "order_policy"
POLICIES_TEXT = sa.select(sa.type_coerce(Setting.value, sa.Text)).where(Setting.key == KEY)
"""The stored text, for `policies_of`."""
_EMPTY: dict[str, Any] = {"next": 1, "rows": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInput:
    """A rule as keyed; amounts in minor units."""

    text: str
    severity: str
    is_on: bool = True
    families: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    buyer: str = ""
    from_minor: int | None = None
    below_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """A rule as it stands."""

    id: int
    policy: Policy
    version: int


@lru_cache(maxsize=16)
def policies_of(text: str | None) -> tuple[Policy, ...]:
    """The rules out of the stored text; equal text is parsed once."""
    return tuple(card.policy for card in _cards(json.loads(text) if text else _EMPTY))


def read_policies(view: Reading) -> tuple[PolicyCard, ...]:
    """The rules, oldest first."""
    text = view.db.execute(POLICIES_TEXT).scalar_one_or_none()
    return _cards(json.loads(text) if text else _EMPTY)


def _cards(stored: dict[str, Any]) -> tuple[PolicyCard, ...]:
    return tuple(PolicyCard(row["id"], _policy(_input(row)), row["version"]) for row in stored["rows"])


def _input(row: dict[str, Any]) -> PolicyInput:
    known = {name: row[name] for name in PolicyInput.__slots__ if name in row}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in known.items()
    }
    return PolicyInput(**values)


def _policy(data: PolicyInput) -> Policy:
    known = data.severity in set(Severity)
    return Policy(**asdict(data) | {"severity": Severity(data.severity) if known else Severity.WARN})


def create_policy(uow: UnitOfWork, data: PolicyInput) -> int:
    """Make a rule; its id."""
    uow.actor.require("setup.edit")
    tidy = _checked(data)
    stored = _hold_stored(uow)
    id_ = stored["next"]
    rows = [*stored["rows"], {**asdict(tidy), "id": id_, "version": 1}]
    put_setting(uow, KEY, {"next": id_ + 1, "rows": rows})
    uow.audit(KIND, id_, before={}, after=asdict(tidy))
    uow.changed(KIND, id_, version=1)
    return int(id_)


def update_policy(uow: UnitOfWork, id: int, data: PolicyInput, *, version: int) -> int:
    """Change a rule; its new version. Orders that are confirmed stay as they are."""
    uow.actor.require("setup.edit")
    tidy = _checked(data)

    def change(row: dict[str, Any]) -> list[dict[str, Any]]:
        old, new = difference(_input(row), tidy)
        if old:
            uow.audit(KIND, id, before=old, after=new)
        return [{**asdict(tidy), "id": id, "version": version + 1}]

    _replace(uow, id, version, change)
    uow.changed(KIND, id, version=version + 1)
    return version + 1


def remove_policy(uow: UnitOfWork, id: int) -> None:
    """Take a rule out; its history stays."""
    uow.actor.require("setup.edit")

    def remove(row: dict[str, Any]) -> list[dict[str, Any]]:
        uow.audit(KIND, id, before=asdict(_input(row)), after={})
        return []

    _replace(uow, id, None, remove)
    uow.changed(KIND, id, version=0)


def _replace(
    uow: UnitOfWork,
    id: int,
    version: int | None,
    change: Callable[[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    stored = _hold_stored(uow)
    found = next((row for row in stored["rows"] if row["id"] == id), None)
    if found is None:
        raise NotFoundError("document.not_found", kind=KIND, id=id)
    if version is not None and found["version"] != version:
        raise ConflictError("document.changed_elsewhere", kind=KIND, id=id)
    rows = [each for row in stored["rows"] for each in (change(row) if row["id"] == id else [row])]
    put_setting(uow, KEY, {**stored, "rows": rows})


def _hold_stored(uow: UnitOfWork) -> dict[str, Any]:
    """What is stored, held until the end of the transaction: two desks change one after the other."""
    put_setting(uow, KEY, _EMPTY, only_new=True)
    stored: dict[str, Any] = json.loads(uow.db.execute(POLICIES_TEXT.with_for_update()).scalar_one())
    return stored


def _checked(data: PolicyInput) -> PolicyInput:
    countries = tuple(each.upper() for each in data.countries)
    tidy = replace(data, text=data.text.strip(), countries=countries)
    issues = check_policy(_policy(tidy), severity=tidy.severity, countries=seeds.countries())
    refuse_blocked("policy", issues)
    return tidy
