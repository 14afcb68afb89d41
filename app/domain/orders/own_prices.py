"""By what prices an order's line is configured: those that it will have. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.orders.asking import asked_line, shared_of, with_taxes
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.keyed_discounts import kept_discount
from app.domain.pricing.configured_piece import ConfiguredPiece, nothing_of


@dataclass(frozen=True, slots=True)
class LinePricing:
    """A line of an order whose article is configured, with all that its price depends on."""

    line: Line
    draft: Draft
    context: OrderContext

    @property
    def currency(self) -> str:
        """Of the order."""
        return self.draft.currency

    def piece(self, quantity_micro: int, lists: Iterable[str]) -> ConfiguredPiece | None:
        """Its prices for so many of its unit; `lists`: codes of those that the model names.

        None where rules do not price the line: its article is unknown, or it is a part of something.
        """
        line = replace(self.line, configuration="", quantity_micro=quantity_micro)
        lines = tuple(line if each.key == line.key else each for each in self.draft.lines)
        draft = replace(self.draft, lines=lines)
        asked = asked_line(line, draft, self.context)
        if asked is None or asked.parts:
            return None
        asked = with_taxes(replace(asked, configured=nothing_of(lists)), line.tax_class, draft, self.context)
        rules, shared = self.context.rules_of(draft), shared_of(draft, self.context)
        keyed = kept_discount(self.line, self.draft, self.context)
        if keyed is not None:
            asked = replace(asked, manual_discount_ppm=keyed)
        return ConfiguredPiece(asked, rules, shared)
