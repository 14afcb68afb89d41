"""Files of the three publishers in their true forms, made of a few made-up entries."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

_NIL = "-0- "
SDN = (
    (36, "MAHTAB SHIPPING COMPANY", "", "NPWMD", "Phone 1234; a.k.a. 'THE FLEET'."),
    (173, "PETROV, Ivan Sergeyevich", "individual", "RUSSIA-EO14024", "DOB 10 Dec 1958."),
    (306, "BANCO RIO AZUL S.A.", "", "CUBA", ""),
    (412, "OCEAN PEARL", "vessel", "NPWMD", "Vessel Registration Identification IMO 1234567."),
)
ALT = (
    (36, 12, "aka", "MAHTAB LINE"),
    (36, 13, "fka", "STAR OF SHIRAZ SHIPPING"),
    (173, 14, "aka", "PETROFF, Iwan"),
)
ADD = (
    (36, 25, "No. 4, Azadi St.", "Tehran 13445", "Iran"),
    (306, 26, "", "Havana", "Cuba"),
    (412, 27, "", "", ""),
)


def _cell(value):
    if value == "":
        return _NIL
    return str(value) if isinstance(value, int) else '"' + value.replace('"', '""') + '"'


def _csv(rows):
    lines = [",".join(_cell(value) for value in row) for row in rows]
    return "".join(f"{line}\r\n" for line in lines) + "\x1a"


def sdn_texts(sdn=SDN, alt=ALT, add=ADD) -> dict[str, str]:
    """The three files by name."""
    main = [(id_, name, kind, programme, *[""] * 7, remarks) for id_, name, kind, programme, remarks in sdn]
    return {
        "sdn.csv": _csv(main),
        "alt.csv": _csv([(*row, "") for row in alt]),
        "add.csv": _csv([(*row, "") for row in add]),
    }


def write_sdn(
    folder: Path, *, encoding="utf-8", day=datetime(2026, 2, 27, tzinfo=UTC), **parts
) -> list[Path]:
    """The files in a folder, written on that day."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in sdn_texts(**parts).items():
        path = folder / name
        path.write_bytes(text.encode(encoding))
        os.utime(path, (day.timestamp(), day.timestamp()))
        paths.append(path)
    return paths


UN = """<?xml version="1.0" encoding="utf-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="{moment}">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>6908555</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>HASSAN</FIRST_NAME><SECOND_NAME>KARIM</SECOND_NAME><THIRD_NAME>NASSER</THIRD_NAME>
      <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.901</REFERENCE_NUMBER>
      <LISTED_ON>2014-01-23</LISTED_ON><NAME_ORIGINAL_SCRIPT>حسن كريم ناصر</NAME_ORIGINAL_SCRIPT>
      <COMMENTS1>Made up.</COMMENTS1><DESIGNATION><VALUE>Treasurer</VALUE></DESIGNATION>
      <NATIONALITY><VALUE>Yemen</VALUE></NATIONALITY>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Hasan Kareem</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Baker</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><CITY>Sana'a</CITY><COUNTRY>Yemen</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
      <SORT_KEY/><SORT_KEY_LAST_MOD/>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY>
      <DATAID>110405</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>KORGAZ TRADING CORPORATION</FIRST_NAME>
      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.902</REFERENCE_NUMBER>
      <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Korgaz Exports</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Lotus Metals</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ADDRESS>
        <STREET>Rakwon-dong</STREET><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY>
      </ENTITY_ADDRESS>
    </ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
"""

EU_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<export xmlns="http://eu.europa.ec/fpi/fsd/export"'
    ' generationDate="{moment}" globalFileId="165123">\n'
)
EU_ENTITIES = (
    """<sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.901.28" logicalId="13">
  <remark>Made up</remark>
  <regulation regulationType="amendment" organisationType="commission" publicationDate="2003-07-08" programme="IRQ"
    logicalId="348"><publicationUrl>http://eur-lex.example/x.pdf</publicationUrl></regulation>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias firstName="Zoran" middleName="" lastName="Vukovic-Rade" wholeName="Zoran Vukovic-Rade" function=""
    gender="M" title="" nameLanguage="" strong="true" regulationLanguage="en" logicalId="17"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="Zoki" strong="false" regulationLanguage="en"/>
  <citizenship region="" countryIso2Code="RS" countryDescription="SERBIA" regulationLanguage="en"/>
</sanctionEntity>
""",
    """<sanctionEntity designationDetails="" unitedNationId="KPe.903" euReferenceNumber="EU.902.11" logicalId="21">
  <regulation publicationDate="2010-03-01" programme="PRK" logicalId="9"/>
  <subjectType code="enterprise" classificationCode="E"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="Tosmet Heavy Industries" strong="true"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="Тосмет Тяжёлое Машиностроение" strong="true"/>
  <address city="Minsk" street="ul. Lenina 3" poBox="" zipCode="220030" region="" place="" countryIso2Code="BY"
    countryDescription="BELARUS" regulationLanguage="en"/>
  <address city="" street="" poBox="" zipCode="" countryIso2Code="00" countryDescription="UNKNOWN"/>
</sanctionEntity>
""",
)


def un_xml(moment="2026-02-27T18:00:03.123-05:00") -> bytes:
    return UN.replace("{moment}", moment).encode()


def eu_xml(moment="2026-02-26T11:02:44.5+01:00", entities=EU_ENTITIES) -> bytes:
    return (EU_HEAD.replace("{moment}", moment) + "".join(entities) + "</export>\n").encode()


def big_sdn(entries) -> dict[str, str]:
    """The files of many made-up entries, such as `make_list` gives."""
    kinds = {"person": "individual", "organisation": ""}
    sdn = [(entry.id, entry.names[0].text, kinds[entry.kind], "TEST", "") for entry in entries]
    aliases = [(entry.id, name.text) for entry in entries for name in entry.names[1:]]
    alt = [(id_, number, "aka", text) for number, (id_, text) in enumerate(aliases, start=1)]
    add = [(e.id, e.id, a.street, a.city, a.country) for e in entries for a in e.addresses]
    return sdn_texts(sdn, alt, add)
