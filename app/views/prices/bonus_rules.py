"""The bonus agreements as a grid: for whom, for which turnover, and the steps of it."""

from __future__ import annotations

from decimal import Decimal

from app.domain.bonus import YEARS, BonusInput, BonusStep, join_steps, read_steps
from app.domain.money import Money, Rate, micro_of, minor_of
from app.domain.number_input import parse_decimal
from app.i18n import _, format_decimal
from app.models.cells_model import CellColumn, CellRow
from app.services.bonus import BONUS_BOOK, BonusCard
from app.views.kit.cell_values import CellReader
from app.views.kit.field_state import decimal_mark
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, Words, chosen
from app.views.prices.rule_grid import NamedRule, RuleWords, Today, days_columns, rules_spec, shown_days

BONUS_KEY = ("name", "customer", "price_group")
"""By which a row of a file is taken for one of the grid."""


def bonus_spec(currency: str, today: Today) -> GridSpec[NamedRule[BonusCard], BonusInput]:
    """The agreements; what is empty means any."""
    hint = _(
        "What a customer, or each customer of a price group, gets back of a period's net turnover. The highest step"
        " that is reached counts for all of it: “50,000: 1.5; 100,000: 2” are amounts with their percents, of a tenure"
        " rebate full years as a customer. Where each stands, and its credit: on the tab “Bonus”."
    )
    return rules_spec(
        BONUS_BOOK,
        RuleWords(_("Bonus agreements"), hint, _story(currency)),
        columns=_columns(),
        row=lambda named: _row(named, currency),
        parse=lambda read: _input(read, today, currency),
        names={},
    )


def kind_words() -> dict[str, str]:
    """Both kinds in words."""
    return {"turnover": _("turnover"), "tenure": _("years as a customer")}


def _columns() -> tuple[CellColumn, ...]:
    return (
        CellColumn("name", _("Name"), width=150, stretch=True, help=_("It stands on the credit note")),
        CellColumn(
            "kind", _("Steps of"), "choice", width=130, choices=tuple(kind_words().items()), usual="turnover"
        ),
        CellColumn("customer", _("Customer"), "pick", width=130),
        CellColumn("price_group", _("Price group"), width=94),
        CellColumn("family", _("Product family"), width=110),
        CellColumn("steps", _("Steps"), width=220, help=_("From: percent; from: percent")),
        *days_columns(),
    )


def _row(named: NamedRule[BonusCard], currency: str) -> CellRow:
    card = named.card
    values: dict[str, object] = {
        name: getattr(card, name) for name in ("name", "kind", "price_group", "family")
    }
    values |= {
        "customer": named.customer,
        "steps": steps_text(card.steps, card.kind, currency),
        **shown_days(card),
    }
    return named.row(values)


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


def _input(read: CellReader, today: Today, currency: str) -> BonusInput:
    kind = read.text("kind")
    return BonusInput(
        name=read.text("name"),
        kind=kind,
        customer_id=read.picked("customer"),
        price_group=read.text("price_group"),
        family=read.text("family"),
        steps=_keyed_steps(read, kind, currency),
        valid_from=read.day("since", today()),
        valid_to=read.day("until", today()),
    )


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
    if kind == "tenure" and begins != begins.to_integral_value():
        return None
    return BonusStep(minor_of(begins, currency) if kind == "turnover" else int(begins), micro_of(share / 100))


def _story(currency: str) -> Words:
    """The fields of an agreement in its story."""

    def shown(value: object) -> str:
        text = str(value or "")
        return steps_text(text, "tenure" if text.startswith(YEARS) else "turnover", currency)

    return {
        "name": _("Name"), "kind": Word(_("Steps of"), chosen(kind_words().items())), "customer_id": _("Customer"),
        "price_group": _("Price group"), "family": _("Product family"), "steps": Word(_("Steps"), shown),
        "valid_from": _("Valid from"), "valid_to": _("Valid to"),
    }  # fmt: skip
