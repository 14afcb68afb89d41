"""The fields of a rule declared once: column, service's field, how it is shown, read, and told in the rule's story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from app.domain.money import decimal_of_micro
from app.i18n import _
from app.models.cells_model import CellColumn, CellKind
from app.models.tax_words import tax_class_word
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.history_words import Shown, Word, Words, chosen, money, percent, quantity
from app.views.prices.rule_grid import NamedRule, read_amount, read_share, shown_amount, shown_share

FieldKind = Literal[
    "text", "upper", "choice", "flag", "customer", "day", "amount", "share", "units", "count", "kilos"
]
"""What a field holds: "upper" is a text in capitals, "units" are base units, "kilos" grams shown as kilograms."""
_CELLS: dict[FieldKind, CellKind] = {
    "text": "text", "upper": "text", "choice": "choice", "flag": "check", "customer": "pick", "day": "date",
    "amount": "number", "share": "number", "units": "number", "count": "number", "kilos": "number",
}  # fmt: skip
_GRAMS = 1000  # of a kilogram
_WEIGHT_PLACES = 3


@dataclass(frozen=True, slots=True)
class RuleField:
    """A column of the grid and the field of the input and the card behind it."""

    column: CellColumn
    field: str
    kind: FieldKind


def rule_field(name: str, title: str, kind: FieldKind = "text", field: str = "", **column: Any) -> RuleField:
    """A field; `column` is what a `CellColumn` has beside name, title and kind. Its field is called as the column."""
    return RuleField(CellColumn(name, title, _CELLS[kind], **column), field or name, kind)


def day_fields(**column: Any) -> tuple[RuleField, RuleField]:
    """The first and the last day."""
    column = {"width": 104} | column
    return (
        rule_field("since", _("Valid from"), "day", "valid_from", **column),
        rule_field("until", _("Valid to"), "day", "valid_to", **column),
    )


def tax_field(title: str, usual: str, tax_classes: Sequence[str], **column: Any) -> RuleField:
    """Which tax class something has; without one as `usual` says."""
    choices = (("", usual), *((name, tax_class_word(name)) for name in tax_classes))
    return rule_field("tax_class", title, "choice", choices=choices, usual="", **column)


def columns_of(fields: Sequence[RuleField]) -> tuple[CellColumn, ...]:
    """The columns of the grid."""
    return tuple(each.column for each in fields)


def names_of(fields: Sequence[RuleField]) -> dict[str, str]:
    """The service's field -> column."""
    return {each.field: each.column.name for each in fields}


def shown_values(fields: Sequence[RuleField], named: NamedRule[Any], currency: str) -> dict[str, object]:
    """What the cells of a rule show."""
    return {each.column.name: _shown(each, named, currency) for each in fields}


def _shown(each: RuleField, named: NamedRule[Any], currency: str) -> object:
    if each.kind == "customer":
        return named.customer
    value = getattr(named.card, each.field)
    if each.kind == "amount":
        return shown_amount(value, currency)
    shown = _SHOWN.get(each.kind)
    return shown(value) if shown is not None else value


_SHOWN: dict[FieldKind, Callable[[Any], object]] = {
    "day": shown_day,
    "share": lambda ppm: shown_share(ppm) if ppm else "",
    "units": lambda micro: shown_number(decimal_of_micro(micro)) if micro else "",
    "count": lambda count: str(count or ""),
    "kilos": lambda grams: shown_number(Decimal(grams) / _GRAMS) if grams else "",
}


def read_values(fields: Sequence[RuleField], read: CellReader, today: date, currency: str) -> dict[str, Any]:
    """What was keyed into a row, by the service's fields."""
    return {each.field: _read(each, read, today, currency) for each in fields}


def _read(each: RuleField, read: CellReader, today: date, currency: str) -> object:
    name = each.column.name
    if each.kind == "day":
        return read.day(name, today)
    if each.kind == "amount":
        return read_amount(read, name, currency)
    reads: dict[FieldKind, Callable[[str], object]] = {
        "flag": read.flag,
        "customer": read.picked,
        "share": lambda name: read_share(read, name),
        "units": read.micro,
        "count": read.whole,
        "kilos": lambda name: int((read.number(name, _WEIGHT_PLACES) or Decimal(0)) * _GRAMS),
        "upper": lambda name: read.text(name).upper(),
    }
    return reads.get(each.kind, read.text)(name)


def story_of_fields(fields: Sequence[RuleField], currency: str) -> Words:
    """The fields of a rule in its story."""
    shown: dict[FieldKind, Shown] = {
        "amount": money(currency), "share": percent, "units": quantity(), "kilos": _kilos,
    }  # fmt: skip
    words: dict[str, Any] = {}
    for each in fields:
        kind, title = each.kind, each.column.title
        if kind == "choice":
            words[each.field] = Word(title, chosen(each.column.choices))
        else:
            words[each.field] = Word(title, shown[kind]) if kind in shown else title
    return words | {"currency": _("Currency"), "draft": _("Draft")}


def _kilos(grams: object) -> str:
    return f"{shown_number(Decimal(str(grams)) / _GRAMS)} kg" if grams else ""
