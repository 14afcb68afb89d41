"""The commands of Keyline. Without a command the window opens.

A command lives in a module of its own, which has `register(app: typer.Typer) -> None` and is listed in
`COMMANDS`. Modules are imported by name: `screenshot` and `bench` need Qt, which the others never load.
"""

import importlib
from collections.abc import Callable, Sequence

import typer

from app.cli.failures import STOPPED, WRONG_LINE, exit_code, fail
from app.cli.options import Database, database_url

COMMANDS: tuple[str, ...] = (
    "app.cli.version",
    "app.cli.backup",
    "app.cli.imports",
    "app.cli.verify",
    "app.cli.screenshot",
    "app.cli.demo",
    "app.cli.day",
    "app.cli.screening",
    "app.cli.simulate",
    "app.cli.approvals",
    "app.cli.export_rules",
    "app.cli.bench",
)

OpenWindow = Callable[[str], int]


def run(arguments: Sequence[str], *, open_window: OpenWindow) -> int:
    """Carries out one command line; the exit code is 0, or else one line on stderr says why not."""
    return exit_code(lambda: _carry_out(list(arguments), open_window))


def _carry_out(arguments: list[str], open_window: OpenWindow) -> int:
    cli = _make_cli(open_window)
    try:
        code = cli(args=arguments, prog_name="main.py", standalone_mode=False)
    except typer.TyperException as error:
        return fail(_words_of(error), WRONG_LINE)
    except typer.Abort:
        return fail("Stopped.", STOPPED)
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
