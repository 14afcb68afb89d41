"""The firm's own rules for orders: one setting in canonical JSON, changed rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from app.domain.findings import refuse_blocked
from app.domain.issues import Severity
from app.domain.order_policies import Policy, check_policy
from app.services import seeds
from app.services.setting_rows import SettingRows
from app.services.unit_of_work import Reading, UnitOfWork

KIND = "order_policy"


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


def _make(row: dict[str, Any]) -> PolicyInput:
    known = {name: row[name] for name in PolicyInput.__slots__ if name in row}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in known.items()
    }
    return PolicyInput(**values)


def _policy(data: PolicyInput) -> Policy:
    known = data.severity in set(Severity)
    return Policy(**asdict(data) | {"severity": Severity(data.severity) if known else Severity.WARN})


def _tidy(_uow: UnitOfWork, data: PolicyInput, _others: Sequence[PolicyInput]) -> PolicyInput:
    countries = tuple(each.upper() for each in data.countries)
    tidy = replace(data, text=data.text.strip(), countries=countries)
    issues = check_policy(_policy(tidy), severity=tidy.severity, countries=seeds.countries())
    refuse_blocked("policy", issues)
    return tidy


_ROWS = SettingRows("order_policies", KIND, _make, _tidy)
POLICIES_TEXT = _ROWS.text
"""The stored text, for `policies_of`."""


@lru_cache(maxsize=16)
def policies_of(text: str | None) -> tuple[Policy, ...]:
    """The rules out of the stored text; equal text is parsed once."""
    return tuple(_policy(row.data) for row in _ROWS.rows_of(text))


def read_policies(view: Reading) -> tuple[PolicyCard, ...]:
    """The rules, oldest first."""
    return tuple(PolicyCard(row.id, _policy(row.data), row.version) for row in _ROWS.read(view))


def create_policy(uow: UnitOfWork, data: PolicyInput) -> int:
    """Make a rule; its id."""
    return _ROWS.create(uow, data)


def update_policy(uow: UnitOfWork, id: int, data: PolicyInput, *, version: int) -> int:
    """Change a rule; its new version. Orders that are confirmed stay as they are."""
    return _ROWS.update(uow, id, data, version=version)


def remove_policy(uow: UnitOfWork, id: int) -> None:
    """Take a rule out; its history stays."""
    _ROWS.remove(uow, id)
