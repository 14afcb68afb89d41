"""Advances when two clerks write at once: what is due of their tax is posted once."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.money import MICRO
from app.services.invoicing.advances import AdvanceWish, post_advance
from app.services.invoicing.shipped import post_invoice_for_order
from app.services.ledger import advance_tax
from app.services.payments.entering import PaymentInput, enter_payment
from app.services.verify import verify
from tests.helpers.invoice_office import Line

WAIT_S = 1.0


@pytest.fixture
def paid_at_once(monkeypatch):
    """Whoever has read how much of an advance is due waits for the other one, unless that one has to wait too."""
    both, read = threading.Barrier(2), advance_tax.read_states

    def read_and_wait(view, advance_ids):
        states = read(view, advance_ids)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(WAIT_S)
        return states

    monkeypatch.setattr(advance_tax, "read_states", read_and_wait)
    return monkeypatch


def test_an_advance_that_is_paid_while_it_is_taken_off_has_its_tax_due_once(firm, customer, paid_at_once):
    order_id = firm.order(customer, [Line(quantity=10 * MICRO, price=100 * MICRO)])
    wish = AdvanceWish(percent_ppm=MICRO)
    firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=wish, with_paper=False))
    firm.ship(order_id)
    calls = (
        lambda uow: enter_payment(uow, PaymentInput(customer, 119_000, uow.today)),
        lambda uow: post_invoice_for_order(uow, order_id=order_id),
    )
    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(firm.do, calls))
    paid_at_once.undo()
    assert firm.ask(verify) == ()
