"""What a day by keys left behind: read past the program, and added up by arithmetic of our own."""

from __future__ import annotations

import io
import sqlite3
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pypdf import PdfReader

from app.bootstrap import open_office
from app.domain.price_inputs import PriceRowInput
from app.domain.products import ProductInput
from app.domain.rights import SYSTEM
from app.services.papers import render_missing
from app.services.parties import CustomerInput, create_customers
from app.services.prices.rows import add_price_rows
from app.services.products import create_product
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.services.verify import verify

CENT = Decimal("0.01")
MICRO = 10**6
BOOK = "BOOK-ERGO"
# name, country, city, VAT id
FOREIGN = (
    ("Wiener Hof GmbH", "AT", "Wien", "ATU13585627"),
    ("Hôtel Lumière SARL", "FR", "Lyon", "FR40303265045"),
    ("Zürcher Büro AG", "CH", "Zürich", ""),
    ("Fjord Kontor AS", "NO", "Bergen", ""),
)


def prepare(url: str) -> None:
    """The small firm gets customers abroad and an article of the reduced rate."""
    office = open_office(url)
    with office.work.begin(actor=SYSTEM) as uow:
        create_customers(uow, [_abroad(*each) for each in FOREIGN])
        book = create_product(uow, ProductInput(sku=BOOK, name="Handbook of the desk", tax_class="reduced"))
        price = PriceRowInput(product_id=book, price_micro=2_990 * 10_000)
        add_price_rows(uow, 1, [price])
    with office.work.begin(actor=SYSTEM) as uow:
        receive_freely(uow, warehouse_id=1, lines=[ProductQuantity(book, 50 * MICRO)], note="opening")
    office.close()


def _abroad(name: str, country: str, city: str, vat_id: str) -> CustomerInput:
    return CustomerInput(
        name=name, country=country, city=city, street="Ring 1", postcode="1010", vat_id=vat_id,
        email="info@abroad.example", credit_limit_minor=2_500_000,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sums:
    """A document's money in cents: `taxes` is (rate in ppm, base, tax)."""

    net: int
    taxes: tuple[tuple[int, int, int], ...]
    gross: int


def rows(url: str, statement: str) -> list[tuple]:
    """Rows of the database, read past the program."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def sums_of(url: str, table: str) -> Sums:
    """Quantity times price, each line rounded half up, added by rate, then the tax of each rate (EN 16931)."""
    bases: dict[int, Decimal] = {}
    for quantity, price, rate in rows(url, f"select quantity_micro, price_micro, tax_ppm from {table}"):
        amount = (Decimal(quantity) / MICRO * Decimal(price) / MICRO).quantize(CENT, ROUND_HALF_UP)
        bases[rate] = bases.get(rate, Decimal(0)) + amount
    taxes = {rate: (base * rate / MICRO).quantize(CENT, ROUND_HALF_UP) for rate, base in bases.items()}
    net, tax = sum(bases.values()), sum(taxes.values())
    by_rate = tuple((rate, int(bases[rate] * 100), int(taxes[rate] * 100)) for rate in sorted(bases))
    return Sums(net=int(net * 100), taxes=by_rate, gross=int((net + tax) * 100))


def paper_text(url: str, kind: str) -> str:
    """The text of the newest paper of a kind, rendered and stored as the program would."""
    office = open_office(url)
    render_missing(office.work, actor=SYSTEM)
    office.close()
    ((pdf,),) = rows(url, f"select pdf from paper where kind = '{kind}' order by id desc limit 1")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def shown(cents: int) -> str:
    """An amount as the English papers write it."""
    return f"{Decimal(cents) / 100:,.2f}"


def assert_order(url: str, *, lines: int) -> Sums:
    """The confirmed order has its number, its sums are right, and its stock is reserved, piece by piece."""
    found = rows(url, "select number, state, net_minor, gross_minor from sales_order")
    sums = sums_of(url, "order_line")
    assert found == [("SO-000001", "confirmed", sums.net, sums.gross)]
    assert rows(url, "select count(*), min(quantity_micro) > 0 from order_line") == [(lines, 1)]
    assert (
        rows(
            url,
            "select s.product_id, min(s.on_hand_micro, w.base) - s.reserved_micro from stock s join (select product_id,"
            " sum(base_micro) base from order_line group by product_id) w on w.product_id = s.product_id"
            " where min(s.on_hand_micro, w.base) <> s.reserved_micro",
        )
        == []
    )
    return sums


def assert_invoice(url: str) -> Sums:
    """The invoice bills what was picked, at the order's prices; sums and tax by rate are right."""
    found = rows(url, "select number, net_minor, gross_minor from invoice")
    sums = sums_of(url, "invoice_line")
    assert found == [("INV-000001", sums.net, sums.gross)]
    taxes = rows(url, "select tax_ppm, base_minor, tax_minor from invoice_tax order by tax_ppm")
    assert tuple(taxes) == sums.taxes
    picked = rows(
        url,
        "select f.order_line_id, sum(s.picked_micro) from shipment_line s join fulfilment f on f.id = s.fulfilment_id"
        " where s.picked_micro > 0 group by f.order_line_id order by f.order_line_id",
    )
    billed = "select order_line_id, base_micro from invoice_line order by order_line_id"
    assert rows(url, billed) == picked
    prices = "select count(*) from invoice_line i join order_line o on o.id = i.order_line_id"
    assert rows(url, f"{prices} where i.price_micro <> o.price_micro") == [(0,)]
    return sums


def assert_left_over(url: str, *, short_by: int, overpaid: int) -> None:
    """What was not picked stays open and reserved, the invoice is paid, and the rest is the customer's credit."""
    left = "select sum(quantity_micro - picked_micro) from shipment_line"
    assert rows(url, left) == [(short_by * MICRO,)]
    shipped = "select sum(base_micro) - sum(shipped_micro) from order_line"
    reserved = rows(url, "select sum(reserved_micro) from stock")
    waiting = rows(url, "select sum(quantity_micro - reserved_micro - shipped_micro) from fulfilment")
    assert rows(url, shipped) == [(reserved[0][0] + waiting[0][0],)]
    gone = (
        "select product_id, -sum(quantity_micro) from stock_move where quantity_micro < 0 group by product_id"
    )
    picked = (
        "select f.product_id, sum(s.picked_micro) from shipment_line s join fulfilment f on f.id = s.fulfilment_id"
        " where s.picked_micro > 0 group by f.product_id"
    )
    assert sorted(rows(url, gone)) == sorted(rows(url, picked))
    open_items = rows(url, "select kind, amount_minor - applied_minor from open_item order by id")
    assert open_items == [("invoice", 0), ("payment", -overpaid)]


def assert_papers(url: str, *, customer: str, order: Sums, invoice: Sums) -> None:
    """The papers say whom, what and how much, rate by rate."""
    confirmation = paper_text(url, "order_confirmation")
    bill = paper_text(url, "invoice")
    for text, sums in ((confirmation, order), (bill, invoice)):
        assert customer in text
        assert "SO-000001" in text
        amounts = {sums.net, sums.gross, *(amount for tax in sums.taxes for amount in tax[1:])}
        missing = [shown(amount) for amount in sorted(amounts) if shown(amount) not in text]
        assert not missing
    assert "INV-000001" in bill


def assert_proven(url: str) -> None:
    """`verify` finds nothing."""
    office = open_office(url)
    with office.work.reading(actor=SYSTEM) as view:
        assert verify(view) == ()
    office.close()
