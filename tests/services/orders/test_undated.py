"""Goods that nothing covers yet: told at the confirm, and said on the paper instead of a day."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.domain.units import Counted
from app.services.orders.confirming import confirm_order
from app.services.orders.papers import ensure_order_paper
from app.services.orders.planning import plan_order
from app.services.papers import read_content, read_papers
from db.schema.parties import Customer
from tests.helpers.order_office import CABLE, CHAIR, LAMP, NORD, WIEN


@pytest.mark.parametrize(
    ("language", "dated", "open_"),
    [("en", "Ships 2 Mar 2026", "No ship date yet"), ("de", "Versand 02.03.2026", "Noch kein Liefertermin")],
)
def test_what_has_no_date_yet_is_told_and_printed(desk, language, dated, open_):
    with desk.begin() as uow:
        uow.db.execute(sa.update(Customer).values(language=language))
    order_id = desk.key((CHAIR, 60), (LAMP, 2), (CABLE, 510))
    desk.edit(order_id, desk.free("Freight", "9.90", kind="charge"))
    done = desk.confirm(order_id)
    assert done.undated == (Counted(Decimal(10), "pc"), Counted(Decimal(10), "m"))
    assert desk.confirm(order_id).is_repeat
    assert desk.confirm(desk.key((LAMP, 3))).undated == ()
    assert details(desk, order_id) == [open_, dated, open_, ""]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 40))
    assert details(desk, order_id) == [dated, dated, open_, ""]


def test_a_paper_made_later_says_the_same_of_dates(desk):
    order_id = desk.key((CHAIR, 60), (LAMP, 2))
    with desk.begin() as uow:
        confirm_order(uow, plan_order(uow, order_id), with_paper=False)
    with desk.begin() as uow:
        ensure_order_paper(uow, order_id)
    assert details(desk, order_id)[0] == "Noch kein Liefertermin"
    assert "02.03.2026" in details(desk, order_id)[1]


def details(desk, order_id):
    """What the newest paper says of each line's date."""
    with desk.reading() as view:
        content = read_content(view, read_papers(view, "order", order_id)[0].id)
    return [line.detail for line in content.lines]


@pytest.mark.parametrize(("customer", "last"), [(NORD, "20457 Hamburg"), (WIEN, "AUSTRIA")])
def test_the_confirmation_names_the_country_only_abroad(desk, customer, last):
    order_id = desk.ordered((LAMP, 1), customer=customer)
    with desk.reading() as view:
        content = read_content(view, read_papers(view, "order", order_id)[0].id)
    assert content.ship_to is not None
    assert (content.recipient.lines[-1], content.ship_to.lines[-1]) == (last, last)
