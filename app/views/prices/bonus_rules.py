"""The bonus agreements as a grid: for whom, for which turnover, and the steps of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.domain.bonus import YEARS, BonusInput, BonusStep, join_steps, read_steps
from app.domain.money import Money, Rate, micro_of, minor_digits, minor_of
from app.domain.number_input import LARGEST, decimals_of, parse_decimal
from app.i18n import _, format_decimal
from app.models.cells_model import CellRow
from app.services.bonus import BONUS_BOOK, BonusCard
from app.views.kit.cell_values import CellReader
from app.views.kit.field_state import PERCENT_PLACES, decimal_mark
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, Words
from app.views.prices.rule_fields import (
    RuleField,
    columns_of,
    day_fields,
    names_of,
    read_values,
    rule_field,
    shown_values,
    story_of_fields,
)
from app.views.prices.rule_grid import NamedRule, RuleWords, Today, rules_spec

BONUS_KEY = ("name", "customer", "price_group")
"""By which a row of a file is taken for one of the grid."""


def bonus_spec(currency: str, today: Today) -> GridSpec[NamedRule[BonusCard], BonusInput]:
    """The agreements; what is empty means any."""
    hint = _(
        "What a customer, or each customer of a price group, gets back of a period's net turnover. The highest step"
        " that is reached counts for all of it: “50,000: 1.5; 100,000: 2” are amounts with their percents, of a tenure"
        " rebate full years as a customer. Where each stands, and its credit: on the tab “Bonus”."
    )
    fields = _fields()
    return rules_spec(
        BONUS_BOOK,
        RuleWords(_("Bonus agreements"), hint, _story(fields, currency)),
        columns=columns_of(fields),
        row=lambda named: _row(named, fields, currency),
        parse=lambda read: _input(read, fields, today, currency),
        names=names_of(fields),
    )


def kind_words() -> dict[str, str]:
    """Both kinds in words."""
    return {"turnover": _("turnover"), "tenure": _("years as a customer")}


def _fields() -> tuple[RuleField, ...]:
    kinds = tuple(kind_words().items())
    return (
        rule_field("name", _("Name"), width=150, stretch=True, help=_("It stands on the credit note")),
        rule_field("kind", _("Steps of"), "choice", width=150, choices=kinds, usual="turnover"),
        rule_field("customer", _("Customer"), "customer", "customer_id", width=180),
        rule_field("price_group", _("Price group"), width=94),
        rule_field("family", _("Product family"), width=110),
        rule_field("steps", _("Steps"), width=180, help=_("From: percent; from: percent")),
        *day_fields(),
    )


def _row(named: NamedRule[BonusCard], fields: Sequence[RuleField], currency: str) -> CellRow:
    steps = {"steps": steps_text(named.card.steps, named.card.kind, currency)}
    return named.row(shown_values(fields, named, currency) | steps)


def steps_text(steps: str, kind: str, currency: str) -> str:
    """Stored steps as people key them: 50,000: 1.5; 100,000: 2."""
    return "; ".join(
        f"{least_text(step.least, kind, currency)}: {format_decimal(Rate(step.rate_ppm).percent, places_max=4)}"
        for step in read_steps(steps)
    )


def least_text(least: int, kind: str, currency: str) -> str:
    """Where a step begins: an amount, or years."""
    return format_decimal(
        Money(least, currency).decimal if kind == "turnover" else Decimal(least), places_max=2
    )


def _input(read: CellReader, fields: Sequence[RuleField], today: Today, currency: str) -> BonusInput:
    steps = {"steps": _keyed_steps(read, read.text("kind"), currency)}
    return BonusInput(**read_values(fields, read, today(), currency) | steps)


def _keyed_steps(read: CellReader, kind: str, currency: str) -> str:
    steps = [_keyed_step(part, kind, currency) for part in read.text("steps").split(";") if part.strip()]
    if None in steps:
        read.note("steps", _("Key the steps like “50,000: 1.5; 100,000: 2”: from, colon, percent."))
    return join_steps((step for step in steps if step is not None), kind)


def _keyed_step(text: str, kind: str, currency: str) -> BonusStep | None:
    least, colon, percent = text.partition(":")
    begins, share = (
        parse_decimal(part.strip().removesuffix("%"), decimal_mark()) if part.strip() else None
        for part in (least, percent)
    )
    if not colon or begins is None or share is None:
        return None
    places = minor_digits(currency) if kind == "turnover" else 0
    if decimals_of(begins) > places or decimals_of(share) > PERCENT_PLACES or begins > LARGEST:
        return None  # it would have to be rounded, or is no number that anybody means
    return BonusStep(minor_of(begins, currency) if kind == "turnover" else int(begins), micro_of(share / 100))


def _story(fields: Sequence[RuleField], currency: str) -> Words:
    """The fields of an agreement in its story."""

    def shown(value: object) -> str:
        text = str(value or "")
        return steps_text(text, "tenure" if text.startswith(YEARS) else "turnover", currency)

    return {**story_of_fields(fields, currency), "steps": Word(_("Steps"), shown)}
