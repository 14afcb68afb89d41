"""The consolidated lists of the United Nations and of the European Union, both XML.

Sources: UN Security Council, consolidated.xsd; European Commission, FSF `export` schema 1.1. Elements are told by
their local names, since the namespace has changed between editions. Python's expat fetches nothing from outside
and stops at entities that blow up.
"""

from __future__ import annotations

from datetime import date, datetime
from xml.etree import ElementTree as ET

from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.domain.screening.entries import EntryKind, ListAddress, ListEntry, ListKind, ListName, NameKind
from app.services.screening.readers.files import FileText, hash_of
from app.services.screening.readers.listed import (
    FileFindings,
    ReadList,
    check_references,
    country_code,
    tidy_names,
)

_UN_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_UN_WEAK = {"low"}
_UN_FORMER = {"f.k.a.", "formerly known as"}
_SHORT = 40
_ENDS_EARLY = {
    3,
    5,
    6,
    20,
}  # of expat: no element found, an unclosed token, a part of a letter, an unclosed CDATA


def read_xml_list(file: FileText) -> ReadList:
    """The list of a file; refused when the XML ends early or is of something else."""
    root = _parse(file)
    name = _local(root)
    if name == "CONSOLIDATED_LIST":
        return _read_un(file, root)
    if name == "export" and any(_local(child) == "sanctionEntity" for child in root):
        return _read_eu(file, root)
    raise RefusedError("screening.list_refused", issues=_unknown(file), file=file.name)


def _parse(file: FileText) -> ET.Element:
    try:
        return ET.fromstring(file.content)  # noqa: S314 - see above
    except ET.ParseError as error:
        found, line = FileFindings(), error.position[0]
        has_ended = error.code in _ENDS_EARLY
        found.block(has_ended, "screening.file_cut", file.name, file=file.name, line=line)
        found.block(not has_ended, "screening.xml_wrong", f"{file.name}/{line}", file=file.name, line=line)
        raise RefusedError("screening.list_refused", issues=found.issues, file=file.name) from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows, or that expat does not read
        found = FileFindings()
        found.block(True, "screening.xml_wrong", f"{file.name}/1", file=file.name, line=1)
        raise RefusedError("screening.list_refused", issues=found.issues, file=file.name) from error


def _unknown(file: FileText) -> list[Issue]:
    found = FileFindings()
    found.block(True, "screening.file_unknown", file.name, file=file.name)
    return found.issues


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in element if _local(child) == name]


def _text(element: ET.Element, name: str) -> str:
    """The text of the first child of the name."""
    found = next(iter(_children(element, name)), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _whole(file: FileText, kind: ListKind, edition: str, entries: list[ListEntry]) -> ReadList:
    found = FileFindings()
    check_references(found, file.name, (entry.reference for entry in entries))
    nameless = [entry.reference for entry in entries if not entry.names]
    for reference in nameless:
        found.block(True, "screening.name_missing", file.name, file=file.name, id=reference)
    found.block(not entries, "screening.list_empty", file.name, file=file.name)
    published = _day(edition)
    found.block(published is None, "screening.date_missing", file.name, file=file.name)
    found.refuse(file.name)
    assert published is not None
    return ReadList(kind, edition[:200], published, hash_of([file]), (file.name,), tuple(entries))


def _day(moment: str) -> date | None:
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return None


def _read_un(file: FileText, root: ET.Element) -> ReadList:
    entries = [
        _un_entry(element, kind)
        for group, single, kind in (
            ("INDIVIDUALS", "INDIVIDUAL", EntryKind.PERSON),
            ("ENTITIES", "ENTITY", EntryKind.ORGANISATION),
        )
        for part in _children(root, group)
        for element in _children(part, single)
    ]
    return _whole(file, ListKind.UN, root.get("dateGenerated", ""), entries)


def _un_entry(element: ET.Element, kind: EntryKind) -> ListEntry:
    prefix = _local(element)
    names = [ListName(" ".join(part for part in (_text(element, each) for each in _UN_NAMES) if part))]
    names += [ListName(_text(element, "NAME_ORIGINAL_SCRIPT"), NameKind.SCRIPT)]
    names += [_un_alias(alias) for alias in _children(element, f"{prefix}_ALIAS")]
    addresses = [_un_address(address) for address in _children(element, f"{prefix}_ADDRESS")]
    return ListEntry(
        id=0,
        list_kind=ListKind.UN,
        reference=(_text(element, "REFERENCE_NUMBER") or _text(element, "DATAID"))[:_SHORT],
        kind=kind,
        names=tidy_names(names),
        addresses=tuple(address for address in addresses if address != ListAddress()),
        programme=_text(element, "UN_LIST_TYPE")[:200],
        remarks=_text(element, "COMMENTS1"),
    )


def _un_alias(alias: ET.Element) -> ListName:
    quality = _text(alias, "QUALITY").casefold()
    kind = NameKind.FORMER if quality in _UN_FORMER else NameKind.ALIAS
    return ListName(_text(alias, "ALIAS_NAME"), kind, is_weak=quality in _UN_WEAK)


def _un_address(address: ET.Element) -> ListAddress:
    country = _text(address, "COUNTRY")
    city = " ".join(part for part in (_text(address, "CITY"), _text(address, "STATE_PROVINCE")) if part)
    return ListAddress(_text(address, "STREET"), city, country_code(country) if country else "")


def _read_eu(file: FileText, root: ET.Element) -> ReadList:
    entries = [_eu_entry(element) for element in _children(root, "sanctionEntity")]
    return _whole(file, ListKind.EU, root.get("generationDate", ""), entries)


def _eu_entry(element: ET.Element) -> ListEntry:
    subject = next(iter(_children(element, "subjectType")), None)
    code = "" if subject is None else subject.get("classificationCode") or subject.get("code") or ""
    is_person = code[:1] in {"P", "p"}
    regulation = next(iter(_children(element, "regulation")), None)
    names = [_eu_name(alias, place) for place, alias in enumerate(_children(element, "nameAlias"))]
    return ListEntry(
        id=0,
        list_kind=ListKind.EU,
        reference=(element.get("euReferenceNumber") or element.get("logicalId") or "")[:_SHORT],
        kind=EntryKind.PERSON if is_person else EntryKind.ORGANISATION,
        names=tidy_names(names),
        addresses=tuple(_eu_address(address) for address in _children(element, "address")),
        programme=(regulation.get("programme", "") if regulation is not None else "")[:200],
        remarks=_text(element, "remark"),
    )


def _eu_name(alias: ET.Element, place: int) -> ListName:
    parts = (alias.get(name, "") for name in ("firstName", "middleName", "lastName"))
    text = alias.get("wholeName") or " ".join(part for part in parts if part)
    kind = NameKind.ALIAS if place else NameKind.PRIMARY
    return ListName(text, kind, is_weak=alias.get("strong", "true").casefold() == "false")


def _eu_address(address: ET.Element) -> ListAddress:
    written = address.get("countryIso2Code", "")
    country = "" if written in {"", "00"} else written
    street = ", ".join(part for part in (address.get("street"), address.get("poBox")) if part)
    city = " ".join(part for part in (address.get("zipCode"), address.get("city")) if part)
    return ListAddress(street, city, country)
