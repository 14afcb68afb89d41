"""Names that look like words in Windows 1252 and in 1250: which page is meant is told by the letters' neighbours."""

import re

import pytest
from babel import Locale

from app.domain.importing import neighbours
from app.domain.importing.dialect import Confidence
from app.domain.importing.neighbours import looks_central
from app.domain.importing.sniff import sniff
from app.services.demo.words import countries

CENTRAL = {
    "cs": "Dvořák Čapek Němec Růžička Jiří Kučera Horáček Černý Říha Ondřej Kolář Přibyl Vaněk Plzeň Třebíč",
    "hr": "Kovačević Babić Marić Novaković Jurić Knežević Vukčić Perić",
    "sl": "Zupančič Kovačič Potočnik Črnčec Mlinarič Kočevje Klančar Bačar Škrjanc Šušteršič Čuk",
    "ro": "Brătianu Pătrașcu Bacău Buzău Constanța Mărginean".replace("ș", "s").replace("ț", "t"),
}
WESTERN = {
    "fr": "Lefèvre Crème Frère Hélène Thérèse Noël Molière Rivière Genève Liège Dorène Eugène Près Crêpe Tête",
    "es": "Muñoz Núñez Peña Piñata España Señor Coruña Ibáñez Begoña",
    "pt": "Conceição João São Guimarães Magalhães Simões Leitão",
    "it": "Caffè Città Niccolò Perù Nicolò Forlì Cantù Società",
    "da": "Sørensen Jørgensen Søren Grønbech Østergaard Hæstad Kjær Ærø Læsø Sjælland",
    "sv": "Mårten Åström Håkan Ångström Åkesson Linnér",
}


@pytest.mark.parametrize("names", CENTRAL.values(), ids=CENTRAL)
def test_central_names_are_in_doubt_and_proposed_as_such(names):
    rows = "number;name\r\n" + "".join(f"{place};{name}\r\n" for place, name in enumerate(names.split()))
    (doubt,) = sniff(rows.encode("cp1250")).doubts()
    assert (doubt.name, doubt.value, doubt.confidence) == ("encoding", "cp1250", Confidence.LOW)
    assert doubt.line >= 2
    assert doubt.byte


@pytest.mark.parametrize("names", WESTERN.values(), ids=WESTERN)
def test_western_names_are_not(names):
    assert not looks_central(names.encode("cp1252"))
    for name in names.split():
        assert not looks_central(name.encode("cp1252"))


def test_names_of_the_countries_the_demo_firm_sells_to_are_not():
    for words in countries():
        names = (
            *words.first,
            *words.last,
            *words.streets,
            *words.trades,
            *(city for city, *_rest in words.cities),
        )
        assert not looks_central("\n".join(names).encode("cp1252", "replace")), words.code


WEST = ("fr", "es", "it", "pt", "da", "nb", "sv", "de", "nl", "fi", "ca")
CENTRE = ("cs", "sk", "pl", "hu", "ro", "hr", "sl")


def words_of(language):
    locale = Locale(language)
    months, days = locale.months["format"].values(), locale.days["format"].values()
    texts = [text for each in (*months, *days) for text in each.values()]
    for names in (locale.territories, locale.languages, locale.currencies, locale.scripts):
        texts += names.values()
    texts += [zone["city"] for zone in locale.time_zones.values() if "city" in zone]
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower())}


def found_anew(languages, page, other):
    """The neighbours of the letters in which the pages differ."""
    letters = set()
    for byte in range(0x80, 0x100):
        one, two = (bytes([byte]).decode(each, "replace") for each in (page, other))
        if one != two and one.isalpha() and two.isalpha():
            letters.add(one.lower())
    table: dict[str, tuple[set[str], set[str]]] = {}
    for framed in {f"^{word}$" for language in languages for word in words_of(language)}:
        for place, letter in enumerate(framed):
            if letter in letters:
                before, behind = table.setdefault(letter, (set(), set()))
                before.add(framed[place - 1])
                behind.add(framed[place + 1])
    return {letter: tuple("".join(sorted(side)) for side in sides) for letter, sides in sorted(table.items())}


def test_the_tables_are_those_of_the_cldr():
    assert found_anew(WEST, "cp1252", "cp1250") == neighbours._WESTERN
    assert found_anew(CENTRE, "cp1250", "cp1252") == neighbours._CENTRAL
