"""`main.py simulate`: what drafts of price lists and rules would change, without the window."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.bootstrap import open_office
from app.cli.options import Database, database_url
from app.domain.errors import RefusedError
from app.domain.rights import SYSTEM
from app.i18n import _, format_amount, format_count

if TYPE_CHECKING:
    from app.services.prices.drafts import DraftCard
    from app.services.simulator import Simulation

SHOWN = 10
Drafts = Annotated[
    list[str] | None,
    typer.Option(
        "--draft", metavar="NAME", help="Code or name of a draft, as often as needed; all without it."
    ),
]
Orders = Annotated[int, typer.Option("--orders", min=1, max=20_000, help="How many of the last orders.")]
Day = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Price all of them as of this day.")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print every order as comma-separated values.")]


def simulate(
    db: Database = "", draft: Drafts = None, orders: Orders = 1_000, on: Day = None, csv: AsCsv = False
) -> int:
    """Price the last orders by today's rules and with the drafts; nothing is written."""
    from app.services.prices.drafts import read_drafts
    from app.services.simulator import OrdersWanted, simulate_orders

    day: date | None = on.date() if on is not None else None
    office = open_office(database_url(db), must_exist=True)
    try:
        with office.work.reading(actor=SYSTEM) as view:
            chosen = _chosen(read_drafts(view), draft or [])
            refs = tuple(card.ref for card in chosen)
            found = simulate_orders(view, refs, OrdersWanted(most=orders, on=day), _tell)
    finally:
        office.close()
    for line in _rows(found) if csv else _told(found, chosen):
        typer.echo(line)
    return 0


def _chosen(cards: tuple[DraftCard, ...], names: list[str]) -> tuple[DraftCard, ...]:
    """The drafts of these codes or names; all of them without any."""
    unknown = [name for name in names if not any(name in {card.code, card.name} for card in cards)]
    if unknown:
        known = ", ".join(card.code or card.name for card in cards)
        raise RefusedError("price.draft_unknown", name=unknown[0], known=known)
    return tuple(card for card in cards if not names or card.code in names or card.name in names)


def _told(found: Simulation, chosen: tuple[DraftCard, ...]) -> Iterator[str]:
    totals, currency = found.totals, found.currency
    names = ", ".join(card.code or card.name for card in chosen)
    yield _("Drafts: {names}").format(names=names or _("no draft"))
    text = _("Orders: {orders}, of which {changed} change")
    yield text.format(orders=format_count(totals.orders), changed=format_count(totals.changed_orders))
    rows = (
        (_("Confirmed"), totals.stored_minor),
        (_("Today's rules"), totals.today_minor),
        (_("With drafts"), totals.draft_minor),
        (_("Change"), totals.draft_minor - totals.today_minor),
    )
    for word, minor in rows:
        yield f"{word:24} {format_amount(minor, currency):>18} {currency}"
    text = _("Would ask for approval: {approvals}; below cost: {losses}")
    yield text.format(approvals=format_count(totals.approvals), losses=format_count(totals.losses))
    for each in found.customers[:SHOWN]:
        if each.change_minor:
            yield f"  {each.customer[:40]:40} {format_amount(each.change_minor, currency):>18}"


def _rows(found: Simulation) -> Iterator[str]:
    """Every order; amounts in minor units, so that a sheet in any language reads them."""
    yield "number,day,customer_id,stored_minor,today_minor,draft_minor,change_minor,change_ppm,lines,changed"
    for row in found.orders:
        share = "" if row.change_ppm is None else row.change_ppm
        yield (
            f"{row.number},{row.day.isoformat()},{row.customer_id},{row.stored_minor},{row.today_minor},"
            f"{row.draft_minor},{row.change_minor},{share},{row.lines},{row.changed}"
        )


def _tell(fraction: float, text: str) -> None:
    """Progress in one line of a terminal; silent elsewhere."""
    if sys.stderr.isatty():
        end = "\n" if fraction >= 1 else ""
        sys.stderr.write(f"\r{fraction:>4.0%} {text:<30}{end}")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(simulate)
