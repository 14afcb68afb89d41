"""What the firm chose for its order checks: one setting in canonical JSON, read with every order's context.

The setting's text is the version: equal text is parsed once, whichever database or transaction it came from.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.domain.check_settings import AS_MADE, CheckChoice, CheckSettings
from app.domain.errors import ConflictError, NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.habits import AS_USUAL, HabitLimits
from app.domain.issues import Severity
from app.domain.order_checks import registry
from app.domain.order_checks.check import Declared, HeldBy, Threshold
from app.domain.order_checks.run import owner_of, severity_of
from app.domain.rights import ROLES
from app.services.credit_classes import CLASSES_TEXT, classes_of
from app.services.order_policies import POLICIES_TEXT, policies_of
from app.services.settings_store import put_setting
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Setting

KEY = "order_checks"
EXEMPT_LENGTH = 1000
KIND = "order_check"

CHECKS_TEXT = sa.select(sa.type_coerce(Setting.value, sa.Text)).where(Setting.key == KEY)
"""The stored text, for `settings_of`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInput:
    """A check as the firm wants it; `threshold` in the unit of the check, None where it has none."""

    is_on: bool
    severity: str
    owner: str
    threshold: int | None = None
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckCard:
    """A check as it stands in the firm."""

    id: int
    code: str
    area: str
    is_on: bool
    severity: Severity
    owner: str
    threshold: int | None
    unit: str
    held_by: HeldBy
    exempt: tuple[str, ...]
    has_exempt: bool
    version: int


def check_id(code: str) -> int:
    """A number for the check's history, the same in every release."""
    return zlib.crc32(code.encode())


_BY_ID = {check_id(check.code): check for check in registry.CHECKS}
assert len(_BY_ID) == len(registry.CHECKS), "no two checks share a number"


def code_of(id: int) -> str:
    """The check that has this number."""
    return _BY_ID[id].code


@lru_cache(maxsize=16)
def settings_of(text: str | None, policies: str | None = None, classes: str | None = None) -> CheckSettings:
    """What the firm chose, out of the stored texts; what a later release chose and this one knows not stays unread."""
    if not text and not policies and not classes:
        return AS_MADE
    choices = {code: _choice(raw) for code, raw in json.loads(text or "{}").items()}
    return CheckSettings(choices, policies_of(policies), classes_of(classes))


def _choice(raw: dict[str, Any]) -> CheckChoice:
    severity = raw.get("severity")
    return CheckChoice(
        is_on=raw.get("is_on"),
        severity=Severity(severity) if severity in set(Severity) else None,
        threshold=raw.get("threshold"),
        owner=raw.get("owner"),
        exempt=tuple(raw.get("exempt", ())),
        version=raw.get("version", 0),
    )


LIMITS_KEY = "order_habits"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Limits that keep the alerts within their budgets over this many past orders."""

    limits: HabitLimits
    orders: int
    on: str


def read_habit_limits(view: Reading) -> HabitLimits:
    """From which score on something is unusual in this firm; as statistics usually have it before it was counted."""
    raw = view.db.execute(sa.select(Setting.value).where(Setting.key == LIMITS_KEY)).scalar_one_or_none()
    return HabitLimits(raw["quantity"], raw["price"]) if raw else AS_USUAL


def keep_calibration(uow: UnitOfWork, found: Calibration) -> None:
    """Keep limits that were found from the firm's history."""
    uow.actor.require("setup.edit")
    before = read_habit_limits(uow)
    if found.limits == before:
        return
    limits = {"quantity": found.limits.quantity, "price": found.limits.price}
    put_setting(uow, LIMITS_KEY, {**limits, "orders": found.orders, "on": found.on})
    old = {"quantity": before.quantity, "price": before.price}
    uow.audit(KIND, 0, before=old, after=limits)
    uow.changed(KIND, 0, version=1)


def read_check_settings(view: Reading) -> CheckSettings:
    """What the firm chose."""
    texts = sa.select(*(text.scalar_subquery() for text in (CHECKS_TEXT, POLICIES_TEXT, CLASSES_TEXT)))
    return settings_of(*view.db.execute(texts).one())


