"""Papers read back from their PDF by another program's reader (pypdf)."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from app.domain.papers import PaperFact, PaperKind, PaperLine, PaperParty, PaperTax, PaperTotals
from app.domain.units import unit_word
from app.services.documents.line_tables import line_grid
from app.services.documents.render import render
from app.services.documents.words import fact_label, title_for
from tests.helpers.papers import amounts_of, every_kind_of_line, received, reminder_paper, sample_paper


def _pages(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(render(content))).pages]


def _text(content):
    return "\n".join(_pages(content))


def _english(minor):
    return f"{Decimal(minor) / 100:,.2f}"


def _german(minor):
    return _english(minor).translate(str.maketrans(",.", ".,"))


def _fonts(data):
    objects = PdfReader(io.BytesIO(data))
    for number in range(1, len(objects.xref[0]) + 1):
        found = objects.get_object(number)
        if isinstance(found, dict) and found.get("/Type") == "/Font":
            yield found


def test_an_invoice_shows_parties_facts_lines_and_totals():
    content = sample_paper(6)
    text = _text(content)
    for wanted in (
        "Invoice 2026-00042",
        "Nordlicht Büromöbel GmbH",
        "DE123456789",
        "Café Größenwahn",
        "DE987654321",
        "PO 4711",
        "O-2026-0815",
        "14 Mar 2026",
        "13 Apr 2026",
        "Hafenstraße 5",
        "ND-0003",
        "DE02 1203 0000 0000 2020 51",
        "BYLADEM1001",
        "30 days net",
    ):
        assert wanted in text
    totals = content.totals
    assert _english(totals.net_minor) in text
    assert f"19 % VAT on {_english(totals.net_minor)}" in text
    assert _english(totals.taxes[0].tax_minor) in text
    assert _english(totals.gross_minor) in text
    for amount in amounts_of(6):
        assert _english(amount) in text


def test_a_german_invoice_writes_words_numbers_and_dates_in_german():
    content = sample_paper(6, language="de")
    text = _text(content)
    for wanted in (
        "Rechnung 2026-00042",
        "Datum",
        "14.03.2026",
        "Menge",
        "Nettosumme",
        "Gesamtbetrag",
        "Seite 1 von 1",
    ):
        assert wanted in text
    assert _german(content.totals.gross_minor) in text


@pytest.mark.parametrize("count", [1, 30, 75, 300])
def test_every_page_is_numbered_and_every_line_printed_once(count):
    pages = _pages(sample_paper(count))
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    printed = re.findall(r"ND-\d{4}", "\n".join(pages))
    assert printed == [f"ND-{number:04}" for number in range(1, count + 1)]


@pytest.mark.parametrize("count", [30, 75, 300])
def test_sums_carried_over_are_those_of_all_lines_before(count):
    amounts = amounts_of(count)
    pages = _pages(sample_paper(count))
    assert len(pages) > 1
    so_far = 0
    for index, page in enumerate(pages):
        if index:
            assert f"Brought forward {_english(so_far)}" in page
        so_far += sum(amounts[int(number) - 1] for number in re.findall(r"ND-(\d{4})", page))
        if any("ND-" in later for later in pages[index + 1 :]):
            assert f"Carried forward {_english(so_far)}" in page
        else:
            assert "Carried forward" not in page
    assert so_far == sum(amounts)
    assert "Brought forward" not in pages[0]


@pytest.mark.parametrize("count", range(8, 34))
def test_totals_payment_and_thanks_stay_together_with_the_last_line_whatever_the_count(count):
    content = sample_paper(count)
    last = next(page for page in _pages(content) if "Net total" in page)
    assert f"ND-{count:04}" in last
    assert f"Total EUR {_english(content.totals.gross_minor)}" in last
    assert "DE02 1203 0000 0000 2020 51" in last
    assert "Thank you for your order." in last


def test_the_table_header_is_repeated_on_each_page_with_lines():
    with_lines = [page for page in _pages(sample_paper(75)) if "ND-" in page]
    assert len(with_lines) > 2
    for page in with_lines:
        assert "Description" in page
        assert "Amount EUR" in page


def test_every_font_is_embedded_and_none_is_helvetica():
    for content in (sample_paper(40), sample_paper(3, PaperKind.PICK_LIST, totals=None), reminder_paper()):
        fonts = list(_fonts(render(content)))
        assert fonts
        for font in fonts:
            assert "NotoSans" in font["/BaseFont"]
            assert "/FontFile2" in font["/FontDescriptor"].get_object()


@pytest.mark.parametrize("kind", list(PaperKind))
def test_the_same_content_gives_the_same_bytes_for_every_kind(kind):
    content = sample_paper(12, kind, "de")
    assert render(content) == render(replace(content))
    assert render(content) != render(replace(content, number="2026-00043"))
    assert title_for(kind, "de") in _text(content)


@pytest.mark.parametrize(("language", "mark"), [("en", "COPY"), ("de", "KOPIE")])
def test_a_reprint_says_copy_on_each_page_and_the_original_does_not(language, mark):
    content = sample_paper(40, language=language)
    assert all(mark in page for page in _pages(replace(content, is_copy=True)))
    assert mark not in _text(content)


def test_a_revised_confirmation_shows_its_revision():
    content = sample_paper(2, PaperKind.REVISED_CONFIRMATION, revision=3, is_copy=True)
    assert "Revision 3" in _text(content)
    assert "Revision" not in _text(sample_paper(2, PaperKind.ORDER_CONFIRMATION))


def test_tax_groups_exemptions_and_payments_received_are_listed():
    exempt = "VAT-exempt intra-Community supply (Art. 138 Directive 2006/112/EC)."
    totals = PaperTotals(
        net_minor=20_000,
        gross_minor=20_700,
        taxes=(PaperTax("7 % VAT", 10_000, 700), PaperTax("0 % VAT", 10_000, 0, exempt)),
        further=(received("Payment received 1 Mar 2026", -5_000),),
        payable_minor=15_700,
    )
    text = _text(sample_paper(1, totals=totals))
    for wanted in (
        "7 % VAT on 100.00",
        "7.00",
        "0 % VAT on 100.00",
        exempt,
        "Payment received 1 Mar 2026",
        "-50.00",
    ):
        assert wanted in text
    assert "Amount due EUR 157.00" in text


def test_each_sentence_of_the_law_says_which_sum_it_is_for():
    taxes = (
        PaperTax("0 % VAT", 10_000, 0, "Reverse charge: the recipient owes the tax."),
        PaperTax("0 % VAT", 20_000, 0, "Tax-free intra-Community supply of goods."),
    )
    text = _text(sample_paper(1, totals=PaperTotals(30_000, 30_000, taxes)))
    assert "0 % VAT on 100.00: Reverse charge" in text
    assert "0 % VAT on 200.00: Tax-free" in text
    alone = _text(sample_paper(1, totals=PaperTotals(10_000, 10_000, taxes[:1])))
    assert "\nReverse charge: the recipient owes the tax." in alone


def test_sections_notes_discounts_and_subtotals_are_printed_and_not_added_twice():
    lines = (*every_kind_of_line(), *sample_paper(40).lines)
    pages = _pages(sample_paper(40, lines=lines))
    for wanted in ("Meeting room", "Rebate", "-10.00", "Freight", "Subtotal room", "Call the concierge"):
        assert wanted in pages[0]
    shown = [int(number) for number in re.findall(r"ND-(\d{4})", pages[0])]
    first_page = 10_000 - 1_000 + 500 + sum(amounts_of(40)[number - 1] for number in shown)
    assert f"Carried forward {_english(first_page)}" in pages[0]


@pytest.mark.parametrize("kind", [PaperKind.PICK_LIST, PaperKind.DELIVERY_NOTE])
def test_papers_of_the_warehouse_show_no_price(kind):
    text = _text(sample_paper(30, kind, totals=None, payment=None))
    assert "ND-0030" in text
    for hidden in ("12.345", "Unit price", "Carried forward", *map(_english, amounts_of(30))):
        assert hidden not in text


def test_a_pick_list_has_bins_and_a_place_to_sign():
    text = _text(sample_paper(3, PaperKind.PICK_LIST, totals=None, payment=None))
    for wanted in ("A-01", "A-02", "A-03", "Bin", "Picked by"):
        assert wanted in text


def test_a_delivery_note_shows_ordered_and_open_only_when_given():
    plain = sample_paper(2, PaperKind.DELIVERY_NOTE, totals=None, payment=None)
    assert "Still open" not in _text(plain)
    partial = replace(plain, lines=(replace(plain.lines[0], ordered_text="5", open_text="3"),))
    assert "Ordered" in _text(partial)
    assert "Still open" in _text(partial)


def test_a_long_reminder_carries_its_open_sum_over():
    amounts = amounts_of(60)
    pages = _pages(reminder_paper(60))
    assert len(pages) > 1
    on_first = len(re.findall(r"INV-\d{4}", pages[0]))
    assert f"Carried forward {_english(sum(amounts[:on_first]))}" in pages[0]
    assert f"Total {_english(sum(amounts))}" in pages[-1]
    assert "Dear Anna," in pages[0]


def test_amounts_have_the_decimals_of_their_currency():
    totals = PaperTotals(1_234_567, 1_234_567)
    assert "Total JPY 1,234,567" in _text(sample_paper(1, currency="JPY", totals=totals))
    assert "Total KWD 1,234.567" in _text(sample_paper(1, currency="KWD", totals=totals))


HOSTILE = (
    "<b>bold</b> & <para> %s {x} \\ ( ) ]]>",
    "emoji \U0001f600 and 日本語 العربية",
    "controls \x00\x01\x1b\x7f \u202e right to left \ud800 lone",
    "line\r\nbreaks\n\n\tand tabs",
    "x" * 5_000,
    "",
    "   ",
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", [PaperKind.INVOICE, PaperKind.PICK_LIST])
def test_hostile_text_in_every_field_never_stops_a_paper(hostile, kind):
    line = PaperLine(hostile, **dict.fromkeys(_LINE_TEXTS, hostile), amount_minor=10**15)
    party = PaperParty((hostile, hostile), hostile)
    content = sample_paper(
        2, kind, title=hostile, number=hostile, recipient=party, ship_to=party, intro=(hostile,)
    )
    pages = _pages(replace(content, lines=(line, *content.lines), notes=(hostile,)))
    assert "ND-0002" in "\n".join(pages)


_LINE_TEXTS = (
    "position",
    "sku",
    "detail",
    "quantity_text",
    "unit_text",
    "unit_price_text",
    "discount_text",
    "tax_label",
    "bin_text",
)


def test_what_a_discount_takes_off_in_money_has_room():
    def width(discount: str) -> float:
        content = sample_paper(1, lines=(PaperLine("Desk", discount_text=discount, amount_minor=1),))
        grid = line_grid(content)
        return next(column.width for column in grid.columns if column.label == "Disc.")

    assert width("12.5 %") < width("378.75315")


def test_markup_is_printed_as_it_was_typed():
    text = _text(sample_paper(1, lines=(PaperLine("<b>5 & 6</b>", amount_minor=1),)))
    assert "<b>5 & 6</b>" in text


def test_a_character_without_a_glyph_is_replaced_where_people_see_it():
    text = _text(sample_paper(1, lines=(PaperLine("desk \U0001f600 oak", amount_minor=1),)))
    assert "desk \ufffd oak" in text


def test_letters_of_greek_cyrillic_and_all_latin_languages_are_printed():
    for name in ("Αθήνα", "София", "Łódź Žižkov Győr İzmir ẞ", "50 € £ ₺ № 7"):
        assert name in _text(sample_paper(1, lines=(PaperLine(name, amount_minor=1),)))


def test_a_text_longer_than_a_page_runs_on_and_none_is_lost():
    words = [f"word{number}" for number in range(1_200)]
    text = _text(sample_paper(1, lines=(PaperLine(" ".join(words), sku="ND-0001", amount_minor=1),)))
    assert re.findall(r"word\d+", text) == words


def test_a_broken_logo_is_replaced_by_the_firms_name():
    assert b"/Image" in render(sample_paper(1))
    for logo in (b"no picture at all", b"\x89PNG\r\n\x1a\nbroken", None):
        data = render(sample_paper(1, logo=logo))
        assert b"/Subtype /Image" not in data
        assert PdfReader(io.BytesIO(data)).pages[0].extract_text().count("Nordlicht Büromöbel GmbH") == 3


def test_labels_of_facts_speak_the_papers_language():
    assert fact_label("customer_po", "en") == "Your order number"
    assert fact_label("customer_po", "de") == "Ihre Bestellnummer"


def test_usual_units_are_the_readers_words_and_a_firms_own_stay():
    assert [unit_word(code, "de") for code in ("pc", "h", "m", "Kiste")] == ["Stk.", "Std.", "m", "Kiste"]
    assert unit_word("pc", "en") == "pc"


LONG_NAME = "Vereinigte Norddeutsche Krankenhaus- und Pflegeeinrichtungsgesellschaft mbH & Co. KG"
LONG_STREET = "Gebäude 14 B, Aufgang C, Warenannahme Süd, Tor 3, Dr.-Hermann-Lindrath-Straße 128-132"


def test_a_long_address_is_broken_into_lines_and_not_made_too_small_to_read():
    sizes: dict[str, float] = {}

    def see(text, _matrix, _text_matrix, _font, size):
        sizes[text.strip()] = size

    recipient = PaperParty((LONG_NAME, LONG_STREET, "21079 Hamburg", "Germany"))
    page = PdfReader(io.BytesIO(render(sample_paper(2, recipient=recipient)))).pages[0]
    text = page.extract_text(visitor_text=see)
    for part in (*LONG_NAME.split(), *LONG_STREET.split(), "21079 Hamburg", "Germany"):
        assert part in text
    assert min(sizes[line] for line in sizes if "Krankenhaus" in line or "Warenannahme" in line) >= 8


def test_an_address_of_too_many_lines_keeps_its_name_town_and_country():
    lines = (LONG_NAME, *(f"Department {number} of the house" for number in range(20)), "1000 Town", "Norway")
    text = _text(sample_paper(2, recipient=PaperParty(lines)))
    assert "Vereinigte" in text
    assert "1000 Town" in text
    assert "Norway" in text


def test_a_long_number_is_broken_after_a_slash_or_hyphen():
    number = "EINKAUF/2026/Q4/BUEROAUSSTATTUNG-NEUBAU-0000088213-A"
    text = _text(sample_paper(2, facts=(PaperFact("Your order", number),)))
    printed = [word for word in text.split() if word in number and len(word) > 5]
    assert "".join(printed) == number
    assert len(printed) > 1
    assert all(part[-1] in "/-" for part in printed[:-1])
