"""A made-up list of denied parties, disguises of its names, and ordinary firms: all of them drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from app.domain.screening.entries import EntryKind, ListAddress, ListEntry, ListKind, ListName, NameKind
from tests.helpers import screening_words as w
from tests.helpers.screening_scripts import in_arabic, in_cyrillic, in_greek, romanised_otherwise


@dataclass(frozen=True)
class Disguise:
    """How somebody writes a listed name so that it is not found."""

    entry_id: int
    kind: str
    listed: str
    written: str


def make_list(seed: int, count: int) -> tuple[ListEntry, ...]:
    """Entries like those of the published lists: four of ten are persons, with 0 to 3 further names each."""
    source = random.Random(f"list-{seed}")
    return tuple(_entry(source, number) for number in range(1, count + 1))


def _entry(source, number):
    is_person = source.random() < 0.4
    first = _person(source) if is_person else _organisation(source)
    names = [ListName(first)]
    for _ in range(source.choice((0, 0, 0, 1, 1, 2, 3))):
        alias = _alias_of_person(source, first) if is_person else _alias_of_organisation(source, first)
        if alias != first:
            names.append(ListName(alias, source.choice((NameKind.ALIAS, NameKind.ALIAS, NameKind.FORMER))))
    kind = EntryKind.PERSON if is_person else EntryKind.ORGANISATION
    address = ListAddress(
        "", source.choice(w.CITIES), source.choice(("IR", "SY", "KP", "RU", "BY", "VE", "MX"))
    )
    return ListEntry(number, ListKind.OFAC_SDN, str(number), kind, tuple(names), (address,))


def _person(source):
    culture = source.choice(
        ("russian", "arabic", "arabic", "persian", "korean", "chinese", "spanish", "balkan", "african")
    )
    return globals()[f"_{culture}_person"](source)


def _russian_surname(source):
    return (source.choice(w.RUSSIAN_ROOTS) + source.choice(w.RUSSIAN_ENDINGS)).capitalize()


def _russian_person(source):
    patronym = source.choice(w.RUSSIAN_GIVEN) + source.choice(("ovich", "evich"))
    return f"{_russian_surname(source).upper()}, {source.choice(w.RUSSIAN_GIVEN)} {patronym}"


def _arabic_person(source):
    surname = (
        source.choice(("AL-", "AL-", "EL-", ""))
        + source.choice(w.ARABIC_ROOTS).upper()
        + source.choice(("I", "", "Y"))
    )
    given = [source.choice(w.ARABIC_GIVEN) for _ in range(source.choice((1, 2, 2, 3)))]
    return f"{surname}, {' '.join(given)}"


def _persian_person(source):
    surname = source.choice(w.PERSIAN_ROOTS) + source.choice(("i", "zadeh", "pour", "ian", "nejad", "vand"))
    second = source.choice(("", source.choice(w.PERSIAN_GIVEN)))
    return f"{surname.upper()}, {source.choice(w.PERSIAN_GIVEN)} {second}".strip()


def _korean_person(source):
    return (
        f"{source.choice(w.KOREAN).upper()}, {source.choice(w.KOREAN_GIVEN)} {source.choice(w.KOREAN_GIVEN)}"
    )


def _chinese_person(source):
    return f"{source.choice(w.CHINESE).upper()}, {source.choice(w.CHINESE_GIVEN)} {source.choice(w.CHINESE_GIVEN)}"


def _spanish_person(source):
    surnames = f"{source.choice(w.SPANISH)} {source.choice(w.SPANISH)}".upper()
    return f"{surnames}, {source.choice(w.SPANISH_GIVEN)} {source.choice(w.SPANISH_GIVEN)}"


def _balkan_person(source):
    return f"{source.choice(w.BALKAN).upper()}, {source.choice(w.BALKAN_GIVEN)}"


def _african_person(source):
    return f"{source.choice(w.AFRICAN).upper()}, {source.choice(w.AFRICAN_GIVEN)} {source.choice(w.AFRICAN)}"


def _coined(source):
    return "".join(source.choice(w.SYLLABLES) for _ in range(source.choice((2, 3, 3)))).capitalize()


def _surname(source):
    return _person(source).split(",")[0].title()


def _organisation(source):
    sector, legal = source.choice(w.SECTORS), source.choice(w.LIST_LEGAL)
    shape = source.randrange(8)
    if shape <= 2:
        name = f"{_coined(source)} {sector} {legal}"
    elif shape == 3:
        name = f"{_surname(source)} {sector} {legal}"
    elif shape == 4:
        name = f"{source.choice(w.NOUNS)} {_coined(source)} {sector}"
    elif shape == 5:
        name = f"{source.choice(w.CITIES)} {_coined(source)} {sector} {legal}"
    elif shape == 6:
        name = f"{_surname(source)} {_coined(source)} Group"
    else:
        name = f"{_coined(source)} {_coined(source)} {legal}"
    return name.upper()


def _alias_of_person(source, first):
    surname, _, given = first.partition(", ")
    words = given.split()
    if len(words) > 1 and source.random() < 0.4:
        return f"{surname}, {source.choice(words)}"
    return romanised_otherwise(source, f"{surname.title()}, {given}")


def _alias_of_organisation(source, first):
    words = first.split()
    if source.random() < 0.3:
        return f"{_coined(source)} {source.choice(w.SECTORS)}".upper()
    return " ".join([*words[:-1], source.choice(w.LIST_LEGAL)])


def make_firms(seed: int, count: int) -> tuple[str, ...]:
    """Ordinary customers, none of them twice."""
    source = random.Random(f"firms-{seed}")
    found: dict[str, None] = {}
    while len(found) < count:
        found[_firm(source)] = None
    return tuple(found)


def _firm(source):
    shape = source.randrange(22)
    if shape >= 20:  # the name of a listed family, in another line of business
        trade = source.choice((*w.GERMAN_TRADES, *w.IMMIGRANT_TRADES, *w.ENGLISH_TRADES))
        name = f"{_surname(source)} {trade} {source.choice(w.GERMAN_LEGAL)}"
    elif shape <= 5:
        owner = source.choice(w.GERMAN)
        owner = source.choice((owner, owner, f"{owner} & {source.choice(w.GERMAN)}"))
        name = f"{owner} {source.choice(w.GERMAN_TRADES)} {source.choice(w.GERMAN_LEGAL)}"
    elif shape <= 9:
        name = (
            f"{source.choice(w.ENGLISH)} {source.choice(w.ENGLISH_TRADES)} {source.choice(w.ENGLISH_LEGAL)}"
        )
    elif shape <= 13:
        name = (
            f"{source.choice(w.OTHER_EUROPE)} {source.choice(w.OTHER_TRADES)} {source.choice(w.OTHER_LEGAL)}"
        )
    elif shape <= 16:
        brand = source.choice(w.BRAND_STARTS) + source.choice(w.BRAND_ENDS)
        name = f"{brand} {source.choice((*w.GERMAN_TRADES, *w.ENGLISH_TRADES, ''))} {source.choice(w.GERMAN_LEGAL)}"
    elif shape == 17:
        name = f"{source.choice(w.IMMIGRANT)} {source.choice(w.IMMIGRANT_TRADES)} {source.choice(w.GERMAN_LEGAL)}"
    elif shape == 18:
        name = f"{source.choice(w.NOUNS)} {source.choice(w.SECTORS)} {source.choice(w.ENGLISH_LEGAL)}"
    else:
        name = f"{source.choice(w.IMMIGRANT)} {source.choice(w.IMMIGRANT)} {source.choice(w.SECTORS)} Ltd"
    return " ".join(name.split())


KINDS = ("dropped", "swapped", "doubled", "order", "script", "romanised", "legal", "joined", "two")


def make_disguises(seed: int, entries: tuple[ListEntry, ...], count: int) -> tuple[Disguise, ...]:
    """Listed names as somebody may write them, the kinds in turn; `two` is two wrong letters or worse."""
    source = random.Random(f"disguises-{seed}")
    found: list[Disguise] = []
    while len(found) < count:
        entry = source.choice(entries)
        listed = source.choice(entry.names).text
        kind = KINDS[len(found) % len(KINDS)]
        written = _disguised(source, kind, listed)
        if written != listed:
            found.append(Disguise(entry.id, kind, listed, written))
    return tuple(found)


def _disguised(source, kind, listed):
    plain = _as_written(listed)
    if kind == "two":
        first, second = source.sample(("dropped", "swapped", "doubled", "order", "legal", "romanised"), 2)
        return _disguised(source, second, _disguised(source, first, listed))
    if kind in {"dropped", "swapped", "doubled"}:
        return _with_wrong_letter(source, kind, plain)
    if kind == "order":
        words = plain.split()
        source.shuffle(words)
        return " ".join(words)
    if kind == "script":
        return _in_other_letters(source, plain)
    if kind == "romanised":
        return romanised_otherwise(source, plain)
    if kind == "legal":
        return _with_other_legal_form(source, plain)
    return _with_joined_words(source, plain)


def _as_written(listed):
    """As people write it: the given name first, capitals at the start of a word."""
    surname, comma, given = listed.partition(", ")
    is_person = comma and not given.startswith(("LTD", "Ltd"))
    return (f"{given} {surname}" if is_person else listed).title()


def _with_wrong_letter(source, kind, text):
    places = [at for at in range(len(text) - 1) if text[at].isalpha() and text[at + 1].isalpha()]
    at = source.choice(places)
    if kind == "dropped":
        return text[:at] + text[at + 1 :]
    if kind == "doubled":
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _with_other_legal_form(source, text):
    bare, _ = _without_legal_form(text)
    return (
        f"{bare} {source.choice(('GmbH', 'Ltd', 'LLC', 'OOO', 'S.A.', 'B.V.', 'S.r.l.', 'AG', 'Sp. z o.o.'))}"
    )


def _in_other_letters(source, text):
    """A clerk there writes the legal form of his country, or none."""
    write, forms = source.choice(
        ((in_cyrillic, ("ООО", "ОАО", "")), (in_greek, ("ΑΕ", "ΕΠΕ", "")), (in_arabic, ("", "ذ.م.م")))
    )
    bare, had_form = _without_legal_form(text)
    return f"{write(bare)} {source.choice(forms) if had_form else ''}".strip()


def _without_legal_form(text):
    for form in sorted({form.title() for form in w.LIST_LEGAL}, key=len, reverse=True):
        if text.endswith(f" {form}"):
            return text.removesuffix(f" {form}"), True
    return text, False


def _with_joined_words(source, text):
    words = text.split()
    if len(words) < 2:
        return text.replace("-", "")
    at = source.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1].lower(), *words[at + 2 :]])
