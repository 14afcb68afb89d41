"""How the firm approves: another person, deputies with their days, the hours of holding and of telling again."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.approvals import read_deputies, unread_deputies
from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.services.people import read_users
from app.services.settings_store import read_firm_settings, write_firm_settings
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import Value

HOURS_MAX = 8_760
"""A year: a hold or a silence of more than that is a typing error."""


@dataclass(frozen=True, slots=True)
class ApprovalSettings:
    """The settings "approval.*"; hours, 0 for never."""

    other_person: bool
    deputies: str
    hold_hours: int
    escalate_hours: int


def read_approval_settings(view: Reading) -> ApprovalSettings:
    """As they are."""
    values = read_firm_settings(view)
    return ApprovalSettings(
        other_person=values["approval.other_person"] is True,
        deputies=str(values["approval.deputies"]),
        hold_hours=int(values["approval.hold_hours"]),
        escalate_hours=int(values["approval.escalate_hours"]),
    )


def write_approval_settings(
    uow: UnitOfWork, data: ApprovalSettings, *, known: ApprovalSettings | None = None
) -> None:
    """Keep them; refused together with every deputy that cannot be read or is nobody here.

    `known`: as they were where they were keyed, see `write_firm_settings`.
    """
    uow.actor.require("setup.edit")
    found = Findings("approval")
    _check_deputies(uow, found, data.deputies)
    for name in ("hold_hours", "escalate_hours"):
        hours = getattr(data, name)
        found.block(not 0 <= hours <= HOURS_MAX, "hours_wrong", name, hours=hours, most=HOURS_MAX)
    if found.issues:
        raise RefusedError("setting.refused", issues=found.issues)
    write_firm_settings(uow, _values(data), known=_values(known) if known is not None else None)


def _values(data: ApprovalSettings) -> dict[str, Value]:
    return {
        "approval.other_person": data.other_person,
        "approval.deputies": data.deputies.strip(),
        "approval.hold_hours": data.hold_hours,
        "approval.escalate_hours": data.escalate_hours,
    }


def _check_deputies(view: Reading, found: Findings, text: str) -> None:
    for part in unread_deputies(text):
        found.block(True, "deputy_unread", "deputies", part=part)
    people = {user.name for user in read_users(view) if user.active}
    for each in read_deputies(text):
        for name in (each.absent, each.deputy):
            found.block(name not in people, "deputy_unknown", "deputies", name=name)
        found.block(each.absent == each.deputy, "deputy_himself", "deputies", name=each.absent)
        backwards = each.valid_from and each.valid_to and each.valid_to < each.valid_from
        found.block(backwards, "deputy_days", "deputies", first=each.valid_from, last=each.valid_to)
