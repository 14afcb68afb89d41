"""Bonus agreements: turnover by tax, the credit at the end of the period, never twice, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.bonus import BonusInput, BonusStep, join_steps
from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.money import MICRO
from app.domain.rights import ROLES, Actor
from app.i18n import speaking
from app.messages import spoken, text_of_error
from app.services.bonus import BONUS_BOOK, read_bonus_rows
from app.services.bonus.standing import read_bonus_rates
from app.services.invoicing.bonus_credits import credit_bonus
from app.services.invoicing.credits import credit_whole_invoice
from app.services.invoicing.shipped import post_invoice
from app.services.pricing import read_rules_version
from app.services.verify import verify
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax
from db.schema.parties import Customer
from db.schema.products import Product
from tests.helpers.invoice_office import Line
from tests.helpers.stock_race import Outcome, race

FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
STEPS = (BonusStep(100_00, 10_000), BonusStep(500_00, 20_000))
CLERK = Actor("anna", frozenset({"sales"}))


def agree(firm, days=FEBRUARY, **values):
    facts = {
        "name": "Jahresbonus",
        "steps": join_steps(STEPS),
        "valid_from": days[0],
        "valid_to": days[1],
    } | values
    return firm.do(lambda uow: BONUS_BOOK.create(uow, BonusInput(**facts)))


def sell(firm, customer, *prices, on=date(2026, 2, 27), **values):
    """An invoice of lines at these prices and rates, on a day of the period."""
    lines = [Line(price=price * MICRO, rate=rate, **values) for price, rate in prices]
    return bill(firm, customer, lines, on)


def bill(firm, customer, lines, on):
    shipment_id = firm.ship(firm.order(customer, lines))
    return firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id], date=on))


def rows(firm):
    return firm.ask(read_bonus_rows)


def credit(firm, bonus_id, customer, accrued, **values):
    return firm.do(lambda uow: credit_bonus(uow, bonus_id, customer, accrued_minor=accrued), **values)


def test_turnover_of_the_period_reaches_a_step_and_names_the_next(firm, customer):
    agree(firm, MARCH, customer_id=customer)
    [row] = rows(firm)
    assert (row.turnover_minor, row.reached.rate_ppm, row.reached.next_step) == (0, 0, STEPS[0])
    sell(firm, customer, (999, 190_000), on=date(2026, 2, 28))  # the day before
    sell(firm, customer, (300, 190_000), (50, 70_000), on=date(2026, 3, 1))
    whole = sell(firm, customer, (70, 190_000), on=date(2026, 3, 2))
    firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=whole, reason="sent back"))
    [row] = rows(firm)
    assert (row.turnover_minor, row.reached.accrued_minor, row.state) == (350_00, 3_50, "runs")
    assert row.reached.next_step == STEPS[1]
    assert row.customer == "Café Größenwahn"


def test_a_bonus_is_credited_by_the_taxes_of_its_sales_once(firm, customer):
    bonus = agree(firm, customer_id=customer)
    sell(firm, customer, (300, 190_000), (300, 70_000), (33, 190_000))
    [row] = rows(firm)
    assert (row.state, row.reached.accrued_minor) == ("due", 12_66)
    invoice_id = credit(firm, bonus, customer, 12_66)
    head = firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))[0]
    assert (head["kind"], head["net_minor"]) == ("credit_note", 12_66)
    taxes = firm.rows(sa.select(InvoiceTax.__table__).where(InvoiceTax.invoice_id == invoice_id))
    assert {(tax["tax_ppm"], tax["base_minor"], tax["tax_minor"]) for tax in taxes} == {
        (190_000, 6_66, 1_27), (70_000, 6_00, 42),
    }  # fmt: skip
    lines = firm.rows(sa.select(InvoiceLine.__table__).where(InvoiceLine.invoice_id == invoice_id))
    with speaking("de"):
        said = {spoken(line["text"]).replace("\N{NO-BREAK SPACE}", " ") for line in lines}
    assert said == {"Jahresbonus · 01.02.2026 … 01.03.2026 · 2 %"}
    [row] = rows(firm)
    assert (row.state, row.credited_minor, row.invoice_number) == ("credited", 12_66, head["number"])
    assert row.turnover_minor == 633_00, "the credit of a bonus is no turnover"
    with pytest.raises(RefusedError) as caught:
        credit(firm, bonus, customer, 12_66)
    assert head["number"] in text_of_error(caught.value)
    assert firm.ask(verify) == ()


def test_a_bonus_is_not_credited_before_its_time_nor_of_figures_that_moved(firm, customer):
    runs, none = agree(firm, MARCH, customer_id=customer), agree(firm, customer_id=customer, family="x")
    bonus = agree(firm, customer_id=customer)
    sell(firm, customer, (200, 190_000))
    for id_, seen, code in ((runs, 0, "runs"), (none, 0, "nothing"), (bonus, 1_99, "moved")):
        with pytest.raises(RefusedError) as caught:
            credit(firm, id_, customer, seen)
        assert caught.value.code == f"bonus.{code}"
        assert "{" not in text_of_error(caught.value)
    with pytest.raises(NotAllowedError):
        credit(firm, bonus, customer, 2_00, actor=CLERK)
    with pytest.raises(ConflictError):
        credit(firm, 999, customer, 2_00)
    assert credit(firm, bonus, customer, 2_00)


def test_an_agreement_that_was_credited_stays_as_it_is(firm, customer):
    bonus = agree(firm, customer_id=customer)
    sell(firm, customer, (200, 190_000))
    data = BonusInput(
        name="B", customer_id=customer, steps="0:50000", valid_from=FEBRUARY[0], valid_to=FEBRUARY[1]
    )
    bonus = firm.do(lambda uow: BONUS_BOOK.change(uow, bonus, data))
    credit(firm, bonus, customer, 10_00)
    for write in (lambda uow: BONUS_BOOK.change(uow, bonus, data), lambda uow: BONUS_BOOK.end(uow, bonus)):
        with pytest.raises(RefusedError) as caught:
            firm.do(write)
        assert caught.value.code == "bonus.is_credited"
        assert "{" not in text_of_error(caught.value)


def test_an_agreement_of_a_group_holds_for_each_of_its_customers_by_himself(firm):
    groups = {"Nord": "dealer", "Süd": "dealer", "West": ""}
    nord, sued, other = (firm.customer(name, price_group=group) for name, group in groups.items())
    firm.customer("Ost", price_group="dealer")
    agree(firm, price_group="dealer")
    for buyer, price in ((nord, 600), (sued, 100), (other, 900)):
        sell(firm, buyer, (price, 190_000))
    assert [(row.customer, row.reached.accrued_minor) for row in rows(firm)] == [
        ("Nord", 12_00),
        ("Süd", 1_00),
    ]


def test_a_family_alone_counts_with_its_share_of_the_discount(firm, customer):
    def family(uow):
        uow.db.execute(sa.update(Product).where(Product.id == firm.products[1]).values(family="lamps"))

    firm.do(family)
    agree(firm, customer_id=customer, family="lamps")
    lines = [Line(price=price * MICRO) for price in (100, 200)] + [Line(price=-30 * MICRO, kind="discount")]
    bill(firm, customer, lines, date(2026, 2, 27))
    [row] = rows(firm)
    assert row.turnover_minor == 90_00  # 100.00 of 300.00 bear 10.00 of the 30.00


def test_a_tenure_rebate_goes_by_years_since_the_first_invoice(firm, customer):
    sell(firm, customer, (10, 190_000), on=date(2023, 2, 1))
    steps = join_steps([BonusStep(3, 10_000), BonusStep(10, 15_000)])
    agree(firm, customer_id=customer, kind="tenure", steps=steps)
    sell(firm, customer, (800, 190_000))
    [row] = rows(firm)
    assert (row.years, row.reached.accrued_minor, row.reached.next_step.least) == (3, 8_00, 10)


def test_the_expected_bonus_of_a_sale_is_that_of_the_steps_reached(firm, customer):
    owner, clerk = Actor("olaf", frozenset(ROLES)), CLERK
    agree(firm, MARCH, customer_id=customer, steps="0:5000")
    agree(firm, MARCH, customer_id=customer, steps="0:2500", family="lamps")
    agree(firm, customer_id=customer, steps="0:99999")  # it is over
    with firm.work.reading(actor=owner) as view:
        rates = read_bonus_rates(view, customer, "", rules_version=read_rules_version(view))
        assert (rates.of(""), rates.of("lamps")) == (5_000, 7_500)
        assert not read_bonus_rates(view, None, "", rules_version=0)
    with firm.work.reading(actor=clerk) as view:
        assert not read_bonus_rates(view, customer, "", rules_version=read_rules_version(view))


def test_what_no_agreement_can_be_is_refused_by_the_database(firm):
    values = "'x', 'turnover', '0:1', '2026-01-01', '2026-12-31', ''"
    into = "insert into bonus_rule (name, kind, steps, valid_from, valid_to, price_group)"
    with pytest.raises(sa.exc.IntegrityError, match="for_whom"), firm.work.begin(actor=CLERK) as uow:
        uow.db.execute(sa.text(f"{into} values ({values})"))


def test_two_clerks_who_credit_the_same_bonus_make_one_credit_note(firm, customer, database_url, tmp_path):
    bonus = agree(firm, customer_id=customer)
    sell(firm, customer, (600, 190_000))
    outcomes = race(tmp_path, credit_it, database_url, *[[bonus, customer, 12_00]] * 3)
    assert [outcome.errors for outcome in outcomes] == [[]] * 3
    assert (sum(each.won for each in outcomes), sum(each.told for each in outcomes)) == (1, 2)
    [row] = rows(firm)
    assert row.state == "credited"
    assert (
        firm.scalar(sa.select(sa.func.count()).select_from(Invoice).where(Invoice.kind == "credit_note")) == 1
    )


def credit_it(work, wanted):
    """One clerk of the race."""
    outcome = Outcome(errors=[])
    try:
        with work.begin(actor=Actor("olaf", frozenset(ROLES))) as uow:
            credit_bonus(uow, wanted[0], wanted[1], accrued_minor=wanted[2], with_paper=False)
        outcome.won = 1
    except RefusedError as error:
        outcome.told = int(error.code == "bonus.credited_already")
    return outcome


def test_customers_of_an_agreement_are_read_by_their_group_now(firm, customer):
    agree(firm, price_group="dealer")
    sell(firm, customer, (600, 190_000))
    assert rows(firm) == ()
    firm.do(lambda uow: uow.db.execute(sa.update(Customer).values(price_group="dealer")))
    assert [row.reached.accrued_minor for row in rows(firm)] == [12_00]
