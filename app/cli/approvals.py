"""`main.py approvals`: what waits for an approval, told again and set free in time where no window is open."""

import typer

from app.bootstrap import open_office
from app.cli.options import Database, database_url
from app.domain.rights import SYSTEM
from app.i18n import _, format_moment, format_money, n_


def approvals(db: Database = "") -> int:
    """List what waits for an approval; tell again what nobody answered in time, and end holds whose time is over."""
    from app.messages import text_of
    from app.services.orders.approval_cards import read_open_approvals
    from app.services.orders.tending import tend_approvals

    office = open_office(database_url(db), must_exist=True)
    try:
        done = tend_approvals(office.work, actor=SYSTEM)
        with office.work.reading(actor=SYSTEM) as view:
            cards = read_open_approvals(view)
    finally:
        office.close()
    for card in cards:
        roles = ", ".join(text_of(f"role.{role}", {}) for role in card.missing_roles)
        text = _("{customer}, {total}: asked by {actor}, {moment}; waits for: {roles}")
        total = format_money(card.total_minor, card.currency)
        moment = format_moment(card.asked_at)
        told = {"customer": card.customer_name, "total": total, "actor": card.asked_by, "moment": moment}
        typer.echo(text.format(**told, roles=roles))
    again = n_("{count} request told again", "{count} requests told again", done.told).format(count=done.told)
    ended = n_("{count} hold ended", "{count} holds ended", done.ended).format(count=done.ended)
    typer.echo(f"{again}, {ended}")
    return 0


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(approvals)
