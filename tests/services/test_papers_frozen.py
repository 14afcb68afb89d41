"""A paper's content as bytes: stable, complete, readable years later."""

import json
from dataclasses import fields, replace

import pytest

from app.domain.paper_bytes import (
    canonical_bytes,
    content_from_bytes,
    content_hash,
    frozen_logo_hash,
    logo_hash,
)
from app.domain.papers import PaperKind, PaperLine, PaperParty
from app.services.documents.figures import amount_text, date_text, scaled_text
from app.services.documents.render import render
from tests.helpers.papers import every_kind_of_line, reminder_paper, sample_logo, sample_paper


def _samples():
    return (
        sample_paper(5),
        sample_paper(2, PaperKind.DELIVERY_NOTE, "de", totals=None, payment=None, ship_to=None, logo=None),
        sample_paper(1, lines=every_kind_of_line(), revision=2, is_copy=True),
        reminder_paper(4),
    )


def test_content_comes_back_equal_from_its_bytes_and_prints_the_same_paper():
    for content in _samples():
        again = content_from_bytes(canonical_bytes(content), logo=content.logo)
        assert again == content
        assert canonical_bytes(again) == canonical_bytes(content)
        assert render(again) == render(content)


def test_bytes_are_sorted_json_without_the_logos_picture():
    data = canonical_bytes(sample_paper(3))
    read = json.loads(data)
    assert list(read) == sorted(read)
    assert "logo" not in read
    assert read["logo_hash"] == logo_hash(sample_logo()) == frozen_logo_hash(data)
    assert "Café Größenwahn".encode() in data


def test_one_changed_cent_or_letter_changes_the_hash():
    content = sample_paper(3)
    cent_more = replace(content.lines[0], amount_minor=content.lines[0].amount_minor + 1)
    changed = {
        content_hash(content),
        content_hash(replace(content, lines=(cent_more, *content.lines[1:]))),
        content_hash(replace(content, recipient=PaperParty(("Café Grössenwahn",)))),
        content_hash(replace(content, logo=None)),
        content_hash(replace(content, is_copy=True)),
    }
    assert len(changed) == 5
    assert content_hash(content) == content_hash(sample_paper(3))


def test_every_field_of_the_content_is_in_the_bytes():
    content = sample_paper(1)
    read = json.loads(canonical_bytes(content))
    assert set(read) == {field.name for field in fields(content)} - {"logo", "figures"} | {"logo_hash"}
    assert set(read["lines"][0]) == {field.name for field in fields(PaperLine)}


def test_another_logo_than_the_frozen_one_is_refused():
    data = canonical_bytes(sample_paper(1))
    with pytest.raises(ValueError, match="logo"):
        content_from_bytes(data, logo=None)
    with pytest.raises(ValueError, match="logo"):
        content_from_bytes(data, logo=b"another")


def test_lone_surrogates_in_a_text_do_not_stop_the_freezing():
    content = sample_paper(1, notes=("broken \ud800 text",))
    assert content_from_bytes(canonical_bytes(content), logo=content.logo) == content


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (0, "EUR", "en", "0.00"),
        (-1, "EUR", "de", "-0,01"),
        (123_456_789, "EUR", "en", "1,234,567.89"),
        (123_456_789, "EUR", "de", "1.234.567,89"),
        (1_234, "JPY", "en", "1,234"),
        (1_234_567, "KWD", "de", "1.234,567"),
        (10**17 + 1, "EUR", "en", "1,000,000,000,000,000.01"),
    ],
)
def test_amounts_are_written_exactly(minor, currency, language, text):
    assert amount_text(minor, currency, language) == text


@pytest.mark.parametrize(
    ("value", "fewest", "text"),
    [
        (334_416_000, 2, "334.416"),
        (5_000_000, 2, "5.00"),
        (1, 2, "0.000001"),
        (12_000_000, 0, "12"),
        (1_500_000, 0, "1.5"),
    ],
)
def test_prices_and_quantities_have_as_many_decimals_as_they_need(value, fewest, text):
    assert scaled_text(value, 6, "en", fewest=fewest) == text


def test_dates_are_written_as_the_country_does():
    day = sample_paper(1).document_date
    assert (date_text(day, "en"), date_text(day, "de")) == ("14 Mar 2026", "14.03.2026")
