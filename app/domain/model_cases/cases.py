"""Cases of a product model and what came of them, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.domain.issues import Issue

CASES_FILE = "cases.yaml"


@dataclass(frozen=True, slots=True)
class Case:
    """Choices, and what has to be so after them. Codes are flat: "top.oak", "modules.1/front.doors", "width".

    Args:
        name: what people call it.
        line: where it stands in its file.
        choices: codes of options, or of numbers with their values, in the order in which they are made.
        is_impossible: whether they must not fit together.
        possible: codes of options that have to be possible then.
        blocked: codes of options that must not be.
        price: of a piece, completed as the model proposes; None: not looked at.
        price_list: for `price`.
        days: working days until it is made; None: not looked at.
        articles: how many of an article a piece takes, by SKU; 0: none of it.
        on: the day whose rules and prices hold; None: the day on which it is run.
    """

    name: str
    line: int
    choices: tuple[tuple[str, Fraction | None], ...]
    is_impossible: bool = False
    possible: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    price: Fraction | None = None
    price_list: str = ""
    days: int | None = None
    articles: Mapping[str, Fraction] = field(default_factory=dict)
    on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and what of it is not so; nothing: it holds."""

    case: Case
    issues: tuple[Issue, ...]

    @property
    def holds(self) -> bool:
        """Whether all is as it says."""
        return not self.issues


@dataclass(frozen=True, slots=True)
class Coverage:
    """What no case touches: options that none chooses or names, rules that no blocked option is blocked by.

    `options` and `rules` count all of them; those of a sub-product once, without its place: "modules/front.doors".
    """

    options: int
    rules: int
    unseen_options: tuple[str, ...]
    unseen_rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All cases of a model after a run."""

    results: tuple[CaseResult, ...]
    coverage: Coverage

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """Those that do not hold."""
        return tuple(result for result in self.results if not result.holds)
