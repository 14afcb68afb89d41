"""The commands of Keyline. Without a command the window opens.

A command lives in a module of its own, which has `register(app: typer.Typer) -> None` and is listed in
`COMMANDS`. Modules are imported by name: `screenshot` and `bench` need Qt, which the others never load.
"""

import importlib
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from app.cli.options import Database, database_url
from app.domain.errors import KeylineError
from app.settings import data_folder

COMMANDS: tuple[str, ...] = ("app.cli.version",)

OpenWindow = Callable[[str], int]


def run(arguments: Sequence[str], *, open_window: OpenWindow) -> int:
    """Carries out one command line; the exit code is 0, or else one line on stderr says why not."""
    cli = _make_cli(open_window)
    try:
        code = cli(args=list(arguments), prog_name="main.py", standalone_mode=False)
    except typer.TyperException as error:
        return _fail(_words_of(error), 2)
    except typer.Abort:
        return _fail("Stopped.", 130)
    except KeylineError as error:
        return _fail(str(error), 1)
    except Exception as error:  # noqa: BLE001  # our bug: logged and told
        return _fail(f"{type(error).__name__}: {error} (details in {_log(error)})", 70)
    return code if isinstance(code, int) else 0


def _make_cli(open_window: OpenWindow) -> typer.Typer:
    cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

    @cli.callback(invoke_without_command=True)
    def start(context: typer.Context, db: Database = "") -> int:
        """Order to cash at one desk. Without a command the window opens."""
        if context.invoked_subcommand is None:
            return open_window(database_url(db))
        if db:
            raise typer.BadParameter(f"write --db after the command: {context.invoked_subcommand} --db {db}")
        return 0

    for name in COMMANDS:
        importlib.import_module(name).register(cli)
    return cli


def _words_of(error: typer.TyperException) -> str:
    say = getattr(error, "format_message", None)
    return str(say() if say else error)


def _fail(text: str, code: int) -> int:
    line = " ".join(text.split())
    sys.stderr.write(f"main.py: {line}\n")
    return code


def _log(error: Exception) -> Path:
    path = data_folder() / "keyline.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("keyline.cli")
    logger.addHandler(handler)
    logger.error("a command failed", exc_info=error)
    logger.removeHandler(handler)
    handler.close()
    return path