def read_check_cards(view: Reading) -> tuple[CheckCard, ...]:
    """All checks as they stand, in the order in which their issues are shown."""
    settings = read_check_settings(view)
    return tuple(_card(check, settings) for check in registry.CHECKS)


def _card(check: Declared, settings: CheckSettings) -> CheckCard:
    choice = settings.choice(check.code)
    severity = severity_of(check, settings)
    usual = check.threshold.usual if check.threshold else None
    return CheckCard(
        id=check_id(check.code),
        code=check.code,
        area=check.area,
        is_on=severity is not None,
        severity=severity or choice.severity or check.severity,
        owner=owner_of(check, settings),
        threshold=usual if choice.threshold is None else choice.threshold,
        unit=check.threshold.unit if check.threshold else "",
        held_by=check.held_by,
        exempt=choice.exempt,
        has_exempt=check.has_exempt,
        version=choice.version,
    )


def update_check(uow: UnitOfWork, id: int, data: CheckInput, *, version: int) -> int:
    """Keep what the firm chose for a check; the new version. All refusals are told together."""
    uow.actor.require("setup.edit")
    check = _BY_ID.get(id)
    if check is None:
        raise NotFoundError("document.not_found", kind=KIND, id=id)
    refuse_blocked("check", _findings(check, data))
    stored = _hold_stored(uow)
    before = stored.get(check.code, {})
    if before.get("version", 0) != version:
        raise ConflictError("document.changed_elsewhere", kind=KIND, id=id)
    after = _raw(data)
    old = {name: value for name, value in _as_stands(check, before).items() if value != after.get(name)}
    if not old:
        return version
    put_setting(uow, KEY, {**stored, check.code: {**after, "version": version + 1}})
    uow.audit(KIND, id, before=old, after={name: after[name] for name in old})
    uow.changed(KIND, id, version=version + 1)
    return version + 1


def _as_stands(check: Declared, raw: dict[str, Any]) -> dict[str, Any]:
    usual = _raw(
        CheckInput(
            is_on=check.is_on,
            severity=check.severity.value,
            owner=check.owner,
            threshold=check.threshold.usual if check.threshold else None,
        )
    )
    return usual | {name: raw[name] for name in usual if name in raw}


def _raw(data: CheckInput) -> dict[str, Any]:
    return {
        "is_on": data.is_on,
        "severity": data.severity,
        "owner": data.owner,
        "threshold": data.threshold,
        "exempt": list(data.exempt),
    }


def _hold_stored(uow: UnitOfWork) -> dict[str, Any]:
    """What is stored, held until the end of the transaction: two desks change one after the other."""
    put_setting(uow, KEY, {}, only_new=True)
    text = uow.db.execute(CHECKS_TEXT.with_for_update()).scalar_one()
    stored: dict[str, Any] = json.loads(text)
    return stored


def _findings(check: Declared, data: CheckInput) -> tuple[Any, ...]:
    found = Findings("check")
    if check.held_by:
        held = not data.is_on or data.severity != Severity.BLOCK.value
        where = "is_on" if not data.is_on else "severity"
        found.block(held and check.held_by == "law", "held_by_law", where)
        found.block(held and check.held_by == "books", "held_by_books", where)
    found.block(data.severity not in set(Severity), "severity_unknown", "severity", severity=data.severity)
    found.block(data.owner not in ROLES, "owner_unknown", "owner", owner=data.owner)
    _check_threshold(found, check.threshold, data.threshold)
    found.block(data.exempt and not check.has_exempt, "no_exempt", "exempt")
    found.block(
        len(", ".join(data.exempt)) > EXEMPT_LENGTH, "exempt_too_long", "exempt", longest=EXEMPT_LENGTH
    )
    return found.all


def _check_threshold(found: Findings, threshold: Threshold | None, value: int | None) -> None:
    if threshold is None:
        found.block(value is not None, "no_threshold", "threshold")
        return
    found.block(value is None, "threshold_missing", "threshold")
    outside = value is not None and not threshold.least <= value <= threshold.most
    found.block(outside, "threshold_range", "threshold")
