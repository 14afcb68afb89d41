"""Options that commands share."""

from typing import Annotated

import typer

from app.settings import UserSettings


def _refuse_empty(context: typer.Context, url: str) -> str:
    """An empty `--db` is a script's variable that was never set: the settings' database is not meant."""
    source = context.get_parameter_source("db")
    if not url.strip() and source is not None and source.name != "DEFAULT":
        raise typer.BadParameter("--db is empty: name a database, or leave --db out for the settings' one")
    return url


Database = Annotated[
    str,
    typer.Option(
        "--db",
        metavar="URL",
        callback=_refuse_empty,
        help="sqlite:///file or postgresql://..., else the settings' database.",
    ),
]


def database_url(db: str) -> str:
    """The database that a command works on: the one named by `--db`, or the one of the settings."""
    return db or UserSettings().database_url()
