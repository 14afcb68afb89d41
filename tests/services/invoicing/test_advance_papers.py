"""The papers of advances, and of the invoices that take them off, in the customer's language."""

import pytest

from app.domain.money import MICRO
from app.domain.papers import PaperLineKind
from app.services.documents.words import open_item_name
from app.services.invoicing.advances import AdvanceWish, post_advance
from app.services.invoicing.shipped import post_invoice_for_order
from app.services.papers import newest_paper, read_content, read_papers
from tests.helpers.invoice_office import Line


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def paper(firm, invoice_id):
    paper_id = firm.ask(lambda view: newest_paper(view, "invoice", invoice_id))
    assert paper_id is not None
    return firm.ask(lambda view: read_content(view, paper_id))


def papers(firm, language):
    """Of half in advance, and of the invoice that takes it off."""
    order_id = firm.order(
        firm.customer(language=language), [Line(quantity=10 * MICRO, price=100 * MICRO), Line(rate=0)]
    )
    advance_id = firm.do(
        lambda uow: post_advance(uow, order_id=order_id, wish=AdvanceWish(percent_ppm=500_000))
    )
    firm.ship(order_id)
    return paper(firm, advance_id), paper(
        firm, firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id))
    )


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("language", "title", "text", "note"),
    [
        ("en", "Advance invoice", "Advance of 50 % on order SO-000001", "VAT is due once it is paid"),
        ("de", "Anzahlungsrechnung", "Anzahlung von 50 % auf Auftrag SO-000001", "entsteht mit der Zahlung"),
    ],
)
def test_the_paper_of_an_advance_says_what_it_is_and_has_no_day_of_supply(firm, language, title, text, note):
    content, _final = papers(firm, language)
    assert content.title == title
    assert {plain(line.text) for line in content.lines} == {text}
    assert {(line.quantity_text, line.unit_price_text, line.kind) for line in content.lines} == {
        ("", "", PaperLineKind.CHARGE)
    }
    assert any(note in each for each in content.notes)
    assert not any(fact.label in {"Date of supply", "Leistungsdatum"} for fact in content.facts)


def test_the_paper_of_the_supply_takes_the_advance_off_with_its_tax(firm):
    """Section 14 (5) UStG: the advances and their tax."""
    _advance, content = papers(firm, "en")
    assert content.title == "Invoice"
    off = [line for line in content.lines if line.amount_minor < 0]
    assert sorted(line.amount_minor for line in off) == [-50_000, -500]
    assert all(line.text.startswith("Less advance invoice INV-000001 of ") for line in off)
    (note,) = [each for each in content.notes if "Taken off" in each]
    assert "net 505.00 EUR and 95.00 EUR VAT, together 600.00 EUR" in plain(note)
    assert content.totals.gross_minor == 60_000


def test_statements_name_an_advance():
    assert open_item_name("advance", "INV-1", "en") == "Advance invoice INV-1"
    assert open_item_name("advance", "INV-1", "de") == "Anzahlungsrechnung INV-1"


def test_a_list_of_papers_knows_which_is_of_an_advance(firm):
    order_id = firm.order(firm.customer(), [Line(quantity=10 * MICRO, price=100 * MICRO)])
    wish = AdvanceWish(percent_ppm=500_000)
    advance_id = firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=wish))
    firm.ship(order_id)
    invoice_id = firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id))
    told = [
        firm.ask(lambda view, id_=id_: read_papers(view, "invoice", id_)) for id_ in (advance_id, invoice_id)
    ]
    assert [[each.is_advance for each in papers] for papers in told] == [[True], [False]]
