"""What is wrong with a document, as values that a screen can list and a key can remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How much an issue weighs: `warn` may be accepted, `approve` needs another person, `block` stops."""

    INFO = "info"
    WARN = "warn"
    APPROVE = "approve"
    BLOCK = "block"


SEVERITY_ORDER = {Severity.BLOCK: 0, Severity.APPROVE: 1, Severity.WARN: 2, Severity.INFO: 3}


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out, taken with one key: a command id with its parameters.

    `code` names the text in `app.messages`; `command` and `params` say what a desk runs.
    """

    code: str
    command: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: `where` is a path such as `lines/k3/quantity`, `header/customer` or `` (whole).

    `owner` is the role that answers for it; `since` the moment from which on it stands on its document.
    """

    code: str
    severity: Severity
    where: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    owner: str = ""
    since: datetime | None = None


def worst(issues: tuple[Issue, ...]) -> Severity | None:
    """The heaviest severity among the issues, or None when there is none."""
    return min((issue.severity for issue in issues), key=SEVERITY_ORDER.__getitem__, default=None)


Place = tuple[str, str]  # an issue's code and where it stands


def with_ages(
    issues: Sequence[Issue], since: Mapping[Place, datetime], now: datetime
) -> tuple[tuple[Issue, ...], dict[Place, datetime]]:
    """The issues with the moment of their first sight, and these moments; what was not there before is of now.

    An issue that went and comes again is new. One that knows its own moment keeps that.
    """
    moments = {(issue.code, issue.where): since.get((issue.code, issue.where), now) for issue in issues}
    aged = tuple(replace(issue, since=issue.since or moments[issue.code, issue.where]) for issue in issues)
    return aged, moments
