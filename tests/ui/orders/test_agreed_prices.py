"""A price that hangs on what was ordered before: the agreed quantity of a contract, used over more than one order."""

from __future__ import annotations

from app.bootstrap import open_office
from app.domain.money import MICRO
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM
from app.services.prices.lists import create_price_list
from app.services.prices.rows import add_price_rows
from tests.helpers.order_keys import add_line, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY


def make_contract(url: str) -> None:
    """Berger has ten chairs at 200.00."""
    ((chair,),) = rows(url, "select id from product where sku = ?", "CHR-ERG-BLK")
    ((berger,),) = rows(url, "select id from customer where name like ?", "%Berger%")
    office = open_office(url)
    with office.work.begin(actor=SYSTEM) as uow:
        contract = create_price_list(
            uow,
            PriceListInput(code="C", name="Ten chairs", kind="contract", customer_id=berger, currency="EUR"),
        )
        row = PriceRowInput(product_id=chair, price_micro=200 * MICRO, agreed_micro=10 * MICRO)
        add_price_rows(uow, contract, [row])
    office.close()


def told(desk) -> list[str]:
    desk.page.grid.select_row(0, 1)
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in desk.page.panels.price.told.lines()]


def prices(desk) -> list[int]:
    return [line.price_micro // MICRO for line in desk.draft.lines]


def test_what_is_left_of_a_contract_is_sold_first_then_the_list_counts_at_once(desk, firm_url):
    make_contract(firm_url)
    desk.press(KEY.Key_F5)
    for bought, left in (("6", 10), ("5", 4)):
        start_order(desk)
        add_line(desk, "CHR", bought)
        assert prices(desk) == [200]
        assert f"Left of the agreed quantity before this order: {left} pc" in told(desk)
        desk.press(KEY.Key_Return, CTRL)
    open_order(desk, ("CHR", "1"))
    assert "Ten chairs: the agreed 10 pc for 200.00 are used up" in told(desk)
    assert prices(desk) == [236], "the list's, less the customer's own discount"
    assert "order.prices_changed" not in {issue.code for issue in desk.page.session.issues}
