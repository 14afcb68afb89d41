"""The range of a German demo firm has German names throughout; all else of it is as in the English one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.i18n import speaking
from app.services.demo import make_demo_firm
from app.services.demo.catalogue import choose_range
from app.services.demo.words import FamilyWords, families, german_words
from db.schema.orders import OrderLine
from db.schema.prices import DiscountRule
from db.schema.products import Product

MEASURE = re.compile(r"(\d+(x\d+)? (cm|mm|l))?")  # the same in both languages


def english_texts() -> dict[str, set[str]]:
    """What of the English range is to be said in German, by its part of the table."""
    found: dict[str, set[str]] = {"families": set(), "names": set(), "labels": set()}
    for words in families("en"):
        found["families"].add(words.family)
        found["names"].add(words.name)
        found["labels"] |= {each.label for each in (*words.sizes, *words.finishes)}
    found["labels"] = {label for label in found["labels"] if not MEASURE.fullmatch(label)}
    return found


def words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.replace("{size}", "").replace("{finish}", "")))


def test_every_text_of_the_range_has_its_german_and_no_german_lacks_its_text() -> None:
    table = german_words()
    assert {part: set(texts) for part, texts in table.items()} == english_texts()
    for texts in table.values():
        for english, german in texts.items():
            assert german
            assert re.findall(r"{\w+}", german) == re.findall(r"{\w+}", english)


def test_no_english_name_remains_in_a_german_range() -> None:
    german = {word for texts in german_words().values() for text in texts.values() for word in words_in(text)}
    english = {
        word for texts in english_texts().values() for text in texts for word in words_in(text)
    } - german
    assert {"Desk", "chair", "oak", "drawers", "Handbook"} <= english
    with speaking("de"):
        names = [f"{each.data.name} {each.data.family}" for each in choose_range(10_000)]
    left = {name for name in names if words_in(name) & english}
    assert left == set()
    assert names[0] == "Schreibtisch Linea 120x60 cm Eiche Schreibtische"
    assert len(set(names)) == len(names)


def test_only_names_and_families_differ() -> None:
    def nameless(words: FamilyWords) -> FamilyWords:
        sizes, finishes = (
            tuple(replace(each, label="") for each in variants) for variants in (words.sizes, words.finishes)
        )
        return replace(words, family="", name="", sizes=sizes, finishes=finishes)

    assert [nameless(each) for each in families("de")] == [nameless(each) for each in families("en")]


def test_a_german_firm_sells_by_german_names_and_its_rules_meet_its_families(work: Any) -> None:
    with speaking("de"):
        make_demo_firm(work, seed=3, size="small")
    with work.reading(actor=SYSTEM) as view:
        names = set(view.db.execute(sa.select(Product.name)).scalars())
        kinds = set(view.db.execute(sa.select(Product.family)).scalars())
        sold = set(
            view.db.execute(sa.select(OrderLine.text).where(OrderLine.product_id.is_not(None))).scalars()
        )
        rules = set(view.db.execute(sa.select(DiscountRule.family)).scalars()) - {None, ""}
    with speaking("de"):
        whole = choose_range(10_000)
    assert names <= {each.data.name for each in whole}
    assert sold <= names
    assert kinds <= set(german_words()["families"].values())
    assert rules == {"Trennwände", "Tafeln"}
    assert rules <= {each.data.family for each in whole}
