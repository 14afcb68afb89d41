"""Databases that are none, may not be written, are full, locked or away: one line says so, nothing is written."""

from __future__ import annotations

import contextlib
import shutil
import socket
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from app.bootstrap import open_office
from app.cli.main import run
from app.domain.errors import OutsideError
from db import session
from tests.helpers.small_firm import make_small_firm

CUSTOMERS = "number;name;country\n90001;Quirin Möbel;DE\n"


@pytest.fixture
def path(sqlite_url):
    """A file with the small firm."""
    office = open_office(sqlite_url)
    make_small_firm(office.work)
    office.close()
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def customers(tmp_path):
    file = tmp_path / "customers.csv"
    file.write_text(CUSTOMERS, encoding="utf-8")
    return file


def complaint(capsys, *line: str) -> str:
    """What one command line says on stderr when it is refused."""
    capsys.readouterr()
    assert run(line, open_window=pytest.fail) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    return told


def count_customers(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("select count(*) from customer").fetchone()[0])


def test_a_text_is_no_database_and_stays_as_it_is(tmp_path, capsys):
    odd = tmp_path / "letter.db"
    odd.write_text("Dear customer, " * 200)
    assert "letter.db is not a Keyline database" in complaint(capsys, "verify", "--db", f"sqlite:///{odd}")
    assert odd.read_text() == "Dear customer, " * 200


@pytest.mark.parametrize("table", ["cat", "product"])
def test_a_database_of_another_program_gets_no_tables_of_ours(table, tmp_path, capsys):
    odd = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(odd)) as connection:
        connection.execute(f"create table {table} (name text)")
    assert "other.db is not a Keyline database" in complaint(capsys, "verify", "--db", f"sqlite:///{odd}")
    with contextlib.closing(sqlite3.connect(odd)) as connection:
        assert connection.execute("select name from sqlite_master").fetchall() == [(table,)]


def test_what_is_not_there_is_not_proved(tmp_path, capsys):
    missing = tmp_path / "no" / "firm.db"
    assert "firm.db does not exist" in complaint(capsys, "verify", "--db", f"sqlite:///{missing}")
    assert not missing.parent.exists()


@pytest.mark.parametrize(
    "line",
    [
        "import customers {file}",
        "import orders {file} --dry-run",
        "screenshot orders --out {out}",
        "bench list.open",
    ],
)
def test_a_mistyped_name_makes_no_empty_database(line, customers, tmp_path, capsys):
    missing, out = tmp_path / "no" / "frim.db", tmp_path / "x.png"
    told = complaint(capsys, *line.format(file=customers, out=out).split(), "--db", f"sqlite:///{missing}")
    assert "frim.db does not exist. Name the file with --db." in told
    assert not missing.parent.exists()
    assert not out.exists()


def test_a_folder_cannot_be_opened(tmp_path, capsys):
    assert "cannot be opened" in complaint(capsys, "verify", "--db", f"sqlite:///{tmp_path}")


def test_a_file_locked_by_another_program_is_named(path, customers, capsys, monkeypatch):
    monkeypatch.setattr(session, "BUSY_TIMEOUT_MS", 50)
    before = count_customers(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("pragma locking_mode=exclusive")
        other.execute("begin exclusive")
        told = complaint(capsys, "import", "customers", str(customers), "--db", f"sqlite:///{path}")
        other.execute("rollback")
    assert f"{path} is locked by another program" in told
    assert count_customers(path) == before


@pytest.mark.parametrize(
    ("pragma", "words"),
    [("pragma query_only=on", "may only be read"), ("pragma max_page_count=1", "is full")],
    ids=["read-only", "full disk"],
)
def test_a_file_that_cannot_be_written_takes_no_half_import(
    pragma, words, path, tmp_path, capsys, monkeypatch
):
    many = tmp_path / "many.csv"
    rows = [f"{90_000 + row};Quirin Möbel {row};DE\n" for row in range(400)]
    many.write_text("number;name;country\n" + "".join(rows), encoding="utf-8")
    prepare = session._prepare_writer

    def prepare_odd(raw, record):
        prepare(raw, record)
        raw.execute(pragma).close()

    monkeypatch.setattr(session, "_prepare_writer", prepare_odd)
    before = count_customers(path)
    told = complaint(capsys, "import", "customers", str(many), "--db", f"sqlite:///{path}")
    assert f"{path}" in told
    assert words in told
    assert count_customers(path) == before


def test_a_server_that_takes_no_connection_is_away(capsys):
    told = complaint(capsys, "verify", "--db", "postgresql://clerk:secret@127.0.0.1:1/keyline")
    assert "cannot be reached" in told
    assert "secret" not in told


def test_a_server_whose_name_nobody_knows_is_away(capsys, monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    told = complaint(capsys, "verify", "--db", "postgresql://clerk:secret@office.invalid/keyline")
    assert "cannot be reached" in told
    assert "secret" not in told


@pytest.mark.parametrize(
    ("free", "code"), [(0, "database.full"), (10**9, "database.disk_error")], ids=["no room", "room"]
)
def test_a_disk_without_room_for_a_journal_is_full(free, code, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    url = make_url(f"sqlite:///{tmp_path / 'keyline.db'}")
    with pytest.raises(OutsideError) as refused, session.translated_errors(url):
        raise OperationalError("pragma journal_mode=wal", None, sqlite3.OperationalError("disk I/O error"))
    assert refused.value.code == code
    assert refused.value.params["database"] == str(tmp_path / "keyline.db")
