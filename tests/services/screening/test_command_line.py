"""`main.py screening`: lists come in, a name is checked, customers are screened, refusals are one line."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from app.cli.main import run
from app.cli.screening_process import import_list_in_process, screen_in_process
from app.domain.rights import SYSTEM
from app.services import screening
from tests.helpers.firm_facts import make_firm
from tests.helpers.screening_lists import eu_xml, write_sdn
from tests.helpers.screening_office import make_customer, reading


@pytest.fixture
def url(sqlite_url):
    office = open_office(sqlite_url)
    make_firm(office.work)
    make_customer(office.work, "Mahtba Shipping Co.")
    office.close()
    return sqlite_url


def carry_out(capsys, *arguments):
    code = run(["screening", *arguments], open_window=lambda _url: 1)
    out, err = capsys.readouterr()
    return code, out, err


def test_a_list_is_imported_a_name_checked_and_customers_screened(url, tmp_path, capsys):
    files = [str(path) for path in write_sdn(tmp_path)]
    code, out, _ = carry_out(capsys, "import", *files, "--db", url)
    assert code == 0
    assert "4 entries (4 added, 0 removed, 0 changed)" in out
    assert "1 party waits" in out
    code, out, _ = carry_out(capsys, "check", "Petroff Ivan", "--db", url)
    assert code == 1
    assert "1 entry comes near (ofac_sdn 2026-02-27):" in out
    assert "PETROFF, Iwan  [ofac_sdn 173]" in out
    assert carry_out(capsys, "check", "Berger Möbel KG", "--db", url)[0] == 0
    code, out, _ = carry_out(capsys, "customers", "--db", url)
    assert (code, out) == (0, "Parties: 1; screened now: 1; with hits: 1\n")


def test_a_list_can_be_of_another_day_than_its_file(url, tmp_path, capsys):
    files = [str(path) for path in write_sdn(tmp_path)]
    assert carry_out(capsys, "import", *files, "--date", "2026-01-09", "--db", url)[0] == 0
    office = open_office(url)
    assert reading(office.work, screening.read_lists)[0].published.isoformat() == "2026-01-09"
    office.close()


def test_what_cannot_be_imported_is_one_line(url, tmp_path, capsys):
    path = tmp_path / "eu.xml"
    path.write_bytes(eu_xml()[:900])
    code, out, err = carry_out(capsys, "import", str(path), "--db", url)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "eu.xml ends in the middle" in err


def test_without_a_list_a_check_says_what_to_do(url, capsys):
    code, out, _ = carry_out(capsys, "check", "Anybody", "--db", url)
    assert (code, out) == (0, "No list is imported: main.py screening import FILE...\n")


def test_a_process_of_the_window_imports_and_screens(url, tmp_path):
    told = []

    def report(fraction, text):
        told.append(fraction)

    paths = tuple(str(path) for path in write_sdn(tmp_path))
    assert import_list_in_process(report, url, SYSTEM, paths).entries == 4
    assert screen_in_process(report, url, SYSTEM).screened == 1
    assert told[-1] == 1.0
    assert told[:3] == [0.05, 0.4, 0.9]


def test_an_import_that_is_cancelled_leaves_nothing(url, tmp_path):
    def report(fraction, text):
        if fraction > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        import_list_in_process(report, url, SYSTEM, tuple(str(path) for path in write_sdn(tmp_path)))
    office = open_office(url)
    assert reading(office.work, screening.read_lists) == ()
    office.close()
