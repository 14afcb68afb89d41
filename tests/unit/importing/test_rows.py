"""Rows are streamed; a bad one is a problem with its place, and costs no other row."""

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.importing.dialect import Dialect
from app.domain.importing.problems import RowProblem, known_codes, placed_text
from app.domain.importing.rows import RawRow, Table, open_table

MEGABYTE = 1_000_000


def opened(data: bytes, *, block: int = 7, **dialect: object) -> Table:
    pieces = [data[start : start + block] for start in range(0, len(data), block)]
    return open_table(pieces, Dialect(**dialect))  # type: ignore[arg-type]  # fields by name


def split(table: Table) -> tuple[list[tuple[str, ...]], list[RowProblem]]:
    rows, problems = [], []
    for row in table.rows:
        if isinstance(row, RawRow):
            rows.append(row.cells)
        else:
            assert placed_text(row)
            problems.append(row)
    return rows, problems


@pytest.mark.parametrize("block", [1, 2, 3, 1000])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_come_out_whole_whatever_the_blocks_and_line_ends(block, end):
    text = end.join(["\ufeffa,b", '1,"x, ""y"""', "", '2,"two', 'lines"', "3,z"])
    table = opened(text.encode(), block=block)
    rows, problems = split(table)
    assert table.header == ("a", "b")
    assert rows == [("1", 'x, "y"'), ("2", "two\nlines"), ("3", "z")]
    assert problems == []


def test_rows_know_their_row_and_line():
    table = opened(b'a,b\n1,"x\ny"\n\n2,z\n')
    places = [(row.row, row.line) for row in table.rows]
    assert places == [(2, 2), (4, 5)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-15"])
def test_other_encodings_are_read(encoding):
    rows, problems = split(opened("näme;€\nMüller;5 €\n".encode(encoding), encoding=encoding, delimiter=";"))
    assert (rows, problems) == ([("Müller", "5 €")], [])


def test_a_wrong_byte_is_named_with_row_and_position():
    rows, problems = split(opened(b"a,b\n1,x\n2,Gr\xfcn\n3,z\n"))
    assert rows == [("1", "x"), ("3", "z")]
    [problem] = problems
    assert (problem.code, problem.row, problem.line) == ("bad-encoding", 3, 3)
    assert problem.params == {"byte": "0xFC", "position": "5", "encoding": "utf-8"}


def test_a_row_of_the_wrong_width_is_refused_and_empty_cells_at_the_end_are_not():
    rows, problems = split(opened(b"a,b\n1\n2,x,,\n3,x,y\n4,z\n"))
    assert rows == [("2", "x"), ("4", "z")]
    assert [(one.code, one.row, one.params["got"]) for one in problems] == [
        ("column-count", 2, "1"),
        ("column-count", 4, "3"),
    ]


def test_a_nul_byte_is_refused():
    rows, problems = split(opened(b"a,b\n1,\0x\n2,z\n"))
    assert rows == [("2", "z")]
    assert [(one.code, one.row) for one in problems] == [("nul-byte", 2)]


@pytest.mark.parametrize("third", ['3,"y"', "3,y", '3,"y, ""z"""'])
def test_a_quotation_that_never_closes_costs_its_own_row_only(third):
    rows, problems = split(opened(b'a,b\n1,"open\n2,x\n' + third.encode() + b"\n4,z\n"))
    assert [(one.code, one.row) for one in problems] == [("open-quote", 2)]
    assert [row[0] for row in rows] == ["2", "3", "4"]


def test_inches_in_an_unquoted_cell_open_nothing():
    rows, problems = split(opened(b'a,b\n1,15" ruler\n2,x\n'))
    assert (rows, problems) == ([("1", '15" ruler'), ("2", "x")], [])


def test_a_file_without_rows_or_header_says_so():
    table = opened(b"")
    assert table.header_problem is not None
    assert table.header_problem.code == "file-empty"
    assert opened(b"a,\xff\n1,2\n").header_problem == RowProblem(
        "bad-encoding", row=1, line=1, params={"byte": "0xFF", "position": "3", "encoding": "utf-8"}
    )


def test_a_file_without_header_numbers_its_columns():
    table = opened(b"1,x\n2,y\n", has_header=False)
    assert table.header == ("1", "2")
    assert split(table)[0] == [("1", "x"), ("2", "y")]


def test_a_line_of_ten_megabytes_is_refused_without_being_held():
    def blocks() -> Iterator[bytes]:
        yield b"a,b\n1,x\n2,"
        for _ in range(160):
            yield b"y" * 65_536
        yield b"\n3,z\n"

    tracemalloc.start()
    rows, problems = split(open_table(blocks(), Dialect()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == [("1", "x"), ("3", "z")]
    assert [(one.code, one.row, one.line) for one in problems] == [("line-too-long", 3, 3)]
    assert peak < 5 * MEGABYTE


def test_a_long_line_at_the_end_of_the_file_is_refused_too():
    rows, problems = split(opened(b"a,b\n1,x\n" + b"y" * (MEGABYTE + 1), block=65_536))
    assert rows == [("1", "x")]
    assert [one.code for one in problems] == ["line-too-long"]


def test_a_field_beyond_what_csv_reads_is_refused():
    rows, problems = split(opened(b"a,b\n1," + b"y" * 200_000 + b"\n2,z\n", block=65_536))
    assert rows == [("2", "z")]
    assert [(one.code, one.row) for one in problems] == [("csv-syntax", 2)]


@given(
    st.binary(max_size=300), st.integers(1, 50), st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-8-sig"])
)
def test_no_bytes_make_the_reader_fail(data, block, encoding):
    table = opened(data, block=block, encoding=encoding)
    for row in table.rows:
        if isinstance(row, RowProblem):
            assert row.code in known_codes()
            assert row.row > 0
        else:
            assert len(row.cells) == len(table.header)


@given(
    st.lists(
        st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)] * 2).filter(
            lambda cells: "".join(cells).strip() != ""
        ),
        max_size=8,
    ),
    st.integers(1, 20),
)
def test_what_was_written_quoted_is_read_back(rows, block):
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in rows]
    table = opened("\n".join(["a,b", *quoted]).encode(), block=block)
    assert split(table) == (rows, [])


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_names_the_delimiter_to_excel_is_no_row(first):
    text = f"\ufeff{first}\r\na;b\r\n1;x\r\n"
    table = opened(text.encode(), delimiter=";")
    assert table.header == ("a", "b")
    (row,) = table.rows
    assert isinstance(row, RawRow)
    assert (row.row, row.line, row.cells) == (2, 3, ("1", "x"))


@pytest.mark.parametrize("encoding", ["iso-8859-1", "iso-8859-2", "iso-8859-15"])
def test_a_euro_of_windows_is_no_letter_of_an_iso_page(encoding):
    rows, problems = split(opened("a,b\n1,5 €\n2,Grün\n".encode("cp1252"), encoding=encoding))
    assert rows == [("2", "Grün")]
    assert [(one.code, one.row, one.params["byte"]) for one in problems] == [("bad-encoding", 2, "0x80")]
