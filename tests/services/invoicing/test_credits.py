"""Credit notes: the invoice's own price and tax, in steps that sum to the invoice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import NotAllowedError, RefusedError
from app.domain.money import MICRO
from app.domain.rights import Actor
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.verify import verify
from db.schema.invoicing import Allocation, CreditedQuantity, Invoice, InvoiceLine, LedgerEntry
from db.schema.papers import Paper
from db.schema.products import ProductUnit
from db.statements import insert_row
from tests.helpers.invoice_office import Line

CLERK = Actor("Inge", frozenset({"sales"}))


def line_ids(firm, invoice_id):
    statement = sa.select(InvoiceLine.id).where(InvoiceLine.invoice_id == invoice_id)
    return [row["id"] for row in firm.rows(statement.order_by(InvoiceLine.position))]


def head(firm, invoice_id):
    return firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))[0]


def credit(firm, invoice_id, *quantities, reason="broken"):
    lines = [
        CreditLine(id_, quantity)
        for id_, quantity in zip(line_ids(firm, invoice_id), quantities, strict=False)
        if quantity
    ]
    return firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=lines, reason=reason))


def test_three_partial_credits_sum_to_the_invoice_exactly(firm, customer):
    invoice_id = firm.invoice(
        customer, [Line(3 * MICRO, 10_030_000), Line(MICRO, -2_990_000, kind="discount")]
    )
    parts = [head(firm, credit(firm, invoice_id, MICRO)) for _step in range(3)]
    whole = head(firm, invoice_id)
    for name in ("net_minor", "tax_minor", "gross_minor"):
        assert sum(part[name] for part in parts) == whole[name]
    assert firm.open_minor(firm.item(invoice_id)) == 0


def test_a_credit_takes_price_discount_and_tax_of_the_invoice_line(firm, customer):
    invoice_id = firm.invoice(customer, [Line(16 * MICRO, 334_416_000, 220_000, discount=40_000)])
    credit_id = credit(firm, invoice_id, MICRO)
    (line,) = firm.rows(sa.select(InvoiceLine.__table__).where(InvoiceLine.invoice_id == credit_id))
    assert (line["price_micro"], line["discount_ppm"], line["tax_ppm"]) == (334_416_000, 40_000, 220_000)
    assert (line["amount_minor"], head(firm, credit_id)["gross_minor"]) == (33_442, 40_799)


def test_a_credit_first_settles_its_invoice_and_the_rest_stays_a_credit(firm, customer):
    invoice_id = firm.invoice(customer, [Line(2 * MICRO)])
    item = firm.item(invoice_id)
    firm.pay(customer, 2000)
    credit_id = credit(firm, invoice_id, MICRO)
    assert firm.open_minor(item) == 0
    assert firm.open_minor(firm.item(credit_id)) == -(1190 - 380)


def test_crediting_more_than_the_invoice_is_refused_with_the_rest_as_remedy(firm, customer):
    invoice_id = firm.invoice(customer, [Line(3 * MICRO)])
    credit(firm, invoice_id, 2 * MICRO)
    with pytest.raises(RefusedError) as caught:
        credit(firm, invoice_id, 2 * MICRO)
    (issue,) = caught.value.issues
    assert issue.code == "credit.above_rest"
    assert issue.remedies[0].params["quantity_micro"] == MICRO
    assert firm.scalar(sa.select(sa.func.count()).select_from(Invoice)) == 2


def test_the_database_itself_refuses_to_credit_more(firm, customer):
    invoice_id = firm.invoice(customer, [Line(3 * MICRO)])
    credit(firm, invoice_id, 2 * MICRO)
    with pytest.raises(sa.exc.IntegrityError):
        firm.do(lambda uow: uow.db.execute(sa.update(CreditedQuantity).values(credited_micro=4 * MICRO)))


def test_every_mistake_of_a_credit_is_told_at_once(firm, customer):
    invoice_id = firm.invoice(customer, [Line()])
    lines = [CreditLine(line_ids(firm, invoice_id)[0], 0), CreditLine(99, MICRO)]
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=lines, reason=" "))
    codes = {issue.code for issue in caught.value.issues}
    assert codes == {"credit.no_reason", "credit.quantity_not_positive", "credit.unknown_line"}


def test_a_credit_note_cannot_be_credited(firm, customer):
    credit_id = credit(firm, firm.invoice(customer, [Line()]), MICRO)
    with pytest.raises(RefusedError) as caught:
        credit(firm, credit_id, MICRO)
    assert [issue.code for issue in caught.value.issues] == ["credit.not_an_invoice"]


def test_the_whole_invoice_is_credited_after_a_part(firm, customer):
    invoice_id = firm.invoice(customer, [Line(3 * MICRO), Line(kind="charge")])
    credit(firm, invoice_id, MICRO)
    rest = firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="returned"))
    assert head(firm, rest)["net_minor"] == 3000
    assert firm.open_minor(firm.item(invoice_id)) == 0


def test_a_credit_gives_revenue_and_tax_back_and_names_its_invoice(firm, customer):
    invoice_id = firm.invoice(customer, [Line()])
    credit_id = credit(firm, invoice_id, MICRO, reason="scratched")
    statement = sa.select(LedgerEntry.__table__).where(LedgerEntry.document_kind == "credit_note")
    moved = {
        (row["debit_account"], row["credit_account"], row["amount_minor"]) for row in firm.rows(statement)
    }
    assert moved == {("revenue", "customer_credit", 1000), ("tax", "customer_credit", 190)}
    (paper,) = firm.rows(sa.select(Paper.__table__).where(Paper.document_id == credit_id))
    assert "INV-000001" in paper["content"]
    assert "scratched" in paper["content"]


def test_a_free_credit_needs_reason_and_right(firm, customer):
    line = FreeCreditLine("Goodwill", 2 * MICRO, 12_505_000, "S")
    good = FreeCredit(customer, (line,), "late delivery")
    credit_id = firm.do(lambda uow: post_free_credit(uow, good))
    assert head(firm, credit_id)["gross_minor"] == 2976
    assert firm.rows(sa.select(Allocation.id)) == []
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: post_free_credit(uow, FreeCredit(customer, (line,), "")))
    assert [issue.code for issue in caught.value.issues] == ["credit.free_no_reason"]
    with pytest.raises(NotAllowedError):
        firm.do(lambda uow: post_free_credit(uow, good), actor=CLERK)


def test_a_free_credit_has_parts_of_what_has_parts(firm, customer):
    """Hours without an article, and half a pack of an article whose packs are opened: in base units 6."""
    pack = {"product_id": firm.products[0], "code": "pk", "factor_num": 12, "decimals": 1}
    firm.do(lambda uow: insert_row(uow.db, ProductUnit, pack))
    lines = (
        FreeCreditLine("Waiting", MICRO * 3 // 2, 60 * MICRO, "S", "h"),
        FreeCreditLine("Lamps", MICRO // 2, 100 * MICRO, "S", "pk", product_id=firm.products[0]),
    )
    credit_id = firm.do(lambda uow: post_free_credit(uow, FreeCredit(customer, lines, "why")))
    columns = sa.select(InvoiceLine.unit, InvoiceLine.base_micro, InvoiceLine.amount_minor)
    rows = firm.rows(columns.where(InvoiceLine.invoice_id == credit_id).order_by(InvoiceLine.position))
    assert [tuple(row.values()) for row in rows] == [("h", 1_500_000, 9_000), ("pk", 6 * MICRO, 5_000)]


def test_a_free_credit_has_prices_for_so_many_of_a_unit(firm, customer):
    line = FreeCreditLine("Screws", 2500 * MICRO, 3_333_300, "S", price_per=1000)
    credit_id = firm.do(lambda uow: post_free_credit(uow, FreeCredit(customer, (line,), "why")))
    columns = sa.select(InvoiceLine.price_micro, InvoiceLine.price_per, InvoiceLine.amount_minor)
    rows = firm.rows(columns.where(InvoiceLine.invoice_id == credit_id))
    assert [tuple(row.values()) for row in rows] == [(3_333_300, 1000, 8_33)]
    assert firm.ask(verify) == ()


@pytest.mark.rows_on_sqlite(but=3)
@pytest.mark.parametrize(
    ("line", "code"),
    [
        (FreeCreditLine("x", MICRO, MICRO, "nope"), "credit.unknown_tax"),
        (FreeCreditLine("x", MICRO, MICRO, "S", "m", product_id=1), "credit.unknown_unit"),
        (FreeCreditLine("x", MICRO // 2, MICRO, "S", product_id=1), "credit.part_of_a_whole"),
        (FreeCreditLine(" ", MICRO, MICRO, "S"), "credit.no_text"),
        (FreeCreditLine("x", MICRO, MICRO, "S", price_per=0), "credit.price_not_positive"),
        (FreeCreditLine("x", 0, MICRO, "S"), "credit.quantity_out_of_range"),
        (FreeCreditLine("x", 10**18, MICRO, "S"), "credit.quantity_out_of_range"),
        (FreeCreditLine("x", MICRO, -MICRO, "S"), "credit.price_not_positive"),
        (FreeCreditLine("x", MICRO // 2, MICRO, "S"), "credit.part_of_a_whole"),
        (FreeCreditLine("x", MICRO // 2, MICRO, "S", "Stk."), "credit.part_of_a_whole"),
        (FreeCreditLine("x", MICRO // 2, MICRO, "S", "pk"), "credit.part_of_a_whole"),
        (FreeCreditLine("x", MICRO, 4_999, "S"), "credit.amount_zero"),
    ],
)
def test_a_wrong_line_of_a_free_credit_is_refused(firm, customer, line, code):
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: post_free_credit(uow, FreeCredit(customer, (line,), "why")))
    assert [issue.code for issue in caught.value.issues] == [code]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prices=st.lists(st.integers(1, 99_999_999), min_size=1, max_size=3),
    rates=st.lists(st.sampled_from([0, 70_000, 190_000]), min_size=3, max_size=3),
    steps=st.lists(st.integers(1, 3), min_size=1, max_size=4),
)
def test_credits_in_any_steps_give_the_customer_exactly_the_invoice_back(
    firm, customer, prices, rates, steps
):
    lines = [Line(5 * MICRO, price, rate) for price, rate in zip(prices, rates, strict=False)]
    invoice_id = firm.invoice(customer, lines)
    credited = []
    left = 5
    for step in steps:
        if left > step:
            credited.append(credit(firm, invoice_id, *([step * MICRO] * len(lines))))
            left -= step
    credited.append(firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="back")))
    whole, parts = head(firm, invoice_id), [head(firm, id_) for id_ in credited]
    for name in ("net_minor", "tax_minor", "gross_minor"):
        assert sum(part[name] for part in parts) == whole[name]
    assert firm.open_minor(firm.item(invoice_id)) == 0
