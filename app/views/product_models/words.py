"""Words of the product models desk."""

from __future__ import annotations

from app.domain.model_drafts.checking import Finding
from app.i18n import _
from app.messages import text_of_issue
from app.models.columns import State


def state_word(state: str) -> str:
    """A version's state as people say it."""
    words = {"draft": _("Draft"), "released": _("Released"), "retired": _("Retired")}
    return words.get(state, state)


def state_level(state: str) -> State:
    """The colour of its dot."""
    levels: dict[str, State] = {"draft": "info", "released": "ok"}
    return levels.get(state, "muted")


def finding_text(finding: Finding) -> str:
    """What is wrong, without the place that stands beside it."""
    text = text_of_issue(finding.issue)
    for place in (f"{finding.file}, line {finding.line}: ", f"{finding.file}, Zeile {finding.line}: "):
        text = text.removeprefix(place)
    return text


def place_text(finding: Finding) -> str:
    """File and line."""
    return f"{finding.file}:{finding.line}" if finding.line else finding.file


def finding_level(finding: Finding) -> State:
    """How heavy it weighs."""
    return "bad" if finding.blocks else "warn"
