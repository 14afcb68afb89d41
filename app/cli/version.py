"""`main.py version`: what runs here."""

import platform
import sqlite3
import tomllib
from pathlib import Path

import typer

from app.cli.options import Database, database_url

ROOT = Path(__file__).resolve().parent.parent.parent


def program_version() -> str:
    """The version that `pyproject.toml` declares."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def version(db: Database = "") -> None:
    """Print the versions of Keyline, Python and SQLite, and the database in use."""
    typer.echo(f"Keyline {program_version()}")
    typer.echo(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    typer.echo(f"Database {database_url(db)}")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(version)
