"""The publishers' files as they are: read whole, or refused with file, line and what to do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.domain.errors import OutsideError, RefusedError
from app.domain.screening.entries import EntryKind, ListAddress, ListKind, ListName, NameKind
from app.messages import text_of_error
from app.services.screening import FileText, read_files, read_list
from tests.helpers.screening_lists import ADD, ALT, EU_ENTITIES, SDN, eu_xml, sdn_texts, un_xml, write_sdn

DAY = date(2026, 2, 27)


def files(**texts):
    return [FileText(name.replace("_", "."), text.encode(), DAY) for name, text in texts.items()]


def sdn_files(**changed):
    texts = {name.replace(".", "_"): text for name, text in sdn_texts().items()} | changed
    return files(**texts)


def xml(content, name="list.xml"):
    return [FileText(name, content, DAY)]


def refusal(*args, **kwargs):
    with pytest.raises(RefusedError) as refused:
        read_list(*args, **kwargs)
    codes = [issue.code for issue in refused.value.issues] or [refused.value.code]
    return codes, text_of_error(refused.value)


def test_the_sdn_list_is_read_with_aliases_and_addresses():
    listed = read_list(sdn_files())
    fleet, petrov, bank, ship = listed.entries
    assert (listed.kind, listed.published, len(listed.edition)) == (ListKind.OFAC_SDN, DAY, 12)
    assert fleet.names == (
        ListName("MAHTAB SHIPPING COMPANY"),
        ListName("MAHTAB LINE", NameKind.ALIAS),
        ListName("STAR OF SHIRAZ SHIPPING", NameKind.FORMER),
        ListName("THE FLEET", NameKind.ALIAS, is_weak=True),
    )
    assert fleet.addresses == (ListAddress("No. 4, Azadi St.", "Tehran 13445", "IR"),)
    assert (fleet.reference, fleet.programme) == ("36", "NPWMD")
    assert [entry.kind for entry in listed.entries] == [
        EntryKind.ORGANISATION,
        EntryKind.PERSON,
        EntryKind.ORGANISATION,
        EntryKind.VESSEL,
    ]
    assert petrov.names[1] == ListName("PETROFF, Iwan", NameKind.ALIAS)
    assert (bank.remarks, ship.addresses) == ("", ())


def test_the_day_of_the_sdn_list_can_be_said():
    assert read_list(sdn_files(), published=date(2026, 1, 9)).published == date(2026, 1, 9)


def test_the_files_may_come_in_any_order_under_any_name():
    renamed = [FileText(f"{at}.txt", file.content, DAY) for at, file in enumerate(reversed(sdn_files()))]
    assert read_list(renamed).content_hash == read_list(sdn_files()).content_hash


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_letters_with_marks_are_read_in_either_encoding(tmp_path, encoding):
    sdn = ((1, "CAFÉ ÑANDÚ", "", "TEST", ""),)
    paths = write_sdn(
        tmp_path, sdn=sdn, alt=((1, 1, "aka", "ÑANDÚ"),), add=((1, 1, "", "", "Cuba"),), encoding=encoding
    )
    (entry,) = read_list(read_files(paths)).entries
    assert entry.names[0].text == "CAFÉ ÑANDÚ"


def test_a_file_is_of_the_day_on_which_it_was_written(tmp_path):
    paths = write_sdn(tmp_path, day=datetime(2026, 1, 30, 12, tzinfo=UTC))
    assert read_list(read_files(paths)).published == date(2026, 1, 30)


@pytest.mark.parametrize("name", ["sdn.csv", "alt.csv", "add.csv"])
def test_a_file_cut_anywhere_is_refused(name):
    text = sdn_texts()[name]
    for at in range(1, len(text) - 1):
        codes, _ = refusal(sdn_files(**{name.replace(".", "_"): text[:at]}))
        assert {"screening.file_cut", "screening.file_unknown"} & set(codes), f"cut at {at} was taken"


def test_a_cut_file_is_told_with_its_last_line():
    text = sdn_texts()["sdn.csv"]
    codes, words = refusal(sdn_files(sdn_csv=text[: len(text) * 2 // 3]))
    assert codes == ["screening.file_cut"]
    assert "sdn.csv" in words
    assert "line 3" in words
    assert "Download it again" in words


def changed(name, old, new):
    return {name.replace(".", "_"): sdn_texts()[name].replace(old, new)}


@pytest.mark.parametrize(
    ("texts", "code", "says"),
    [
        (changed("sdn.csv", "306,", "36,"), "screening.id_twice", "36"),
        (changed("alt.csv", "173,14", "999,14"), "screening.entry_missing", "999"),
        (changed("add.csv", '306,26,-0- ,"Havana"', '306,26,"Havana"'), "screening.row_wrong", "line 2"),
        ({"alt_csv": "number;name\r\n1;Acme\r\n"}, "screening.file_unknown", "alt.csv"),
        ({"alt_csv": sdn_texts()["add.csv"]}, "screening.file_twice", "add.csv"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(texts, code, says):
    codes, words = refusal(sdn_files(**texts))
    assert code in codes
    assert says in words


def test_without_aliases_or_addresses_the_list_is_not_whole():
    codes, words = refusal(sdn_files()[:1])
    assert codes == ["screening.files_missing"]
    assert "alt.csv, add.csv" in words


def test_no_file_at_all_and_two_lists_at_once_are_refused():
    assert refusal([])[0] == ["screening.no_files"]
    assert refusal([*xml(un_xml()), *sdn_files()])[0] == ["screening.files_mixed"]


@pytest.mark.parametrize("content", [b"", b" \r\n", b"\x1a", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "sdn.csv"
    path.write_bytes(content)
    with pytest.raises(RefusedError, match=r"screening\.file_empty"):
        read_files([path])


def test_a_file_that_is_not_there_and_one_that_is_too_large(tmp_path, monkeypatch):
    with pytest.raises(OutsideError, match=r"screening\.file_unreadable"):
        read_files([tmp_path / "sdn.csv"])
    monkeypatch.setattr("app.services.screening.readers.files._MOST_BYTES", 10)
    with pytest.raises(RefusedError, match=r"screening\.file_too_large"):
        read_files(write_sdn(tmp_path))


def test_the_list_of_the_united_nations_is_read():
    listed = read_list(xml(un_xml()))
    person, firm = listed.entries
    assert (listed.kind, listed.published) == (ListKind.UN, date(2026, 2, 27))
    assert (person.reference, person.kind, person.programme) == ("QDi.901", EntryKind.PERSON, "Al-Qaida")
    assert person.names == (
        ListName("HASSAN KARIM NASSER"),
        ListName("حسن كريم ناصر", NameKind.SCRIPT),
        ListName("Hasan Kareem", NameKind.ALIAS),
        ListName("Abu Baker", NameKind.ALIAS, is_weak=True),
    )
    assert person.addresses == (ListAddress("", "Sana'a", "YE"),)
    assert [name.kind for name in firm.names] == [NameKind.PRIMARY, NameKind.ALIAS, NameKind.FORMER]
    assert firm.addresses == (ListAddress("Rakwon-dong", "Pyongyang", "KP"),)


def test_the_list_of_the_european_union_is_read():
    listed = read_list(xml(eu_xml()))
    person, firm = listed.entries
    assert (listed.kind, listed.published) == (ListKind.EU, date(2026, 2, 26))
    assert (person.reference, person.kind, person.programme) == ("EU.901.28", EntryKind.PERSON, "IRQ")
    assert person.names[1] == ListName("Zoki", NameKind.ALIAS, is_weak=True)
    assert firm.kind is EntryKind.ORGANISATION
    assert firm.addresses[0] == ListAddress("ul. Lenina 3", "220030 Minsk", "BY")


@pytest.mark.parametrize("content", [un_xml(), eu_xml()], ids=["un", "eu"])
def test_an_xml_list_cut_anywhere_is_refused(content):
    end = content.rindex(b">")
    for at in range(1, end, 7):
        assert refusal(xml(content[:at]))[0] == ["screening.file_cut"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<rows><row/></rows>", "screening.file_unknown"),
        (b"<export generationDate='2026-01-01'></export>", "screening.file_unknown"),
        (un_xml().replace(b"</ENTITY>", b"</ENTITIE>"), "screening.xml_wrong"),
        (un_xml().replace(b"KPe.902", b"QDi.901"), "screening.id_twice"),
        (un_xml("yesterday"), "screening.date_missing"),
        (eu_xml(entities=(EU_ENTITIES[0], EU_ENTITIES[0])), "screening.id_twice"),
        (eu_xml().replace(b'wholeName="Tosmet Heavy Industries"', b'wholeName=""').replace(
            "Тосмет Тяжёлое Машиностроение".encode(), b""), "screening.name_missing"),
        (b"<CONSOLIDATED_LIST dateGenerated='2026-01-01'/>", "screening.list_empty"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_xml_list_is_said(content, code):
    assert refusal(xml(content))[0] == [code]


def test_entities_that_blow_up_are_not_followed():
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 10_000 + b'">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(5)
    ) + b"]><CONSOLIDATED_LIST>&f;</CONSOLIDATED_LIST>"  # fmt: skip
    assert refusal(xml(bomb))[0][0] in {"screening.xml_wrong", "screening.file_cut"}


def test_the_samples_have_what_the_tests_ask_for():
    assert {row[0] for row in (*ALT, *ADD)} <= {row[0] for row in SDN}


@pytest.mark.parametrize("encoding", ["foo", "gb2312"])
def test_an_xml_in_letters_that_nobody_reads_is_told(encoding):
    content = f'<?xml version="1.0" encoding="{encoding}"?><export/>'.encode()
    assert refusal(xml(content))[0] == ["screening.xml_wrong"]


@pytest.mark.parametrize("content", [",,,\n", '""\n', '"' + "a" * 140_000])
def test_a_text_that_is_no_table_is_no_list(content):
    assert refusal(files(sdn_csv=content))[0] == ["screening.file_unknown"]


def test_a_listed_party_of_the_union_is_a_person_only_where_the_list_says_so():
    entity = b'<sanctionEntity logicalId="1"><subjectType%s/><nameAlias wholeName="North Sea Trade"/></sanctionEntity>'
    kinds = {
        said: read_list(xml(b'<export generationDate="2026-02-27">' + entity % said + b"</export>"))
        .entries[0]
        .kind
        for said in (b"", b' code=""', b' code="enterprise"', b' code="person"', b' classificationCode="P"')
    }
    persons = {said for said, kind in kinds.items() if kind is EntryKind.PERSON}
    assert persons == {b' code="person"', b' classificationCode="P"'}
