"""What stands beside an issue: how heavy it weighs, who answers for it, and for how long it has stood there."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.issues import Issue
from app.i18n import _, n_
from app.messages import text_of, text_of_issue

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def facts_of(issue: Issue, now: datetime | None, *, with_weight: bool = True) -> str:
    """Weight, role and age with dots between them; what is not known is left out."""
    told = [text_of(f"severity.{issue.severity.value}", {})] if with_weight else []
    if issue.owner:
        told.append(text_of(f"role.{issue.owner}", {}))
    if issue.since is not None and now is not None:
        told.append(age_text(now - issue.since))
    return " · ".join(told)


def listed_text(issue: Issue, now: datetime | None) -> str:
    """The issue in the list of all of them."""
    return f"{text_of_issue(issue)} ({facts_of(issue, now)})"


def age_text(age: timedelta) -> str:
    """How long something has stood, in the largest unit that fits."""
    if age < _MINUTE:
        return _("just now")
    if age < _HOUR:
        return _("{count} min").format(count=age // _MINUTE)
    if age < _DAY:
        return _("{count} h").format(count=age // _HOUR)
    days = age // _DAY
    return n_("{count} day", "{count} days", days).format(count=days)
