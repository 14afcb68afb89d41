"""`main.py demo`: a firm to look at and to measure."""

import sys
from typing import Annotated

import typer

from app.cli.failures import STOPPED, fail
from app.cli.options import Database, database_url
from app.i18n import LANGUAGES, _, speaking

Scale = Annotated[
    int,
    typer.Option(
        "--scale",
        min=1,
        help="Above 1: as many times 10,000 orders, 1,000 customers and 1,000 products more, by the bulk path.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="The same seed on the same day makes the same firm.")]
Language = Annotated[str, typer.Option("--language", help="What the firm writes in: en or de.")]


def demo(db: Database = "", scale: Scale = 1, seed: Seed = 1, language: Language = "en") -> int:
    """Make the demo firm in an empty database: an office-furniture dealer with fourteen months of history."""
    from app.cli.demo_firm import make_demo_database

    url = database_url(db)
    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language} is not one of {', '.join(LANGUAGES)}", param_hint="--language")
    progress = _show if sys.stderr.isatty() else None
    try:
        with speaking(language):
            made = make_demo_database(url, seed=seed, scale=scale, progress=progress)
    except KeyboardInterrupt:
        return fail(_("Stopped. What was not finished is not in the database."), STOPPED)
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    text = _(
        "{products} products, {customers} customers, {orders} orders and {invoices} invoices are in {url}."
    )
    typer.echo(
        text.format(
            products=made.products,
            customers=made.customers,
            orders=made.orders,
            invoices=made.invoices,
            url=url,
        )
    )
    return 0


def _show(fraction: float, text: str) -> None:
    sys.stderr.write(f"\r{fraction:4.0%} {text:<60}")
    sys.stderr.flush()


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(demo)
