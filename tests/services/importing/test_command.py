"""`main.py import` in this process, and an import as the window runs it."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.cli.import_process import import_in_process
from app.cli.main import run
from app.domain.importing.targets import ImportKind
from app.domain.rights import SYSTEM
from app.services.importing import prepare_import
from db.session import connect
from tests.helpers.import_office import SAMPLES, make_import_office

LINES = str(SAMPLES / "order_lines.csv")


@pytest.fixture
def url(sqlite_url, clock):
    from app.bootstrap import open_office

    office = open_office(sqlite_url, clock=clock)
    make_import_office(office.work)
    office.close()
    return sqlite_url


def command(*arguments: str) -> int:
    return run(["import", *arguments], open_window=lambda _url: 0)


def test_orders_are_imported_with_a_report(url, tmp_path, capsys):
    report = tmp_path / "r.json"
    assert command("orders", LINES, "--db", url, "--currency", "GBP", "--report", str(report)) == 0
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["rows_in"] == told["rows_in_documents"] + told["rows_refused"] == 24
    assert "Rows refused: 7" in capsys.readouterr().out


def test_a_dry_run_shows_rows_and_writes_nothing(url, capsys):
    assert command("orders", LINES, "--db", url, "--dry-run") == 0
    assert "sku=11111A" in capsys.readouterr().out
    assert command("prices", LINES, "--db", url) == 1


def test_a_refusal_is_one_line(url, tmp_path, capsys):
    assert command("orders", LINES, "--db", url, "--currency", "EUR") == 1
    assert capsys.readouterr().err.count("\n") == 1
    mapping = tmp_path / "m.json"
    mapping.write_text("[1]", encoding="utf-8")
    assert command("orders", LINES, "--db", url, "--mapping", str(mapping)) == 1
    assert command("orders", str(tmp_path / "none.csv"), "--db", url) == 1


def test_the_exit_code_says_when_nothing_came_in(url, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("number;company;country\n1;Duck;Atlantis\n2;Hen;Atlantis\n", encoding="utf-8")
    assert command("customers", str(path), "--db", url) == 1
    path.write_text("number;company;country\n1;Duck;Atlantis\n2;Hen;DE\n", encoding="utf-8")
    assert command("customers", str(path), "--db", url) == 0


def test_a_cancel_from_the_window_leaves_whole_documents(url):
    from app.bootstrap import open_office

    class CancelledError(Exception):
        pass

    told: list[float] = []

    def report(fraction: float, text: str) -> None:
        told.append(fraction)
        if text == "Documents: 3":
            raise CancelledError

    office = open_office(url)
    with office.work.reading(actor=SYSTEM) as view:
        plan = prepare_import(view, ImportKind.ORDERS, LINES).plan
    stopped = import_in_process(report, url, plan, SYSTEM)
    assert stopped.cancelled
    assert len(stopped.documents) == 3
    assert 0 < stopped.rows_in < 24
    assert stopped.rows_in == stopped.rows_in_documents + stopped.rows_refused
    assert told == sorted(told)
    done = import_in_process(lambda _fraction, _text: None, url, plan, SYSTEM)
    office.close()
    assert done.rows_in == 24


ODD = b"number;company;country\r\n1;Duck;DE\r\n2;M\xfcller \x81 GmbH;DE\r\n"


def names_in(url: str) -> list[str]:
    database = connect(url)
    with database.reading() as connection:
        names = connection.execute(sa.text("select name from customer order by id")).scalars().all()
    database.dispose()
    return list(names)


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_letters_of_an_unknown_encoding_are_not_guessed_into_the_books(byte, url, tmp_path, capsys):
    path = tmp_path / "c.csv"
    path.write_bytes(ODD.replace(b"\x81", bytes([byte])))
    before = names_in(url)
    assert command("customers", str(path), "--db", url, "--dry-run") == 1
    assert command("customers", str(path), "--db", url) == 1
    told = capsys.readouterr().err
    assert f"Line 3, byte 0x{byte:02X}" in told
    assert "--encoding" in told
    assert names_in(url) == before


def test_with_a_given_encoding_only_the_row_that_does_not_fit_is_refused(url, tmp_path, capsys):
    path = tmp_path / "c.csv"
    path.write_bytes(ODD)
    assert command("customers", str(path), "--db", url, "--encoding", "cp1252") == 0
    told = capsys.readouterr().out
    assert "Byte 0x81 at character 10 is not valid cp1252" in told
    assert names_in(url)[-1] == "Duck"


def test_a_dos_file_is_read_once_it_is_called_so(url, tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes("number;company;country\r\n7;Müller;DE\r\n".encode("cp850"))
    assert command("customers", str(path), "--db", url) == 1
    assert command("customers", str(path), "--db", url, "--encoding", "cp850") == 0
    assert names_in(url)[-1] == "Müller"
