"""How a firm wants its orders checked: per check on or off, how heavy, from which number on, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from app.domain.credit import CreditClass
from app.domain.issues import Severity
from app.domain.order_policies import Policy


@dataclass(frozen=True, slots=True)
class CheckChoice:
    """What the firm chose for one check; what is None stays as the check was made."""

    is_on: bool | None = None
    severity: Severity | None = None
    threshold: int | None = None
    owner: str | None = None
    exempt: tuple[str, ...] = ()  # patterns such as `RV-*`: what they fit is never told
    version: int = 0


UNTOUCHED = CheckChoice()


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The choices by code of a check, the firm's own rules, and its classes of customers."""

    choices: Mapping[str, CheckChoice] = field(default_factory=dict)
    policies: tuple[Policy, ...] = ()
    credit_classes: tuple[CreditClass, ...] = ()

    def choice(self, code: str) -> CheckChoice:
        """What was chosen for the check."""
        return self.choices.get(code, UNTOUCHED)


def is_exempt(text: str, patterns: tuple[str, ...]) -> bool:
    """Whether a text fits one of the patterns, without regard to case; `*` stands for any characters."""
    said = text.strip().casefold()
    return any(fnmatchcase(said, pattern.casefold()) for pattern in patterns)


AS_MADE = CheckSettings()
