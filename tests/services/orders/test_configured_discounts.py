"""A configured line with a discount that counts on a part of its price: papers, parts of invoices, credits."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.orders.draft import edit_line
from app.domain.orders.repricing import sums_hold
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.orders.drafts import duplicate_order
from app.services.papers import newest_paper, read_content
from app.services.product_models import configure_product, release_version, save_model
from app.services.verify import verify
from db.schema.invoicing import InvoiceLine
from db.schema.orders import OrderLine
from db.statements import table_of
from tests.helpers.making import make_all
from tests.helpers.order_office import CHAIR, NORD, OWNER, micro
from tests.helpers.shelf_model import FILES
from tests.services.orders.test_amending import invoice, ship
from tests.services.orders.test_configured_orders import keep

TWELVE = {"discount_source": "manual", "discount_ppm": 120_000}
TOLD = "Rabatt 12 % auf 448,35 von 468,35 = 53,802; Preis 414,548"
"""348.35 + 100 of the article and the shelf, none off 20 for the strip."""


@pytest.fixture
def version(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, FILES)
        release_version(uow, draft.id, version=1)
        configure_product(uow, desk.ids[CHAIR], draft.model_id)
    return draft


def keyed(desk, version, quantity=7, **header) -> int:
    """A draft with lit shelves at 12 % off."""
    order_id = desk.start(NORD, **header)
    key = keep(desk, version, lit=True)
    desk.edit(order_id, desk.line(CHAIR, quantity, configuration=key, text="Shelf", **TWELVE))
    return order_id


def told_on(desk, kind: str, document_id: int) -> list[tuple[str, ...]]:
    with desk.reading() as view:
        paper_id = newest_paper(view, kind, document_id)
        assert paper_id is not None
        lines = read_content(view, paper_id).lines
    texts = [(line.unit_price_text, line.discount_text, line.detail) for line in lines]
    return [tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in each) for each in texts]


def billed(desk, invoice_id: int) -> list[dict[str, int]]:
    line = table_of(InvoiceLine)
    return desk.rows(sa.select(line).where(line.c.invoice_id == invoice_id).order_by(line.c.position))


def credit(desk, invoice_id: int, line_id: int, quantity: int) -> int:
    with desk.begin(OWNER) as uow:
        part = CreditLine(line_id, quantity * MICRO)
        return credit_invoice_lines(uow, invoice_id=invoice_id, lines=[part], reason="back")


def test_it_is_saved_copied_and_confirmed_with_its_percent_and_its_part(desk, version):
    order_id = keyed(desk, version)
    (line,) = desk.read(order_id).lines
    assert (line.discount_ppm, line.discount_on_micro, line.price_micro) == (
        120_000,
        micro("448.35"),
        micro("414.548"),
    )
    assert line.amount_minor == 290_184
    with desk.begin() as uow:
        copy_id = duplicate_order(uow, order_id, keep_manual_prices=True)
    assert desk.read(copy_id).lines[0].discount_on_micro == line.discount_on_micro
    desk.confirm(order_id)
    (price, discount, detail), *_others = told_on(desk, "order", order_id)
    assert (price, discount, detail.split(" · ")[0]) == ("468,35", "53,802", TOLD)
    stored = desk.amend(order_id, desk.set_quantity(order_id, 0, 8))
    assert stored.lines[0].price_micro == line.price_micro
    lit_no_more = keep(desk, version)
    plain = desk.amend(order_id, edit_line(stored.lines[0], configuration=lit_no_more)).lines[0]
    assert (plain.discount_ppm, plain.price_micro) == (120_000, micro("394.548"))
    assert sums_hold(desk.read(order_id))
    with desk.reading() as view:
        assert verify(view) == ()


def test_partial_invoices_and_credits_sum_to_the_whole(desk, version):
    order_id = keyed(desk, version)
    desk.confirm(order_id)
    make_all(desk, order_id)
    sums = []
    for pieces in (2, 4, 1):
        ship(desk, order_id, {CHAIR: pieces})
        invoice_id = invoice(desk, order_id)
        (row,) = billed(desk, invoice_id)
        assert (row["discount_ppm"], row["discount_on_micro"]) == (120_000, micro("448.35"))
        assert told_on(desk, "invoice", invoice_id) == [("468,35", "53,802", TOLD)]
        sums.append((invoice_id, row))
    assert sum(row["amount_minor"] for _id, row in sums) == 290_184
    invoice_id, row = sums[1]
    back = [billed(desk, credit(desk, invoice_id, row["id"], pieces))[0] for pieces in (1, 3)]
    assert sum(line["amount_minor"] for line in back) == row["amount_minor"]
    assert {line["discount_on_micro"] for line in back} == {micro("448.35")}
    with desk.reading() as view:
        assert verify(view) == ()


@pytest.mark.parametrize("exchange", ["USD 1.0837 EUR 2026-03-02 typed", "JPY 162.31 EUR 2026-03-02 typed"])
def test_in_another_currency_it_is_reckoned_in_that_one(desk, version, exchange):
    order_id = keyed(desk, version, exchange=exchange)
    (line,) = desk.read(order_id).lines
    assert line.discount_ppm == 120_000
    assert sums_hold(desk.read(order_id))
    desk.confirm(order_id)
    make_all(desk, order_id)
    for pieces in (3, 4):
        ship(desk, order_id, {CHAIR: pieces})
        invoice(desk, order_id)
    rows = desk.rows(sa.select(table_of(InvoiceLine).c.amount_minor))
    assert sum(row["amount_minor"] for row in rows) == line.amount_minor
    with desk.reading() as view:
        assert verify(view) == ()


def test_a_draft_of_an_older_program_goes_its_way_at_its_own_money(desk, version):
    """12 % were 11.4876 % of the whole there, and the price 414.547825."""
    order_id = keyed(desk, version)
    line, older = table_of(OrderLine), {"discount_ppm": 114_876, "price_micro": 414_547_825}
    with desk.begin(OWNER) as uow:
        uow.db.execute(sa.update(line).values(**older, amount_minor=290_183, discount_on_micro=None))
    assert sums_hold(desk.read(order_id))
    desk.edit(order_id, edit_line(desk.read(order_id).lines[0], text="Shelf for the hall"))
    desk.confirm(order_id)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 6))
    make_all(desk, order_id)
    ship(desk, order_id)
    invoice_id = invoice(desk, order_id)
    (row,) = billed(desk, invoice_id)
    assert (row["discount_ppm"], row["price_micro"], row["amount_minor"]) == (114_876, 414_547_825, 248_729)
    assert told_on(desk, "invoice", invoice_id) == [("468,35", "11,4876 %", "")]
    with desk.reading() as view:
        assert verify(view) == ()
