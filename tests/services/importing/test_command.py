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


CUSTOMER = "number;company;country\n10001;Duck;GB\n"
ITEM = "customer;document;date;open\n10001;R-1;{date};{amount}\n"
DOUBTS = [
    (ITEM.format(date="01/02/2026", amount="5.00"), "Line 2, “01/02/2026”", "--dates dmy|mdy|ymd",
     ("--dates", "mdy"), ("2026-01-02", 500)),
    (ITEM.format(date="2026-01-02", amount="1.234"), "Line 2, “1.234”", "--decimal point|comma",
     ("--decimal", "comma"), ("2026-01-02", 123400)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "option", "answer", "expected"), DOUBTS)
def test_a_doubt_that_could_change_amounts_or_days_stops_the_import_until_it_is_answered(
    text, place, option, answer, expected, url, tmp_path, capsys
):
    path = tmp_path / "file.csv"
    path.write_text(CUSTOMER, encoding="utf-8")
    assert command("customers", str(path), "--db", url) == 0
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert command("open-items", str(path), "--db", url) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert place in told
    assert option in told
    assert "Nothing was imported" in told
    assert command("open-items", str(path), "--db", url, "--dry-run") == 1
    assert invoices_in(url) == []
    assert command("open-items", str(path), "--db", url, *answer) == 0
    assert invoices_in(url) == [expected]


def invoices_in(url: str) -> list[tuple[str, int]]:
    database = connect(url)
    with database.reading() as connection:
        found = connection.execute(sa.text("select cast(date as text), gross_minor from invoice")).all()
    database.dispose()
    return [(row[0], row[1]) for row in found]


def test_a_first_row_that_may_be_data_is_asked_and_names_of_fields_are_not(url, tmp_path, capsys):
    path = tmp_path / "c.csv"
    mapping = tmp_path / "m.json"
    path.write_text("Duck;Hen\nGoose;Swan\n", encoding="utf-8")
    mapping.write_text('{"customer": "Duck", "name": "Hen"}', encoding="utf-8")
    assert command("customers", str(path), "--db", url, "--mapping", str(mapping)) == 1
    assert "--header yes|no" in capsys.readouterr().err
    mapping.write_text('{"customer": "1", "name": "2"}', encoding="utf-8")
    assert command("customers", str(path), "--db", url, "--mapping", str(mapping), "--header", "no") == 0
    assert names_in(url)[-2:] == ["Hen", "Swan"]
    path.write_text("number;company\nGander;Stork\n", encoding="utf-8")
    assert command("customers", str(path), "--db", url) == 0
    assert names_in(url)[-1] == "Stork"


def test_titles_above_the_names_are_told_with_the_option_that_skips_them(url, tmp_path, capsys):
    path = tmp_path / "c.csv"
    path.write_text("Our customers\n\nnumber;company;city\n5;Duck;Kiel\n6;Hen\n", encoding="utf-8")
    assert command("customers", str(path), "--db", url) == 1
    told = capsys.readouterr().err
    assert "Line 3, “number, company, city”: these look like the names of the columns" in told
    assert "Say it by --header 3." in told
    assert command("customers", str(path), "--db", url, "--header", "3", "--report", str(tmp_path / "r")) == 0
    assert names_in(url)[-1] == "Duck"
    assert "Row 5" in (tmp_path / "r.txt").read_text(encoding="utf-8")  # as a spreadsheet counts
    assert command("customers", str(path), "--db", url, "--header", "99") == 1
    assert "The file has no row 99" in capsys.readouterr().err
    assert command("customers", str(path), "--db", url, "--header", "second") != 0
    assert "second is neither yes nor no nor a row" in capsys.readouterr().err


def test_what_is_not_read_makes_no_question(url, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("number;company;country;since;worth\n5;Duck;GB;01/02/2026;1.234\n", encoding="utf-8")
    assert command("customers", str(path), "--db", url) == 0
    assert names_in(url)[-1] == "Duck"


@pytest.mark.parametrize(("page", "name"), [("cp1251", "Иванов"), ("iso-8859-2", "Łódź"), ("cp1250", "Łódź")])
def test_names_in_another_code_page_wait_for_its_name(page, name, url, tmp_path, capsys):
    path = tmp_path / "c.csv"
    path.write_bytes(f"number;company;country\n5;{name};GB\n".encode(page))
    before = names_in(url)
    assert command("customers", str(path), "--db", url) == 1
    assert f"--encoding {page}" in capsys.readouterr().err
    assert names_in(url) == before
    assert command("customers", str(path), "--db", url, "--encoding", page) == 0
    assert names_in(url)[-1] == name


def test_a_missing_column_and_a_doubt_are_told_together(url, tmp_path, capsys):
    path = tmp_path / "s.csv"
    path.write_text("sku\nA\n", encoding="utf-8")
    assert command("stock", str(path), "--db", url) == 1
    told = capsys.readouterr().err
    assert "Column quantity is missing" in told
    assert "--delimiter comma|semicolon|tab|bar" in told


def test_where_a_column_is_missing_nothing_else_is_asked(url, tmp_path, capsys):
    path = tmp_path / "p.csv"
    path.write_text("sku,price list\nA,General\n", encoding="utf-8")
    assert command("prices", str(path), "--db", url) == 1
    told = capsys.readouterr().err
    assert "Column price is missing" in told
    assert "--" not in told
    path.write_text("sku,since\nA,01/02/2026\n", encoding="utf-8")
    assert command("prices", str(path), "--db", url) == 1
    assert "--dates" not in capsys.readouterr().err
