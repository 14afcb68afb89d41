"""What a simulation says: its columns, its totals, and what it was of, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from app.domain.money import Money
from app.domain.pages import Filter
from app.domain.simulation import change_ppm
from app.i18n import _, format_amount, format_count, format_date, format_money, format_rate, n_
from app.models.columns import Column, State, day_column
from app.services.prices.drafts import LIST, DraftCard
from app.services.simulator import CustomerEffect, SimulatedOrder, Simulation
from app.services.simulator.listing import ASKING, CHANGED, LOSING

MINUS = "\N{MINUS SIGN}"
_Minor = Callable[[SimulatedOrder], int | None]


def draft_kinds() -> dict[str, str]:
    """The kinds of drafts."""
    return {
        LIST: _("Price list"),
        "discount": _("Discount"),
        "surcharge": _("Surcharge"),
        "promotion": _("Promotion"),
    }


def draft_name(card: DraftCard) -> str:
    """`Export 2027`, or `Dealers in place of Dealers 10 %`."""
    name = f"{card.code} {card.name}".strip()
    return _("{name}, for {other}").format(name=name, other=card.replaces) if card.replaces else name


def shown_change(minor: int, currency: str) -> str:
    """`+12.50`, `0.00`, or with a minus: what is added or taken off."""
    text = format_amount(minor, currency).replace("-", MINUS)
    return f"+{text}" if minor > 0 else text


def shown_share(ppm: int | None) -> str:
    """`+2.5 %`; nothing where it cannot be told."""
    if ppm is None:
        return ""
    text = format_rate(round(ppm, -3)).replace("-", MINUS)
    return f"+{text}" if ppm > 0 else text


def order_columns(currency: str) -> tuple[Column[SimulatedOrder], ...]:
    """The orders of a simulation; `currency` is the firm's."""
    return (
        Column("number", _("Number"), lambda row: row.number, sort_key="number", width=98),
        day_column("day", _("Date"), lambda row: row.day, width=98, sort_key="day"),
        Column("customer", _("Customer"), lambda row: row.customer, sort_key="customer", stretch=True, width=110),
        _money_column("today", _("Today's rules"), lambda row: row.today_minor, currency, "today_minor"),
        _money_column("draft", _("With drafts"), lambda row: row.draft_minor, currency, "draft_minor"),
        Column(
            "change", _("Change"), lambda row: shown_change(row.change_minor, currency), align_right=True,
            sort_key="change_minor", width=96, state=_state, value=lambda row: _major(row.change_minor, currency),
        ),
        Column(
            "share", _("in %"), lambda row: shown_share(row.change_ppm), align_right=True, sort_key="change_ppm",
            width=76, value=_percent,
        ),
        Column("told", _("Would be"), _told, width=150, quiet=True),
        Column(
            "lines", _("Lines"), lambda row: f"{row.changed}/{row.lines}", align_right=True, sort_key="changed",
            width=64, value=lambda row: row.changed, hint=lambda _row: _("Lines that change, of all"),
        ),
        _money_column("stored", _("Confirmed"), lambda row: row.stored_minor, currency, "stored_minor"),
        _money_column(
            "margin", _("Margin then"), lambda row: row.margin_draft_minor, currency, "margin_draft_minor",
            right="margin.see",
        ),
    )  # fmt: skip


def _money_column(
    name: str, title: str, minor: _Minor, currency: str, sort_key: str, *, right: str = ""
) -> Column[SimulatedOrder]:
    def text(row: SimulatedOrder) -> str:
        found = minor(row)
        return "" if found is None else format_amount(found, currency).replace("-", MINUS)

    def value(row: SimulatedOrder) -> Decimal | None:
        found = minor(row)
        return None if found is None else _major(found, currency)

    return Column(name, title, text, align_right=True, sort_key=sort_key, right=right, width=100, value=value)


def _percent(row: SimulatedOrder) -> Decimal | None:
    return None if row.change_ppm is None else Decimal(row.change_ppm) / 10_000


def _major(minor: int, currency: str) -> Decimal:
    return Money(minor, currency).decimal


def _state(row: SimulatedOrder) -> State | None:
    if row.losses_draft > row.losses_today:
        return "bad"
    return "warn" if row.approvals_draft > row.approvals_today else None


def _told(row: SimulatedOrder) -> str:
    told = []
    if row.losses_draft > row.losses_today:
        told.append(_("below cost"))
    if row.approvals_draft > row.approvals_today:
        told.append(_("asks for approval"))
    return ", ".join(told)


def order_choices(*, sees_cost: bool) -> tuple[tuple[str, tuple[Filter, ...]], ...]:
    """What may be shown of the orders."""
    found = [
        (_("All"), ()),
        (_("That change"), (Filter(CHANGED, "eq", True),)),
        (_("That would ask for approval"), (Filter(ASKING, "eq", True),)),
    ]
    if sees_cost:
        found.append((_("That would be below cost"), (Filter(LOSING, "eq", True),)))
    return tuple(found)


def customer_columns(currency: str) -> tuple[Column[CustomerEffect], ...]:
    """The customers whose orders change most."""
    return (
        Column("customer", _("Customer"), lambda row: row.customer, stretch=True, width=120),
        Column("orders", _("Orders"), lambda row: format_count(row.orders), align_right=True, width=58),
        Column(
            "change", _("Change"), lambda row: shown_change(row.change_minor, currency), align_right=True, width=92
        ),
    )  # fmt: skip


def figures_of(simulation: Simulation) -> list[tuple[str, str, str]]:
    """The totals as caption, figure, and what stands beside it."""
    totals, currency = simulation.totals, simulation.currency
    change = totals.draft_minor - totals.today_minor
    share = shown_share(change_ppm(totals.today_minor, totals.draft_minor))
    changed = _("{count} change").format(count=format_count(totals.changed_orders))
    found = [
        (_("Orders"), format_count(totals.orders), changed),
        (_("Confirmed"), _whole(totals.stored_minor, currency), _("net")),
        (_("Today's rules"), _whole(totals.today_minor, currency), _("net")),
        (
            _("With drafts"),
            _whole(totals.draft_minor, currency),
            f"{shown_change(change, currency)}  {share}",
        ),
    ]
    if totals.margin_today_minor is not None and totals.margin_draft_minor is not None:
        told = shown_change(totals.margin_draft_minor - totals.margin_today_minor, currency)
        found.append((_("Margin then"), _whole(totals.margin_draft_minor, currency), told))
    asking = _("{count} below cost").format(count=format_count(totals.losses))
    return [*found, (_("Would ask for approval"), format_count(totals.approvals), asking)]


def _whole(minor: int, currency: str) -> str:
    return format_amount(minor, currency).replace("-", MINUS)


def told_of(simulation: Simulation, names: Sequence[str]) -> str:
    """What was tried on what: the heading of the answer."""
    drafts = ", ".join(names) if names else _("no draft")
    day = simulation.wanted.on
    priced = _("each as of its own day") if day is None else _("as of {day}").format(day=format_date(day))
    return f"{drafts} · {priced}"


def left_out_of(simulation: Simulation) -> str:
    """What the figures do not hold; "" where they hold everything."""
    told = []
    if simulation.left_out:
        text = n_(
            "{count} order in another currency keeps no rate and is left out.",
            "{count} orders in another currency keep no rate and are left out.",
            simulation.left_out,
        )
        told.append(text.format(count=format_count(simulation.left_out)))
    if simulation.totals.uncosted_minor:
        amount = format_money(simulation.totals.uncosted_minor, simulation.currency)
        told.append(_("The cost of {amount} is unknown: it is in no margin.").format(amount=amount))
    return " ".join(told)
