"""A paper speaks its customer's language in all its texts, whatever the window speaks in which it was made."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest

from app.domain.papers import PaperContent
from app.domain.price_inputs import SurchargeInput
from app.domain.rights import SYSTEM
from app.i18n import speaking
from app.services import parties
from app.services.invoicing.credits import credit_whole_invoice
from app.services.invoicing.shipped import post_invoice
from app.services.orders.planning import plan_order
from app.services.orders.quotes import send_quote
from app.services.papers import newest_paper, read_content
from app.services.prices.surcharges import SURCHARGE_BOOK
from app.services.shipping.papers import delivery_note_content
from tests.helpers.order_office import CABLE, CHAIR, HEADS, OWNER
from tests.services.orders.test_foreign_orders import FRIDAY, set_rate
from tests.services.orders.test_gross_orders import ship_all
from tests.services.orders.test_metals import desk as metal_desk  # noqa: F401 - a fixture

BUYERS = {"de": "Zofingen Werk", "en": "Zurich Works"}
CHF = "CHF 0.95 EUR 2026-02-27 typed"
_NUMBERS = re.compile(r"\b[A-Z]{2,4}-\d+\b")


@pytest.fixture
def office(metal_desk):  # noqa: F811
    """Two Swiss customers, one for each language; a surcharge for packing, copper in the cable, rates of francs."""
    for language, name in BUYERS.items():
        HEADS[name] = {
            "ship_street": "Gasse 1",
            "ship_postcode": "8001",
            "ship_city": "Zug",
            "ship_country": "CH",
        }
        data = parties.CustomerInput(
            name=name, country="CH", city="Zug", postcode="8001", email="z@labor.example", language=language
        )
        with metal_desk.begin(SYSTEM) as uow:
            metal_desk.ids[name] = parties.create_customers(uow, [data])[0]
            if language == "de":
                SURCHARGE_BOOK.create(uow, SurchargeInput(slot="pack", name="PACK", amount_minor=1250))
    set_rate(metal_desk.work, "CHF", 950_000_000, FRIDAY)
    return metal_desk


def keyed(office, name):
    """Every kind of line: goods, free, charge, section, note, and what typed terms, metals and surcharges add."""
    order_id = office.key(
        (CHAIR, 3), (CABLE, "12.5"), customer=name, order_discount="25000ppm", exchange=CHF,
        requested_date=date(2026, 3, 9), po_number="PO-77",
    )  # fmt: skip
    office.edit(
        order_id, office.free("Zimt 01", "12.5"), office.free("Zimt 02", "8", kind="charge"),
        replace(office.free("Zimt 03", "0", kind="section"), quantity_micro=0),
        replace(office.free("Zimt 04", "0", kind="note"), quantity_micro=0),
    )  # fmt: skip
    return order_id


def content(office, kind, id_):
    with office.reading(SYSTEM) as view:
        paper = newest_paper(view, kind, id_)
        assert paper is not None
        return read_content(view, paper)


def do(office, call):
    with office.begin(OWNER) as uow:
        return call(uow)


def papers(office, language):
    """The papers of a sale to the customer of this language, by their kinds."""
    quote, order = keyed(office, BUYERS[language]), keyed(office, BUYERS[language])
    do(office, lambda uow: send_quote(uow, plan_order(uow, quote), valid_until=date(2026, 3, 31)))
    found = {"quote": content(office, "order", quote)}
    office.confirm(order, actor=OWNER, approve=True)
    found["confirmation"] = content(office, "order", order)
    office.amend(order, office.set_quantity(order, 0, 4), actor=OWNER)
    found["revision"] = content(office, "order", order)
    shipment = ship_all(office, order)
    with office.reading(SYSTEM) as view:
        found["delivery note"] = delivery_note_content(view, shipment)
    invoice = do(office, lambda uow: post_invoice(uow, shipment_ids=[shipment]))
    found["invoice"] = content(office, "invoice", invoice)
    credit = do(office, lambda uow: credit_whole_invoice(uow, invoice_id=invoice, reason="Zimt 05"))
    found["credit note"] = content(office, "invoice", credit)
    return found


def texts(value):
    """Every text of a paper but the firm's and the customer's addresses; documents' numbers are left out."""
    if type(value) is str:
        return [_NUMBERS.sub("#", value)] if value else []
    if isinstance(value, tuple):
        return [text for each in value for text in texts(each)]
    if not is_dataclass(value):
        return []
    skipped = {"sender", "recipient", "ship_to", "language", "currency", "logo", "kind", "reference"}
    names = [
        each.name for each in fields(value) if not (isinstance(value, PaperContent) and each.name in skipped)
    ]
    return [text for name in names for text in texts(getattr(value, name))]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_paper_is_the_same_from_whatever_window_it_was_made(office, language):
    made = {}
    for window in ("en", "de"):
        with speaking(window):
            made[window] = {kind: texts(each) for kind, each in papers(office, language).items()}
    for kind in made["en"]:
        assert made["en"][kind] == made["de"][kind], kind


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("window", ["en", "de"])
def test_no_word_of_the_other_language_stands_on_a_paper(office, window):
    with speaking(window):
        found = {language: papers(office, language) for language in BUYERS}
    for kind in found["de"]:
        german, english = (words(texts(found[language][kind])) for language in ("de", "en"))
        assert german & english <= ALIKE, kind
        assert german - english
        assert english - german


def words(said):
    return {word for text in said for word in re.findall(r"[^\W\d_]{2,}", text)}


ALIKE = frozenset(
    {
        "Zimt",
        "Copper",
        "kg",
        "PACK",
        "Chair",
        "Ergo",
        "Revision",
        "Cable",
        "CH",
        "CA",
        "PO",
        "EUR",
        "CHF",
        "USD",
        "Name",
        "Position",
    }
)
"""What is data, or the same word in both."""
