"""Collecting what is wrong with keyed data: all of it, not the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Remedy, Severity


class Findings:
    """A growing list of issues of one area; codes are `area.name`."""

    def __init__(self, area: str, *, prefix: str = "") -> None:
        """`prefix` goes before every `where`: "rows/3/"."""
        self.area = area
        self.prefix = prefix
        self.issues: list[Issue] = []

    def block(self, condition: object, code: str, where: str, /, *remedies: Remedy, **params: object) -> None:
        """Note an issue that stops, if the condition holds."""
        self._note(condition, code, where, Severity.BLOCK, remedies, params)

    def warn(self, condition: object, code: str, where: str, /, *remedies: Remedy, **params: object) -> None:
        """Note an issue that a person may accept, if the condition holds."""
        self._note(condition, code, where, Severity.WARN, remedies, params)

    def _note(
        self,
        condition: object,
        code: str,
        where: str,
        severity: Severity,
        remedies: tuple[Remedy, ...],
        params: dict[str, object],
    ) -> None:
        if condition:
            name = code if "." in code else f"{self.area}.{code}"
            self.issues.append(Issue(name, severity, self.prefix + where, params, remedies))

    @property
    def all(self) -> tuple[Issue, ...]:
        """What was found, in order."""
        return tuple(self.issues)


def refuse_blocked(area: str, issues: tuple[Issue, ...], **params: object) -> None:
    """Raise `RefusedError("<area>.refused")` with all issues if one of them blocks."""
    if any(issue.severity is Severity.BLOCK for issue in issues):
        raise RefusedError(f"{area}.refused", issues=issues, **params)


def with_places(error: RefusedError, places: Sequence[int]) -> RefusedError:
    """The refusal of rows `rows/<number>/...` of which some were left out, by their places among all of them."""

    def moved(where: str) -> str:
        rows, number, name = where.split("/", 2)
        return f"{rows}/{places[int(number)]}/{name}"

    issues = tuple(replace(issue, where=moved(issue.where)) for issue in error.issues)
    return RefusedError(error.code, issues=issues, **error.params)
