"""Why a row is refused where reading it was not the trouble: our rules, in words of the catalogue."""

from __future__ import annotations

from app.domain.importing.problems import RowProblem
from app.domain.issues import Issue
from app.messages import text_of, text_of_issue


def refused_row(code: str, *, row: int, line: int = 0, value: str = "", **params: object) -> RowProblem:
    """The row's refusal; the text is that of `import.<code>`."""
    reason = text_of(f"import.{code}", {"value": value, **params})
    return RowProblem(code, row=row, line=line, value=value, params={"reason": reason})


def refused_by(issue: Issue, *, row: int, line: int = 0) -> RowProblem:
    """The row's refusal by a rule of another area."""
    return RowProblem(issue.code, row=row, line=line, params={"reason": text_of_issue(issue)})
