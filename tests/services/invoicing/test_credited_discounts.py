"""Credits of invoices with discounts: what a discount took off goes back with its lines, never beyond the invoice."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import RefusedError
from app.domain.money import MICRO
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from app.services.verify import verify
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax
from tests.helpers.invoice_office import Line

SUMS = ("net_minor", "tax_minor", "gross_minor")
GOODS = Line(price=100 * MICRO)
DISCOUNT = Line(kind="discount", price=-10 * MICRO, text="Fair discount")


def head(firm, invoice_id):
    return firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))[0]


def sums(firm, invoice_id):
    return tuple(head(firm, invoice_id)[name] for name in SUMS)


def lines_of(firm, invoice_id):
    statement = sa.select(InvoiceLine.__table__).where(InvoiceLine.invoice_id == invoice_id)
    return firm.rows(statement.order_by(InvoiceLine.position))


def credit(firm, invoice_id, *lines, date=None):
    def post(uow):
        return credit_invoice_lines(uow, invoice_id=invoice_id, lines=lines, reason="back", date=date)

    return firm.do(post)


def codes(caught):
    return [issue.code for issue in caught.value.issues]


def test_goods_come_back_at_what_was_paid_for_them(firm, customer):
    invoice_id = firm.invoice(customer, [GOODS, DISCOUNT])
    goods, discount = lines_of(firm, invoice_id)
    note = credit(firm, invoice_id, CreditLine(goods["id"], MICRO))
    assert sums(firm, note) == sums(firm, invoice_id) == (9000, 1710, 10710)
    assert [line["amount_minor"] for line in lines_of(firm, note)] == [10000, -1000]
    with pytest.raises(RefusedError) as caught:
        credit(firm, invoice_id, CreditLine(discount["id"], MICRO))
    assert codes(caught) == ["credit.discount_follows"]
    assert firm.ask(verify) == ()


def test_a_discount_alone_is_not_credited(firm, customer):
    invoice_id = firm.invoice(customer, [GOODS, DISCOUNT])
    with pytest.raises(RefusedError) as caught:
        credit(firm, invoice_id, CreditLine(lines_of(firm, invoice_id)[1]["id"], MICRO))
    assert codes(caught) == ["credit.discount_follows"]
    assert firm.scalar(sa.select(sa.func.count()).select_from(Invoice)) == 1


def test_part_of_the_goods_takes_its_part_of_the_discount(firm, customer):
    invoice_id = firm.invoice(customer, [Line(3 * MICRO, 30 * MICRO), DISCOUNT])
    goods = lines_of(firm, invoice_id)[0]["id"]
    notes = [credit(firm, invoice_id, CreditLine(goods, MICRO)) for _ in range(3)]
    assert [lines_of(firm, note)[1]["amount_minor"] for note in notes] == [-333, -334, -333]
    assert tuple(sum(column) for column in zip(*(sums(firm, note) for note in notes), strict=True)) == sums(
        firm, invoice_id
    )
    assert firm.ask(verify) == ()


def test_a_discount_named_as_it_follows_is_accepted(firm, customer):
    invoice_id = firm.invoice(customer, [GOODS, DISCOUNT])
    note = credit(firm, invoice_id, *(CreditLine(line["id"], MICRO) for line in lines_of(firm, invoice_id)))
    assert sums(firm, note) == (9000, 1710, 10710)


def test_a_part_below_zero_is_refused_with_the_whole_as_way_out(firm, customer):
    """A discount of another tax: the goods at 19 % less half of it are worth more than the whole invoice (5.00)."""
    lines = [Line(price=100 * MICRO, rate=190_000), Line(price=100 * MICRO, rate=0)]
    lines.append(Line(kind="discount", price=-200 * MICRO, rate=70_000, code="R", text="Rebate"))
    invoice_id = firm.invoice(customer, lines)
    taxed, free, _rebate = lines_of(firm, invoice_id)
    with pytest.raises(RefusedError) as caught:
        credit(firm, invoice_id, CreditLine(taxed["id"], MICRO))
    assert codes(caught) == ["credit.beyond"]
    assert caught.value.issues[0].remedies[0].command == "credit.take_all"
    whole = firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="back"))
    assert sums(firm, whole) == sums(firm, invoice_id)
    assert free["amount_minor"] == 10000


def test_one_piece_of_a_pack_is_credited_to_the_cent(firm, customer):
    """B26: a twelfth of 49,900.00 is 4,158.33, also where it is keyed as 0.083333 of a pack; 0.3 is no whole piece."""
    invoice_id = firm.invoice(customer, [Line(3 * MICRO, 49_900 * MICRO, factor=(12, 1))])
    line = lines_of(firm, invoice_id)[0]["id"]
    with pytest.raises(RefusedError) as caught:
        credit(firm, invoice_id, CreditLine(line, 300_000))
    assert codes(caught) == ["credit.broken_piece"]
    notes = [credit(firm, invoice_id, CreditLine(line, base_micro=MICRO)) for _ in range(11)]
    notes.append(credit(firm, invoice_id, CreditLine(line, 83_333)))
    rows = [lines_of(firm, note)[0] for note in notes]
    assert {(row["base_micro"], row["amount_minor"]) for row in rows} == {(MICRO, 415_833)}
    assert sum(row["quantity_micro"] for row in rows) == MICRO
    rest = firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="back"))
    (last,) = lines_of(firm, rest)
    assert (last["quantity_micro"], last["base_micro"]) == (2 * MICRO, 24 * MICRO)
    assert (
        sum(head(firm, note)["gross_minor"] for note in (*notes, rest))
        == head(firm, invoice_id)["gross_minor"]
    )
    assert firm.ask(verify) == ()


def test_a_credit_note_before_its_invoice_is_refused(firm, customer):
    invoice_id = firm.invoice(customer, [GOODS])
    line = lines_of(firm, invoice_id)[0]["id"]
    with pytest.raises(RefusedError) as caught:
        credit(firm, invoice_id, CreditLine(line, MICRO), date=dt.date(2026, 2, 1))
    assert codes(caught) == ["credit.before_invoice"]


RATES = ((190_000, "S"), (70_000, "R"), (0, "K"))
priced = st.tuples(st.integers(1, 4), st.integers(1, 50_000), st.sampled_from(RATES))
discounted = st.tuples(st.integers(1, 20_000), st.sampled_from(RATES))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    goods=st.lists(priced, min_size=1, max_size=4),
    discounts=st.lists(discounted, min_size=1, max_size=3),
    mode=st.sampled_from(["net", "gross"]),
    order=st.randoms(use_true_random=False),
)
def test_no_order_of_credits_passes_the_invoice(firm, customer, goods, discounts, mode, order):
    lines = [Line(count * MICRO, cents * 10_000, rate, code=code) for count, cents, (rate, code) in goods]
    room = sum(line.net() for line in lines) * 8 // 10
    for cents, (rate, code) in discounts:
        size = min(cents, room)
        room -= size
        if size:
            lines.append(Line(kind="discount", price=-size * 10_000, rate=rate, code=code))
    invoice_id = firm.invoice(customer, lines, mode=mode)
    pieces = [line["id"] for line in lines_of(firm, invoice_id) if line["kind"] == "goods"]
    pieces = [id_ for id_, line in zip(pieces, lines, strict=False) for _ in range(line.quantity // MICRO)]
    order.shuffle(pieces)
    notes: list[int] = []
    for id_ in pieces:
        note, is_all = credit_or_all(firm, invoice_id, id_)
        notes.append(note)
        assert all(has <= most for has, most in totals_against(firm, invoice_id, notes))
        if is_all:
            break
    assert all(has == most for has, most in totals_against(firm, invoice_id, notes))
    assert firm.ask(verify) == ()


def credit_or_all(firm, invoice_id, line_id):
    """A credit of one piece, or of all that is left where the piece alone would pass it; whether it was all."""
    try:
        return credit(firm, invoice_id, CreditLine(line_id, MICRO)), False
    except RefusedError as error:
        if not {issue.code for issue in error.issues} <= {"credit.beyond", "credit.negative"}:
            raise
    return firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="rest")), True


def totals_against(firm, invoice_id, notes):
    """Credited and invoiced: net, tax, gross, then base and tax of each rate."""
    credited = zip(*(sums(firm, note) for note in notes), strict=True)
    pairs = list(zip(map(sum, credited), sums(firm, invoice_id), strict=True))
    for row in firm.rows(sa.select(InvoiceTax.__table__).where(InvoiceTax.invoice_id == invoice_id)):
        mine = InvoiceTax.invoice_id.in_(notes), InvoiceTax.tax_code == row["tax_code"]
        for name in ("base_minor", "tax_minor"):
            has = firm.scalar(
                sa.select(sa.func.coalesce(sa.func.sum(getattr(InvoiceTax, name)), 0)).where(*mine)
            )
            sign = 1 if row["base_minor"] + row["tax_minor"] >= 0 else -1
            pairs.append((sign * int(has), sign * row[name]))
    return pairs


def test_whole_packs_of_pieces_that_are_no_whole_packs_come_back(firm, customer):
    """17 pieces are 1.416667 packs of 12: one pack is credited, then the five that are left."""
    invoice_id = firm.invoice(
        customer, [Line(1_416_667, 12 * MICRO, factor=(12, 1), base_quantity=17 * MICRO)]
    )
    line = lines_of(firm, invoice_id)[0]["id"]
    notes = [credit(firm, invoice_id, CreditLine(line, quantity)) for quantity in (MICRO, 416_667)]
    rows = [lines_of(firm, note)[0] for note in notes]
    assert [(row["base_micro"], row["amount_minor"]) for row in rows] == [
        (12 * MICRO, 1200),
        (5 * MICRO, 500),
    ]
