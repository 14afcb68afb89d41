"""Names are compared by their words in plain letters, whatever script, marks and legal forms they were written with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.screening.entries import Party
from app.domain.screening.names import forms_of
from app.domain.screening.party_key import party_key
from app.domain.screening.sounds import consonants_of, sound_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Müller Bau GmbH", ("muller", "bau")),
        ("Müller Bau GmbH & Co. KG", ("muller", "bau")),
        ("ООО «Ромашка»", ("romashka",)),
        ("ПЕТРОВ, Иван", ("ivan", "petrov")),
        ("PETROV, Ivan Sergeyevich", ("ivan", "sergeyevich", "petrov")),
        ("ACME TRADING CO., LTD.", ("acme", "trading")),
        ("Acme Trading L.L.C.", ("acme", "trading")),
        ("Comercial Rio S.A. de C.V.", ("comercial", "rio", "de")),
        ("Budowa Sp. z o.o.", ("budowa",)),
        ("Trans-Sib (Far East) OJSC", ("trans", "sib", "far", "east")),
        ("Παπαδόπουλος ΑΕ", ("papadopoulos",)),
        ("Μπακάλης", ("bakalis",)),
        ("Qa'id Al-Nasr", ("qaid", "al", "nasr")),
        ("Korsalgos Airlinesgmbh", ("korsalgos", "airlines")),
        ("Golubchuk Trading Coropration", ("golubchuk", "trading")),
        ("Golubchuk Trading Tld", ("golubchuk", "trading")),
        ("Comercial C.V. S.A. Rio", ("comercial", "rio")),
        ("Νταραουί Λεοπόλντ", ("daraoui", "leopold")),
        ("Γιάννης", ("yannis",)),
        ("السليمني", ("al", "slymny")),
    ],
)
def test_a_name_is_its_words_without_legal_forms(name, words):
    assert forms_of(name).words == words


@pytest.mark.parametrize("name", ["AG", "Limited", "S.A.S."])
def test_a_name_that_is_only_a_legal_form_keeps_it(name):
    assert len(forms_of(name).words) == 1


@pytest.mark.parametrize("name", ["", "  ", "!!!", "-0-"])
def test_nothing_is_compared_where_nothing_is_written(name):
    assert forms_of(name).joined in {"", "0"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("yusuf", "yousuf"), ("jovanovitch", "jovanovich"), ("sergey", "sergei"), ("hassan", "hasan")],
)
def test_romanisations_of_a_word_sound_alike(one, other):
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(("latin", "script"), [("Hassan", "حسن"), ("Qasim", "قاسم"), ("Ibrahim", "ابراهيم")])
def test_arabic_letters_are_the_consonants_of_the_name(latin, script):
    ours, theirs = forms_of(latin), forms_of(script)
    assert theirs.is_abjad
    assert not ours.is_abjad
    assert [consonants_of(word) for word in ours.words] == [consonants_of(word) for word in theirs.words]


@given(st.text(max_size=600))
def test_any_text_has_forms_of_small_ascii_words(text):
    forms = forms_of(text)
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in forms.words)
    assert len(forms.text) <= 400
    assert len(forms.words) <= 20


def test_the_same_party_set_otherwise_has_the_same_key():
    key = party_key(Party("Acme Trading Ltd", "High St. 1", "London", "GB"))
    assert key == party_key(Party("ACME  Trading, LTD", "high st 1", "LONDON", "gb"))
    assert len(key) == 32


@pytest.mark.parametrize(
    "other",
    [
        Party("Acme Trading Limited", "High St. 1", "London", "GB"),
        Party("Acme Trading Ltd", "High St. 2", "London", "GB"),
        Party("Acme Trading Ltd", "High St. 1", "Leeds", "GB"),
        Party("Acme Trading Ltd", "High St. 1", "London", "IE"),
    ],
)
def test_another_name_or_address_is_another_party(other):
    assert party_key(Party("Acme Trading Ltd", "High St. 1", "London", "GB")) != party_key(other)
