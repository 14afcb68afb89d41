"""The ECB's files are read whole, or refused with the line that is wrong."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

from app.domain.errors import OutsideError, RefusedError
from app.messages import text_of_error
from app.services.rates import read_rate_file
from tests.helpers.rate_files import DAILY, HIST, ONE_DAY, write_rates

MONDAY = date(2026, 3, 2)


def read(folder, text, name="rates.xml"):
    return read_rate_file(write_rates(folder, text, name), today=MONDAY)


def refused(folder, text, name="rates.xml"):
    with pytest.raises(RefusedError) as caught:
        read(folder, text, name)
    return [issue.code for issue in caught.value.issues], text_of_error(caught.value)


def found(file):
    return {(fact.day.isoformat(), fact.currency): fact.rate_nano for fact in file.rates}


def test_the_daily_xml_gives_its_day(tmp_path):
    file = read(tmp_path, DAILY)
    assert file.first == file.last == date(2026, 2, 27)
    assert found(file)[("2026-02-27", "JPY")] == 162_310_000_000
    assert len(file.rates) == 4


def test_the_long_csv_gives_all_its_days_and_no_rate_where_it_has_none(tmp_path):
    file = read(tmp_path, HIST, "eurofxref-hist.csv")
    assert (file.first, file.last) == (date(2024, 12, 31), date(2026, 2, 27))
    rates = found(file)
    assert len(rates) == 10
    assert rates[("2024-12-31", "BGN")] == 1_955_800_000
    assert ("2026-02-27", "BGN") not in rates


def test_the_csv_of_one_day_writes_its_month(tmp_path):
    assert found(read(tmp_path, ONE_DAY, "eurofxref.csv"))[("2026-02-27", "CHF")] == 936_200_000


def test_windows_line_ends_and_a_mark_of_the_encoding_do_no_harm(tmp_path):
    text = b"\xef\xbb\xbf" + HIST.replace("\n", "\r\n").encode()
    assert len(read(tmp_path, text, "x.csv").rates) == 10


@pytest.mark.parametrize("part", [0.3, 0.5, 0.7, 0.9, 0.99])
def test_an_xml_that_was_cut_off_is_refused_with_its_line(tmp_path, part):
    codes, told = refused(tmp_path, DAILY[: int(len(DAILY) * part)])
    assert codes == ["rate.file_cut"]
    assert "ends in the middle, on line" in told
    assert "nothing was changed" in told


@pytest.mark.parametrize("end", [len(HIST) - 3, len(HIST) - 12, 40, 22])
def test_a_csv_that_was_cut_off_is_refused_with_its_line(tmp_path, end):
    codes, _told = refused(tmp_path, HIST[:end], "hist.csv")
    assert codes == ["rate.file_cut"]


@pytest.mark.parametrize("rate", ["0", "0.0", "-1.05", "abc", "", "1,05", "NaN", "0.0000000001", "1e3"])
def test_a_rate_that_is_no_number_above_zero_is_told_with_its_line(tmp_path, rate):
    codes, told = refused(tmp_path, DAILY.replace("rate='162.31'", f"rate='{rate}'"))
    assert codes == ["rate.rate_wrong"]
    assert f"line 10: “{rate}” is no rate of JPY" in told


def test_a_rate_of_zero_in_a_csv_names_its_line(tmp_path):
    codes, told = refused(tmp_path, HIST.replace("161.90", "0"), "hist.csv")
    assert codes == ["rate.rate_wrong"]
    assert "hist.csv, line 3" in told


def test_all_wrong_lines_are_told_at_once(tmp_path):
    text = HIST.replace("161.90", "0").replace("2024-12-31", "31/12/2024")
    assert refused(tmp_path, text, "hist.csv")[0] == ["rate.rate_wrong", "rate.day_wrong"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2026-02-27", "2026-02-30", "rate.day_wrong"),
        ("2026-02-27", "2026-03-03", "rate.day_ahead"),
        ("currency='USD'", "currency='US$'", "rate.currency_wrong"),
        ("currency='USD'", "currency='EUR'", "rate.currency_wrong"),
        ("currency='CHF' rate='0.9362'", "currency='USD' rate='1.06'", "rate.rate_twice"),
        ("</Cube>\n\t</Cube>", "</Cuba>\n\t</Cube>", "rate.xml_wrong"),
    ],
)
def test_what_else_is_wrong_in_an_xml(tmp_path, old, new, code):
    assert refused(tmp_path, DAILY.replace(old, new, 1))[0] == [code]


def test_a_line_with_too_few_columns_in_the_middle_is_wrong(tmp_path):
    assert refused(tmp_path, HIST.replace(",0.9371,N/A,", ","), "hist.csv")[0] == ["rate.row_wrong"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sku;price\n1;2\n", "prices.csv"),
        ("<html><body>Not found</body></html>", "page.xml"),
        (b"\xff\xfe\x00", "x.csv"),
        ("\x0c", "page.csv"),
        ("\u00a0\n", "blank.csv"),
    ],
)
def test_a_file_of_something_else_is_told(tmp_path, text, name):
    assert refused(tmp_path, text, name)[0] == ["rate.file_unknown"]


@pytest.mark.parametrize("encoding", ["foo", "gb2312"])
def test_an_xml_in_letters_that_nobody_reads_is_told(tmp_path, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + DAILY[DAILY.index("<", 1) :]
    assert refused(tmp_path, text)[0] == ["rate.xml_wrong"]


def test_a_packed_file_is_to_be_unpacked(tmp_path):
    path = tmp_path / "eurofxref.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("eurofxref.csv", ONE_DAY)
    with pytest.raises(RefusedError) as caught:
        read_rate_file(path, today=MONDAY)
    assert [issue.code for issue in caught.value.issues] == ["rate.file_packed"]


def test_an_empty_file_and_one_that_is_not_there(tmp_path):
    with pytest.raises(RefusedError) as caught:
        read(tmp_path, "\n \n")
    assert caught.value.code == "rate.file_empty"
    with pytest.raises(OutsideError) as missing:
        read_rate_file(tmp_path / "none.xml", today=MONDAY)
    assert missing.value.code == "rate.file_unreadable"


def test_a_file_beyond_all_sizes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("app.services.rates.files._MOST_BYTES", 10)
    with pytest.raises(RefusedError) as caught:
        read(tmp_path, DAILY)
    assert caught.value.code == "rate.file_too_large"
