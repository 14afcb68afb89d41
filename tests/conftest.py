"""What every test gets: no display, a home of its own, and fresh databases of both kinds."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.helpers.quick import folder_of_this_run, share_dialects

os.environ.pop("DISPLAY", None)
os.environ.pop("WAYLAND_DISPLAY", None)
os.environ["QT_QPA_PLATFORM"] = "offscreen"

if "PYTEST_XDIST_WORKER" not in os.environ:  # workers have the folders of the one who started them
    if "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = folder_of_this_run("keyline-tests-")
        tempfile.tempdir = None
    if "XDG_RUNTIME_DIR" not in os.environ:  # before the database server's package is imported
        os.environ["XDG_RUNTIME_DIR"] = folder_of_this_run("keyline-run-")

import hypothesis
import pytest

from app import i18n
from tests.helpers import databases, postgres
from tests.helpers.postgres import Postgres

hypothesis.settings.register_profile("keyline", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("keyline")

share_dialects()

_SERVER = pytest.StashKey[tuple[Postgres, Any]]()
_counter = itertools.count(1)
SELDOM = (20_000, 50, 100)
"""When garbage is looked for: Python's own 700 took a quarter of the time where many values are made (measured)."""


def pytest_configure(config: pytest.Config) -> None:
    """The controller of a parallel run starts the server that its workers share."""
    gc.set_threshold(*SELDOM)
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        config.stash[_SERVER] = postgres.start()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["postgres_host"] = node.config.stash[_SERVER][0].host


def pytest_unconfigure(config: pytest.Config) -> None:
    if _SERVER in config.stash:
        postgres.stop(config.stash[_SERVER][1])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a table whose rows say nothing of the database, PostgreSQL has the first row alone."""
    dropped = list(databases.rows_not_wanted(items))
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        gone = set(dropped)
        items[:] = [item for item in items if item not in gone]


def pytest_collection_finish() -> None:
    """What is imported and collected stays: no collection of garbage looks through it again."""
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Windows end before the databases under them, and none outlives its test, passed or failed."""
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    from tests.helpers import window

    window.end_all_work()
    try:
        return (yield)
    finally:
        window.put_all_away()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings and data of one test: nothing is read from or left in the user's own folders.

    Only the cuts of the fonts are shared by all tests and workers: making them takes 4 seconds.
    """
    folder = tmp_path / "home"
    monkeypatch.setenv("KEYLINE_HOME", str(folder))
    base = tmp_path_factory.getbasetemp()
    monkeypatch.setenv(
        "KEYLINE_CACHE", str((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache")
    )
    return folder


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    i18n.set_language("en")


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """The server of this run; started here, at first need, when the run is not parallel."""
    config = request.config
    worker = getattr(config, "workerinput", None)
    if worker is None and _SERVER not in config.stash:
        config.stash[_SERVER] = postgres.start()
    yield config.stash[_SERVER][0] if worker is None else Postgres(worker["postgres_host"])
    postgres.let_go()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres, worker_id: str) -> str:
    """The name of this worker's migrated database, which is only copied."""
    from db.migrate import upgrade

    name = f"template_{worker_id}"
    postgres_server.create_template(name, upgrade)
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, which is only copied."""
    from db.migrate import upgrade

    path = tmp_path_factory.mktemp("template") / "keyline.db"
    upgrade(f"sqlite:///{path}")
    assert not path.with_name("keyline.db-wal").exists(), "the upgrade left a connection open"
    return path


@pytest.fixture
def postgres_url(postgres_server: Postgres, postgres_template: str, worker_id: str) -> Iterator[str]:
    """A fresh migrated PostgreSQL database, as the program sees it."""
    name = f"test_{worker_id}_{next(_counter)}"
    postgres_server.copy(postgres_template, name)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite file."""
    path = tmp_path / "keyline.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def small_firm_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the small firm, made once by the services and then only copied."""
    from app.bootstrap import open_office
    from tests.helpers.small_firm import make_small_firm

    path = tmp_path_factory.mktemp("small-firm") / "keyline.db"
    shutil.copyfile(sqlite_template, path)
    office = open_office(f"sqlite:///{path}")
    make_small_firm(office.work)
    office.close()
    assert not path.with_name("keyline.db-wal").exists(), "the firm's maker left a connection open"
    return path


@pytest.fixture
def firm_url(small_firm_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite file with the small firm."""
    path = tmp_path / "keyline.db"
    shutil.copyfile(small_firm_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> Any:
    """The plugin's robot, with patience: tests name no time of their own."""
    from tests.helpers.patience import PatientBot

    return PatientBot(request)


@pytest.fixture
def clock() -> Any:
    """A clock that stands at Monday, 2 March 2026, 9:00 in Berlin until the test moves it."""
    from app.services.clock import FixedClock

    return FixedClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))


@pytest.fixture
def office(database_url: str, clock: Any) -> Iterator[Any]:
    """The services over a fresh database, on each kind, under the standing clock."""
    from app.bootstrap import open_office

    opened = open_office(database_url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def work(office: Any) -> Any:
    """The unit-of-work factory: `with work.begin(actor=...) as uow`."""
    return office.work
