"""Units of measure: one table gives the word that people read and the code that a keyed word means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import Line
from app.domain.orders.keying import Keyed, key_quantity
from app.domain.quantity import Unit
from app.domain.units import (
    Counted,
    is_usual,
    meaning,
    same_unit,
    split_unit,
    told_unit,
    unit_code,
    unit_word,
)
from app.i18n import LANGUAGES, speaking
from app.messages import text_of
from app.models.unit_words import counted_text, quantity_text

USUAL = ("pc", "pk", "set", "roll", "box", "pair", "pal", "h", "day", "m", "m2", "kg", "g", "l")
OWN = ("Kiste", "Gebinde", "VX", "m³", "dz", "TU")
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("code", "language", "count", "word"),
    [
        ("pc", "de", 1, "Stk."), ("pc", "de", 12, "Stk."), ("pc", "en", 12, "pc"), ("PC", "de_DE", 1, "Stk."),
        ("roll", "de", 1, "Rolle"), ("roll", "de", 2, "Rollen"), ("roll", "de", "1.5", "Rollen"),
        ("pk", "en", 1, "pack"), ("pk", "en", 4, "packs"), ("pk", "en", -1, "pack"), ("box", "de", 0, "Kartons"),
        ("m", "de", "1.5", "m"), ("m2", "en", 3, "m²"), ("Kiste", "en", 3, "Kiste"), ("", "de", 1, ""),
    ],
)  # fmt: skip
def test_the_word_for_a_unit_beside_a_count(code, language, count, word):
    assert unit_word(code, language, Decimal(count)) == word


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Stk", "pc"), ("stk.", "pc"), ("STÜCK", "pc"), ("Pcs", "pc"), ("pieces", "pc"), ("ea", "pc"), ("Pk", "pk"),
        ("packs", "pk"), ("VPE", "pk"), ("Sätze", "set"), ("Rolle", "roll"), ("Kartons", "box"), ("boxes", "box"),
        ("Std.", "h"), ("metres", "m"), ("lfm", "m"), ("M", "m"), ("m²", "m2"), ("qm", "m2"), (" Kiste ", "Kiste"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_code_that_a_keyed_word_means(text, code):
    assert unit_code(text) == code


def test_words_for_one_unit_are_the_same_and_others_are_not():
    assert same_unit("Stk", "pieces")
    assert same_unit("KISTE", "kiste.")
    assert not same_unit("Stk", "Pack")
    assert [is_usual(text) for text in ("Stk.", "pcs", "Kiste", "Chair", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@given(
    codes=st.lists(st.sampled_from(USUAL + OWN), min_size=1, max_size=5, unique_by=meaning),
    place=st.integers(0, 4),
    language=st.sampled_from(LANGUAGES),
    spoken=st.sampled_from(LANGUAGES),
    change=st.sampled_from([str, str.lower, str.upper]),
    thousandths=st.integers(0, 5_000_000),
)
def test_what_is_shown_can_be_keyed_again_in_any_language_and_case(
    codes, place, language, spoken, change, thousandths
):
    units = tuple(Unit(code, number + 1) for number, code in enumerate(codes))
    product = ProductFacts(1, "A", "A", "goods", "", "standard", units)
    unit = units[place % len(units)]
    with speaking(language):
        shown = quantity_text(thousandths * 1000, unit.code)
    with speaking(spoken):
        keyed = key_quantity(Line("k", 0), 10, change(shown), product, "," if language == "de" else ".")
    assert keyed.edit is not None
    assert keyed.edit.new is not None
    assert keyed.edit.new["unit"] == unit.code
    assert keyed.edit.new["factor_num"] == unit.factor_num
    assert keyed.edit.new["quantity_micro"] == thousandths * 1000


@given(st.text(max_size=20))
def test_any_text_means_itself(text):
    assert meaning(meaning(text)) == meaning(text)
    assert same_unit(text, text)
    assert unit_code(unit_code(text)) == unit_code(text)


def test_a_free_line_takes_the_code_of_a_word_and_any_other_unit_as_keyed():
    def unit(text: str) -> object:
        keyed: Keyed = key_quantity(Line("k", 0, kind="free"), 10, text, None, ",")
        assert keyed.edit is not None
        assert keyed.edit.new is not None
        return keyed.edit.new["unit"]

    assert [unit(text) for text in ("2 Stück", "1,5 Std.", "3 Fuhren")] == ["pc", "h", "Fuhren"]


def test_a_products_own_code_comes_before_the_word_of_another():
    product = ProductFacts(1, "A", "A", "goods", "", "standard", (Unit("Stk"), Unit("pcs", 10)))
    found = [product.unit(text) for text in ("stk", "pcs", "Stück")]
    assert [unit.code if unit else "" for unit in found] == ["Stk", "pcs", "Stk"]


def test_messages_name_units_as_their_reader_does():
    known = {"line": 10, "sku": "A-1", "unit": "Kasten", "units": ("pc", "pk", "Kiste")}
    least = {"line": 10, "sku": "A-1", "minimum": Counted(Decimal("1.5"), "roll")}
    with speaking("de"):
        assert "Stk., Pack, Kiste" in text_of("line.unknown_unit", known)
        assert f"1,5{NO_BREAK}Rollen" in text_of("line.quantity_below_minimum", least)
        assert text_of("remedy.set_quantity_to", {"quantity": Counted(Decimal(4), "pc")}).startswith(
            f"4{NO_BREAK}Stk."
        )
        assert counted_text(Decimal(1000), "pc") == f"1.000{NO_BREAK}Stk."
    assert f"1.5{NO_BREAK}rolls" in text_of("line.quantity_below_minimum", least)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5 Stk.", ("5", "Stk.")), ("1,5m", ("1,5", "m")), ("12", ("12", "")), ("", ("", "")), ("abc", ("abc", "")),
        ("-3 pk", ("-3", "pk")), ("1e12", ("1", "e12")),
    ],
)  # fmt: skip
def test_a_keyed_quantity_is_a_number_and_a_unit(text, parts):
    assert split_unit(text) == parts


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        ("pc", "charge", ""),
        ("pc", "discount", ""),
        ("h", "charge", "h"),
        ("pc", "goods", "pc"),
        ("pc", "free", "pc"),
    ],
)
def test_freight_has_no_unit_unless_somebody_gave_it_one(code, kind, told):
    assert told_unit(code, kind) == told
