"""`main.py bench`: the figures of the speed budgets. The code lies in `bench/` and is loaded by name."""

import importlib
from typing import Annotated

import typer

from app.cli.options import Database

Names = Annotated[list[str] | None, typer.Argument(metavar="NAME ...", help="Without names: all.")]
Scale = Annotated[int, typer.Option("--scale", min=1, help="As in demo: 100 has a million orders.")]
Seed = Annotated[int, typer.Option("--seed", help="Draws prefixes, customers and quantities.")]
File = Annotated[str, typer.Option("--file", metavar="FILE", help="The order lines of import.real.")]
Model = Annotated[
    str, typer.Option("--model", metavar="FILE", help="A model for the configurator: UVL, or XCSP.")
]
Orders = Annotated[str, typer.Option("--orders", metavar="FILE", help="Real orders of that model, to click.")]
Growth = Annotated[
    bool, typer.Option("--growth", help="Also over 100 thousand and a million rows, as without names.")
]
Postgres = Annotated[
    bool, typer.Option("--postgres", help="On a PostgreSQL that is started for it, with a copy of the firm.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]


def bench(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    names: Names = None,
    db: Database = "",
    scale: Scale = 20,
    seed: Seed = 1,
    file: File = "",
    model: Model = "",
    orders: Orders = "",
    growth: Growth = False,
    postgres: Postgres = False,
    as_json: AsJson = False,
) -> int:
    """Measure against a floor in the same run. The data of a scale is built once into the cache folder.

    With --db a PostgreSQL database is measured (and written to); it is filled first if it is empty. With
    --postgres a server is started whose firm is copied for each run, as the file of SQLite is.
    """
    runner = importlib.import_module("bench.run")
    code: int = runner.run(
        names or [],
        url=db,
        scale=scale,
        seed=seed,
        files=runner.Files(lines=file, model=model, orders=orders),
        as_json=as_json,
        growth=growth,
        postgres=postgres,
    )
    return code


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(bench)
