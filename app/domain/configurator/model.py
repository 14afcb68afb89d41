"""What a product model is: groups of options, and rules between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.configurator.formulas import Formula


@dataclass(frozen=True, slots=True)
class Group:
    """A characteristic: of its options at least `lo` and at most `hi` are chosen.

    Args:
        code: unique among the groups of a model.
        options: codes, each unique in the whole model.
        lo: 0 or more, never above `hi`.
        hi: at most the number of options.
        when: asked only where this holds; where it does not, none of its options is chosen. None: always asked.
    """

    code: str
    options: tuple[str, ...]
    lo: int = 1
    hi: int = 1
    when: Formula | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What every configuration fulfils. `message`: what is told where it is the reason that something is blocked."""

    code: str
    formula: Formula
    message: str = ""


@dataclass(frozen=True, slots=True)
class ProductModel:
    """Everything that can be chosen of a product, and what goes with what."""

    code: str
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...] = field(default=())
