"""`main.py export-rules FILE` takes and writes rules without the window."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from app.cli.main import run
from app.domain.rights import SYSTEM
from app.services.goods.export_rules import read_export_rules
from tests.services.goods.test_export_rules import FILE


@pytest.fixture
def command(firm_url, capsys):
    def call(*arguments):
        code = run(["export-rules", *map(str, arguments), "--db", firm_url], open_window=lambda _url: 1)
        told = capsys.readouterr()
        return code, told.out + told.err

    return call


def test_rules_are_taken_and_written_again(command, firm_url, tmp_path):
    file, copy = tmp_path / "rules.csv", tmp_path / "copy.csv"
    file.write_text(FILE, encoding="utf-8-sig")
    assert command(file) == (0, "Rules added: 3, changed: 0, as they were: 0.\n")
    assert command(copy, "--write") == (0, "Rules written: 3.\n")
    assert command(copy) == (0, "Rules added: 0, changed: 0, as they were: 3.\n")
    office = open_office(firm_url)
    with office.work.reading(actor=SYSTEM) as view:
        assert len(read_export_rules(view)) == 3
    office.close()


def test_a_wrong_file_is_told_in_words(command, tmp_path):
    file = tmp_path / "rules.csv"
    file.write_bytes("eccn;country;ruling\n5A002;ÄÖ;free\n".encode("latin-1"))
    code, told = command(file)
    assert (code, "UTF-8" in told) == (1, True)
    code, told = command(tmp_path / "missing.csv")
    assert (code, "missing.csv" in told) == (1, True)
    code, told = command(tmp_path / "no" / "folder.csv", "--write")
    assert (code, "folder.csv" in told) == (1, True)
    file.write_text("eccn;country;ruling\n5A002;XX;free\n", encoding="utf-8")
    code, told = command(file)
    assert code == 1
    assert "Line 2 of the file" in told
