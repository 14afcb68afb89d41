"""How a file is written is found from its bytes, and doubts are named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.importing.dialect import Confidence, DateOrder, Encoding
from app.domain.importing.sniff import sniff

SAMPLES = Path(__file__).parents[2] / "data" / "import"


def lines(*rows: str, encoding: str = "utf-8") -> bytes:
    return ("\r\n".join(rows) + "\r\n").encode(encoding)


def test_bom_semicolon_decimal_comma_and_doubtful_dates_are_found():
    found = sniff((SAMPLES / "customers_german.csv").read_bytes())
    assert (found.encoding, found.bom, found.delimiter, found.has_header) == ("utf-8-sig", True, ";", True)
    assert (found.decimal_mark, found.thousands_mark) == (",", ".")
    assert found.dates_ambiguous
    assert found.date_order is DateOrder.DMY
    assert [doubt.reason for doubt in found.doubts()] == ["dates-ambiguous"]


@pytest.mark.parametrize(
    ("rows", "order", "reason"),
    [
        (("d", "03/04/2026", "13/04/2026"), DateOrder.DMY, "day-above-12"),
        (("d", "03/04/2026", "04/13/2026"), DateOrder.MDY, "day-above-12"),
        (("d", "03/04/2026", "04/03/2026"), DateOrder.DMY, "dates-ambiguous"),
        (("d", "13/04/2026", "04/13/2026"), DateOrder.DMY, "dates-contradict"),
        (("d", "2026-03-04"), DateOrder.YMD, "year-first"),
        (("d", "2026-03-04 10:00:00"), DateOrder.YMD, "year-first"),
        (("d", "x"), DateOrder.DMY, "no-dates"),
    ],
)
def test_the_order_of_dates_is_decided_by_days_above_12(rows, order, reason):
    found = sniff(lines(*(f"{row};1" for row in rows)))
    finding = found.finding("date_order")
    assert finding is not None
    assert (found.date_order, finding.reason) == (order, reason)


@pytest.mark.parametrize(
    ("encoding", "text", "expected"),
    [
        ("utf-8", "Müller", "utf-8"),
        ("cp1252", "Müller", "cp1252"),
        ("cp1252", "5 € „x“", "cp1252"),
        ("iso-8859-15", "5 € Müller", "iso-8859-15"),
        ("utf-16", "Müller", "utf-16"),
        ("utf-16-le", "Müller", "utf-16-le"),
        ("utf-16-be", "Müller", "utf-16-be"),
        ("ascii", "Muller", "utf-8"),
    ],
)
def test_the_encoding_is_found(encoding, text, expected):
    assert sniff(lines("name;ort", f"{text};Ulm", encoding=encoding)).encoding == expected


def test_a_sequence_cut_at_the_end_of_the_sample_is_not_damage():
    whole = lines("name;ort", "Müller;Ulm", "Grün;Köln")
    for end in range(len(whole) - 14, len(whole)):
        assert sniff(whole[:end]).encoding == "utf-8"


def test_one_damaged_byte_does_not_make_a_utf8_file_windows():
    damaged = lines("name;ort", *["Müller;Köln"] * 20) + b"Gr\xfcn;Ulm\r\n"
    finding = sniff(damaged).finding("encoding")
    assert finding is not None
    assert (finding.value, finding.reason) == ("utf-8", "utf8-damaged")


def test_the_middle_of_the_file_is_asked_too():
    head = lines("name;ort", "Meier;Ulm")
    assert sniff(head, middle="Müller;Köln\n".encode("cp1252") * 3).encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_where_texts_hold_others(delimiter):
    rows = [("sku", "text", "price"), ("A1", '"a, b; c | d"', "1.50"), ("A2", "plain", "2.75")]
    found = sniff(lines(*(delimiter.join(row) for row in rows)))
    assert found.delimiter == delimiter


def test_decimal_commas_do_not_look_like_a_comma_delimiter():
    found = sniff(lines("a;b", "1,5;2,5", "1,25;3,5"))
    assert (found.delimiter, found.decimal_mark) == (";", ",")


@pytest.mark.parametrize(
    ("cells", "decimal", "thousands", "confidence"),
    [
        (("1.234,56", "12"), ",", ".", Confidence.HIGH),
        (("1,234.56",), ".", ",", Confidence.HIGH),
        (("1'234.56",), ".", "'", Confidence.HIGH),
        (("1 234,5",), ",", " ", Confidence.HIGH),
        (("1.234.567",), ",", ".", Confidence.MEDIUM),
        (("0,125",), ",", "", Confidence.HIGH),
        (("€ 12,50", "(3,10)"), ",", "", Confidence.HIGH),
        (("1,234",), ",", "", Confidence.LOW),
        (("1,5", "2.5"), ".", "", Confidence.LOW),
        (("12", "13"), ",", "", Confidence.MEDIUM),
        (("17850.0", "17851.0", "2,55"), ",", "", Confidence.HIGH),
        (("5.0", "6.0"), ".", "", Confidence.HIGH),
    ],
)
def test_the_marks_of_numbers_are_found(cells, decimal, thousands, confidence):
    found = sniff(lines("a;b", *(f"x;{cell}" for cell in cells)))
    finding = found.finding("decimal_mark")
    assert finding is not None
    assert finding.confidence is confidence
    if confidence is not Confidence.LOW:
        assert (found.decimal_mark, found.thousands_mark) == (decimal, thousands)


def test_a_file_without_header_is_noticed():
    assert not sniff(lines("A1;3;2026-01-01", "A2;4;2026-01-02")).has_header
    finding = sniff(lines("a;b", "x;y")).finding("header")
    assert finding is not None
    assert (finding.value, finding.confidence) == ("yes", Confidence.LOW)


def test_single_quotes_are_found():
    found = sniff(lines("'sku','text'", "'A1','a, b'", "'A2','c'"))
    assert (found.quote, found.delimiter) == ("'", ",")


@given(st.binary(max_size=400), st.binary(max_size=100))
def test_no_bytes_make_the_finder_fail(head, middle):
    found = sniff(head, middle=middle)
    assert {finding.name for finding in found.findings} >= {"encoding", "delimiter", "decimal_mark"}


def test_a_first_row_that_repeats_a_name_holds_names_where_values_stand_below():
    finding = sniff(lines("sku;price;price", "A1;3;4")).finding("header")
    assert finding is not None
    assert (finding.value, finding.confidence, finding.reason) == ("yes", Confidence.LOW, "first-row-repeats")
    finding = sniff(lines("a;b;b", "x;y;y")).finding("header")
    assert finding is not None
    assert finding.value == "no"


OTHER_PAGES = [
    ("cp1250", "Łódź;Wałęsa Żółty"),
    ("iso-8859-2", "Łódź;Wałęsa Żółty"),
    ("cp852", "Łódź;Wałęsa Żółty"),
    ("cp1250", "Jiří;Dvořák"),
    ("iso-8859-2", "Jiří;Šimek"),
    ("cp1250", "Győr;Kőműves"),
    ("cp1251", "Иванов;Москва"),
    ("cp1253", "Παπαδόπουλος;Αθήνα"),
    ("cp1254", "Işık;Ağrı"),
    ("iso-8859-15", "cœur;Šibenik"),
    ("mac_roman", "Größe;Köln"),
    ("cp1257", "Rūdolfs;Šķēle"),
]


@pytest.mark.parametrize(("page", "row"), OTHER_PAGES)
def test_what_is_no_western_text_is_not_taken_for_it(page, row):
    finding = sniff(lines("name;ort", row, "Meier;Ulm", encoding=page)).finding("encoding")
    assert finding is not None
    assert (finding.confidence, finding.line) == (Confidence.LOW, 2)
    assert finding.byte.startswith("0x")
    if page not in {"mac_roman", "cp1257"}:  # a proposal only, and a short text is little to go by
        assert finding.value == page


@pytest.mark.parametrize(
    "row",
    [
        "Müller Größe;Ärzte Österreich", "Crème brûlée;L’Oréal cœur Noël", "Señor Muñoz;¿Qué mañana?",
        "São João;Conceição Camões", "Bjørn Ærø;Åse Malmö", "Perché città;più è", "Škoda Žiga;Citroën",
        "Ø20mm m²/a 5 m³;20°C ½ ± 2×4 µm", "„x“ 5 €;Velux® – 1º", "MÜLLER GRÖSSE;ÉCLAIR",
    ],
)  # fmt: skip
def test_western_texts_are_read_without_a_question(row):
    finding = sniff(lines("name;ort", row, encoding="cp1252")).finding("encoding")
    assert finding is not None
    assert (finding.value, finding.confidence) == ("cp1252", Confidence.MEDIUM)


def test_one_strange_word_among_many_makes_no_doubt_and_many_do():
    western = ["Müller;Köln"] * 60
    few = lines("name;ort", *western, "Jiøí;Ulm", encoding="cp1252")
    many = lines("name;ort", *western, *["Jiøí;Ulm"] * 10, encoding="cp1252")
    assert "encoding" not in {doubt.name for doubt in sniff(few).doubts()}
    assert "encoding" in {doubt.name for doubt in sniff(many).doubts()}


@pytest.mark.parametrize("encoding", list(Encoding))
def test_each_encoding_that_is_offered_can_be_read(encoding):
    text = "name;ort\r\nMeier;Ulm\r\n"
    found = sniff(text.encode(encoding), given={"encoding": encoding.value})
    assert (found.encoding, found.delimiter) == (encoding.value, ";")


@pytest.mark.parametrize(
    ("rows", "name", "line", "cell"),
    [
        (("a;d", "x;2026-01-02", "y;03/04/2026"), "date_order", 3, "03/04/2026"),
        (("a;d", "x;13/04/2026", "y;04/13/2026", "z;05/13/2026"), "date_order", 2, "13/04/2026"),
        (("a;p", "x;12", "y; 1.234 "), "decimal_mark", 3, "1.234"),
        (("a;p", "x;1,5", "y;2,5", "z;2.75"), "decimal_mark", 4, "2.75"),
        (('a;"b\nc";d', "x;y;z", "y;q;03/04/2026"), "date_order", 4, "03/04/2026"),
    ],
)
def test_a_doubt_shows_where_it_comes_from(rows, name, line, cell):
    finding = sniff(lines(*rows)).finding(name)
    assert finding is not None
    assert (finding.confidence, finding.line, finding.cell) == (Confidence.LOW, line, cell)


TITLED = ("Customer list;;", "as of 22.11.2026;;", ";;", "number;company;city", "5;Duck;Kiel", "6;Hen;Jena")


@pytest.mark.parametrize("plain", [False, True], ids=["padded", "plain"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_titles_above_the_names_are_told_with_the_row_of_the_names(plain, delimiter):
    rows = [row.rstrip(";") if plain else row for row in TITLED]
    found = sniff(lines(*(row.replace(";", delimiter) for row in rows)))
    (doubt,) = found.doubts()
    assert (doubt.name, doubt.value, doubt.reason, doubt.line) == ("header", "4", "titles-above", 4)
    assert doubt.cell == "number, company, city"
    assert (found.delimiter, found.has_header, found.header_row) == (delimiter, True, 4)


def test_a_row_that_was_said_holds_the_names():
    found = sniff(lines(*TITLED), given={"header": "4"})
    assert (found.doubts(), found.header_row, found.date_order) == ((), 4, DateOrder.DMY)
    assert sniff(lines(*TITLED), given={"header": "yes"}).header_row == 1
    assert not sniff(lines(*TITLED), given={"header": "no"}).has_header


@pytest.mark.parametrize(
    "rows",
    [
        ("number;company;city", "5;;", "6;Hen;Jena"),
        ("number;company;city;;", "a;b;c;d;e", "f;g;h;i;j"),
        ("5;Duck;Kiel", "6;Hen;Jena"),
        ("name", "Duck", "Hen"),
        ("number;;;", "5;Duck;7;8", "6;Hen;1;2"),
        ("Duck;;", "Hen;Jena;12", "Swan;Kiel;13"),
    ],
)
def test_no_titles_are_seen_where_there_are_none(rows):
    found = sniff(lines(*rows))
    assert found.header_row == 1
    assert "titles-above" not in [doubt.reason for doubt in found.doubts()]
