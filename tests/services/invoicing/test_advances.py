"""Advances: asked for by an order, paid like any claim, taken off its invoices, credited (D57-D59)."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.domain.bonus import BonusInput
from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.exchange import Exchange
from app.domain.issues import Issue
from app.domain.money import MICRO, Money
from app.domain.rights import Actor
from app.domain.tax_rules import DatedRate
from app.services.bonus.turnover import read_turnover
from app.services.credit import read_credit
from app.services.invoicing import deducting
from app.services.invoicing.advances import AdvanceWish, post_advance, preview_advance, read_advances
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from app.services.invoicing.shipped import post_invoice_for_order, preview_invoice_for_order
from app.services.ledger.advances import read_held
from app.services.ledger.entries import trial_balance
from app.services.orders.amending import cancel_order
from app.services.payments.undoing import undo_allocation
from app.services.settings_store import write_firm_settings
from app.services.setup.taxes import TaxInput, read_taxes, update_tax
from app.services.verify import verify
from app.settings import ADVANCE_RATE
from db.schema.invoicing import Allocation, Invoice, InvoiceLine, InvoiceTax, OpenItem
from tests.helpers.invoice_office import Line

HALF = AdvanceWish(percent_ppm=500_000)
WHOLE = AdvanceWish(percent_ppm=MICRO)


def change_rate(firm, day, ppm, code="S"):
    def change(uow):
        (card,) = [card for card in read_taxes(uow) if card.facts.code == code]
        facts = card.facts
        rates = (*facts.rates, DatedRate(day, ppm))
        data = TaxInput(code=code, name=facts.name, category=facts.category, rates=rates)
        update_tax(uow, facts.id, data, version=card.version)

    firm.do(change)


def advance(firm, order_id, wish=HALF, **changes):
    return firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=wish, **changes))


def bill(firm, order_id, **changes):
    return firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id, **changes))


def credit(firm, invoice_id, **parts):
    """Credit amounts of lines by their place from 1: a quantity in units of the line."""
    ids = firm.rows(
        sa.select(InvoiceLine.id, InvoiceLine.position).where(InvoiceLine.invoice_id == invoice_id)
    )
    by_place = {row["position"]: row["id"] for row in ids}
    lines = [CreditLine(by_place[int(name[1:])], quantity) for name, quantity in parts.items()]
    return firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=lines, reason="agreed"))


def header(firm, invoice_id):
    (row,) = firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))
    return row


def sums(firm, invoice_id):
    row = header(firm, invoice_id)
    return row["kind"], row["net_minor"], row["tax_minor"], row["gross_minor"]


def taxes(firm, invoice_id):
    rows = firm.rows(sa.select(InvoiceTax.__table__).where(InvoiceTax.invoice_id == invoice_id))
    return {row["tax_ppm"]: (row["base_minor"], row["tax_minor"]) for row in rows}


def lines(firm, invoice_id):
    statement = sa.select(InvoiceLine.kind, InvoiceLine.amount_minor, InvoiceLine.tax_ppm)
    statement = statement.where(InvoiceLine.invoice_id == invoice_id).order_by(InvoiceLine.position)
    return [tuple(row.values()) for row in firm.rows(statement)]


def left(firm, order_id):
    return [each.left_minor for each in firm.ask(lambda view: read_advances(view, order_id))]


def books(firm, clock):
    balance = firm.ask(lambda view: trial_balance(view, as_of=clock.today()))
    return {name: -amount for name, amount in balance.items() if amount}  # liabilities and income above 0


def keep_rate_of_receipt(firm):
    firm.do(lambda uow: write_firm_settings(uow, {ADVANCE_RATE: "receipt"}))


@pytest.fixture
def thousand(firm, customer):
    """An order of ten pieces at 100.00 net."""
    return firm.order(customer, [Line(quantity=10 * MICRO, price=100 * MICRO)])


def test_half_in_advance_is_taken_off_the_first_delivery_and_the_rest_stays(firm, thousand):
    """D57: 500 of 1 000, then a delivery of 200: an invoice over nothing, 300 are left."""
    advance_id = advance(firm, thousand)
    assert sums(firm, advance_id) == ("invoice", 50_000, 9_500, 59_500)
    firm.ship(thousand, {1: 2 * MICRO})
    first = bill(firm, thousand)
    assert lines(firm, first) == [("goods", 20_000, 190_000), ("advance", -20_000, 190_000)]
    assert sums(firm, first) == ("invoice", 0, 0, 0)
    assert left(firm, thousand) == [35_700]
    firm.ship(thousand)
    last = bill(firm, thousand)
    assert lines(firm, last) == [("goods", 80_000, 190_000), ("advance", -30_000, 190_000)]
    assert left(firm, thousand) == [0]
    assert sum(sums(firm, each)[3] for each in (advance_id, first, last)) == 119_000
    assert firm.ask(verify) == ()


def test_an_advance_is_a_claim_that_a_payment_settles(firm, customer, thousand, clock):
    advance_id = advance(firm, thousand)
    item_id = firm.item(advance_id)
    assert firm.open_minor(item_id) == 59_500
    firm.pay(customer, 59_500)
    assert firm.open_minor(item_id) == 0
    (each,) = firm.ask(lambda view: read_advances(view, thousand))
    assert (each.gross_minor, each.open_minor, each.left_minor) == (59_500, 0, 59_500)
    assert firm.ask(verify) == ()


def test_the_tax_of_an_advance_is_due_on_its_receipt(firm, customer, thousand, clock):
    advance(firm, thousand)
    assert books(firm, clock) == {"receivable": -59_500, "advances": 50_000, "tax_not_due": 9_500}
    clock.advance(days=1)
    firm.pay(customer, 23_800)
    assert books(firm, clock) == {
        "receivable": -35_700, "advances": 50_000, "tax_not_due": 5_700, "tax": 3_800, "bank": -23_800,
    }  # fmt: skip
    firm.pay(customer, 35_700)
    assert books(firm, clock) == {"advances": 50_000, "tax": 9_500, "bank": -59_500}
    assert firm.ask(verify) == ()


def test_a_settlement_taken_back_takes_its_tax_back(firm, customer, thousand, clock):
    advance(firm, thousand)
    before = books(firm, clock)
    firm.pay(customer, 59_500)
    allocation_id = firm.scalar(sa.select(Allocation.id))
    firm.do(lambda uow: undo_allocation(uow, allocation_id=allocation_id))
    assert books(firm, clock) == {**before, "bank": -59_500, "customer_credit": 59_500}
    assert firm.ask(verify) == ()


def test_an_advance_that_nobody_paid_is_due_with_the_supply(firm, customer, thousand, clock):
    """The final invoice takes it off; its claim stays, its tax arises with the supply (Art. 63)."""
    advance(firm, thousand)
    firm.ship(thousand)
    bill(firm, thousand)
    assert books(firm, clock) == {"receivable": -119_000, "revenue": 100_000, "tax": 19_000}
    firm.pay(customer, 119_000)
    assert books(firm, clock) == {"bank": -119_000, "revenue": 100_000, "tax": 19_000}
    assert firm.ask(verify) == ()


@pytest.mark.rows_on_sqlite(but=2)
@pytest.mark.parametrize(
    ("paid_at", "supplied_at", "rule", "final"),
    [
        (190_000, 160_000, "supply", {190_000: (-50_000, -9_500), 160_000: (100_000, 16_000)}),
        (190_000, 160_000, "receipt", {160_000: (50_000, 8_000)}),
        (160_000, 190_000, "supply", {160_000: (-50_000, -8_000), 190_000: (100_000, 19_000)}),
        (160_000, 190_000, "receipt", {190_000: (50_000, 9_500)}),
    ],
)
def test_a_rate_that_changes_between_receipt_and_supply(
    firm, customer, thousand, clock, paid_at, supplied_at, rule, final
):
    """19 -> 16 -> 19 %: where the supply rules, all papers together have its rate; else each half has its own."""
    if rule == "receipt":
        keep_rate_of_receipt(firm)
    change_rate(firm, clock.today(), paid_at)
    change_rate(firm, clock.today() + dt.timedelta(days=10), supplied_at)
    advance_id = advance(firm, thousand)
    assert taxes(firm, advance_id) == {paid_at: (50_000, 50_000 * paid_at // MICRO)}
    firm.pay(customer, sums(firm, advance_id)[3])
    clock.advance(days=10)
    firm.ship(thousand)
    final_id = bill(firm, thousand)
    assert taxes(firm, final_id) == final
    whole = sums(firm, advance_id)[2] + sums(firm, final_id)[2]
    each = 50_000 * (supplied_at if rule == "supply" else paid_at) // MICRO
    assert whole == each + 50_000 * supplied_at // MICRO
    balance = books(firm, clock)
    assert (balance["tax"], balance["revenue"], balance.get("advances"), balance.get("tax_not_due")) == (
        whole, 100_000, None, None,
    )  # fmt: skip
    assert firm.ask(verify) == ()


def test_an_advance_dearer_by_its_rate_never_turns_the_invoice_into_a_credit_note(
    firm, customer, thousand, clock
):
    """All paid at 19 %, supplied at 16 %: the invoice is over nothing, what is too much stays and is credited."""
    advance_id = advance(firm, thousand, WHOLE)
    firm.pay(customer, 119_000)
    change_rate(firm, clock.today() + dt.timedelta(days=1), 160_000)
    clock.advance(days=1)
    firm.ship(thousand)
    told: list[Issue] = []
    kind, _net, _tax, gross = sums(firm, bill(firm, thousand, tell=told.extend))
    assert [issue.code for issue in told] == ["invoice.rate_moved", "advance.left_over"]
    assert told[-1].remedies[0].params == {"id": advance_id}
    assert (kind, 0 <= gross <= 1) == ("invoice", True)
    (rest,) = left(firm, thousand)
    assert told[-1].params["left"] == Money(rest, "EUR")
    assert rest in (3_000 + gross, 3_001 + gross)
    note = firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=advance_id, reason="rate"))
    assert sums(firm, note)[3] == rest
    assert left(firm, thousand) == [0]
    balance = books(firm, clock)
    assert (balance.get("advances"), balance.get("tax_not_due")) == (None, None)
    assert abs(balance["tax"] - 16_000) <= 1
    assert firm.ask(verify) == ()


def test_crediting_a_part_of_an_advance_lessens_what_is_taken_off(firm, customer, clock):
    """D58: of 100 in advance 50 are credited, 50 are taken off."""
    order_id = firm.order(customer, [Line(quantity=10 * MICRO, price=100 * MICRO)])
    advance_id = advance(firm, order_id, AdvanceWish(amount_minor=10_000))
    firm.pay(customer, 11_900)
    note = credit(firm, advance_id, p1=50 * MICRO)
    assert sums(firm, note) == ("credit_note", 5_000, 950, 5_950)
    assert left(firm, order_id) == [5_950]
    firm.ship(order_id)
    final = bill(firm, order_id)
    assert lines(firm, final)[-1] == ("advance", -5_000, 190_000)
    assert books(firm, clock) == {
        "bank": -11_900, "customer_credit": 5_950, "receivable": -113_050, "revenue": 100_000, "tax": 19_000,
    }  # fmt: skip
    assert firm.ask(verify) == ()


def test_what_was_taken_off_cannot_be_credited_too(firm, thousand):
    advance_id = advance(firm, thousand)
    firm.ship(thousand, {1: 2 * MICRO})
    bill(firm, thousand)
    with pytest.raises(RefusedError) as refused:
        credit(firm, advance_id, p1=301 * MICRO)
    assert [issue.code for issue in refused.value.issues] == ["credit.above_rest"]
    credit(firm, advance_id, p1=300 * MICRO)
    assert left(firm, thousand) == [0]
    assert firm.ask(verify) == ()


def test_a_final_invoice_that_is_credited_gives_the_advance_free_again(firm, customer, thousand, clock):
    advance_id = advance(firm, thousand)
    firm.pay(customer, 59_500)
    firm.ship(thousand)
    final = bill(firm, thousand)
    note = firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=final, reason="returned"))
    assert sums(firm, note) == ("credit_note", 50_000, 9_500, 59_500)
    assert left(firm, thousand) == [59_500]
    back = firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=advance_id, reason="returned"))
    assert sums(firm, back)[3] == 59_500
    assert books(firm, clock) == {"bank": -59_500, "customer_credit": 59_500}
    assert firm.ask(verify) == ()


def test_all_of_a_mixed_order_in_advance_is_its_total_to_the_cent(firm, customer, clock):
    """D59, with a discount and odd cents at three rates."""
    order_id = firm.order(
        customer,
        [
            Line(quantity=3 * MICRO, price=33_335_000),
            Line(price=12_450_000, rate=70_000),
            Line(price=7_770_000, rate=50_000),
            Line(kind="discount", price=-9_990_000),
        ],
    )
    advance_id = advance(firm, order_id, WHOLE)
    (order,) = firm.rows(sa.text("select net_minor, tax_minor, gross_minor from sales_order"))
    assert sums(firm, advance_id)[1:] == tuple(order.values())
    firm.pay(customer, order["gross_minor"])
    firm.ship(order_id)
    assert sums(firm, bill(firm, order_id)) == ("invoice", 0, 0, 0)
    assert books(firm, clock) == {
        "bank": -order["gross_minor"], "revenue": order["net_minor"], "tax": order["tax_minor"],
    }  # fmt: skip
    assert firm.ask(verify) == ()


def test_gross_prices_are_asked_for_and_taken_off_gross(firm, customer, clock):
    order_id = firm.order(
        customer,
        [Line(quantity=3 * MICRO, price=19_990_000), Line(price=4_990_000, rate=70_000)],
        mode="gross",
    )
    advance_id = advance(firm, order_id, AdvanceWish(amount_minor=3_333))
    assert sums(firm, advance_id)[3] == 3_333
    firm.pay(customer, 3_333)
    firm.ship(order_id, {1: MICRO})
    bill(firm, order_id)
    firm.ship(order_id)
    bill(firm, order_id)
    assert left(firm, order_id) == [0]
    balance = books(firm, clock)
    assert (balance.get("advances"), balance.get("tax_not_due"), balance["receivable"]) == (
        None,
        None,
        -3_163,
    )
    assert firm.ask(verify) == ()


def test_two_advances_are_taken_off_the_older_first(firm, customer, thousand):
    advance(firm, thousand, AdvanceWish(percent_ppm=300_000))
    advance(firm, thousand, AdvanceWish(percent_ppm=300_000))
    firm.ship(thousand, {1: 4 * MICRO})
    invoice_id = bill(firm, thousand)
    assert [row[1] for row in lines(firm, invoice_id)] == [40_000, -30_000, -10_000]
    assert left(firm, thousand) == [0, 23_800]
    assert firm.ask(verify) == ()


def test_no_more_is_asked_for_than_neither_invoices_nor_advances_did(firm, thousand):
    advance(firm, thousand)
    firm.ship(thousand, {1: 8 * MICRO})
    bill(firm, thousand)  # 800 less 500
    with pytest.raises(RefusedError) as refused:
        advance(firm, thousand)
    (issue,) = refused.value.issues
    assert (issue.code, issue.params["left"]) == ("advance.above_left", Money(20_000, "EUR"))
    assert issue.remedies[0].params == {"amount_minor": 20_000}
    advance(firm, thousand, AdvanceWish(amount_minor=20_000))
    with pytest.raises(RefusedError) as refused:
        advance(firm, thousand, AdvanceWish(amount_minor=1))
    assert [issue.code for issue in refused.value.issues] == ["advance.nothing_left"]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    "wish", [AdvanceWish(), AdvanceWish(percent_ppm=MICRO + 1), AdvanceWish(amount_minor=-5)]
)
def test_a_wish_of_nothing_or_too_much_is_refused(firm, thousand, wish):
    with pytest.raises(RefusedError) as refused:
        advance(firm, thousand, wish)
    assert [issue.code for issue in refused.value.issues] == ["advance.not_positive"]


def test_an_order_that_is_done_asks_for_nothing(firm, customer, thousand):
    firm.ship(thousand)
    bill(firm, thousand)
    with pytest.raises(RefusedError) as refused:
        advance(firm, thousand)
    assert [issue.code for issue in refused.value.issues] == ["advance.order_not_open"]


def test_only_who_may_invoice_asks_for_advances(firm, thousand):
    with pytest.raises(NotAllowedError):
        firm.do(
            lambda uow: post_advance(uow, order_id=thousand, wish=HALF),
            actor=Actor("wim", frozenset({"order.edit"})),
        )


def test_a_rate_that_changes_before_it_is_due_is_told(firm, thousand, clock):
    change_rate(firm, clock.today() + dt.timedelta(days=3), 160_000)
    draft = firm.ask(lambda view: preview_advance(view, order_id=thousand, wish=HALF, date=clock.today()))
    assert [issue.code for issue in draft.issues] == ["advance.rate_changes"]
    assert draft.issues[0].params["then"] == "16\N{NO-BREAK SPACE}%"


def test_credit_counts_each_euro_once_with_advances(firm, customer, thousand):
    """C45: 1 190 are ordered, whether half of them is claimed, paid or neither."""

    def used():
        return firm.ask(lambda view: read_credit(view, customer)).used_minor

    assert used() == 119_000
    advance_id = advance(firm, thousand)
    assert used() == 119_000
    firm.pay(customer, 59_500)
    assert used() == 59_500
    firm.ship(thousand, {1: 6 * MICRO})
    assert used() == 59_500
    bill(firm, thousand)
    assert used() == 59_500
    firm.ship(thousand)
    bill(firm, thousand)
    assert used() == 59_500
    assert header(firm, advance_id)["is_advance"]


def test_the_preview_of_the_final_invoice_shows_what_comes_off(firm, thousand, clock):
    advance(firm, thousand)
    firm.ship(thousand)
    draft = firm.ask(lambda view: preview_invoice_for_order(view, order_id=thousand, date=clock.today()))
    assert (draft.totals.gross_minor, [line.kind for line in draft.lines]) == (59_500, ["goods", "advance"])
    assert draft.lines[1].text.startswith("Less advance invoice INV-")


def test_the_open_item_of_an_advance_says_so(firm, thousand):
    advance_id = advance(firm, thousand)
    assert firm.scalar(sa.select(OpenItem.kind).where(OpenItem.invoice_id == advance_id)) == "advance"


def test_what_another_invoice_took_off_meanwhile_is_not_taken_off_twice(firm, thousand, monkeypatch):
    """As where a credit note over the advance is posted between reading and writing."""
    advance_id = advance(firm, thousand)
    stale = firm.ask(lambda view: read_held(view, [thousand]))
    firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=advance_id, reason="agreed"))
    monkeypatch.setattr(deducting, "read_held", lambda _view, _orders: stale)
    firm.ship(thousand)
    with pytest.raises(ConflictError) as refused:
        bill(firm, thousand)
    assert refused.value.code == "advance.used_elsewhere"


def test_an_order_with_an_advance_is_cancelled_once_that_is_credited(firm, thousand):
    advance_id = advance(firm, thousand)
    version = firm.scalar(sa.text("select version from sales_order"))
    with pytest.raises(RefusedError) as refused:
        firm.do(lambda uow: cancel_order(uow, thousand, version=version, reason="no more"))
    (issue,) = refused.value.issues
    assert (issue.code, issue.remedies[0].params) == ("order.has_advances", {"id": advance_id})
    firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=advance_id, reason="no more"))
    firm.do(lambda uow: cancel_order(uow, thousand, version=version, reason="no more"))
    assert firm.ask(verify) == ()


def test_an_advance_in_another_currency_leaves_no_cent_in_the_books(firm, customer, clock):
    """A23: 1 USD is 0.9485 EUR on the order; thirds of an odd amount are taken off one after another."""
    exchange = Exchange("USD", 1_054_300_000, "EUR", clock.today(), "ecb").text
    order_id = firm.order(
        customer, [Line(quantity=3 * MICRO, price=33_350_000)], currency="USD", exchange=exchange
    )
    advance(firm, order_id, WHOLE)
    for _ in range(3):
        firm.ship(order_id, {1: MICRO})
        bill(firm, order_id)
    balance = books(firm, clock)
    assert (balance.get("advances"), balance.get("tax_not_due")) == (None, None)
    assert balance["revenue"] + balance["tax"] == -balance["receivable"]
    assert firm.ask(verify) == ()


@pytest.mark.parametrize("mode", ["net", "gross"])
def test_an_advance_is_no_turnover_and_takes_none_away(firm, customer, clock, mode):
    rule = BonusInput(name="B", customer_id=customer, valid_from=clock.today(), valid_to=clock.today())
    order_id = firm.order(customer, [Line(quantity=MICRO, price=119_000_000)], mode=mode)

    def turnover():
        return firm.ask(lambda view: sum(read_turnover(view, rule, [customer]).get(customer, {}).values()))

    advance(firm, order_id, WHOLE)
    assert turnover() == 0
    firm.ship(order_id)
    bill(firm, order_id)
    assert turnover() == (11_900 if mode == "net" else 10_000)


def test_taxes_rounded_on_each_line_are_those_of_the_order_on_all_papers_together(firm, customer, clock):
    """Three times 10.03 at 19 %: 1.91 each, 5.73 in all, though 19 % of 30.09 is 5.72."""
    order_id = firm.order(
        customer, [Line(price=10_030_000)] * 3, tax_rounding="line", tax_minor=573, gross_minor=3_582
    )
    first = advance(firm, order_id, WHOLE)
    firm.pay(customer, sums(firm, first)[3])
    firm.ship(order_id)
    assert sums(firm, bill(firm, order_id)) == ("invoice", 0, 1, 1)
    assert books(firm, clock)["tax"] == 573
    assert firm.ask(verify) == ()
