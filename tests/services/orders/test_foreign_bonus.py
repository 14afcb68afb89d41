"""Papers in other currencies are turnover at the rate that they keep; the bonus is the firm's money. Both databases."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.domain.bonus import BonusInput
from app.services.bonus import BONUS_BOOK, read_bonus_rows
from app.services.bonus.standing import read_bonus_rates
from app.services.invoicing.bonus_credits import credit_bonus
from app.services.invoicing.credits import credit_whole_invoice
from app.services.pricing import read_rules_version
from app.services.verify import verify
from db.schema.invoicing import Invoice
from tests.helpers.order_office import CHAIR, LAMP, NORD
from tests.services.orders.test_foreign_orders import abroad, invoiced, run, seen, set_rate  # noqa: F401 - a fixture

YEN = "JPY 162.31 EUR 2026-02-27 typed"


def agree(desk, **values):
    facts = {
        "name": "Jahresbonus", "customer_id": desk.ids[NORD], "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 12, 31), "steps": "0:10000",
    } | values  # fmt: skip
    return run(desk, lambda uow: BONUS_BOOK.create(uow, BonusInput(**facts)))


def net(desk, invoice_id, column="net_minor"):
    return desk.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))[0][column]


def turnover(desk):
    return seen(desk, read_bonus_rows)[0].turnover_minor


def test_invoices_in_euros_dollars_and_yen_add_up_in_euros(abroad):  # noqa: F811
    agree(abroad)
    euros, dollars = invoiced(abroad, (CHAIR, 1), exchange=""), invoiced(abroad, (CHAIR, 2))
    yen = invoiced(abroad, (LAMP, 3), exchange=YEN)
    wanted = (
        net(abroad, euros) + round(net(abroad, dollars) / 1.0543) + round(net(abroad, yen) * 100 / 162.31)
    )
    assert turnover(abroad) == wanted
    set_rate(abroad.work, "USD", 2_000_000_000, date(2026, 3, 1))
    assert turnover(abroad) == wanted, "the rate of the paper counts, not that of the day"


def test_a_credit_note_in_dollars_takes_back_what_its_invoice_counted(abroad):  # noqa: F811
    agree(abroad)
    dollars = invoiced(abroad, (CHAIR, 2))
    assert turnover(abroad) > 0
    run(abroad, lambda uow: credit_whole_invoice(uow, invoice_id=dollars, reason="sent back"))
    assert turnover(abroad) == 0


def test_the_step_that_dollars_reached_is_expected_of_the_next_sale(abroad):  # noqa: F811
    agree(abroad, steps="0:10000;30000:20000")
    dollars = invoiced(abroad, (CHAIR, 1))
    assert net(abroad, dollars) / 1.0543 >= 300_00
    rates = seen(
        abroad,
        lambda view: read_bonus_rates(view, abroad.ids[NORD], "", rules_version=read_rules_version(view)),
    )
    assert rates.of("") == 20_000


def test_a_bonus_of_dollars_is_credited_in_euros(abroad, clock):  # noqa: F811
    bonus = agree(abroad, valid_to=date(2026, 3, 2))
    dollars = invoiced(abroad, (CHAIR, 2))
    clock.advance(days=2)
    (row,) = seen(abroad, read_bonus_rows)
    assert (row.state, row.turnover_minor) == ("due", round(net(abroad, dollars) / 1.0543))
    accrued = row.reached.accrued_minor
    invoice_id = run(
        abroad,
        lambda uow: credit_bonus(uow, bonus, abroad.ids[NORD], accrued_minor=accrued, with_paper=False),
    )
    assert (net(abroad, invoice_id), net(abroad, invoice_id, "currency")) == (accrued, "EUR")
    assert seen(abroad, verify) == ()
