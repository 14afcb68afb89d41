"""`main.py screenshot DESK --out X.png`: a picture of any desk on the data as it is, without a display."""

import importlib
from pathlib import Path
from typing import Annotated

import typer

from app.bootstrap import refuse_missing
from app.cli.options import Database, database_url
from app.i18n import LANGUAGES, _

DeskName = Annotated[str, typer.Argument(metavar="DESK", help="Which desk; an unknown one lists them.")]
Out = Annotated[Path, typer.Option("--out", metavar="X.png", help="Where the picture goes.")]
Dark = Annotated[bool, typer.Option("--dark", help="In dark colours.")]
Size = Annotated[str, typer.Option("--size", metavar="WxH", help="In pixels.")]
Language = Annotated[str, typer.Option("--language", help="en or de.")]
Number = Annotated[
    str, typer.Option("--open", metavar="NUMBER", help="Open this order, invoice, customer, SKU ... first.")
]


def screenshot(
    desk: DeskName,
    out: Out,
    db: Database = "",
    dark: Dark = False,
    size: Size = "1440x900",
    language: Language = "en",
    number: Number = "",
) -> int:
    """Draw a desk into a PNG file."""
    width, height = _pixels(size)
    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language} is not one of {', '.join(LANGUAGES)}", param_hint="--language")
    url = database_url(db)
    refuse_missing(url)
    views = importlib.import_module("app.views.screenshot")  # needs Qt, which no other command loads
    picture = views.Picture(
        desk=desk, out=out, number=number, dark=dark, width=width, height=height, language=language
    )
    real_width, real_height = views.take_picture(url, picture)
    text = _("{desk} is drawn in {file} ({width} x {height}).")
    typer.echo(text.format(desk=desk, file=out, width=real_width, height=real_height))
    return 0


def _pixels(size: str) -> tuple[int, int]:
    width, _x, height = size.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 200 <= int(width) <= 8000):
        raise typer.BadParameter(f"{size} is no size: write 1440x900", param_hint="--size")
    if not 200 <= int(height) <= 8000:
        raise typer.BadParameter(f"{size} is no size: write 1440x900", param_hint="--size")
    return int(width), int(height)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(screenshot)
