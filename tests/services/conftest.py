"""The order office on both kinds of database: made once a session, copied for each test that wants it.

A folder or module has it by saying `database_url = order_firm_url` and `desk = order_desk`.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_office
from app.services.clock import FixedClock
from tests.helpers.order_office import OrderOffice, make_order_office
from tests.helpers.postgres import Postgres

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_counter = itertools.count(1)


def _make(url: str) -> OrderOffice:
    opened = open_office(url, clock=FixedClock(MONDAY))
    made = make_order_office(opened.work)
    opened.close()
    return made


@pytest.fixture(scope="session")
def sqlite_firm(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, OrderOffice]:
    path = tmp_path_factory.mktemp("firm") / "firm.db"
    shutil.copyfile(sqlite_template, path)
    return path, _make(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgres_firm(
    postgres_server: Postgres, postgres_template: str, worker_id: str
) -> tuple[str, OrderOffice]:
    name = f"order_firm_{worker_id}_{next(_counter)}"
    postgres_server.copy(postgres_template, name)
    return name, _make(postgres_server.url(name))


@pytest.fixture(params=["sqlite", "postgres"])
def order_firm(
    request: pytest.FixtureRequest, tmp_path: Path, worker_id: str
) -> Iterator[tuple[str, OrderOffice]]:
    """A database of this test alone, with the firm in it: its address and what was made."""
    template, made = request.getfixturevalue(f"{request.param}_firm")
    if request.param == "sqlite":
        shutil.copyfile(template, tmp_path / "firm.db")
        yield f"sqlite:///{tmp_path / 'firm.db'}", made
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    name = f"order_test_{worker_id}_{next(_counter)}"
    server.copy(template, name)
    yield server.url(name), made
    server.drop(name)


@pytest.fixture
def order_desk(order_firm: tuple[str, OrderOffice], office: Any) -> OrderOffice:
    """A clerk's desk with stock in Hamburg; `office` is over the database of `order_firm`."""
    made = order_firm[1]
    assert office.url == order_firm[0], "this folder's database_url is not that of order_firm"
    return OrderOffice(office.work, ids=dict(made.ids), price_list=made.price_list)
