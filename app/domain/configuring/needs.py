"""What a session needs of others: a flattened product model, and what follows from a configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.configurator.model import Configuration as Chosen
from app.domain.configurator.model import Group, Key, ProductModel
from app.domain.product_models.definition import ProductDefinition, Texts
from app.domain.product_models.results import Configuration, PriceShare


class FlatModel(Protocol):
    """As `product_models.flattening.Flat`: a definition with all sub-products of its slots side by side."""

    @property
    def definition(self) -> ProductDefinition:
        """What it was made of."""

    @property
    def model(self) -> ProductModel:
        """For the engine."""

    @property
    def scales(self) -> Mapping[str, int]:
        """By flat code of a number: how many of the engine's units make one of it."""

    @property
    def defaults(self) -> Sequence[Key]:
        """What the model proposes, the first ones first."""

    @property
    def messages(self) -> Mapping[str, Texts]:
        """By flat code of a rule or table what is told where it is a reason, by language."""

    @property
    def hidden(self) -> Sequence[Group]:
        """Groups of the engine's model that stand for a condition: all their options hold exactly where it does."""

    def configuration(self, engine: Chosen) -> Configuration:
        """Plain values of what the engine found."""

    def engine_configuration(self, configuration: Configuration) -> Chosen:
        """The same for the engine."""


class Consequences(Protocol):
    """As `product_models.evaluating.Evaluator`."""

    def prices(self, configuration: Configuration, price_list: str, on: date) -> tuple[PriceShare, ...]:
        """Rows whose sum is the price of a piece."""

    def lead_days(self, configuration: Configuration) -> int:
        """Working days until a piece is made."""

    def line_text(self, configuration: Configuration) -> str:
        """What stands on an order's line."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the session reckons by.

    Args:
        on: the day of the prices.
        price_list: code of a price list, "" for none.
        language: of all words: "en", "de".
    """

    on: date
    price_list: str = ""
    language: str = "en"
