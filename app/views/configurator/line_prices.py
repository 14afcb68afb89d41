"""The rows of a piece's price as the line will have it: shares in the order's currency, then lists, tax, discounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.domain.money import MICRO
from app.domain.orders.own_prices import LinePricing
from app.domain.pricing.configured_piece import ConfiguredPiece
from app.domain.pricing.trace import Step
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.results import Configuration, PriceShare
from app.domain.rounding import divide_half_up
from app.i18n import _, format_rate
from app.views.configurator.opened import OWN
from app.views.kit.price_steps import formula_name


class LinePrices(Evaluator):
    """An evaluator whose prices are those of an order's line; of nobody's, where no line is given, the model's own."""

    def __init__(
        self,
        definition: ProductDefinition,
        language: str,
        pricing: LinePricing | None = None,
        quantity: Fraction = Fraction(1),
    ) -> None:
        super().__init__(definition, language)
        parts = (definition.product, *definition.components)
        self._lists = frozenset(row.price_list for part in parts for row in part.prices)
        self._pricing = pricing
        self._piece: ConfiguredPiece | None = None
        self._names: dict[Step, str] = {}
        self.price_for(pricing, quantity)

    @property
    def pricing(self) -> LinePricing | None:
        """The line of whose prices they are."""
        return self._pricing

    def price_for(self, pricing: LinePricing | None, quantity: Fraction) -> None:
        """From now on prices are those of this line, for so many pieces."""
        self._pricing = pricing
        micro = quantity * MICRO
        self._piece = (
            None
            if pricing is None
            else pricing.piece(divide_half_up(micro.numerator, micro.denominator), self._lists)
        )

    def prices(self, configuration: Configuration, price_list: str, on: date) -> tuple[PriceShare, ...]:
        """See `Evaluator.prices`; list and day are those of the line, where there is one."""
        piece = self._piece
        if piece is None:
            return super().prices(configuration, price_list, on)
        found = super().prices(configuration, piece.first_facts.code, piece.on)
        priced = piece.priced([(each.amount, each.discountable, each.currency) for each in found])
        rows = found
        if priced.shares is not None:
            rows = tuple(map(_with_amount, found, priced.shares))
        own = PriceShare(OWN, piece.first_facts.name, priced.own)
        more = [
            PriceShare(f"{OWN}{place}", self._name(step), amount)
            for place, (step, amount) in enumerate(priced.steps)
        ]
        return (own, *rows, *more) if priced.own else (*rows, *more)

    def _name(self, step: Step) -> str:
        """Its words, found once: prices are asked for each option."""
        found = self._names.get(step)
        if found is None:
            found = self._names[step] = step_name(step)
        return found


def _with_amount(share: PriceShare, amount: Fraction) -> PriceShare:
    return replace(share, amount=amount)


def step_name(step: Step) -> str:
    """What changes the price of the shares, as the order's price panel says it."""
    if step.code == "formula":
        return formula_name(step)
    names = {
        "discount": step.name or _("Customer discount"),
        "added_discount": _("{name}, added").format(name=step.name),
        "chained_discount": _("{name}, off the rest").format(name=step.name),
        "manual_discount": _("Typed discount"),
        "tax_added": _("VAT added"),
        "tax_taken": _("VAT taken out"),
    }
    name, rate = names[step.code], format_rate(step.rate_ppm or 0)
    plain = name.replace("\N{NO-BREAK SPACE}", " ")
    is_named = rate.replace("\N{NO-BREAK SPACE}", " ") in plain  # many rules are named by their rate
    return name if is_named else f"{name} {rate}"
