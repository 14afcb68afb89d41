"""A kept configuration as an order sees it: what it costs, when it is made, what stands on the line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.domain.money import MICRO
from app.domain.pricing.configured import ConfiguredPrice, name_in
from app.domain.product_models.results import BomLine, OperationLine
from app.domain.rounding import divide_half_up

CONFIGURED = "configured"
"""The source of the cost of a line that is configured."""
Names = tuple[tuple[str, str], ...]
"""A text by language."""


@dataclass(frozen=True, slots=True)
class ConfiguredFacts:
    """What a version of a model says of a configuration, for good.

    `costs`: what the shares cost, each in its currency, None where its articles and work tell. `lead_days`: working
    days until it is made.
    """

    price: ConfiguredPrice
    costs: tuple[tuple[Fraction | None, str], ...]
    lead_days: int
    bom: tuple[BomLine, ...] = ()
    operations: tuple[OperationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Configured:
    """A kept configuration beside the model as it stands now.

    `number` is that of its own version, `active_number` that which new configurations use, with its `active_note`.
    `cost_micro`: of a base unit in the firm's currency; None where nobody knows it. `setup_micro`: what setting up its
    operations costs once, however many are made. `broken`: what the version in use says against it, in the words of its
    rules; nothing where it is of that version.
    """

    key: str
    model_id: int
    model: str
    version_id: int
    number: int
    active_number: int
    active_note: str
    texts: Names
    facts: ConfiguredFacts
    cost_micro: int | None = None
    setup_micro: int = 0
    broken: tuple[str, ...] = ()

    def cost_of(self, base_micro: int) -> int | None:
        """What a base unit costs where so many are made together, each with its share of the setting up."""
        if self.cost_micro is None or base_micro <= 0:
            return self.cost_micro
        return self.cost_micro + divide_half_up(self.setup_micro * MICRO, base_micro)

    @property
    def is_current(self) -> bool:
        """Whether new configurations use its version, too."""
        return self.number == self.active_number

    @property
    def price(self) -> ConfiguredPrice:
        """What it adds to the prices of its article."""
        return self.facts.price

    @property
    def lead_days(self) -> int:
        """Working days until it is made."""
        return self.facts.lead_days

    def text(self, language: str) -> str:
        """What stands on an order's line, in a language."""
        return name_in(self.texts, language)
