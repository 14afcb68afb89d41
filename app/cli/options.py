"""Options that commands share."""

from typing import Annotated

import typer

from app.settings import UserSettings

Database = Annotated[
    str,
    typer.Option(
        "--db", metavar="URL", help="sqlite:///file or postgresql://..., else the settings' database."
    ),
]


def database_url(db: str) -> str:
    """The database that a command works on: the one named by `--db`, or the one of the settings."""
    return db or UserSettings().database_url()
