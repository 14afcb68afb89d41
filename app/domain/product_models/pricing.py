"""What rows and options of a product model add to the price, and the days that they take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.domain.product_models.closures import number
from app.domain.product_models.definition import GroupDef, LeadDef, OptionDef, PriceDef
from app.domain.product_models.remembering import Row, condition, context_of, option_row, row_of, said
from app.domain.product_models.results import PriceShare
from app.domain.product_models.scopes import PATH, Scope, Shape


@dataclass(frozen=True, slots=True)
class Days:
    """Working days of which the longest counts, and those that are added to it."""

    longest: int = 0
    added: int = 0


def price_rows(shape: Shape, language: str, price_list: str, on: date) -> list[Row[PriceShare]]:
    """What may add to the price in the shape: options first, then the rows of this list on this day."""
    rows = [
        _price_row(each, shape, language) for each in shape.component.prices if _counts(each, price_list, on)
    ]
    return [*_option_prices(shape, language), *rows]


def _counts(row: PriceDef, price_list: str, on: date) -> bool:
    is_begun = row.valid_from is None or row.valid_from <= on
    is_over = row.valid_to is not None and row.valid_to < on
    return row.price_list in {"", price_list} and is_begun and not is_over


def _option_prices(shape: Shape, language: str) -> list[Row[PriceShare]]:
    currency = shape.model.definition.currency
    found = []
    for group in shape.component.groups:
        shares = {
            each.code: _option_share(group, each, language, currency)
            for each in group.options
            if each.price or each.cost is not None  # 0 says that nothing is asked for it
        }
        if shares:
            found.append(option_row(group, shares))
    return found


def _option_share(
    group: GroupDef, option: OptionDef, language: str, currency: str
) -> Callable[[str], tuple[PriceShare, ...]]:
    code, name = f"{group.code}.{option.code}", f"{said(group.name, language)}: {said(option.name, language)}"
    amount = option.price or Fraction(0)
    return lambda path: (PriceShare(path + code, name, amount, cost=option.cost, currency=currency),)


def _price_row(row: PriceDef, shape: Shape, language: str) -> Row[PriceShare]:
    context = context_of(shape, f"prices.{row.code}")
    when, amount = condition(row.when, context), number(row.amount, context)
    cost = None if row.cost is None else number(row.cost, context)
    name = said(row.name, language)
    currency = row.currency or shape.model.definition.currency

    def share(scope: Scope) -> tuple[PriceShare, ...]:
        if not when.run(scope):
            return ()
        price = Fraction(amount.run(scope))
        costs = None if cost is None else Fraction(cost.run(scope))
        return (PriceShare(scope[PATH] + row.code, name, price, row.discountable, costs, currency),)

    return row_of([when, amount, *([] if cost is None else [cost])], share)


def lead_rows(shape: Shape) -> list[Row[Days]]:
    """Days that may be needed in the shape."""
    rows = [_lead_row(each, shape) for each in shape.component.lead]
    return [*_option_days(shape), *rows]


def _option_days(shape: Shape) -> list[Row[Days]]:
    found = []
    for group in shape.component.groups:
        days = {each.code: _always(Days(each.days)) for each in group.options if each.days}
        if days:
            found.append(option_row(group, days, is_placed=False))
    return found


def _always(days: Days) -> Callable[[str], tuple[Days, ...]]:
    return lambda _path: (days,)


def _lead_row(row: LeadDef, shape: Shape) -> Row[Days]:
    when = condition(row.when, context_of(shape, f"lead.{row.code}"))
    days = (Days(row.days, row.adds),)
    return Row(when.cells, lambda scope: days if when.run(scope) else ())
